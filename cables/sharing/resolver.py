"""
From what a reader typed, pasted or followed to the cable that is meant: an id in any
spelling, a number of the data release, an old address, a hashtag, a former id.
"""

import re

from django.db.models import Q

from cables.models import Cable, OldAddress
from cables.parsing import parse_reference_id

PARAGRAPH = re.compile(
    r"(?:#|/)(?:(?P<key>(?:par[0-9A-Z]+|u[0-9]+)(?:-[0-9]+)?)|(?<=[0-9A-Za-z]/)"
    r"(?P<label>[0-9]{1,3}|[A-Za-z]))(?:\.html)?$"
)
LONGEST = 500  # of what is looked at: a long address
DIGITS = 9  # of a number that a column can hold


def find_cable(text):
    """
    Return the public cable that a text stands for, or None. It holds no text of the
    cable: what it is for is the address.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    ids = candidates(text)
    rows = list(_cables().filter(_named(text, ids)))
    by_id = {cable.reference_id: cable for cable in rows}
    for reference_id in ids:
        if reference_id in by_id:
            return by_id[reference_id]
    return rows[0] if rows else _formerly(ids)


def cables_named(text):
    """
    Return every cable that a text names, public or not: only for what the public log
    says of them.
    """
    text = text.strip()[:LONGEST]
    ids = candidates(text)
    former = OldAddress.objects.filter(former_id__in=ids).values("cable")
    return Cable.objects.filter(_named(text, ids) | Q(pk__in=former))


def paragraph_in(text):
    """Return the key of the paragraph that an address names ("…#par3", "…/3"), or ""."""
    found = PARAGRAPH.search(text.strip()[:LONGEST])
    if found is None:
        return ""
    return found["key"] or f"par{found['label'].upper()}"


def candidates(text):
    """Return the ids that a text may stand for, the most literal reading first."""
    literal = text.lstrip("#").removesuffix(".html").upper()
    hashtags = [word[1:].upper() for word in text.split() if word.startswith("#")]
    return list(filter(None, dict.fromkeys([literal, understood(text), *hashtags])))


def understood(text):
    """Return the id in a text as it would be written here, or None."""
    return parse_reference_id(text.strip()[:LONGEST])


def _named(text, ids):
    named = Q(reference_id__in=ids)
    number = text.removesuffix(".html")
    if number.isascii() and number.isdigit() and len(number) <= DIGITS:
        named |= Q(number=int(number))
    return named


def _formerly(ids):
    former = OldAddress.objects.filter(former_id__in=ids).values("cable")
    return _cables().filter(pk__in=former).first()


def _cables():
    return Cable.objects.public().only("reference_id", "created")
