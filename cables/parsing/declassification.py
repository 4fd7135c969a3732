"""
The executive order line (formats: body, 3): which order, and until when.

After the order stands ``DECL:`` with a date in one of several forms, an event, or an
exemption such as ``X1``; ``N/A`` states nothing.
"""

import re
from datetime import date
from typing import NamedTuple

from .dates import find_date, looks_like_date

_ORDER = re.compile(r"E\.?\s?[O0]\.?[:\s]{0,3}(?P<number>[0-9]{5})", re.IGNORECASE)
_ORDER_NUMBER = re.compile(r"\b(1[0-4][0-9]{3})\b")
_LEADS = re.compile(
    r"^(?:E\.?[O0]\.)?[\s:;,.-]*(?:DECL?(?:ASS)?(?:IFY)?(?:\s?ON)?\b[\s:;.-]*)*",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"(?:N/?A\.?|NA|NONE)?", re.IGNORECASE)
# "DECLASSIFIED BY NARA 09/02/2009" tells of the past: the date in it is not the date
# on which the message shall be declassified.
_PAST = re.compile(r"DECLASSIFIED|AS AMENDED", re.IGNORECASE)
_LONGEST = 400


class Declassification(NamedTuple):
    """What the order line states."""

    order: str
    on: date | None
    note: str
    unreadable: bool


def read_declassification(text: str) -> Declassification:
    """Read an E.O. line, label included."""
    words = " ".join(text[:_LONGEST].split())
    order = _ORDER.match(words)
    orders = [order["number"]] if order else []
    rest = words[order.end() :] if order else words
    # "E.O. 12958/12356", "E.O. 12356 (E.O. 12065)": several orders
    for other in _ORDER_NUMBER.findall(rest[:24]):
        if other not in orders and not looks_like_date(rest[:12]):
            orders.append(other)
            rest = rest.split(other, 1)[1].lstrip(" ,/)&")
    rest = _LEADS.sub("", rest).strip(" ;:,")
    return Declassification(", ".join(orders), *_until(rest))


def _until(rest: str) -> tuple[date | None, str, bool]:
    if _NOTHING.fullmatch(rest):
        return None, "", False
    if _PAST.search(rest):
        return None, rest, False
    found = find_date(rest)
    if found is None:
        return None, rest, looks_like_date(rest)
    on, start, end = found
    note = " ".join(f"{rest[:start]} {rest[end:]}".split()).strip(" ,;:.()-")
    return on, note, False
