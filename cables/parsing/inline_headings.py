"""
Headings that re-flowing pushed to the end of the paragraph above them, between rows of
dashes (``… weeks. -------- Ferry Prices Rise --------``).
"""

import re

from .drafts import Draft
from .text import trimmed

_TRAILING = re.compile(
    r"(?<=\s)(?P<above>-{5,}+(?:\s++-{1,4}(?=\s))?\s++)(?P<title>[^\s-][^\n]{1,100}?)"
    r"(?P<below>\s++(?:-\s++)?-{5,}+(?:\s++-{1,4})?)\s*+$"
)
_READABLE = frozenset({"numbered", "unnumbered", "bullet"})
_REACH = 500  # characters at a paragraph's end in which a heading is looked for


def part_inline_headings(body: str, drafts: list[Draft]) -> list[Draft]:
    """Give each trailing heading a block of its own."""
    if "-----" not in body:
        return drafts
    parted = []
    for draft in drafts:
        parted.append(draft)
        if draft.kind in _READABLE:
            heading = _part(body, draft)
            if heading:
                parted.append(heading)
    return parted


def _part(body: str, draft: Draft) -> Draft | None:
    start, end = draft.pieces[-1]
    reach = max(start, draft.text_at, end - _REACH)
    if body.find("-----", reach, end) < 0:
        return None
    match = _TRAILING.search(body[reach:end])
    if match is None:
        return None
    cut = reach + match.start()
    kept = trimmed(body, start, cut)
    if kept[0] == kept[1] or cut <= draft.text_at:
        return None
    draft.pieces[-1] = kept
    title = (reach + match.start("title"), reach + match.end("title"))
    rows = [
        trimmed(body, reach + match.start(row), reach + match.end(row))
        for row in ("above", "below")
    ]
    return Draft("heading", [title], title[0], rows=rows)
