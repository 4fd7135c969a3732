"""
The telegram form: from a draft to the header and the body of a cable.

Follows the anatomy that the archive's reference documentation describes: transmission
lines, classification line, captions, E.O., TAGS, SUBJECT, REF, Classified By, numbered
paragraphs, signature. Each cable draws a ``Style`` from its own id, so that the habits of
different posts (line length, dashes, "1.(C)") are all met.
"""

import random
import textwrap
from dataclasses import dataclass

from .drafts import PORTION_MARKS, Draft, Piece
from .header import PARTIAL_SENTENCE, is_partial, transmission_header

SECTION_CHARS = 3_000
REASONS = {
    "C": "1.4 (b,d)",
    "CNF": "1.4 (b) and (d)",
    "S": "1.4 (b,d)",
    "SNF": "1.4 (c,d)",
}
OPENINGS = {"U": "UNCLAS", "FOUO": "UNCLAS", "C": " ".join("CONFIDENTIAL"),
            "CNF": " ".join("CONFIDENTIAL"), "S": "S E C R E T", "SNF": "S E C R E T"}  # fmt: skip
CAPTIONS = {"FOUO": "SENSITIVE", "CNF": "NOFORN", "SNF": "NOFORN"}


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of the typist: how one cable is set."""

    width: int  # characters a line; 0 where the text was re-flowed
    label: str  # between number and marking: "  ", " " or "" as in "1.(C)"
    heading: str  # "dashes", "upper", "title"
    sipdis: int  # times that SIPDIS stands at the top
    summary: tuple[str, str]
    comment: tuple[str, str]
    references: str  # "inline", "lines", "brackets"
    marked_u: bool  # unclassified paragraphs carry "(U)"

    @classmethod
    def of(cls, draft: Draft, rng: random.Random) -> "Style":
        twice = draft.moment.year in (2006, 2007) and rng.random() < 0.5
        return cls(
            width=rng.choice((0, rng.randint(56, 66))),
            label=rng.choice(("  ", "  ", "  ", " ", " ", " ", " ", "")),
            heading=rng.choice(("dashes", "dashes", "upper", "title", "title")),
            sipdis=2 if twice else 1,
            summary=rng.choice((
                ("Summary:", "End Summary."), ("SUMMARY.", "END SUMMARY."),
                ("Summary.", "End summary."), ("Summary:", "End Summary"),
            )),
            comment=rng.choice((
                ("Comment:", "End Comment."), ("Comment.", "End comment."), ("COMMENT:", "END COMMENT."),
            )),
            references=rng.choice(("inline", "lines", "lines", "brackets")),
            marked_u=rng.random() < 0.5,
        )  # fmt: skip


def compose(draft: Draft) -> tuple[str, str]:
    """A draft's header and body, the same for the same draft."""
    rng = random.Random(draft.reference_id)
    style = Style.of(draft, rng)
    blocks = [*_top(draft, style), *_text(draft, style)]
    sections = 1 + sum(len(line) for b in blocks for line in b) // SECTION_CHARS
    lines = _lines(draft, blocks, sections, style, rng)
    if is_partial(draft, rng):
        return PARTIAL_SENTENCE, lines
    return transmission_header(draft, sections, rng), lines


def _top(draft: Draft, style: Style) -> list[list[str]]:
    """Everything above the first paragraph, except the classification line."""
    captions = [CAPTIONS[draft.level]] if draft.level in CAPTIONS else []
    blocks = [[*captions, "SIPDIS"], *[["SIPDIS"]] * (style.sipdis - 1)]
    if draft.attention:
        blocks.append(list(draft.attention))
    subject = _wrap(f"SUBJECT: {draft.subject.upper()}", style.width)
    blocks.append([_executive_order(draft), f"TAGS: {', '.join(draft.tags)}", *subject])
    if draft.references:
        blocks.append(_references(draft, style))
    if draft.level in REASONS:
        name, _ = draft.post.chief(draft.moment)
        line = f"Classified By: {name} for reasons {REASONS[draft.level]}."
        blocks.append(_wrap(line, style.width))
    return blocks


def _executive_order(draft: Draft) -> str:
    if draft.level not in REASONS:
        return "E.O. 12958: N/A"
    years = 10 if draft.level in ("C", "CNF") else 15
    return f"E.O. 12958: DECL: {draft.moment:%m/%d}/{draft.moment.year + years}"


def _references(draft: Draft, style: Style) -> list[str]:
    printed = [c.printed(draft.moment.year) for c in draft.references]
    if len(printed) == 1:
        return [f"REF: {printed[0]}"]
    label = "({}) {}" if style.references == "brackets" else "{}. {}"
    items = [label.format(chr(65 + i), text) for i, text in enumerate(printed)]
    if style.references == "lines":
        return [f"REF: {items[0]}", *(f"     {item}" for item in items[1:])]
    return _wrap("REF: " + " ".join(items), style.width)


def _text(draft: Draft, style: Style) -> list[list[str]]:
    """The paragraphs with their numbers, each a list of lines, and the signature."""
    blocks, number = [], 0
    for piece in draft.pieces:
        if piece.kind == "heading":
            blocks.append(_heading(piece.text, style))
        elif piece.kind == "bullet":
            blocks.append(_wrap(f"-- {piece.text}", style.width))
        else:
            number += 1
            blocks.append(_paragraph(draft, piece, number, style))
    return [*blocks, [draft.post.chief(draft.moment)[1]]]


def _heading(text: str, style: Style) -> list[str]:
    if style.heading == "dashes":
        return [text, "-" * len(text)]
    return [text.upper() if style.heading == "upper" else text]


def _paragraph(draft: Draft, piece: Piece, number: int, style: Style) -> list[str]:
    mark = piece.marking or PORTION_MARKS[draft.level]
    shown = draft.level != "U" or style.marked_u
    gap = style.label if shown else (style.label or "  ")
    label = f"{number}.{gap}({mark}){gap or ' '}" if shown else f"{number}.{gap}"
    return _wrap(label + _signposted(piece.text, style), style.width)


def _signposted(text: str, style: Style) -> str:
    """ "Summary: …" and "Comment: …" in the cable's own spelling, with their ends."""
    for word, (opening, closing) in (
        ("Summary", style.summary),
        ("Comment", style.comment),
    ):
        if text.startswith(f"{word}: "):
            return f"{opening} {text.removeprefix(f'{word}: ')} {closing}"
    return text


def _wrap(text: str, width: int) -> list[str]:
    if not width:
        return [text]
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


def _lines(
    draft: Draft,
    blocks: list[list[str]],
    sections: int,
    style: Style,
    rng: random.Random,
) -> str:
    """The body: classification line, blocks between blank lines, page markers."""
    serial, place = draft.post.serial(draft.moment), draft.post.place
    section = f"SECTION 01 OF {sections:02d} " if sections > 1 else ""
    lines = [f"{OPENINGS[draft.level]} {section}{place} {serial:06d}", ""]
    for block in blocks:
        lines += [*block, ""]
    lines.pop()
    for page in range(2, sections + 1):
        marker = f"{place} {serial:08d}  {page:03d} OF {sections:03d}"
        at = max(len(lines) * (page - 1) // sections, 14)
        repeated = ["SIPDIS"] if rng.random() < 0.3 else [""]
        lines[at:at] = ["", marker, "", *repeated]
    blank = " " if style.width else ""
    return "".join(f"{line}{blank}\n" for line in lines)
