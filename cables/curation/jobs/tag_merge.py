"""Merging a tag that stands on very many cables, and undoing that, in the background."""

from django.db import transaction

from cables.choices import ItemState, JobKind
from cables.curation.errors import MergeRefused
from cables.curation.tag_merge import (
    AT_ONCE,
    finish_merge,
    known_rows,
    merge_some,
    note_merge,
    unpack,
)
from cables.curation.tag_unmerge import (
    CHANGED,
    begin_undoing,
    finish_undoing,
    undo_some,
)
from cables.models import Tag, hold_epoch
from cables.models.sealed import Job, JobItem, TagMerge

from .queue import OPEN, handles, start

RIGHTS = ("cables.change_tag", "cables.delete_tag")


def start_merge(*, source, target, user, why=""):
    """Merge by a job. ``source`` goes on being a tag until the last step."""
    return start(
        kind=JobKind.TAG_MERGE,
        title=f"Merge {source.name} into {target.name}",
        user=user,
        options={"source": source.pk, "target": target.pk, "why": why},
    )


def start_undoing(merge, *, user, job=None):
    """Undo a merge by a job."""
    check_undoable(merge)
    return start(
        kind=JobKind.TAG_MERGE,
        title=f"Undo: merge {merge.name} into {merge.target.name}",
        user=user,
        options={"undo": merge.pk},
        undoes=job,
    )


def check_undoable(merge):
    """Raise MergeRefused where a merge is undone, cannot be, or something is at it."""
    if merge.undone:
        raise MergeRefused("This merge is undone already.")
    if merge.target is None or not bytes(merge.packed):
        raise MergeRefused(f"What {merge.name} was merged into is gone.")
    jobs = Job.objects.filter(kind=JobKind.TAG_MERGE, state__in=OPEN)
    for job in jobs:
        if merge.pk in (job.progress.get("merge"), job.options.get("undo")):
            raise MergeRefused("A job is at work on this merge: let it end first.")


def merge_of(job):
    """Return the merge that a job made, or None before it has changed anything."""
    return TagMerge.objects.filter(pk=job.progress.get("merge")).first()


def may_merge(_, user):
    return user.has_perms(RIGHTS)


@handles(JobKind.TAG_MERGE, may=may_merge)
def merge_or_undo(run):
    (_undo if "undo" in run.job.options else _merge)(run)


def _merge(run):
    options = run.job.options
    merge = merge_of(run.job) or _note(run, options)
    source = Tag.objects.filter(pk=options["source"]).first()
    if source is None:
        return  # the last step is done: what deletes it ends the job
    known, after = known_rows(merge), 0
    while True:
        with transaction.atomic():
            hold_epoch()
            some = merge_some(merge, source=source, known=known, after=after)
            if not some:
                finish_merge(merge, source=source)
            run.beat(done=run.job.done + len(some))
        if not some:
            return
        after, _ = some[-1]


@transaction.atomic
def _note(run, options):
    tags = Tag.objects.in_bulk([options["source"], options["target"]])
    if len(tags) < 2:
        raise MergeRefused("One of the two tags is not there any more.")
    merge = note_merge(
        source=tags[options["source"]],
        target=tags[options["target"]],
        user=run.job.user,
        why=options["why"],
    )
    run.beat(total=merge.cables, progress={"merge": merge.pk})
    return merge


def _undo(run):
    merge = TagMerge.objects.select_related("target").get(pk=run.job.options["undo"])
    if merge.undone:
        return
    rows = unpack(merge)
    with transaction.atomic():
        source = begin_undoing(merge)
        run.beat(total=len(rows))
    while some := rows[run.job.done + run.job.blocked :][:AT_ONCE]:
        with transaction.atomic():
            changed = undo_some(merge, source, some)
            JobItem.objects.bulk_create(_blocked(run.job, changed))
            run.beat(
                done=run.job.done + len(some) - len(changed),
                blocked=run.job.blocked + len(changed),
            )
    with transaction.atomic():
        finish_undoing(merge, source, user=run.job.user)
        run.beat()


def _blocked(job, cables):
    for key, label in cables:
        yield JobItem(
            job=job,
            object_id=key,
            label=label[:100],
            state=ItemState.BLOCKED,
            note=CHANGED,
        )


def can_undo_merge(job):
    """Say whether the job made a merge that can be undone."""
    if job.kind != JobKind.TAG_MERGE or job.state in OPEN:
        return False
    merge = merge_of(job)
    return merge is not None and merge.undone is None and merge.target_id is not None
