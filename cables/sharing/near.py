"""What a mistyped id may have meant: public cables whose ids are one slip away from it."""

import re
from string import ascii_uppercase, digits

from cables.models import Cable

from .resolver import understood

PARTS = re.compile(r"([0-9]{2})([A-Z]{2,20})([0-9]{1,7})")
MOST = 5  # suggestions
NAMED = ("reference_id", "created", "subject")


def cables_near(text):
    """
    Return public cables whose ids differ from a text's by one slip in the post or else
    in the serial number. One query, for some 500 ids, each found by the index.
    """
    ids = near_ids(understood(text) or "")
    rows = Cable.objects.public().filter(reference_id__in=ids).only(*NAMED)
    places = {reference_id: place for place, reference_id in enumerate(ids)}
    return sorted(rows, key=lambda cable: places[cable.reference_id])[:MOST]


def near_ids(reference_id):
    """Return the ids that are one slip away, the likelier slips first."""
    parts = PARTS.fullmatch(reference_id)
    if parts is None:
        return []
    year, post, serial = parts.groups()
    posts = [f"{year}{other}{serial}" for other in slips(post, ascii_uppercase)]
    serials = [f"{year}{post}{other}" for other in slips(serial, digits)]
    # An id has no zero before its serial, and none but itself is what was asked for.
    serials = [one for one in serials if one[len(year + post)] != "0"]
    return list(dict.fromkeys(one for one in posts + serials if one != reference_id))


def slips(word, signs):
    """Yield a word with two signs swapped, or with one of them more, less or other."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for head, tail in cuts:
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
    for head, tail in cuts:
        yield from (head + sign + tail for sign in signs)
    if len(word) > 1:
        yield from (head + tail[1:] for head, tail in cuts[:-1])
    for head, tail in cuts[:-1]:
        yield from (head + sign + tail[1:] for sign in signs)
