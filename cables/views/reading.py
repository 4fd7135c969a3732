"""
From stored blocks to what a page sets: groups of blocks, and the pieces of their words.

Nothing here makes HTML. Words are cut into pieces, which the templates escape like
anything else.
"""

import re
from typing import NamedTuple

from cables.choices import BlockKind

QUIET = {BlockKind.CAPTION, BlockKind.ARTEFACT}

# A paragraph that begins by saying what it is: set in small capitals.
LEAD = re.compile(
    r"(?:Begin |End )?(?:Executive |Brief )?"
    r"(?:Summary|Comment|Introduction|Background|Action Request|Note)"
    r"(?: and (?:Comment|Action Request|Introduction))?(?=[:.])",
    re.IGNORECASE,
)
REDACTED = re.compile(r"\[redacted(?:: [^\]\n]{1,80})?\]")
REF_LETTER = re.compile(r"\bref(?:tel|erence)?s?\.? \(?([A-Z])\)?(?![A-Za-z.])", re.I)


class Piece(NamedTuple):
    """A stretch of words of one kind: plain, link, redacted, lead, or an anchor."""

    kind: str
    text: str = ""
    url: str = ""
    title: str = ""


class Link(NamedTuple):
    """Words that stand in a text, and where they lead."""

    printed: str
    url: str
    title: str = ""


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
    spans = _spans(text, links, letters or {})
    stops = {0, len(text)}
    for start, end, _ in spans:
        stops |= {start, end}
    points = sorted((min(offset, len(text)), key) for offset, key in anchors)
    stops |= {offset for offset, _ in points}
    result = []
    edges = sorted(stops)
    for start, end in zip(edges, edges[1:] + [None], strict=True):
        result += [Piece("anchor", text=key) for at, key in points if at == start]
        if end is not None:
            result.append(_piece(text, start, end, spans))
    return result


def _piece(text, start, end, spans):
    for first, last, piece in spans:
        if first <= start and end <= last:
            return piece._replace(text=text[start:end])
    return Piece("plain", text=text[start:end])


def _spans(text, links, letters):
    """Return (start, end, piece) in order; where two would overlap the first stays."""
    found = [(m.start(), m.end(), Piece("redacted")) for m in REDACTED.finditer(text)]
    if lead := LEAD.match(text):
        found.append((lead.start(), lead.end(), Piece("lead")))
    for link in sorted(links, key=lambda link: -len(link.printed)):
        piece = Piece("link", url=link.url, title=link.title)
        found += [(m.start(), m.end(), piece) for m in _finder(link).finditer(text)]
    for match in REF_LETTER.finditer(text) if letters else ():
        if link := letters.get(match[1].upper()):
            piece = Piece("link", url=link.url, title=link.title)
            found.append((match.start(), match.end(), piece))
    return _without_overlaps(found)


def _finder(link):
    words = r"\s+".join(map(re.escape, link.printed.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)") if words else re.compile(r"(?!)")


def _without_overlaps(spans):
    kept = []
    for span in spans:
        if all(span[1] <= start or end <= span[0] for start, end, _ in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span[0])


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
