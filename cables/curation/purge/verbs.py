"""What a purge would do, and the start of one."""

from django.db import transaction

from cables.choices import JobKind
from cables.curation.errors import CurationError
from cables.curation.jobs.queue import OPEN, start
from cables.models.sealed import Job, Purge

from .groups import approved, group_of, keys_of, waiting
from .shown import SHOWN
from .steps import found_in, redactions_of


class NothingToPurge(CurationError):
    """No approved redaction waits for a purge."""


class PurgeRuns(CurationError):
    """One purge at a time, since it writes the database anew: ``job`` is at it."""

    def __init__(self, sentence, job):
        super().__init__(sentence)
        self.job = job


def preview():
    """Count what a purge of all that waits would touch; changes nothing."""
    unfinished = _unfinished()
    redactions = redactions_of(unfinished) if unfinished else due()
    found, keys, cables = {}, keys_of(redactions), 0
    for key in keys:
        group = group_of(key)
        cables += len(group.cables)
        for name, count in found_in(group).items():
            found[name] = found.get(name, 0) + count
    return {
        "redactions": redactions.count(),
        "cables": cables,
        "unfinished": unfinished.pk if unfinished else None,
        "found": found,
    }


def due():
    """
    Return the redactions that a new purge is for: those that none has taken up. Where
    there are none, those whose words have come back since, as by another import.
    """
    if waiting().exists():
        return waiting()
    done = approved().exclude(purge=None)
    keys = []
    for key in keys_of(done):
        group = group_of(key)
        found = found_in(group)
        if any(found[name] for name in found.keys() - {one.name for one in SHOWN}):
            mine = done.filter(sealed_text__cable__in=group.cables)
            keys += mine.values_list("pk", flat=True)
    return approved().filter(pk__in=keys)


@transaction.atomic
def start_purge(*, user, reason=""):
    """
    Queue a purge of all approved redactions that are ``due``, and return the job: or,
    where one ended half-way, a job that goes on with that.
    """
    purge = _unfinished() or _new_purge(user, reason)
    of_purge = Job.objects.filter(kind=JobKind.PURGE, options__purge=purge.pk)
    if job := of_purge.filter(state__in=OPEN).first():
        raise PurgeRuns(f"Purge {purge.pk} is at work already, as job {job.pk}.", job)
    count = redactions_of(purge).count()
    return start(
        kind=JobKind.PURGE,
        title=f"Purge {purge.pk}: the words of {count} redaction{'s'[: count != 1]}",
        user=user,
        options={"purge": purge.pk},
    )


def _unfinished():
    return Purge.objects.filter(finished=None).order_by("pk").first()


def _new_purge(user, reason):
    found = list(due().select_for_update().values_list("pk", flat=True))
    if not found:
        raise NothingToPurge("No approved redaction waits for a purge.")
    purge = Purge.objects.create(requested_by=user, reason=reason[:500])
    approved().filter(pk__in=found).update(purge=purge)
    return purge
