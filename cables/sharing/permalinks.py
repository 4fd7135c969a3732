"""Addresses that leave the site: whole, and the short ones that people write."""

import re

from django.conf import settings
from django.urls import get_script_prefix, reverse

#: The language that an address may begin with: ``/es/cable/…`` is the page ``/cable/…``.
LANGUAGE = re.compile(rf"/({'|'.join(code for code, _ in settings.LANGUAGES)})(?=/|$)")


def without_language(path):
    """Return the path of the page, in whatever language an address asks for it."""
    return LANGUAGE.sub("", path, count=1) or "/" if LANGUAGE.match(path) else path


def absolute(path):
    """Return a path as an address that is the same whoever reads in which language."""
    return f"{settings.SITE_URL}/{path.removeprefix(get_script_prefix()).lstrip('/')}"


def cable_address(cable, *, form="html"):
    """Return the path of a cable's page, or of its twin in another form."""
    path = cable.get_absolute_url()
    return path if form == "html" else path.removesuffix(".html") + f".{form}"


def address_in_context(cable, key):
    """Return the path of a cable's page at a paragraph; without a key, at its top."""
    return f"{cable_address(cable)}#{key}" if key else cable_address(cable)


def paragraph_address(cable, key, *, form="html"):
    """Return the path of the page of one paragraph, or of a range of them, alone."""
    return reverse(
        "paragraph" if form == "html" else "paragraph-twin",
        kwargs={
            "year": cable.created.year,
            "month": cable.created.month,
            "reference_id": cable.reference_id,
            "key": key,
        }
        | ({} if form == "html" else {"form": form}),
    )


def cited_address(reference_id):
    """Return where an id leads that may or may not be in the archive."""
    return reverse("cable-by-id", args=[reference_id])
