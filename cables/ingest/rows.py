"""
Rows of a new cable, as the database takes them in bulk.

Pure: made in the worker processes, so that the importing process only passes them on.
What a worker cannot know comes last in its row and is added there: the ids of paragraphs
(and whatever points at them) and of posts that the archive has not seen yet.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from .encode import copy_line, copy_lines, plain_row
from .tables import CABLE_FIELDS, CABLE_TAG, CHANGE, RECIPIENT, SOURCE_RECORD
from .values import CableValues


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What workers need to know of the run and of the archive."""

    run_id: int
    now: datetime
    publish: bool
    released: datetime | None
    posts: dict[str, int]
    tags: dict[str, int]  # aliases included
    copy: bool  # rows as lines of PostgreSQL's COPY, otherwise as tuples


class NewCable(NamedTuple):
    """A cable that is not in the archive, as rows; and what the parent needs of it."""

    cable_id: int
    values: "Brief"
    rows: dict[str, list]  # table: complete rows
    paragraphs: list  # rows without their id
    aliases: list[tuple[int, object]]  # position of the paragraph, row without it
    references: list[tuple[int | None, object]]
    cable: object  # row without post
    post_id: int | None
    tag_ids: frozenset[int]
    unknown_tags: tuple[tuple[int, str, str], ...]  # position, code, kind


class Brief(NamedTuple):
    """What tells a record from others, without its text."""

    reference_id: str
    number: int | None
    format: str
    file: str
    line: int
    sha256: str
    origin: str
    articles: tuple
    notes: tuple[str, ...]


def brief(values: CableValues) -> Brief:
    message = values.message
    return Brief(
        reference_id=message.reference_id,
        number=message.number,
        format=message.format,
        file=message.file,
        line=message.line,
        sha256=values.sha256,
        origin=values.origin,
        articles=values.articles,
        notes=message.notes,
    )


def new_cable(values: CableValues, cable_id: int, context: Context) -> NewCable:
    """Return the rows of a cable that gets this id."""
    encode = copy_line if context.copy else plain_row
    # Texts and numbers only: the database takes such tuples as they are.
    encode_all = copy_lines if context.copy else list
    known_tags, unknown_tags = _tags(values, context.tags)
    tags = [(cable_id, position, tag) for position, tag in known_tags]
    rows = {
        RECIPIENT: encode_all(_recipients(values, cable_id)),
        CABLE_TAG: encode_all(tags),
        SOURCE_RECORD: [encode(_source_record(values, cable_id, context))],
    }
    if context.publish:
        change = (cable_id, "published", context.now, "", "", 0)
        rows[CHANGE] = [encode(change)]
    return NewCable(
        cable_id=cable_id,
        values=brief(values),
        rows=rows,
        paragraphs=encode_all(_paragraphs(values, cable_id)),
        aliases=_with_blocks(
            values.aliases,
            encode_all([(cable_id, one.key, one.offset) for one in values.aliases]),
        ),
        references=_with_blocks(
            values.references, encode_all(_references(values, cable_id))
        ),
        cable=encode(_cable(values, cable_id, context)),
        post_id=context.posts.get(values.origin.casefold()),
        tag_ids=frozenset(tag_id for _, tag_id in known_tags),
        unknown_tags=unknown_tags,
    )


def _with_blocks(values: tuple, rows: list) -> list[tuple]:
    """Pair the position of the block that each value points at with its row."""
    return [(one.block, row) for one, row in zip(values, rows, strict=True)]


def _tags(values: CableValues, known: dict[str, int]):
    """Part the tags into those with an id, each once, and those yet to be made."""
    with_id: dict[int, int] = {}
    without = []
    for position, (code, kind) in enumerate(values.tags):
        tag_id = known.get(code)
        if tag_id is None:
            without.append((position, code, kind))
        else:
            with_id.setdefault(tag_id, position)
    return [(position, tag_id) for tag_id, position in with_id.items()], tuple(without)


def release_of(values: CableValues, context: Context) -> datetime | None:
    """Return when a cable that comes in with this run is released."""
    released = context.released or values.message.released
    return released or (context.now if context.publish else None)


def _cable(values: CableValues, cable_id: int, context: Context) -> tuple:
    return (
        cable_id,
        *(values.fields[name] for name in CABLE_FIELDS),
        release_of(values, context),
        "published" if context.publish else "draft",
        False,
        1,
        context.now,
        [],
    )


def _paragraphs(values: CableValues, cable_id: int) -> list[tuple]:
    return [
        (cable_id, position, one.kind, one.label, one.marking, one.key, one.text)
        for position, one in enumerate(values.blocks)
    ]


def _recipients(values: CableValues, cable_id: int) -> list[tuple]:
    return [
        (
            cable_id,
            position,
            one.role,
            one.route,
            one.name,
            one.precedence,
            one.number,
            one.excluded,
        )
        for position, one in enumerate(values.recipients)
    ]


def _references(values: CableValues, cable_id: int) -> list[tuple]:
    return [
        (cable_id, position, one.label, one.printed, one.cited_id, one.kind, one.note)
        for position, one in enumerate(values.references)
    ]


def _source_record(values: CableValues, cable_id: int, context: Context) -> tuple:
    message = values.message
    return (
        cable_id,
        context.run_id,
        message.format,
        message.file[-1000:],
        message.line,
        values.sha256,
        context.now,
        values.compressed,
    )
