"""What a change of many cables left on each, and the way back from there."""

from cables.choices import Action, ItemState, JobKind, ReasonCode, State
from cables.curation.batches import add_row, ask, batch_of, remove_row, tell_all
from cables.curation.errors import CurationError
from cables.curation.limits import check_release
from cables.curation.revisions import history, snapshot, values_at
from cables.curation.states import ON_HOLD, check_off_hold, publish_blockers
from cables.curation.tags import rows_of
from cables.curation.versions import announce, lock, save_version, was_seen
from cables.models import Cable, CableTag, Tag
from cables.models.sealed import Job, JobItem

from .queue import OPEN, start
from .verbs import VERBS

#: What verbs for many cables set on the cable itself.
FIELDS = ("state", "released", "on_hold", "post", "is_partial")
NEVER_SEEN = (State.DRAFT, State.REVIEW)


class ChangedSince(CurationError):
    """Somebody has changed what was to be put back."""


def values_of(cable):
    """Return what ``what_changed`` compares with, once the verb has been at it."""
    return snapshot(cable, FIELDS), tuple(cable.curated)


def what_changed(cable, before):
    """Return a note of what a verb made of a cable: what undoing puts back."""
    old, curated = before
    new = snapshot(cable, FIELDS)
    changed = [name for name in FIELDS if old[name] != new[name]]
    note = {
        "version": cable.version,
        "old": {name: old[name] for name in changed},
        "new": {name: new[name] for name in changed},
        "curated": sorted({*cable.curated} ^ {*curated}),
    }
    if tags := _tags_changed(cable):
        note["tags"] = tags
    return note


def _tags_changed(cable):
    batch = batch_of(cable)
    parts = {"added": batch.added, "removed": batch.removed}
    found = {
        name: [
            [row.tag_id, row.position]
            for row in rows.get(cable.pk, ())
            if isinstance(row, CableTag)
        ]
        for name, rows in parts.items()
    }
    return found if any(found.values()) else None


def put_back(cable, *, note, user, why):
    """Give a cable of a batch the values that it had before a job changed it."""
    cable = lock(cable)
    _check_unchanged(cable, note)
    was_public, seen = cable.is_public, was_seen(cable)
    old = _former_values(cable, note["old"], seen)
    names = [*old, *(["tags"] if "tags" in note else [])]
    check_release(cable, old, user)
    before = snapshot(cable, old)
    for name, value in old.items():
        field = Cable._meta.get_field(name)
        setattr(cable, field.attname, field.to_python(value))
    if old.get("state") == State.PUBLISHED:
        _check_publishing(cable, user)
    if "on_hold" in old and not cable.on_hold:
        check_off_hold(cable)
    after = snapshot(cable, old)
    if "tags" in note:
        before["tags"], after["tags"] = _put_tags_back(cable, note["tags"])
    cable.curated = sorted({*cable.curated} ^ {*note["curated"]})
    fields = [*old, "curated"]
    save_version(cable, user=user, why=why, before=before, after=after, fields=fields)
    _announce(cable, names, was_public, seen)


def _former_values(cable, old, seen):
    """
    Return what a cable gets back. One that readers have seen becomes no draft again: it
    is withdrawn, so that its address and the public log say what became of it.
    """
    if cable.state == State.PUBLISHED and seen and old.get("state") in NEVER_SEEN:
        kept = {name: value for name, value in old.items() if name != "released"}
        return kept | {"state": State.WITHDRAWN.value}
    return old


def _check_publishing(cable, user):
    """Putting a published cable back is publishing it, by the rules for that."""
    if user is None or not user.has_perm("cables.publish_cable"):
        raise CurationError("It would be published: only who may publish does that.")
    found = publish_blockers(cable, user)
    if found := [one for one in found if one != ON_HOLD]:  # hidden before, as after
        raise CurationError(" ".join(found))


def _check_unchanged(cable, note):
    names = {*note["new"], *(["tags"] if "tags" in note else [])}
    is_same = snapshot(cable, note["new"]) == note["new"]
    if is_same and cable.version != note["version"]:
        is_same = not names & values_at(cable, note["version"]).keys()
    if is_same and "tags" in note:
        is_same = _tags_are_as_left(cable, note["tags"])
    if not is_same:
        last = history(cable).select_related("user").first()
        who = f" by {last.user}" if last and last.user else ""
        raise ChangedSince(f"It was changed since{who}.")


def _tags_are_as_left(cable, tags):
    here = {row.tag_id for row in ask(rows_of, cable)}
    added = {tag for tag, _ in tags["added"]}
    removed = {tag for tag, _ in tags["removed"]}
    known = Tag.objects.filter(pk__in=removed).count() if removed else 0
    return added <= here and not removed & here and known == len(removed)


def _put_tags_back(cable, tags):
    """Return the names of the tags before and after."""
    rows = ask(rows_of, cable)
    added = {tag for tag, _ in tags["added"]}
    gone = [row for row in rows if row.tag_id in added]
    known = Tag.objects.in_bulk([tag for tag, _ in tags["removed"]])
    back = [
        CableTag(content_object=cable, tag=known[tag], position=position)
        for tag, position in tags["removed"]
    ]
    for row in gone:
        remove_row(cable, row)
    for row in back:
        add_row(cable, row)
    kept = [row for row in rows if row not in gone]
    after = sorted([*kept, *back], key=lambda row: row.position)
    return [row.tag.name for row in rows], [row.tag.name for row in after]


def _announce(cable, names, was_public, seen):
    """
    Tell readers of it as the verb would that does the same, and give no reason: that a
    job is undone is the desk's.
    """
    told = {"was_public": was_public}
    if "state" in names and cable.state == State.PUBLISHED:
        announce(cable, Action.PUBLISHED, **told)
    elif "state" in names and cable.state == State.WITHDRAWN:
        words = cable.word_count
        announce(
            cable,
            Action.WITHDRAWN,
            reason_code=ReasonCode.ERROR,
            words=words,
            **told | {"was_public": seen},
        )
    elif "on_hold" in names and cable.state == State.PUBLISHED:
        announce(cable, Action.HELD if cable.on_hold else Action.RELEASED, **told)
    elif was_public or cable.is_public:
        announce(
            cable, Action.RETAGGED if names == ["tags"] else Action.CORRECTED, **told
        )
    elif cable.state == State.WITHDRAWN or "state" in names:
        tell_all(cable)  # its address gives the reason, or did


def may_undo_changes(job, user):
    """Say whether somebody has the rights to undo a job, or to do such an undoing."""
    while job.options.get("verb") == "undo" and job.undoes:
        job = job.undoes
    name = job.options.get("verb")
    return VERBS[name if name in VERBS else "publish"].may_undo(user)


def can_undo(job):
    """Say whether a job has ended, and what it changed is not undone already."""
    return (
        job.kind == JobKind.BULK
        and "check" not in job.options
        and job.state not in OPEN
        and not Job.objects.filter(undoes=job, state__in=OPEN).exists()
        and JobItem.objects.filter(job=job, state=ItemState.DONE).exists()
    )


def undo(job, *, user):
    """Put back by a job of its own what a job has changed, the last first."""
    if not can_undo(job):
        raise CurationError("This cannot be undone: it runs, or is undone already.")
    done = JobItem.objects.filter(job=job, state=ItemState.DONE).order_by("-id")
    undoing = start(
        kind=JobKind.BULK,
        title=f"Undo: {job.title}",
        user=user,
        options={"verb": "undo"},
        undoes=job,
        copied=done,
    )
    return undoing
