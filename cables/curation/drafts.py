"""What an editor typed and has not saved: kept for them alone, until they save."""

from cables.models.sealed import SavedDraft

PAGES = ("cable", "paragraphs")


def keep_draft(*, user, page, cable, version, data):
    """Keep what one person has typed on one page: one draft, the last."""
    if page not in PAGES:
        raise ValueError(f"There is no page {page} with drafts.")
    values = {name: text.replace("\0", "") for name, text in data.items()}
    draft, _ = SavedDraft.objects.update_or_create(
        user=user,
        page=page,
        object_id=cable.pk,
        defaults={"version": version, "data": values},
    )
    return draft


def draft_of(*, user, page, cable):
    """Return the draft that this person has of this page, or None."""
    return SavedDraft.objects.filter(user=user, page=page, object_id=cable.pk).first()


def drop_draft(*, user, page, cable):
    """Forget the draft: it was saved, or is not wanted any more."""
    SavedDraft.objects.filter(user=user, page=page, object_id=cable.pk).delete()
