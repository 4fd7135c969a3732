"""The archive's own texts. What editors write is cleaned before it is kept."""

from cables.models import clean_html, holding_epoch, raise_epoch

from .limits import check_texts
from .revisions import record_change, snapshot

FIELDS = ("slug", "title", "summary", "text", "position")


@holding_epoch
def set_site_page(page, *, user, values, why=""):
    """Save a page of the archive's own, or add it."""
    stored = type(page).objects.select_for_update().filter(pk=page.pk).first()
    before = snapshot(stored, FIELDS) if stored else {}
    for name, value in values.items():
        setattr(page, name, value)
    check_texts(values, ("title", "summary", "text"))
    page.text = clean_html(page.text)
    page.full_clean()
    page.save()
    after = snapshot(page, FIELDS)
    if record_change(page, user=user, why=why, before=before, after=after):
        raise_epoch()
    return page
