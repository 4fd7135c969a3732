"""New cables into the database: COPY on PostgreSQL, executemany on SQLite."""

from django.db import connection

from .ids import reserve_ids
from .tables import (
    ALIAS,
    CABLE,
    CABLE_TAG,
    CHANGE,
    COLUMNS,
    PARAGRAPH,
    RECIPIENT,
    REFERENCE,
    SOURCE_RECORD,
)

#: Parents before children.
ORDER = (
    CABLE,
    PARAGRAPH,
    ALIAS,
    RECIPIENT,
    REFERENCE,
    CABLE_TAG,
    SOURCE_RECORD,
    CHANGE,
)


def store_new(*, cables, posts, tags):
    """Write the rows of new cables; call it within the batch's transaction."""
    if not cables:
        return
    finish = _finish_copy if connection.vendor == "postgresql" else _finish_tuple
    rows = {table: [] for table in ORDER}
    needed = sum(len(cable.paragraphs) for cable in cables)
    ids = iter(reserve_ids(PARAGRAPH, needed))
    for cable in cables:
        own = [next(ids) for _ in cable.paragraphs]
        post_id = cable.post_id or posts.id_of(cable.values.origin)
        rows[CABLE].append(finish(cable.cable, post_id))
        rows[PARAGRAPH] += map(finish, cable.paragraphs, own)
        rows[ALIAS] += (finish(row, own[block]) for block, row in cable.aliases)
        rows[REFERENCE] += (
            finish(row, None if block is None else own[block])
            for block, row in cable.references
        )
        for table, complete in cable.rows.items():
            rows[table] += complete
        rows[CABLE_TAG] += _unknown_tags(cable, tags)
    write = _copy if connection.vendor == "postgresql" else _insert
    with connection.cursor() as cursor:
        for table in ORDER:
            if rows[table]:
                write(cursor, table, rows[table])


def _unknown_tags(cable, tags):
    """Give rows for tags that were unknown when the worker began, each tag once."""
    found = {}
    for position, code, kind in cable.unknown_tags:
        found.setdefault(tags.id_of(code, kind), position)
    for tag_id, position in found.items():
        if tag_id not in cable.tag_ids:
            row = (cable.cable_id, position, tag_id)
            if connection.vendor == "postgresql":
                yield b"%d\t%d\t%d" % row
            else:
                yield row


def _finish_copy(row, value):
    return row + (b"\t\\N" if value is None else b"\t%d" % value)


def _finish_tuple(row, value):
    return (*row, value)


def _columns(table):
    return ", ".join(connection.ops.quote_name(name) for name in COLUMNS[table])


def _copy(cursor, table, rows):
    with cursor.copy(f"COPY {table} ({_columns(table)}) FROM STDIN") as copy:
        copy.write(b"\n".join(rows) + b"\n")


def _insert(cursor, table, rows):
    marks = ", ".join(["%s"] * len(COLUMNS[table]))
    cursor.executemany(
        f"INSERT INTO {table} ({_columns(table)}) VALUES ({marks})", rows
    )
