"""Threads elsewhere: which of them readers see beside a cable."""

from cables.choices import ModerationState
from cables.models import Discussion, holding_epoch, raise_epoch

from .articles import check_paragraph
from .revisions import record_change, snapshot

FIELDS = ("cable", "paragraph", "url", "title", "state")


@holding_epoch
def save_discussion(discussion, *, user, values, why=""):
    """Save a thread, or add it: approving and rejecting are values of ``state``."""
    stored = Discussion.objects.select_for_update().filter(pk=discussion.pk).first()
    before = snapshot(stored, FIELDS) if stored else {}
    for name, value in values.items():
        setattr(discussion, name, value)
    check_paragraph(discussion.cable, discussion.paragraph)
    discussion.full_clean()
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
