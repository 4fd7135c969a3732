"""
The REF sections (formats: body, 6): lettered entries, or ids in a row.

Labels come as ``A.``, ``A)``, ``(A)`` or in lower case, one a line or all on one. What is
no cable (an e-mail, a report, a message named by its date-time group, a call) is kept as
a reference of its kind.
"""

import re
from collections.abc import Iterator

from .records import Reference, ReferenceKind, Span
from .reference_ids import (
    FoundId,
    canonical_post,
    find_reference_ids,
    join_id,
)
from .vocabulary import POSTS

_HEAD = re.compile(
    r"\s*(?:REFERENCES?|REF\s?TELS?|REF\s?\(?S?\)?)(?![A-Za-z])\s*[:;.]?\s*"
    r"(?:REFS?\s*[:.]?\s*(?=\())?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:\((?P<round>[A-Za-z])\)|(?P<plain>[A-Za-z])[.):])(?<![A-Za-z0-9.][A-Za-z].)\s*"
)
_KINDS: tuple[tuple[ReferenceKind, re.Pattern[str]], ...] = (
    ("email", re.compile(r"E-?\s?MAIL|@", re.IGNORECASE)),
    (
        "phone",
        re.compile(r"\bTELE?CON\b|PHONE|\bPHONCON|\bCALL\b|\bDVC\b", re.IGNORECASE),
    ),
    ("dtg", re.compile(r"\b[0-9]{6}Z\b", re.IGNORECASE)),
    (
        "report",
        re.compile(
            r"\bFBIS\b|\bOSC\b|\bTD[- ]|\bIIR\b|\bREPORTS?\b|OPEN SOURCE|\bNIE\b|\b[A-Z]{3}20[0-9]{11}",
            re.IGNORECASE,
        ),
    ),
)
_NOTES = re.compile(
    r"\(?\b(NOTAL|AND PREVIOUS|EXDIS|NODIS|LIMDIS|STADIS|SIPDIS|NOFORN|PASEP|CIRCULAR)\b\)?",
    re.IGNORECASE,
)
_ID = re.compile(
    r"(?<![0-9A-Za-z])(?:(?P<year>[0-9]{4}|[0-9]{2})(?:\s|(?=[A-Za-z])))?\s{0,3}"
    r"(?P<post>[A-Za-z]{2,}(?:\s{1,3}[A-Za-z]{2,}){0,3})\s{0,6}"
    r"(?P<serial>[0-9]{1,9})(?![0-9A-Za-z]|[/-][0-9])"
)
# "MEXICO 1889 AND 1890, 1895": the post stands once
_MORE = re.compile(
    r"\s*(?:,|AND|&|/)\s*(?P<serial>[0-9]{2,7})(?![0-9A-Za-z]|\s?(?!AND\b)[A-Za-z]+\s?[0-9])",
    re.IGNORECASE,
)
_NO_POST_TEXT = """
    OF ON DATED AND THE FOR FROM TO IN PARA PARAS PARAGRAPH PAGE SECTION ARTICLE NO
    JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC JANUARY FEBRUARY MARCH APRIL JUNE
    JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER REPORT FBIS OSC NUMBER NR LETTER
    RESOLUTION UNSCR UNSC UNGA NOTE DIPNOTE NOTAL EXDIS NODIS LIMDIS PREVIOUS SEE ALSO
    CIRCULAR SEPTEL REFTEL WITH
"""
_NO_POST = frozenset(_NO_POST_TEXT.split())
_FIRST_LETTERS = frozenset("ABCDEFGHIJ")
_LONGEST = 20_000  # characters of one REF section that are read


def read_references(text: str, start: int, year: int) -> list[Reference]:
    """Read one REF section, label included; ``start`` is where it stands."""
    text = text[:_LONGEST]
    head = _HEAD.match(text)
    at = head.end() if head else 0
    references = []
    for label, first, last in _entries(text, at):
        references += _entry(label, text[first:last], start + first, year)
    return references


def read_mentions(text: str, start: int, year: int, known: set[str]) -> list[Reference]:
    """Find the cables that running text names and ``known`` does not hold yet."""
    mentions = []
    for found in find_reference_ids(text, year=year):
        if found.canonical not in known:
            known.add(found.canonical)
            mentions.append(_cable("", found, start))
    return mentions


def _entries(text: str, at: int) -> list[tuple[str, int, int]]:
    """Cut a section at its labels; a letter counts only when its turn has come."""
    starts: list[tuple[str, int, int]] = []
    expected = "A"
    for match in _LABEL.finditer(text, at):
        letter = (match["round"] or match["plain"]).upper()
        if not starts and match.start() == at and letter in _FIRST_LETTERS:
            expected = letter  # a second section goes on where the first one ended
        if letter == expected or (starts and letter == chr(ord(expected) + 1)):
            starts.append((letter, match.start(), match.end()))
            expected = chr(ord(letter) + 1)
    if not starts or starts[0][1] > at + 40:
        return [("", *piece) for piece in _unlabelled(text, at)]
    entries = [("", at, starts[0][1])] if text[at : starts[0][1]].strip(" ,;:") else []
    ends = [first for _, first, _ in starts[1:]] + [len(text)]
    entries += [
        (letter, first, end)
        for (letter, _, first), end in zip(starts, ends, strict=True)
    ]
    return entries


def _unlabelled(text: str, at: int) -> Iterator[tuple[int, int]]:
    for piece in re.finditer(r"[^;]+", text[at:]):
        yield at + piece.start(), at + piece.end()


def _entry(label: str, text: str, at: int, year: int) -> list[Reference]:
    words = text.strip(" \t\r\n,;:.")
    if not any(map(str.isalnum, words)):
        return []
    at += text.index(words)
    ids = _ids_in(words, year)
    kind = None
    if not any(map(_posted, ids)):
        kind = next((kind for kind, sign in _KINDS if sign.search(words)), None)
        ids = [] if kind else ids
    if len(ids) > 1:
        return _several(label, words, at, ids)
    span = Span(at, at + len(words))
    return [
        Reference(
            label=label,
            printed=" ".join(words.split()),
            target_id=ids[0].canonical if ids else "",
            kind="cable" if ids else kind or "other",
            note=_notes_in(words),
            span=span,
        )
    ]


def _posted(found: FoundId) -> bool:
    return found.canonical[2:].rstrip("0123456789") in POSTS


def _cable(label: str, found: FoundId, start: int, note: str = "") -> Reference:
    return Reference(
        label=label,
        printed=" ".join(found.printed.split()),
        target_id=found.canonical,
        kind="cable",
        note=note,
        span=Span(start + found.span.start, start + found.span.end),
    )


def _notes_in(words: str) -> str:
    return ", ".join(
        dict.fromkeys(" ".join(note.upper().split()) for note in _NOTES.findall(words))
    )


def _several(label: str, words: str, at: int, ids: list[FoundId]) -> list[Reference]:
    """Make a reference of each id of one entry; a note belongs to the id before it."""
    ends = [found.span.start for found in ids[1:]] + [len(words)]
    return [
        _cable(label, found, at, _notes_in(words[found.span.end : end]))
        for found, end in zip(ids, ends, strict=True)
    ]


def _ids_in(words: str, year: int) -> list[FoundId]:
    """Find ids where only ids are expected: any post will do, a year may lack."""
    ids: list[FoundId] = []
    from_here = 0
    while match := _ID.search(words, from_here):
        post, first = _post_of(match["post"])
        if not post:  # "AND 05 STATE 12": the figure is the next one's year
            from_here = match.end("post")
            continue
        skipped = first > 0
        start = match.start("post") + first if skipped else match.start()
        named = None if skipped else match["year"]
        of_year = int(named) if named else year
        at, end, serial = start, match.end(), match["serial"]
        while canonical := join_id(of_year, post, serial):
            ids.append(FoundId(words[at:end], canonical, Span(at, end)))
            more = _MORE.match(words, end)
            if more is None:
                break
            at, end, serial = more.start("serial"), more.end(), more["serial"]
        from_here = end
    return ids


def _post_of(words: str) -> tuple[str, int]:
    """Choose the words that are a post: the longest known one, or all."""
    starts = [0, *(match.end() for match in re.finditer(r"\s+", words))]
    for start in starts:
        post = canonical_post(words[start:])
        if post in POSTS:
            return post, start
    first = next(
        (s for s in starts if not _NO_POST & set(words[s:].upper().split())), None
    )
    return ("", 0) if first is None else (canonical_post(words[first:]), first)
