"""
Keys of blocks, and the original site's paragraph anchors (formats: paragraph anchors).

The original put ``#parN`` before ``N. `` at every line start, for a number or one
capital letter. Each of these addresses lands on the same words here: as the key of the
block that begins there, or as an anchor inside a block. Where the same address occurs
twice, a browser lands on the first, so that the first keeps the plain name.
"""

import re
from bisect import bisect_right
from collections import Counter

from .drafts import Draft
from .text import reflow

_ORIGINAL = re.compile(r"\n[^\S\n]*+(?P<label>[0-9]+|[A-Z])\.[^\S\n]")
_ORIGINAL_FIRST = re.compile(r"[^\S\n]*+(?P<label>[0-9]+|[A-Z])\.[^\S\n]")


def original_anchors(body: str) -> dict[int, str]:
    """Return every place where the original site had an anchor, with its name."""
    first = _ORIGINAL_FIRST.match(body)
    found = {first.start("label"): f"par{first['label']}"} if first else {}
    for match in _ORIGINAL.finditer(body):
        found[match.start("label")] = f"par{match['label']}"
    return found


def first_of_each(anchors: dict[int, str]) -> dict[str, int]:
    """Return where each address lands: on its first occurrence."""
    first: dict[str, int] = {}
    for place, name in anchors.items():
        first.setdefault(name, place)
    return first


class Keys:
    """Hands out keys, each once."""

    def __init__(self, anchors: dict[int, str], owners: dict[str, int]):
        self._anchors = anchors
        self._owners = owners
        self._uses: Counter[str] = Counter(self._owners.keys())
        self._unnamed = 0

    def key(self, start: int, label: str) -> str:
        """Return the key for a block that starts at a place and bears a label."""
        name = self._anchors.get(start) or (f"par{label}" if label else "")
        if not name:
            self._unnamed += 1
            return f"u{self._unnamed}"
        if self._owners.get(name) == start:
            return name
        self._uses[name] += 1
        count = self._uses[name]
        return name if count == 1 else f"{name}-{count}"


def inner_places(drafts: list[Draft], owners: dict[str, int]) -> dict[int, list[int]]:
    """Return the places of first anchors inside blocks, by the block's index."""
    inner = set(owners.values()).difference([draft.start for draft in drafts])
    if not inner:
        return {}
    pieces = sorted(
        (start, end, index)
        for index, draft in enumerate(drafts)
        for start, end in draft.pieces
    )
    begins = [piece[0] for piece in pieces]
    holders: dict[int, list[int]] = {}
    for place in sorted(inner):
        at = bisect_right(begins, place) - 1
        if at >= 0 and place < pieces[at][1]:
            holders.setdefault(pieces[at][2], []).append(place)
    return holders


def offsets(body: str, draft: Draft, text: str, places: list[int]) -> list[int]:
    """Turn places in the body, in rising order, into offsets in the re-flowed text."""
    found = []
    offset = 0
    pieces = iter(_content(draft))
    start, end = next(pieces, (draft.end, draft.end))
    for place in places:
        before = []
        while end <= place:
            before.append(body[start:end])
            start, end = next(pieces, (place, place + 1))
        if start < place:
            before.append(body[start:place])
            start = place
        offset += len(reflow("\n".join(before)))
        if text[offset : offset + 1] == " ":
            offset += 1
        found.append(min(offset, len(text)))
    return found


def _content(draft: Draft) -> list[tuple[int, int]]:
    return [
        (max(start, draft.text_at), end)
        for start, end in draft.pieces
        if end > draft.text_at
    ]
