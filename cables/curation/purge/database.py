"""
Pages of the database: what was updated or deleted stays readable in them until they are
written anew.

SQLite: ``VACUUM`` writes the file again, and the log beside it is emptied. PostgreSQL:
plain ``VACUUM`` leaves the bytes in the gaps of a page, so that each table is written
again, and so are the samples of values that the planner keeps of it.
"""

import re
import time
from contextlib import contextmanager

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from cables.curation.errors import CurationError

#: Seconds for which readers and editors may be waited for, for each table.
PATIENCE = 20
#: Seconds for which transactions that still see old rows may be waited for: an analysis
#: by the server itself is one.
OLD_ROWS_PATIENCE = 120
#: Tables that grow and hold no words of a cable: keys, counts, what is encrypted.
WORDLESS = {"cabletag", "linkcheck", "searchtask", "importtrace"}
STATISTICS = "pg_statistic"
#: Columns with free text of which PostgreSQL has samples.
SAMPLED = """
SELECT a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_attribute a
JOIN pg_stats s ON s.attname = a.attname AND s.schemaname = current_schema()
WHERE s.tablename = %s AND a.attrelid = %s::regclass
  AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype)
"""


class DatabaseBusy(CurationError):
    """Somebody reads what is to be written anew. The purge goes on when it is run again."""


def tables():
    """Return the tables that words may have stood in: the archive's own, but few."""
    config = apps.get_app_config("cables")
    ours = [one for one in config.get_models() if one._meta.model_name not in WORDLESS]
    models = [*ours, LogEntry, DBTaskResult]
    return sorted({model._meta.db_table for model in models})


def forget_deleted():
    """Let SQLite overwrite from now on what this connection deletes."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def rewrite_sqlite():
    """Write the file anew, and empty the log beside it."""
    with connection.cursor() as cursor:
        _empty_log(cursor)
        try:
            cursor.execute("VACUUM")
        except OperationalError as error:
            raise DatabaseBusy(
                "Another process is writing the database: run the purge again."
            ) from error
        _empty_log(cursor)


def size():
    """Return how many bytes the file of SQLite has."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute("PRAGMA page_size")
        return pages * cursor.fetchone()[0]


def _empty_log(cursor):
    until = time.monotonic() + PATIENCE
    while True:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, _, _ = cursor.fetchone()
        if not is_busy:
            return
        if time.monotonic() >= until:
            raise DatabaseBusy(
                "Another process has been reading the database for "
                f"{PATIENCE} seconds, and its log cannot be emptied: run the purge again."
            )
        time.sleep(0.2)


def rewrite_table(table):
    """Write a table of PostgreSQL anew, with its indexes, and sample it anew."""
    until, wait = time.monotonic() + OLD_ROWS_PATIENCE, 0.5
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{PATIENCE}s'")
        try:
            while not _rewrite(cursor, table):
                if time.monotonic() >= until:
                    raise DatabaseBusy(
                        "A transaction that began before the purge still sees old rows "
                        f"of {table}: end it, and run the purge again."
                    )
                time.sleep(wait)
                wait = min(2 * wait, 10)
        except OperationalError as error:
            raise DatabaseBusy(
                f"{table} has been in use for {PATIENCE} seconds: run the purge again."
            ) from error
        finally:
            cursor.execute("RESET lock_timeout")


def _rewrite(cursor, table):
    """Write a table anew; say whether no old row of it was kept for somebody."""
    name = connection.ops.quote_name(table)
    how = "FULL, VERBOSE" if table == STATISTICS else "FULL, VERBOSE, ANALYZE"
    if table != STATISTICS:
        _forget_samples(cursor, table, name)
    with _notices() as notices:
        cursor.execute(f"VACUUM ({how}) {name}")
    if any(severity == "WARNING" for severity, _ in notices):
        raise DatabaseBusy(
            f"{table} cannot be written anew by this account of the database: let its "
            "owner run the purge."
        )
    # "0 dead row versions cannot be removed yet.": the first number of such a detail.
    kept = [re.match(r"\D*(\d+)", detail) for _, detail in notices]
    return not any(int(found[1]) for found in kept if found)


def _forget_samples(cursor, table, name):
    """
    Let go of the samples of a table that is empty, which sampling it again would leave:
    giving a column the type that it has does.
    """
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name})")
    if cursor.fetchone()[0]:
        return
    cursor.execute(SAMPLED, [table, name])
    for column, kind in cursor.fetchall():
        column = connection.ops.quote_name(column)
        cursor.execute(f"ALTER TABLE {name} ALTER COLUMN {column} TYPE {kind}")


def size_of(table):
    """Return how many bytes a table of PostgreSQL has, with all that belongs to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s)", [f'"{table}"'])
        return cursor.fetchone()[0]


@contextmanager
def _notices():
    """Give the list of what the server says meanwhile, as (severity, detail)."""
    said = []

    def hear(diagnosis):  # which is empty once the server's answer is read
        said.append((diagnosis.severity_nonlocalized, diagnosis.message_detail or ""))

    connection.ensure_connection()
    connection.connection.add_notice_handler(hear)
    try:
        yield said
    finally:
        connection.connection.remove_notice_handler(hear)
