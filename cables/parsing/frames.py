"""
Rows of dashes (formats: body, 8): joined to the headings that they frame or underline.

What a row does not frame it merely separates; then it is an artefact.
"""

from .drafts import Draft
from .headings import looks_like_heading
from .tables import is_row_of_titles

_FRAMEABLE = frozenset({"unnumbered", "heading"})
_PARTABLE = frozenset({"numbered", "unnumbered", "bullet", "heading"})
_LONGEST = 200  # characters of a heading


def frame_headings(body: str, drafts: list[Draft]) -> list[Draft]:
    """Give each row of dashes to a heading, or make it an artefact."""
    if not any(draft.kind == "rule" for draft in drafts):
        return drafts
    drafts = _split_underlined(body, _join_tables(body, drafts))
    readable = [draft for draft in drafts if draft.kind != "artefact"]
    for index, draft in enumerate(readable):
        is_last = index + 1 == len(readable)  # then rather a signature
        if draft.kind in _FRAMEABLE and not is_last:
            above = readable[index - 1] if index else None
            _frame(body, draft, _free_row(above), _free_row(readable[index + 1]))
    kept = [draft for draft in drafts if draft.kind != "framing"]
    for draft in kept:
        if draft.kind == "rule":
            draft.kind = "artefact"
    return kept


def _free_row(draft: Draft | None) -> Draft | None:
    return draft if draft is not None and draft.kind == "rule" else None


def _frame(body: str, draft: Draft, above: Draft | None, below: Draft | None) -> None:
    rows = [row for row in (above, below) if row is not None]
    if not rows or not _can_be_framed(body, draft):
        return
    one_line = body.find("\n", draft.start, draft.end) < 0
    underlined = below is not None and _touches(body, draft, below)
    titled = looks_like_heading(body, draft.start, draft.end)
    framed = above is not None and below is not None
    if not (framed or titled or (underlined and one_line)):
        return
    draft.kind = "heading"
    if not draft.label:  # "A. Security", underlined, keeps its letter apart
        draft.text_at, draft.marking = draft.start, ""
    for row in rows:
        row.kind = "framing"
        draft.rows += row.pieces


def _touches(body: str, draft: Draft, row: Draft) -> bool:
    """Tell whether a row stands on the very next line."""
    return body.count("\n", draft.end, row.start) <= 1


def _join_tables(body: str, drafts: list[Draft]) -> list[Draft]:
    """Join a table to the row under its titles, and its parts between rows."""
    joined: list[Draft] = []
    for draft in drafts:
        if len(joined) > 1 and _are_of_a_table(body, *joined[-2:], draft):
            start = joined[-2].start
            joined[-2:] = [Draft("table", [(start, draft.end)], start)]
        else:
            joined.append(draft)
    return joined


def _are_of_a_table(body: str, above: Draft, row: Draft, below: Draft) -> bool:
    parts = (above, below)
    return (
        row.kind == "rule"
        and "table" in (above.kind, below.kind)
        and all(len(part.pieces) == 1 for part in parts)
        and _touches(body, above, row)
        and _touches(body, row, below)
        and all(_is_set_in_columns(body, part) for part in parts)
    )


def _is_set_in_columns(body: str, draft: Draft) -> bool:
    return draft.kind == "table" or (
        draft.kind in _FRAMEABLE and is_row_of_titles(body, draft.start, draft.end)
    )


def _split_underlined(body: str, drafts: list[Draft]) -> list[Draft]:
    """Part a heading from the paragraph that runs into it without a blank line."""
    parted: list[Draft] = []
    above = ""  # the kind of the draft before, page markers aside
    for draft, below in zip(drafts, [*drafts[1:], None], strict=True):
        parted.append(draft)
        if below is not None and below.kind == "rule" and draft.kind in _PARTABLE:
            line = _underlined_line(body, draft, below)
            if line and not (above == "rule" and _can_be_framed(body, draft)):
                parted.append(split_off(body, draft, line))
        if draft.kind != "artefact":
            above = draft.kind
    return parted


def _underlined_line(body: str, draft: Draft, row: Draft) -> int:
    """Return where a paragraph's last line starts, if a row makes it a heading."""
    line = body.rfind("\n", draft.pieces[-1][0], draft.end) + 1
    if not line or not _touches(body, draft, row):
        return 0
    return line if looks_like_heading(body, line, draft.end) else 0


def _can_be_framed(body: str, draft: Draft) -> bool:
    """Tell whether a stretch between two rows of dashes is short enough for a heading."""
    if draft.kind not in _FRAMEABLE or draft.end - draft.start > _LONGEST:
        return False
    return body.count("\n", draft.start, draft.end) <= 2


def split_off(body: str, draft: Draft, at: int) -> Draft:
    """Cut a draft in two at a place in its last piece; return the second part."""
    start, end = draft.pieces[-1]
    rest = body[start:at].rstrip()
    if rest:
        draft.pieces[-1] = (start, start + len(rest))
    else:
        draft.pieces.pop()
    first = at + len(body[at:end]) - len(body[at:end].lstrip())
    return Draft("unnumbered", [(first, end)], first)
