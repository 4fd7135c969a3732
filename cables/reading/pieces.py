"""
From stored blocks to what a page sets: groups of blocks, and the pieces of their words.

Nothing here makes HTML. Words are cut into pieces, which the templates escape like
anything else.
"""

import re
from typing import NamedTuple

from cables.choices import BlockKind
from cables.models.marker import REDACTED

QUIET = {BlockKind.CAPTION, BlockKind.ARTEFACT}

# A paragraph that begins by saying what it is: set in small capitals.
LEAD = re.compile(
    r"(?:Begin |End )?(?:Executive |Brief )?"
    r"(?:Summary|Comment|Introduction|Background|Action Request|Note)"
    r"(?: and (?:Comment|Action Request|Introduction))?(?=[:.])",
    re.IGNORECASE,
)
REF_LETTER = re.compile(r"\bref(?:tel|erence)?s?\.? \(?([A-Z])\)?(?![A-Za-z.])", re.I)

# A word, or a sign that is none: what a link's printed words are compared by.
UNIT = re.compile(r"\w+|[^\w\s]")


class Piece(NamedTuple):
    """A stretch of words of one kind: plain, link, redacted, lead, or an anchor."""

    kind: str
    text: str = ""
    url: str = ""
    title: str = ""
    lang: str = ""  # of the title, where it is no words of the record


PLAIN = Piece("plain")


class Link(NamedTuple):
    """Words that stand in a text, and where they lead."""

    printed: str
    url: str
    title: str = ""
    lang: str = ""


class Group(NamedTuple):
    """Neighbouring blocks that are set as one: a list, the opening, one paragraph."""

    kind: str
    blocks: list
    level: int = 0

    @property
    def block(self):
        return self.blocks[0]


def pieces(text, *, links=(), anchors=(), letters=None):
    """
    Cut a text into pieces. ``anchors`` are (offset, key); ``letters`` says where "REF A"
    leads. A link that an anchor cuts in two stays a link on both sides.
    """
    spans = {start: span for start, *span in _spans(text, links, letters or {})}
    points = {}
    for offset, key in sorted((min(offset, len(text)), key) for offset, key in anchors):
        points.setdefault(offset, []).append(Piece("anchor", text=key))
    ends = (end for end, _ in spans.values())
    edges = sorted({0, len(text), *spans, *ends, *points})
    result, (until, piece) = [], (0, PLAIN)
    for start, end in zip(edges, [*edges[1:], None], strict=True):
        result += points.get(start, ())
        if start >= until:
            until, piece = spans.get(start, (0, PLAIN))
        if end is not None:
            result.append(piece._replace(text=text[start:end]))
    return result


def boxes(text):
    """Cut a line into pieces of two kinds: plain, and markers of words that are gone."""
    found, at = [], 0
    for match in REDACTED.finditer(text):
        found.append(PLAIN._replace(text=text[at : match.start()]))
        found.append(Piece("redacted", text=match[0]))
        at = match.end()
    return [*found, PLAIN._replace(text=text[at:])]


def _spans(text, links, letters):
    """Return (start, end, piece), none over another: of two the first found stays."""
    found = [(m.start(), m.end(), Piece("redacted")) for m in REDACTED.finditer(text)]
    if lead := LEAD.match(text):
        found.append((lead.start(), lead.end(), Piece("lead")))
    found += _mentions(text, links)
    for match in REF_LETTER.finditer(text) if letters else ():
        if link := letters.get(match[1].upper()):
            found.append((match.start(), match.end(), _as_piece(link)))
    return _without_overlaps(found, len(text))


def _as_piece(link):
    return Piece("link", url=link.url, title=link.title, lang=link.lang)


def _mentions(text, links):
    """
    Find the printed words of all links in one walk over the text, the longest first.
    Line ends and blanks in the text may be others than those that were printed.
    """
    wanted, lengths = {}, {}
    for link in links:
        if units := tuple(UNIT.findall(link.printed)):
            wanted.setdefault(units, link)
            lengths.setdefault(units[0], set()).add(len(units))
    places = list(UNIT.finditer(text)) if wanted else []
    units = [place[0] for place in places]
    found = []
    for first, unit in enumerate(units):
        for length in lengths.get(unit, ()):
            stretch = tuple(units[first : first + length])  # shorter at the text's end
            if link := wanted.get(stretch):
                end = places[first + len(stretch) - 1].end()
                found.append((places[first].start(), end, _as_piece(link)))
    return sorted(found, key=lambda span: span[0] - span[1])


def _without_overlaps(spans, length):
    taken = bytearray(length)
    for start, end, piece in spans:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            yield start, end, piece


def group(blocks):
    """Put neighbouring blocks together as they are set; every block lands in a group."""
    groups = []
    for block in blocks:
        last = groups[-1] if groups else None
        kind = _group_kind(block, last)
        if last and last.kind == kind and kind in ("opening", "list", "quiet"):
            last.blocks.append(block)
        else:
            level = _level(block, last)
            groups.append(Group(kind, [block], level))
    return groups


def _group_kind(block, last):
    if block.kind in QUIET:
        return "opening" if last is None or last.kind == "opening" else "quiet"
    return {
        BlockKind.BULLET: "list",
        BlockKind.HEADING: "heading",
        BlockKind.TABLE: "table",
        BlockKind.SIGNATURE: "signature",
    }.get(block.kind, "paragraph")


def _level(block, last):
    """A heading right below a heading is one level deeper."""
    if block.kind != BlockKind.HEADING:
        return 0
    return 3 if last and last.kind == "heading" and last.level == 2 else 2
