"""Which ids the archive knows: those of its cables, and those that they once had."""

import json

from django.db import connection

from .tables import CABLE

OLD_ADDRESS = "cables_oldaddress"
AMONG = {
    "postgresql": "= ANY(%s)",
    "sqlite": "IN (SELECT value FROM json_each(%s))",
}


def known_cables(reference_ids):
    """Return id to the cable's key for those of the ids that lead to a cable."""
    wanted = list(reference_ids)
    former = rows_among(OLD_ADDRESS, ("former_id", "cable_id"), wanted)
    present = rows_among(CABLE, ("reference_id", "id"), wanted)
    return dict(former) | dict(present)


def owners_of_numbers(numbers):
    """Return number to the key and id of the cable that has it."""
    columns = ("number", "id", "reference_id")
    rows = rows_among(CABLE, columns, [n for n in numbers if n is not None])
    return {number: (key, reference_id) for number, key, reference_id in rows}


def gone(table, ids):
    """Return those of the ids that are not there."""
    return ids - {key for (key,) in rows_among(table, ("id",), sorted(ids))}


def rows_among(table, columns, values):
    """
    Return the rows whose first column is one of the values. They go as one parameter:
    to bind hundreds takes longer than the query, and a batch asks several times.
    """
    if not values:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {table}"
            f" WHERE {columns[0]} {AMONG[connection.vendor]}",
            [as_parameter(values)],
        )
        return cursor.fetchall()


def as_parameter(values):
    """Return a list of values as ``AMONG`` takes it."""
    return values if connection.vendor == "postgresql" else json.dumps(values)
