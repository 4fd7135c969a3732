"""One verb for many cables, in the background: some at a time, each by its own rules."""

from django.core.exceptions import ValidationError

from cables.choices import ItemState, JobKind
from cables.curation.batches import Batch
from cables.curation.errors import CurationError
from cables.models.sealed import JobItem

from .items import work_through
from .queue import handles, start
from .undo import may_undo_changes, put_back, values_of, what_changed
from .verbs import VERBS, as_given, as_stored

GONE = "It is not there any more."
SO_ALREADY = "It is so already."
SAMPLES = 5
CHECK = "Check: "


def start_bulk(name, *, user, given, title, is_check=False, **cables):
    """
    Do a verb by a job, with all cables that are ``selected`` now, or that are of items
    to be ``copied``. A check only finds out what stands in the way of each.
    """
    options = {"verb": name, "given": as_stored(given)}
    if is_check:
        options["check"], title = True, f"{CHECK}{title}"
    return start(kind=JobKind.BULK, title=title, user=user, options=options, **cables)


def start_checked(check, *, user):
    """Do what a check was made for, with the cables that it found nothing about."""
    fit = JobItem.objects.filter(job=check, state=ItemState.DONE).order_by("id")
    return start_bulk(
        check.options["verb"],
        user=user,
        given=as_given(check.options["given"]),
        title=check.title.removeprefix(CHECK),
        copied=fit,
    )


def may_change_many(job, user):
    if job.options["verb"] == "undo":
        return may_undo_changes(job, user)
    return VERBS[job.options["verb"]].may(user)


@handles(JobKind.BULK, may=may_change_many)
def change_many(run):
    """Do what the job says with each of its cables."""
    job = run.job
    if job.options["verb"] == "undo":
        work_through(run, lambda items: undo_some(items, job))
        return
    verb, given = VERBS[job.options["verb"]], as_given(job.options["given"])
    is_check = "check" in job.options

    def change_some(items):
        with_cables(
            items,
            lambda cable, item: verb.function(cable, user=job.user, **given),
            unread=verb.unread,
            is_check=is_check,
        )

    work_through(run, change_some)


def undo_some(items, job):
    """Put back what an earlier job changed; ``before`` of each item came from there."""
    why = f"Undone: job {job.undoes.pk}" if job.undoes else "Undone"

    def undo(cable, item):
        put_back(cable, note=item.before, user=job.user, why=why)

    with_cables(items, undo)
    done = [item.object_id for item in items if item.state == ItemState.DONE]
    earlier = JobItem.objects.filter(job=job.undoes_id, object_id__in=done)
    earlier.update(state=ItemState.UNDONE)


def with_cables(items, change, *, is_check=False, **options):
    """
    Change the cable of each item, and write down what became of it; or what would become
    of it. The transaction holds the epoch.
    """
    batch = Batch([item.object_id for item in items], **options)
    for item in items:
        cable = batch.cables.get(item.object_id)
        if cable is None:
            item.state, item.note = ItemState.BLOCKED, GONE
            continue
        before, version = values_of(cable), cable.version
        try:
            change(cable, item)
        except (CurationError, ValidationError) as error:
            item.state, item.note = ItemState.BLOCKED, sentence(error, cable)[:500]
            batch.forget(cable)
            continue
        if cable.version == version:
            item.state, item.note = ItemState.BLOCKED, SO_ALREADY
            continue
        item.state = ItemState.DONE
        if not is_check:
            item.before = what_changed(cable, before)
    if not is_check:
        batch.write()


def sentence(error, cable):
    """Return why, without the id that stands beside it: many have the same reason."""
    said = " ".join(getattr(error, "messages", [str(error)]))
    return said.replace(f"{cable.reference_id} is ", "It is ")


def look(name, *, keys, user, given):
    """
    Return for each reason that stands in the way of a verb how many of these cables it
    holds for, and the first few. It is what the verb itself says, whose batch is not
    written.
    """
    verb, found = VERBS[name], {}
    batch = Batch(keys, unread=verb.unread, is_locked=False)
    for cable in batch.cables.values():
        version = cable.version
        try:
            verb.function(cable, user=user, **given)
            said = SO_ALREADY if cable.version == version else None
        except (CurationError, ValidationError) as error:
            said = sentence(error, cable)
        if said:
            found.setdefault(said, []).append(cable.reference_id)
    return {
        said: (len(ids), ids[:SAMPLES])
        for said, ids in sorted(found.items(), key=lambda pair: -len(pair[1]))
    }
