"""The archive's own texts. What editors write is cleaned before it is kept."""

import nh3
from django.db import transaction

from cables.models import raise_epoch

from .revisions import record_change, snapshot

FIELDS = ("slug", "title", "summary", "text", "position")
# Headings and definitions can be linked to; nothing may carry a style or a script.
ATTRIBUTES = nh3.ALLOWED_ATTRIBUTES | {"*": {"id", "lang", "title"}}


def clean_html(html):
    """Return ``html`` without whatever could do harm on a reader's page."""
    return nh3.clean(html, attributes=ATTRIBUTES)


@transaction.atomic
def set_site_page(page, *, user, values, why=""):
    """Save a page of the archive's own, or add it."""
    stored = type(page).objects.select_for_update().filter(pk=page.pk).first()
    before = snapshot(stored, FIELDS) if stored else {}
    for name, value in values.items():
        setattr(page, name, value)
    page.text = clean_html(page.text)
    page.full_clean()
    page.save()
    after = snapshot(page, FIELDS)
    if record_change(page, user=user, why=why, before=before, after=after):
        raise_epoch()
    return page
