"""
Reference ids (MRNs): every way people write one, and the one way they are stored.

Canonical is year, post and serial without leading zeros: ``06MEXICO1889``. Ids that are
malformed in the archive itself (``092OF5``) are nevertheless the ids of their records:
a text that is exactly such a token (two digits or more, then letters, digits at the end)
comes back as it is, in capitals. Nothing else that fails to be an id comes back.
"""

import re
from typing import NamedTuple
from urllib.parse import unquote

from .dates import full_year
from .records import Span
from .vocabulary import POST_ALIASES, POSTS

_LONGEST = 500  # characters; a whole pasted address is shorter

_WELL_FORMED = re.compile(r"[0-9]{2}[A-Z]+[0-9]{1,7}")
_MALFORMED = re.compile(r"[0-9]{2,4}[A-Z][A-Z0-9]{0,38}[0-9]")
_WRITTEN = re.compile(
    r"(?:(?:CABLE|MRN|REF(?:TEL)?)\s{0,2}:?\s{1,3}(?=[0-9]))?"
    r"(?P<year>[0-9]{4}|[0-9]{2})?[\s_-]*"
    r"(?P<post>[A-Z]+(?:[ .'-]{1,3}[A-Z]+){0,4})[\s_#-]*"
    r"(?P<serial>[0-9]{1,10})"
    r"(?:\s+(?:SECTION\s+)?[0-9]{1,3}(?:\.[0-9])?\s+OF\s+[0-9]{1,3})?"
)
_ADDRESS = re.compile(r"[/?#]|\.html?\b|_[a-z]$", re.IGNORECASE)
_QUERY_ID = re.compile(r"[?&]id=([^&#]+)", re.IGNORECASE)
_FILE_ENDING = re.compile(r"(?:_[A-Z])?\.[A-Z]{2,5}$|_[A-Z]$")
_POST_PREFIX = re.compile(
    r"^(?:AMEMBASSY|AMCONSUL|AMEMB|EMBASSY|CONSULATE|USINT)\s+(?=[A-Z])"
)
_NO_CAPITALS = re.compile(r"[^A-Z]+")
_AROUND = " \t\n\r\f\v\xa0#()[]{}<>.,;:\"'\u2018\u2019\u201c\u201d"

# The serial of an id in running text, right behind a word in capitals; behind one that
# is not, only a padded serial counts ("Mexico 001889").
_SERIAL = re.compile(
    r"(?:(?<=[A-Z])|(?<=[A-Z][ \n])|(?<=[A-Z] \n)|(?=0)(?<=[a-z] ))"
    r"[0-9]{1,10}(?![0-9A-Za-z])"
)
_BEFORE_SERIAL = re.compile(
    r"(?:(?<![0-9A-Za-z])(?P<year>[0-9]{4}|[0-9]{2})\s?)?"
    r"(?<![A-Za-z])(?P<post>[A-Za-z]+(?:[ ]\n?[A-Za-z]+){0,2})[ \n]{0,2}$"
)
_REACH = 48  # characters before a serial that can belong to its id
_YEARS = range(1900, 2060)


class FoundId(NamedTuple):
    """A reference id in running text."""

    printed: str
    canonical: str
    span: Span


def parse_reference_id(text: str, *, year: int | None = None) -> str | None:
    """
    Return the reference id that a text stands for, or None.

    ``year`` (four digits or two) serves texts that name none, such as "MEXICO 1889".
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip(_AROUND)
    if _ADDRESS.search(text):
        return _from_address(text, year)
    return _from_words(text, year)


def reference_id_year(reference_id: str) -> int | None:
    """Return the year that an id begins with; None when it begins with no two digits."""
    digits = reference_id[:2]
    if len(digits) == 2 and digits.isascii() and digits.isdigit():
        return full_year(int(digits))
    return None


def post_code_of(reference_id: str) -> str:
    """Return the post code of a well-formed id, else an empty string."""
    if not _WELL_FORMED.fullmatch(reference_id):
        return ""
    return reference_id[2:].rstrip("0123456789")


def canonical_post(words: str) -> str:
    """Fold a post's printed name to the code that ids use: "LA PAZ" to "LAPAZ"."""
    if words.isascii() and words.isalpha():
        code = words.upper()
    else:
        name = _POST_PREFIX.sub("", " ".join(words.upper().split()))
        code = _NO_CAPITALS.sub("", name)
    return POST_ALIASES.get(code, code)


def join_id(year: int, post: str, serial: str) -> str | None:
    """Put the parts of an id together; None when the serial is too long."""
    number = serial.lstrip("0") or "0"
    if len(number) > 7:
        return None
    return f"{year % 100:02d}{post}{number}"


def find_reference_ids(text: str, *, year: int | None = None) -> list[FoundId]:
    """
    Find the ids that running text names.

    An id with its year may name any post; without one, the post must be known and the
    number must not read as a year ("MEXICO 2006").
    """
    found = []
    at = 0
    for place in _digits(text):
        serial = _SERIAL.match(text, place)
        hit = serial and _id_before(text, serial, at, year)
        if hit:
            found.append(hit)
            at = serial.end()
    return found


def _digits(text: str) -> list[int]:
    """List where figures begin; ten plain searches are faster than one pattern."""
    places = []
    for digit in "0123456789":
        at = text.find(digit)
        while at >= 0:
            if not text[at - 1 : at].isdigit():
                places.append(at)
            at = text.find(digit, at + 1)
    places.sort()
    return places


def _id_before(
    text: str, serial: re.Match[str], floor: int, year: int | None
) -> FoundId | None:
    """Read the id that ends in a serial, from the words before it."""
    reach = max(floor, serial.start() - _REACH)
    before = _BEFORE_SERIAL.search(text[reach : serial.start()])
    if before is None:
        return None
    words, start = before["post"], before.start("post")
    own_year = _named_year(before["year"])
    known = _known_post(words)
    if known is None:
        # A post that is not known must stand in one word with year and serial.
        whole = f"{before[0]}{serial[0]}"
        if own_year is None or not (whole.isupper() and whole.isalnum()):
            return None
        known = canonical_post(words), 0
    post, skipped = known
    if own_year is not None and not skipped:
        start = before.start()
    elif _may_lack_year(words[skipped:], serial[0], year):
        own_year, start = year, start + skipped
    else:
        return None
    canonical = join_id(own_year, post, serial[0])
    if canonical is None:
        return None
    span = Span(reach + start, serial.end())
    return FoundId(text[span.start : span.end], canonical, span)


def _named_year(digits: str | None) -> int | None:
    if digits is None or (len(digits) == 4 and int(digits) not in _YEARS):
        return None
    return int(digits)


def _known_post(words: str) -> tuple[str, int] | None:
    """Find the longest known post at the end of the words, and where it starts."""
    starts = [0, *(match.end() for match in re.finditer(r"\s+", words))]
    for start in starts:
        post = canonical_post(words[start:])
        if post in POSTS:
            return post, start
    return None


def _may_lack_year(post: str, serial: str, year: int | None) -> bool:
    if year is None or len(serial) < 3 or not (post.isupper() or serial[0] == "0"):
        return False
    return len(serial) > 4 or int(serial) not in _YEARS


def _from_words(text: str, year: int | None) -> str | None:
    token = text.upper()
    if not token.isascii():
        token = token.replace("\xa0", " ")
        if not token.isascii():
            return None
    if _WELL_FORMED.fullmatch(token):
        serial = token.lstrip("0123456789").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return join_id(int(token[:2]), canonical_post(token[2 : -len(serial)]), serial)
    written = _WRITTEN.fullmatch(token)
    if written:
        return _from_parts(token, written, year)
    return token if _MALFORMED.fullmatch(token) else None


def _from_parts(token: str, written: re.Match[str], year: int | None) -> str | None:
    named_year = _named_year(written["year"])
    if written["year"] and named_year is None:
        return token if _MALFORMED.fullmatch(token) else None
    if named_year is None:
        named_year = year
    if named_year is None:
        return None
    return join_id(named_year, canonical_post(written["post"]), written["serial"])


def _from_address(text: str, year: int | None) -> str | None:
    text = unquote(text)
    query = _QUERY_ID.search(text)
    if query:
        return _from_words(query[1].strip(_AROUND), year)
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    for segment in reversed(path.split("/")):
        token = _FILE_ENDING.sub("", segment.strip(_AROUND).upper())
        if token[:1].isdigit():
            found = _from_words(token, year)
            if found:
                return found
    return None
