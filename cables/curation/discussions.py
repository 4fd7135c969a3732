"""Threads elsewhere: which of them readers see beside a cable."""

from cables.choices import ModerationState
from cables.models import Discussion, holding_epoch, raise_epoch

from .articles import check_paragraph
from .errors import OwnWork
from .limits import check_texts
from .markers import refuse_said
from .moderation import OWN_WORK, check_not_own
from .revisions import record_change, snapshot

FIELDS = ("cable", "paragraph", "url", "title", "state")


@holding_epoch
def save_discussion(discussion, *, user, values, why=""):
    """
    Save a thread, or add it: approving and rejecting are values of ``state``. Who added or
    changed it is not who approves it. One that now leads readers elsewhere, or stands
    beside another cable, waits for approval anew.
    """
    stored = Discussion.objects.filter(pk=discussion.pk).first()
    approved = ModerationState.APPROVED
    if user is not None and leads_elsewhere(stored, values):
        values = values | {"state": ModerationState.PROPOSED}
    if values.get("state") == approved != getattr(stored, "state", None):
        check_may_approve(discussion, user)
    return store_discussion(discussion, user=user, values=values, why=why)


def leads_elsewhere(stored, values):
    """Return whether an approved thread would get another address, or another cable."""
    return (
        stored is not None
        and stored.state == ModerationState.APPROVED
        and any(
            values.get(name, getattr(stored, name)) != getattr(stored, name)
            for name in ("url", "cable")
        )
    )


def approve_discussion(discussion, *, user, why=""):
    """Show the thread to readers, beside its cable."""
    values = {"state": ModerationState.APPROVED}
    return save_discussion(discussion, user=user, values=values, why=why)


def reject_discussion(discussion, *, user, why=""):
    """Keep the thread, and keep it from readers."""
    values = {"state": ModerationState.REJECTED}
    return save_discussion(discussion, user=user, values=values, why=why)


def check_may_approve(discussion, user):
    if discussion.pk is None and user is not None:
        raise OwnWork(OWN_WORK)
    check_not_own(discussion, user)


def store_discussion(discussion, *, user, values, why=""):
    """Save a thread, whoever brought it here. Only for verbs that hold the epoch."""
    stored = Discussion.objects.select_for_update().filter(pk=discussion.pk).first()
    before = snapshot(stored, FIELDS) if stored else {}
    for name, value in values.items():
        setattr(discussion, name, value)
    check_texts(values, ("title",))
    check_paragraph(discussion.cable, discussion.paragraph)
    discussion.full_clean()
    if discussion.state != ModerationState.REJECTED:
        refuse_said(discussion.cable, discussion.title)
    discussion.save()
    after = snapshot(discussion, FIELDS)
    changed = record_change(
        discussion,
        user=user,
        why=why,
        before=before,
        after=after,
        cable=discussion.cable,
    )
    states = {before.get("state"), after["state"]}
    if changed and ModerationState.APPROVED in states:
        raise_epoch()
    return discussion
