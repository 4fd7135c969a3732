"""
Values as the databases take them in bulk: COPY's text form on PostgreSQL, the values that
Django would keep on SQLite.
"""

import json
from datetime import date, datetime


def plain(value: object) -> object:
    """Return a value as Django keeps it on SQLite, and as COPY reads it."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")[:19]  # all are in UTC
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return json.dumps(value) if value else "[]"
    return int(value) if isinstance(value, bool) else value


def plain_row(row: tuple) -> tuple:
    return tuple(map(plain, row))


def copy_lines(rows: list[tuple]) -> list[bytes]:
    """
    Return rows of texts, whole numbers and truth values as COPY's lines.

    Few rows hold anything to escape, so that each is looked at as a whole: this runs
    some 40 times a cable.
    """
    if not rows:
        return []
    tabs = len(rows[0]) - 1
    form = "\t".join(["%s"] * len(rows[0]))
    lines = []
    for row in rows:
        line = form % row
        plain = line.count("\t") == tabs and not (
            "\n" in line or "\\" in line or "\r" in line
        )
        lines.append(line.encode() if plain else copy_line(row))
    return lines


def copy_line(row: tuple) -> bytes:
    """Return a row as PostgreSQL's COPY takes it, without the line end."""
    # Most values are short texts that need no escape, or numbers: those are done here,
    # without a call for each, since this runs 200 times a cable.
    return "\t".join(
        [
            (value if value.isprintable() and "\\" not in value else _escaped(value))
            if type(value) is str
            else str(value)
            if type(value) is int
            else _copy_value(value)
            for value in row
        ]
    ).encode()


def _copy_value(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return _escaped(str(plain(value)))


def _escaped(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    return text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
