"""
Blocks (the cable's paragraphs): drafts with keys, anchors and text made for reading.
"""

from collections.abc import Callable

from .anchors import Keys, first_of_each, inner_places, offsets, original_anchors
from .drafts import Draft, draft_blocks
from .frames import frame_headings
from .inline_headings import part_inline_headings
from .lines import Mark
from .opening import Opening
from .records import Anchor, Block, Span
from .signature import mark_signature
from .text import fold, keep_lines, reflower

_OPENING_KINDS = {"artefact": "artefact"}  # every other field is a caption


def read_blocks(body: str, marks: list[Mark], opening: Opening) -> list[Block]:
    """Cut a body into blocks that together hold all of its words."""
    drafts = [
        Draft(_OPENING_KINDS.get(one.kind, "caption"), one.pieces, one.start)
        for one in opening.fields
    ]
    text = draft_blocks(body, marks, opening.text_start)
    text = frame_headings(body, part_inline_headings(body, text))
    mark_signature(body, text)
    drafts += text
    return _finish(body, drafts)


def _finish(body: str, drafts: list[Draft]) -> list[Block]:
    if any(draft.rows for draft in drafts):
        drafts.sort(key=_first_character)
    anchors = original_anchors(body)
    owners = first_of_each(anchors)
    keys = Keys(anchors, owners)
    inner = inner_places(drafts, owners)
    reflow = reflower(body)
    blocks = []
    for index, draft in enumerate(drafts):
        text = _text(body, draft, reflow)
        places = inner.get(index)
        blocks.append(
            Block(
                kind=draft.kind,
                key=keys.key(draft.start, draft.label),
                text=text,
                label=draft.label,
                marking=draft.marking,
                spans=_spans(body, draft),
                anchors=_anchors(body, draft, text, places, anchors) if places else (),
            )
        )
    return blocks


def _anchors(
    body: str, draft: Draft, text: str, places: list[int], names: dict[int, str]
) -> tuple[Anchor, ...]:
    found = offsets(body, draft, text, places)
    return tuple(
        Anchor(key=names[place], offset=offset)
        for place, offset in zip(places, found, strict=True)
    )


# Rows of dashes are noise in a text to read, but an artefact may be nothing else.
_READERS = {"table": keep_lines, "artefact": fold}


def _first_character(draft: Draft) -> int:
    return min(draft.start, draft.rows[0][0]) if draft.rows else draft.start


def _text(body: str, draft: Draft, reflow: Callable[[str], str]) -> str:
    if len(draft.pieces) == 1:
        text = body[draft.text_at : draft.end]
    else:
        text = "\n".join(
            body[max(start, draft.text_at) : end]
            for start, end in draft.pieces
            if end > draft.text_at
        )
    reader = _READERS.get(draft.kind, reflow)
    return reader(text)


def _spans(body: str, draft: Draft) -> tuple[Span, ...]:
    if not draft.rows:
        return tuple([Span(*piece) for piece in draft.pieces])
    merged: list[Span] = []
    for start, end in sorted(draft.pieces + draft.rows):
        if merged and not body[merged[-1].end : start].strip():
            merged[-1] = Span(merged[-1].start, end)
        else:
            merged.append(Span(start, end))
    return tuple(merged)
