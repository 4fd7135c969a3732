"""
A telegram, read: header, opening, text, in this order, each by its own module.

Nothing in a message raises: what cannot be read is left empty and named as a problem.
"""

from bisect import bisect_left
from datetime import datetime
from typing import Any

from .blocks import read_blocks
from .classification import archive_value, captions_in, read_classification
from .classified_by import read_classified_by
from .declassification import read_declassification
from .header import PARTIAL_EXTRACT, parse_header
from .lines import scan
from .opening import Opening, read_opening
from .problems import problem
from .records import Block, ParsedCable, Problem, Reference, Span, Tag
from .reference_ids import reference_id_year
from .references import read_mentions, read_references
from .subject import read_subject, title_start
from .summary import read_summary
from .tags import read_tags
from .text import reflow, trimmed

type Fields = dict[str, Any]  # fields of the cable that have been read so far

_NO_YEAR = 2000  # for ids without a year in a record whose own year is unknown


def parse_message(
    *, header: str, body: str, reference_id: str, created: datetime | None = None
) -> ParsedCable:
    """
    Read a message into a ``ParsedCable``.

    ``created`` gives the year for references that name none; without it the year comes
    from the reference id.
    """
    marks = scan(body)
    opening = read_opening(body, marks)
    blocks = read_blocks(body, marks, opening)
    year = created.year if created else reference_id_year(reference_id) or _NO_YEAR
    sender = parse_header(header)
    fields: Fields = {}
    problems: list[Problem] = list(sender.problems)
    for read in _FIELD_READERS:
        read(body, opening, fields, problems)
    references = _references(body, opening, year, problems)
    known = {reference_id} | {one.target_id for one in references}
    references += _mentions(body, opening.text_start, blocks, year, known)
    fields["references"] = tuple(references)
    _read_text(blocks, fields, problems, body)
    return ParsedCable(
        reference_id=reference_id,
        transmission_id=sender.transmission_id,
        precedence_action=sender.precedence_action,
        precedence_info=sender.precedence_info,
        date_time_group=sender.date_time_group,
        sent=sender.sent,
        sender=sender.sender,
        recipients=sender.recipients,
        is_partial=sender.is_partial or PARTIAL_EXTRACT in body[:400],
        blocks=tuple(blocks),
        problems=tuple(problems),
        **fields,
    )


def _read_handling(
    body: str, opening: Opening, fields: Fields, problems: list[Problem]
) -> None:
    lines = opening.of_kind("classification")
    line = reflow(lines[0].text(body)) if lines else ""
    read = read_classification(line) if line else None
    captions = captions_in(line)
    for one in opening.of_kind("caption"):
        captions += captions_in(one.text(body))
    captions = list(dict.fromkeys(captions))
    fields["captions"] = tuple(captions)
    fields["attention"] = tuple(
        reflow(one.text(body)) for one in opening.of_kind("attention")
    )
    if read is None:
        problems.append(
            problem("classification-missing" if body.strip() else "body-empty")
        )
        return
    fields["classification_line"] = line
    fields["classification"] = archive_value(read.level, line, captions)
    fields["section"], fields["section_count"] = read.section, read.section_count


def _read_order(
    body: str, opening: Opening, fields: Fields, problems: list[Problem]
) -> None:
    orders: list[str] = []
    notes: list[str] = []
    for one in opening.of_kind("order"):
        read = read_declassification(one.text(body))
        orders += [number for number in read.order.split(", ") if number]
        if read.on and "declassify_on" not in fields:
            fields["declassify_on"] = read.on
        if read.note:
            notes.append(read.note)
        if read.unreadable:
            problems.append(problem("date-unreadable", span=Span(one.start, one.end)))
    fields["executive_order"] = ", ".join(dict.fromkeys(orders))
    fields["declassify_note"] = "; ".join(dict.fromkeys(notes))


def _read_tags(
    body: str, opening: Opening, fields: Fields, problems: list[Problem]
) -> None:
    tags: dict[str, Tag] = {}
    for one in opening.of_kind("tags"):
        for tag in read_tags(one.text(body), one.start):
            tags.setdefault(tag.code, tag)
    fields["tags"] = tuple(tags.values())
    if not tags:
        problems.append(problem("tags-missing"))


def _read_subject(
    body: str, opening: Opening, fields: Fields, problems: list[Problem]
) -> None:
    subjects = opening.of_kind("subject")
    text = subjects[0].text(body) if subjects else ""
    fields["subject"] = read_subject(text)
    if not fields["subject"]:
        problems.append(problem("subject-missing"))
        return
    start = subjects[0].start
    fields["subject_span"] = Span(
        *trimmed(body, start + title_start(text), subjects[0].end)
    )


def _read_classified_by(
    body: str, opening: Opening, fields: Fields, problems: list[Problem]
) -> None:
    lines = opening.of_kind("classified")
    if not lines:
        return
    reasons = opening.of_kind("reason")
    text = " ".join(one.text(body) for one in [lines[0], *reasons[:2]])
    read = read_classified_by(text, Span(lines[0].start, lines[0].end))
    fields["classified_by"] = read
    if not read.reasons:
        problems.append(problem("reason-unreadable", span=read.span))


_FIELD_READERS = (
    _read_handling,
    _read_order,
    _read_tags,
    _read_subject,
    _read_classified_by,
)


def _references(
    body: str, opening: Opening, year: int, problems: list[Problem]
) -> list[Reference]:
    references: list[Reference] = []
    for one in opening.of_kind("refs"):
        references += read_references(one.text(body), one.start, year)
    problems += [
        problem("reference-unreadable", span=reference.span)
        for reference in references
        if reference.kind == "other"
    ]
    return references


def _mentions(
    body: str, text_start: int, blocks: list[Block], year: int, known: set[str]
) -> list[Reference]:
    """Find the cables that the text names; page markers name none."""
    mentions = read_mentions(body[text_start:], text_start, year, known)
    if not mentions:
        return mentions
    noise = sorted(s for b in blocks if b.kind == "artefact" for s in b.spans)
    return [one for one in mentions if not _touches_any(one.span, noise)]


def _touches_any(span: Span, others: list[Span]) -> bool:
    """Tell whether a span overlaps one of others, which are in order."""
    at = bisect_left(others, (span.end,))
    return at > 0 and others[at - 1].end > span.start


def _read_text(
    blocks: list[Block], fields: Fields, problems: list[Problem], body: str
) -> None:
    readable = [block for block in blocks if block.kind not in ("caption", "artefact")]
    fields["headings"] = tuple(
        block.text for block in blocks if block.kind == "heading"
    )
    fields["summary"] = read_summary(readable)
    signatures = [block.text for block in readable if block.kind == "signature"]
    fields["signature"] = signatures[-1] if signatures else ""
    if not body.strip():
        return
    if not readable:
        problems.append(problem("text-missing"))
    elif not signatures:
        problems.append(problem("signature-missing"))
