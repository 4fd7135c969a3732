"""What an editor typed and has not saved: kept for them alone, until they save."""

from cables.models.sealed import SavedDraft

PAGES = ("cable", "paragraphs")


def keep_draft(*, user, page, cable, version, data, sheet=0):
    """Keep what one person has typed on one sheet of a page: one draft, the last."""
    if page not in PAGES:
        raise ValueError(f"There is no page {page} with drafts.")
    values = {name: text.replace("\0", "") for name, text in data.items()}
    draft, _ = SavedDraft.objects.update_or_create(
        user=user,
        page=page,
        object_id=cable.pk,
        sheet=sheet,
        defaults={"version": version, "data": values},
    )
    return draft


def draft_of(*, user, page, cable, sheet=0):
    """Return the draft that this person has of this sheet of the page, or None."""
    return _drafts(user, page, cable).filter(sheet=sheet).first()


def sheets_with_drafts(*, user, page, cable):
    """Return the first place of each sheet of which this person has a draft, in order."""
    drafts = _drafts(user, page, cable).order_by("sheet")
    return list(drafts.values_list("sheet", flat=True))


def drop_draft(*, user, page, cable, sheet=0):
    """Forget the draft: it was saved, or is not wanted any more."""
    _drafts(user, page, cable).filter(sheet=sheet).delete()


def _drafts(user, page, cable):
    return SavedDraft.objects.filter(user=user, page=page, object_id=cable.pk)
