"""Ids ahead of their rows, so that rows can be made in other processes."""

from django.db import connection

# One row with all of them: thousands of rows of one number each take their time.
NEXT_ON_POSTGRESQL = """
    SELECT array_agg(nextval(pg_get_serial_sequence(%s, 'id')))
    FROM generate_series(1, %s)
"""


def reserve_ids(table, count):
    """Return as many ids of a table as asked for, which nothing else will be given."""
    if not count:
        return ()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(NEXT_ON_POSTGRESQL, [table, count])
            return tuple(cursor.fetchone()[0])
        return _reserve_on_sqlite(cursor, table, count)


def _reserve_on_sqlite(cursor, table, count):
    """Raise the counter that SQLite keeps for AUTOINCREMENT; it never goes back."""
    cursor.execute(
        "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq",
        [count, table],
    )
    row = cursor.fetchone()
    if row is None:
        cursor.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count]
        )
        row = (count,)
    return tuple(range(row[0] - count + 1, row[0] + 1))
