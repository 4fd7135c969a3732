"""
From a message to the values of a cable's rows: parsing, and what follows from it.

Pure: runs in the importer's worker processes, which never load Django.
"""

import hashlib
import re
from bisect import bisect_right
from dataclasses import replace
from datetime import datetime

from backports import zstd

from cables.parsing import ParsedCable, parse_message, post_code_of
from cables.parsing.records import Block, Recipient

from .sources.base import BadField, SourceMessage
from .sources.origins import origin_of_code, origin_of_sender
from .values import (
    AliasValues,
    CableValues,
    ReferenceValues,
)

_PACKER = zstd.ZstdCompressor(level=1)  # one for all: setting it up takes its time
WELL_FORMED = re.compile(r"[0-9]{2}[A-Z]+[0-9]{1,7}")
CITABLE = re.compile(r"[0-9]{2,4}[A-Z][0-9A-Z]{0,54}")
#: No list of a cable is longer, however its text may be: positions are small integers.
MOST = 32_000
#: The longest text that each column holds; ``tests/ingest`` compares with the models.
LENGTHS = {
    "transmission_id": 40,
    "date_time_group": 40,
    "sender": 200,
    "executive_order": 20,
    "classified_by": 200,
    "classified_by_title": 200,
    "reasons": 40,
    "reason_section": 8,
    "signatory": 200,
    "recipient.route": 20,
    "recipient.name": 300,
    "recipient.number": 20,
    "reference.label": 8,
    "reference.printed": 300,
    "reference.cited_id": 60,
    "reference.note": 80,
    "paragraph.label": 20,
    "paragraph.marking": 40,
    "paragraph.key": 40,
    "tag": 100,
}


def prepare(message: SourceMessage) -> CableValues:
    """Parse a message; raise BadField where neither it nor its text says a needed field."""
    parsed = parse_message(
        header=message.header,
        body=message.body,
        reference_id=message.reference_id,
        created=message.created,
    )
    return CableValues(
        message=message,
        sha256=message.sha256,
        compressed=_PACKER.compress(message.raw, _PACKER.FLUSH_FRAME),
        fields=_fields(message, parsed),
        origin=_origin(message, parsed),
        blocks=_blocks(parsed),
        aliases=_aliases(parsed),
        recipients=_recipients(parsed),
        references=_references(message, parsed),
        tags=tuple(
            {
                _clip(tag.code, "tag"): tag.kind for tag in parsed.tags if tag.code
            }.items()
        ),
        articles=message.articles,
    )


def public_sha256(subject: str, header: str, body: str) -> str:
    """Return what ``models.content_sha256`` gives; a test holds the two together."""
    text = "\0".join((subject, header, body))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _clip(text: str, column: str) -> str:
    return text[: LENGTHS[column]]


def _fields(message: SourceMessage, parsed: ParsedCable) -> dict[str, object]:
    by = parsed.classified_by
    texts = {
        "transmission_id": parsed.transmission_id,
        "date_time_group": parsed.date_time_group,
        "sender": parsed.sender,
        "executive_order": parsed.executive_order,
        "classified_by": by.name if by else "",
        "classified_by_title": by.title if by else "",
        "reasons": ",".join(by.reasons) if by else "",
        "reason_section": by.section if by else "",
        "signatory": parsed.signature,
    }
    return {
        "reference_id": message.reference_id,
        "number": message.number,
        "created": _created(message, parsed),
        "created_precision": message.created_precision,
        "classification": _classification(message, parsed),
        "subject": parsed.subject,
        "precedence": parsed.precedence_action,
        "precedence_info": parsed.precedence_info,
        "section": min(parsed.section, MOST),
        "section_count": min(parsed.section_count, MOST),
        "captions": list(parsed.captions),
        "attention": list(parsed.attention),
        "declassify_on": parsed.declassify_on,
        "declassify_note": parsed.declassify_note,
        "header": message.header,
        "body": message.body,
        "is_partial": parsed.is_partial,
        "word_count": _words(parsed),
        "sha256": public_sha256(parsed.subject, message.header, message.body),
        "problems": _problems(message, parsed),
    } | {column: _clip(text, column) for column, text in texts.items()}


def _created(message: SourceMessage, parsed: ParsedCable) -> datetime:
    value = message.created or parsed.sent
    if value is None:
        raise BadField(
            "created",
            "Neither the record nor its header says when it was sent. Add the date.",
            message.reference_id,
        )
    return value


def _classification(message: SourceMessage, parsed: ParsedCable) -> str:
    value = message.classification or parsed.classification
    if not value:
        raise BadField(
            "classification",
            "Neither the record nor its first line says how it is classified. Add it.",
            message.reference_id,
        )
    return value


def _origin(message: SourceMessage, parsed: ParsedCable) -> str:
    value = (
        message.origin
        or origin_of_sender(parsed.sender)
        or origin_of_code(post_code_of(message.reference_id))
    )
    if not value:
        raise BadField(
            "origin",
            "The origin is missing. Write the post's name.",
            message.reference_id,
        )
    return value


def _words(parsed: ParsedCable) -> int:
    return sum([_count(one) for one in parsed.blocks if one.kind != "artefact"])


def _count(block: Block) -> int:
    """Count words; in a text that was re-flowed, single blanks part them."""
    if block.kind == "table" or not block.text:
        return len(block.text.split())
    return block.text.count(" ") + 1


def _problems(message: SourceMessage, parsed: ParsedCable) -> list[dict]:
    found = [
        {
            "code": problem.code,
            "source": problem.source,
            "span": list(problem.span) if problem.span else None,
        }
        for problem in parsed.problems
    ]
    left_out = {"code": "article-no-link", "source": "page", "span": None}
    return found + [left_out] * len(message.notes)


def _blocks(parsed: ParsedCable) -> tuple[Block, ...]:
    return tuple([one if _fits(one) else _clipped(one) for one in parsed.blocks])


def _fits(block: Block) -> bool:
    # Written out: this runs 20 times a cable.
    return len(block.key) <= 40 and len(block.marking) <= 40 and len(block.label) <= 20


def _clipped(block: Block) -> Block:
    names = ("label", "marking", "key")
    return replace(
        block, **{n: _clip(getattr(block, n), f"paragraph.{n}") for n in names}
    )


def _aliases(parsed: ParsedCable) -> tuple[AliasValues, ...]:
    """Return the original site's anchors that are not themselves keys of blocks."""
    taken = {block.key for block in parsed.blocks}
    aliases = {}
    for position, block in enumerate(parsed.blocks):
        for anchor in block.anchors:
            key = _clip(anchor.key, "paragraph.key")
            if key not in taken:
                aliases.setdefault(
                    key, AliasValues(key=key, block=position, offset=anchor.offset)
                )
    return tuple(aliases.values())


def _recipients(parsed: ParsedCable) -> tuple[Recipient, ...]:
    names = ("route", "name", "number")
    return tuple(
        replace(one, **{n: _clip(getattr(one, n), f"recipient.{n}") for n in names})
        if len(one.name) > LENGTHS["recipient.name"] or len(one.route) > 20
        else one
        for one in parsed.recipients[:MOST]
    )


def _references(message: SourceMessage, parsed: ParsedCable) -> tuple:
    """
    Return what the text cites, then what only the record's column names. A cable's own
    id is left out, and each id that the text mentions without a label comes once.
    """
    own, found, named = message.reference_id, [], set()
    places = _Places(parsed) if parsed.references else None
    for one in parsed.references:
        cited = _clip(one.target_id, "reference.cited_id")
        if cited == own or (cited and not one.label and cited in named):
            continue
        named.add(cited)
        found.append(
            ReferenceValues(
                block=places.block_at(one.span.start),
                label=_clip(one.label, "reference.label"),
                printed=_clip(one.printed, "reference.printed"),
                cited_id=cited,
                kind=one.kind,
                note=_clip(one.note, "reference.note"),
            )
        )
    columns = (_from_column(text) for text in message.references)
    named.add(own)
    return (*found, *(one for one in columns if one.cited_id not in named))[:MOST]


def _from_column(text: str) -> ReferenceValues:
    """Return a reference of the record's column; junk is kept as printed and no more."""
    citable = CITABLE.fullmatch(text) is not None
    return ReferenceValues(
        block=None,
        label="",
        printed=_clip(text, "reference.printed"),
        cited_id=text if citable else "",
        kind="cable" if citable else "other",
        note="",
    )


class _Places:
    """Which block holds a character of the body."""

    def __init__(self, parsed: ParsedCable) -> None:
        pieces = sorted(
            (span.start, span.end, position)
            for position, block in enumerate(parsed.blocks)
            for span in block.spans
        )
        self.starts = [start for start, _, _ in pieces]
        self.pieces = pieces

    def block_at(self, offset: int) -> int | None:
        at = bisect_right(self.starts, offset) - 1
        if at >= 0 and self.pieces[at][1] > offset:
            return self.pieces[at][2]
        return None
