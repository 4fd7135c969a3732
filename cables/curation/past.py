"""
What revisions say of the past: which values differ between two moments of one object, and
which values somebody would have to set to be back at the earlier one.
"""

from dataclasses import dataclass

from cables.models.revision import Revision

from .revisions import PURGED_ROWS

#: A value that was not there: the row of a table did not exist.
MISSING = type("Missing", (), {"__repr__": lambda self: "MISSING"})()
#: Tables that the history of a cable holds in one field, by key and column.
TABLES = frozenset(["paragraphs", "references", "recipients"])
#: Said in a revision, and no value of the object.
REMARKS = frozenset([PURGED_ROWS, "redactions", "merged", "cables", "both"])


@dataclass(frozen=True, slots=True)
class Difference:
    """``path`` is a field's name, or that of a table with key and column."""

    path: tuple
    old: object
    new: object


def flat(values):
    """Return the values of a revision's side by path."""
    found = {}
    for name, value in values.items():
        if name in TABLES and isinstance(value, dict):
            for key, columns in value.items():
                found |= {(name, key, column): one for column, one in columns.items()}
        elif name not in REMARKS:
            found[name,] = value
    return found


def differences(revisions):
    """
    Return what these revisions of one object, the oldest first and none left out between
    two, have changed together.
    """
    old, new = {}, {}
    for revision in revisions:
        before, after = flat(revision.before), flat(revision.after)
        for path in {**before, **after}:
            old.setdefault(path, before.get(path, MISSING))
            new[path] = after.get(path, MISSING)
    return [
        Difference(path, old[path], new[path]) for path in old if old[path] != new[path]
    ]


def between(model, object_id, older, newer=None):
    """
    Return the revisions of an object after the one with the id ``older`` (0: all), up to
    the one with the id ``newer`` (None: the last), the oldest first.
    """
    rows = Revision.objects.filter(model=model, object_id=object_id, id__gt=older)
    if newer is not None:
        rows = rows.filter(id__lte=newer)
    return list(rows.order_by("id"))


def values_before(revisions):
    """Return by path what stood before these revisions, MISSING where nothing did."""
    return {one.path: one.old for one in differences(revisions)}
