"""
What a reader pasted, taken apart: one id, a column of a spreadsheet, a list, footnotes
with prose between their ids. ``entries`` gives one Entry for each id, as it stands in
the text, and for what was meant as an id and cannot be read.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from cables.models.cable import REFERENCE_ID
from cables.parsing import find_reference_ids

from .resolver import DIGITS, LONGEST, understood

LONGEST_ID = 60
_CELL = re.compile(r"[^\t;|,]+")
_TOKEN = re.compile(r"\S+")
_NUMBER = re.compile(rf"(?:NO\.?\s?)?#?([0-9]{{1,{DIGITS}}})", re.IGNORECASE)
_ADDRESS_OF_NUMBER = re.compile(rf"/cable/([0-9]{{1,{DIGITS}}})(?:\.html)?/?$")
_NUMBERS = re.compile(rf"\s*(?:[0-9]{{1,{DIGITS}}}\s+)+[0-9]{{1,{DIGITS}}}\s*")
_YEARLESS = re.compile(r"([A-Z]{2,20}(?:[ .'-][A-Z]{2,20}){0,2})[ #-]{0,2}([0-9]{1,7})")
# In running text: a word in any case that can be nothing but an id, and what looks like
# one and may be mistyped.
_WORD_ID = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9]{2,4}[A-Za-z]{3,38}[0-9]{1,7}"
    r"|(?=[0-9A-Z]{0,40}?[A-Z]{3})[0-9]{1,4}[A-Z][0-9A-Z]{3,38})(?![0-9A-Za-z])"
)
# One with blanks around a post that no list knows, as a telegram writes its REF line. A
# date is no id.
_SPACED_ID = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9]{4}|[0-9]{2}) ?"
    r"(?!(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*(?![A-Z]))"
    r"[A-Z]{3,20} ?[0-9]{1,7}(?![0-9A-Za-z])"
)
# The same in any case, which prose is too: only beside another id, and no day, year or
# number of something.
_SPACED_SMALL = re.compile(
    r"(?<![0-9A-Za-z.,])(?:19|20)?[0-9]{2} (?!(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?"
    r"|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?|and|nor|but|for|from|the|out|with|per|percent|until|till|through"
    r"|(?:page|note|section|year|month|week|day|hour|minute|person|time|cable|para"
    r"|paragraph)s?|people|million|thousand)(?![a-z]))"
    r"[a-z]{3,20} (?!(?:19|20)[0-9]{2}(?![0-9]))[0-9]{1,7}(?![0-9a-z])",
    re.IGNORECASE,
)
_LETTER_AT_DIGIT = re.compile(r"[A-Za-z][\s:#-]{0,2}[0-9]|[0-9][A-Za-z]")
_DIGIT = re.compile("[0-9]")
_OF_ADDRESS = re.compile("[/#?]")
_NO_CAPITALS = re.compile("[^A-Z]+")
_ANY_YEAR = 2000  # lets ids be found that name none
_AROUND = " \t\r\n\xa0\"'()[]{}<>.,;:\u2018\u2019\u201c\u201d"
_PIECE = 2_000  # characters of a line that are read at once
_SHORTEST = 5  # characters of an id among other things: 06LO1
_SHORT = 40  # characters of a line that was meant as an id if it has a digit


class Entry(NamedTuple):
    """
    One id as it was pasted. ``ids`` are those that it may stand for, the most literal
    first; ``number`` is one of the data release; ``yearless`` is an id that wants its
    year ("MEXICO1889"). Without any of them, it cannot be read.
    """

    typed: str
    place: int
    end: int
    ids: tuple[str, ...] = ()
    number: int | None = None
    yearless: str = ""

    @property
    def is_read(self) -> bool:
        return bool(self.ids)

    @property
    def is_written(self) -> bool:
        """Whether it is an id in letters and digits, not a bare number."""
        return bool(self.ids) and self.number is None


class Lines:
    """The entries of a text; ``without`` counts the lines in which none was found."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.without = 0

    def __iter__(self) -> Iterator[Entry]:
        at = 0
        for line in self.text.splitlines(keepends=True):
            for piece in _pieces(line):
                if piece.strip(_AROUND):
                    found = _of_line(piece, at)
                    yield from found
                    self.without += not found
                at += len(piece)


def ids_alone(text: str) -> int:
    """Return how many ids a text is that holds several of them and nothing else, or 0."""
    found = list(Lines(text[:_PIECE]))
    if len(found) < 2 or not all(one.is_written for one in found):
        return 0
    rest = _blanked(text, found)
    return 0 if any(map(str.isalnum, rest)) else len(found)


def _pieces(line: str) -> Iterator[str]:
    """Cut a line of many thousand characters at blanks: a reader may stop early."""
    while len(line) > _PIECE:
        cut = line.rfind(" ", 1, _PIECE) + 1 or _PIECE
        yield line[:cut]
        line = line[cut:]
    yield line


def _of_line(line: str, at: int) -> list[Entry]:
    whole = _whole(line, at)
    if whole and whole.is_read:
        return [whole]
    shape = _TOKEN if _NUMBERS.fullmatch(line) else _CELL
    cells = [(cell[0], at + cell.start()) for cell in shape.finditer(line)]
    cells = [cell for cell in cells if cell[0].strip(_AROUND)]
    read = [_whole(*cell) for cell in cells]
    if len(cells) > 1 and _is_list(read):
        return read
    found = _among_words(cells, read)
    if found:
        return found
    if read and read[0] and (len(cells) == 1 or read[0].is_read):
        return read[:1]
    return [_unread(line, at)] if _meant_as_id(line) else []


def _is_list(read: list[Entry | None]) -> bool:
    """
    Tell whether a line is ids and nothing else. Beside written ids, a number of a few
    digits is a page or a count.
    """
    if not all(one and one.is_read for one in read):
        return False
    written = any(one.is_written for one in read)
    return not written or all(one.is_written or one.number > 999 for one in read)


def _among_words(cells: list, read: list[Entry | None]) -> list[Entry]:
    """
    Return the ids of a line that holds other things as well. A bare number is no id
    there: it is a page, a year, a column of something else.
    """
    found = []
    for (cell, at), one in zip(cells, read, strict=True):
        if one and one.is_written:
            found.append(one)
        elif len(cell) >= _SHORTEST and not (one and one.is_read):
            found += _in_running_text(cell, at)
    return found


def _whole(text: str, at: int) -> Entry | None:
    """Read a text that may be nothing but one id; None where it is none."""
    typed = text.strip(_AROUND)
    if not typed or len(typed) > LONGEST or not _DIGIT.search(typed):
        return None
    at += text.find(typed)
    if number := _NUMBER.fullmatch(typed) or _ADDRESS_OF_NUMBER.search(typed):
        # A number may be the id of a record that has no other.
        return Entry(typed, at, at + len(typed), (number[1],), int(number[1]))
    if len(typed) < 4 or _is_several(typed):
        return None
    if ids := _ids(typed, understood(typed)):
        return Entry(typed, at, at + len(typed), ids)
    yearless = _YEARLESS.fullmatch(typed.upper())
    post = _NO_CAPITALS.sub("", yearless[1]) if yearless else ""
    if len(post) > 2:
        name = post + (yearless[2].lstrip("0") or "0")
        return Entry(typed, at, at + len(typed), yearless=name)
    return None


def _is_several(typed: str) -> bool:
    """Tell whether there are words around an address, or two ids with a slash between."""
    if not _OF_ADDRESS.search(typed):
        return False
    if " " in typed or "\t" in typed:
        return True
    return len({one.canonical for one in find_reference_ids(typed)}) > 1


def _ids(printed: str, canonical: str | None) -> tuple[str, ...]:
    """Return the ids that a text stands for: as it is printed, and as ids are written."""
    if canonical is None:
        return ()
    return tuple(dict.fromkeys((*_literal(printed), canonical)))


def _literal(printed: str) -> tuple[str, ...]:
    literal = printed.lstrip("#").removesuffix(".html").upper()
    is_id = len(literal) <= LONGEST_ID and REFERENCE_ID.fullmatch(literal)
    return (literal,) if is_id else ()


def _in_running_text(text: str, at: int) -> list[Entry]:
    """Find addresses and hashtags first, then ids, then what looks like one."""
    found: list[Entry] = []
    for find in (_addresses, _printed_ids, _spaced_ids, _yearless_ids, _word_ids):
        new = list(find(text))
        found += new
        text = _blanked(text, new)
    if any(one.is_written for one in found):
        found += _spaced_small_ids(text)
    found = [one._replace(place=at + one.place, end=at + one.end) for one in found]
    return sorted(found, key=lambda entry: entry.place)


def _addresses(text: str) -> Iterator[Entry]:
    if not _OF_ADDRESS.search(text):
        return
    for token in _TOKEN.finditer(text):
        if _OF_ADDRESS.search(token[0]):
            one = _whole(token[0], token.start())
            if one and one.is_read:
                yield one


def _printed_ids(text: str) -> Iterator[Entry]:
    for one in find_reference_ids(text):
        yield Entry(one.printed, *one.span, _ids(one.printed, one.canonical))


def _spaced_ids(text: str) -> Iterator[Entry]:
    for one in _SPACED_ID.finditer(text):
        if " " in one[0]:
            yield Entry(one[0], *one.span(), _ids(one[0], understood(one[0])))


def _spaced_small_ids(text: str) -> Iterator[Entry]:
    for one in _SPACED_SMALL.finditer(text):
        yield Entry(one[0], *one.span(), _ids(one[0], understood(one[0].upper())))


def _yearless_ids(text: str) -> Iterator[Entry]:
    """Known posts with a serial and no year before them: STATE 54005."""
    for one in find_reference_ids(text, year=_ANY_YEAR):
        if not one.printed[0].isdigit():
            name = one.canonical.removeprefix(f"{_ANY_YEAR % 100:02}")
            yield Entry(one.printed, *one.span, yearless=name)


def _word_ids(text: str) -> Iterator[Entry]:
    for one in _WORD_ID.finditer(text):
        yield Entry(one[0], *one.span(), _ids(one[0], understood(one[0])))


def _blanked(text: str, found: list[Entry]) -> str:
    parts, at = [], 0
    for one in sorted(found, key=lambda entry: entry.place):
        parts += text[at : one.place], " " * (one.end - one.place)
        at = one.end
    return "".join([*parts, text[at:]])


def _meant_as_id(line: str) -> bool:
    """Tell whether a line in which nothing was found is a mistyped id, not prose."""
    line = line.strip()
    return len(line) <= _SHORT and bool(_LETTER_AT_DIGIT.search(line))


def _unread(line: str, at: int) -> Entry:
    """Take a line for the id of a record that is malformed in no known way, if it may."""
    typed = line.strip()
    at += line.find(typed)
    return Entry(typed, at, at + len(typed), _literal(typed))
