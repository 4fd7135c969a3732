"""
Indexes and foreign keys set aside while an empty archive is filled.

Their definitions are kept in the run's row, in the same transaction that drops them:
whatever happens to the process, the next import finds them there and puts them back.
"""

from contextlib import contextmanager

from django.db import connection, transaction

from cables.models import ImportRun

from .tables import COLUMNS

TABLES = tuple(COLUMNS)
KEY = "set_aside"

POSTGRESQL_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s) ORDER BY conname
"""
POSTGRESQL_INDEXES = """
    SELECT i.relname, pg_get_indexdef(x.indexrelid)
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
    WHERE NOT x.indisunique AND x.indrelid::regclass::text = ANY(%s) ORDER BY i.relname
"""
SQLITE_INDEXES = """
    SELECT name, sql FROM sqlite_master
    WHERE type = 'index' AND sql LIKE 'CREATE INDEX%%' AND tbl_name IN ({marks})
    ORDER BY name
"""


@contextmanager
def set_aside(run, wanted):
    """Drop what slows a bulk load down, and put it back however the load ends."""
    if wanted and KEY not in run.options:
        _drop(run)
    try:
        yield
    finally:
        if wanted:
            _put_back(run)


def mend(keep=None):
    """Put back whatever a run has set aside that was killed, unless that run goes on."""
    for run in ImportRun.objects.filter(options__has_key=KEY).exclude(pk=keep):
        _put_back(run)


@transaction.atomic
def _put_back(run):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # With the default of 64 MB an index is built by one process instead of two.
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        existing = {name for name, _, _ in _definitions(cursor)}
        for name, create, _ in run.options.pop(KEY):
            if name not in existing:
                cursor.execute(create)
        if connection.vendor == "postgresql":
            # Without figures of the tables it reads them whole where an index would do,
            # and its own housekeeping may be minutes away, or switched off.
            # A third of the usual sample tells as much as these queries need.
            cursor.execute("SET LOCAL default_statistics_target = 30")
            cursor.execute(f"ANALYZE {', '.join(TABLES)}")
    run.save(update_fields=["options"])


@transaction.atomic
def _drop(run):
    with connection.cursor() as cursor:
        definitions = _definitions(cursor)
        run.options[KEY] = definitions
        run.save(update_fields=["options"])
        for _, _, drop in definitions:
            cursor.execute(drop)


def _definitions(cursor):
    """Return name, statement that makes it and statement that drops it, for each."""
    if connection.vendor == "sqlite":
        marks = ", ".join(["%s"] * len(TABLES))
        cursor.execute(SQLITE_INDEXES.format(marks=marks), TABLES)
        return [
            (name, sql, f"DROP INDEX {connection.ops.quote_name(name)}")
            for name, sql in cursor.fetchall()
        ]
    cursor.execute(POSTGRESQL_INDEXES, [list(TABLES)])
    indexes = [
        (name, sql, f"DROP INDEX {connection.ops.quote_name(name)}")
        for name, sql in cursor.fetchall()
    ]
    cursor.execute(POSTGRESQL_FOREIGN_KEYS, [list(TABLES)])
    keys = [
        (
            name,
            f"ALTER TABLE {table} ADD CONSTRAINT {connection.ops.quote_name(name)} {sql}",
            f"ALTER TABLE {table} DROP CONSTRAINT {connection.ops.quote_name(name)}",
        )
        for table, name, sql in cursor.fetchall()
    ]
    return indexes + keys
