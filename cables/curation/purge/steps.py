"""
What a purge does, step after step. Each may be done again without harm: a worker that
takes a purge up goes on behind the last note.
"""

import time

from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone

from cables.choices import JobKind, RedactionState
from cables.curation.jobs.queue import handles
from cables.models import holding_epoch
from cables.models.sealed import ImportReject, Purge, Redaction, SavedDraft
from cables.search.index import INDEXES, IndexBusy
from cables.search.outbox import EVERY, tell_desk, tell_readers
from cables.search.writer import rebuild

from . import database
from .files import remove_files
from .groups import group_of, keys_of
from .history import purge_history, revisions_with_words
from .places import CLEANED
from .records import (
    drafts_with_words,
    open_records,
    rejects_with_words,
    seal_records,
)
from .shown import SHOWN
from .work import Work

#: The caches that hold what readers are shown.
OF_PAGES = ("figures", "cards")
#: Bytes that a disk surely reads and writes in a second.
SLOW_DISK = 5_000_000
PATIENCE = 120  # seconds for somebody else who builds an index


def may_purge(job, user):
    return user.has_perm("cables.add_purge")


@handles(JobKind.PURGE, may=may_purge)
def carry_out(run):
    """Do what is not done yet of the purge that a job is for."""
    purge = Purge.objects.get(pk=run.job.options["purge"])
    work = Work(purge, run)
    database.forget_deleted()
    for done, (name, step) in enumerate(STEPS.items(), start=1):
        if not work.is_done(name):
            step(work)
        run.beat(total=len(STEPS), done=done)
    Purge.objects.filter(pk=purge.pk, finished=None).update(finished=timezone.now())


def redactions_of(purge):
    """Return the redactions whose words go: not one that was undone meanwhile."""
    return Redaction.objects.filter(purge=purge, state=RedactionState.APPROVED)


def clean_words(work):
    """Take the words out of each cable, with its twins: one transaction for each."""
    for key in keys_of(redactions_of(work.purge)):
        if key > (work.place("words") or 0):
            _clean_group(key, work)
    work.note("words", done=True)


@holding_epoch
def _clean_group(key, work):
    group = group_of(key)
    counts, public = {}, False
    for place in CLEANED:
        rows = list(place.find(group))
        for pk, values, _ in rows:
            place.model.objects.filter(pk=pk).update(**values)
        counts[place.name] = len(rows)
        public = public or (place.is_public and bool(rows))
    counts["history"] = purge_history(group, work.purge)
    counts["records"] = seal_records(group)
    drafts = SavedDraft.objects.filter(pk__in=drafts_with_words(group))
    counts["unsaved texts"] = drafts.delete()[0]
    rejects = ImportReject.objects.filter(pk__in=rejects_with_words(group))
    counts["refused rows"] = rejects.delete()[0]
    if public:
        tell_readers(group.cables, follow=False)
    work.note("words", counts=counts, at=key)


def rebuild_indexes(work):
    """
    Make both indexes anew and remove the old ones. Other machines, which have their own,
    are told that all cables changed, which makes them do the same.
    """
    if not work.place("indexes"):
        with transaction.atomic():
            tell_desk(EVERY, follow=False)
            work.note("indexes", at="told")
    counts = {}
    for name, index in INDEXES.items():
        counts[name] = _rebuild(index, work)
    work.note("indexes", counts=counts, done=True)


def _rebuild(index, work):
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return rebuild(index, progress=lambda done: work.run.beat())
        except IndexBusy:
            if time.monotonic() >= until:
                raise
            work.run.beat()
            time.sleep(1)


def clear_caches(work):
    """Empty what holds parts of pages: who failed to sign in, say, stays counted."""
    for name in OF_PAGES:
        caches[name].clear()
    work.note("caches", counts={"caches": len(OF_PAGES)}, done=True)


def clean_files(work):
    """Remove files that hold the public text as it was."""
    groups = map(group_of, keys_of(redactions_of(work.purge)))
    count = sum(map(remove_files, groups))
    work.note("files", counts={"files": count}, done=True)


def rewrite_database(work):
    """Write the pages of the database anew, so that none holds what was in them."""
    if connection.vendor == "sqlite":
        work.take_long(60 + 3 * database.size() / SLOW_DISK)
        database.rewrite_sqlite()
        work.note("database", counts={"bytes": database.size()}, done=True)
        return
    for table in [*database.tables(), database.STATISTICS]:
        if table > (work.place("database") or ""):
            size = database.size_of(table)
            work.take_long(300 + size / SLOW_DISK)
            database.rewrite_table(table)
            work.note("database", counts={"tables": 1, "bytes": size}, at=table)
    work.note("database", done=True)


def look_again(work):
    """Count what is left, place by place, and where readers still see the words."""
    found = {}
    for key in keys_of(redactions_of(work.purge)):
        for name, count in found_in(group_of(key)).items():
            found[name] = found.get(name, 0) + count
    shown = sum(found.get(place.name, 0) for place in SHOWN)
    totals = {"left": sum(found.values()) - shown, "still shown": shown}
    work.note("check", counts=totals | found, done=True)


def found_in(group):
    """Return, for each kind of place, in how many rows something is to be done."""
    found = {place.name: len(list(place.find(group))) for place in [*SHOWN, *CLEANED]}
    return found | {
        "history": len(list(revisions_with_words(group))),
        "records": open_records(group).count(),
        "unsaved texts": len(drafts_with_words(group)),
        "refused rows": len(rejects_with_words(group)),
    }


STEPS = {
    "words": clean_words,
    "indexes": rebuild_indexes,
    "caches": clear_caches,
    "files": clean_files,
    "database": rewrite_database,
    "check": look_again,
}
