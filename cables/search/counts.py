"""
How many cables there are of each post, tag, day …: counted by the index in one pass.

``counts("month", year=[2006])`` is {200604: 1204, …}. Months and days are numbers as the
index holds them: 200604, 20060410.
"""

import tantivy
from tantivy import Occur

from .index import IndexMissing, public_index
from .schema import CLASSES

#: What is counted, and what may be asked for: the index's column, the most values shown.
FIELDS = {
    "classification": 20,
    "post": 5_000,
    "tag": 100_000,
    "year": 1_000,
    "month": 10_000,
    "day": 100_000,
}
_VALUES = {number: value for value, number in CLASSES.items()}


def counts(field, *, index=public_index, **within):
    """
    Return the number of cables for each value of a field, in order. ``within`` names lists of
    values, of which a cable must have one: ``post=[7, 8]``. Raise IndexMissing where
    there is no index.
    """
    searcher, _ = index.searcher()
    size = FIELDS[field]
    terms = {"field": field, "size": size, "segment_size": size}
    answer = searcher.aggregate(
        _all_within(index.schema, within), {"counts": {"terms": terms}}
    )
    buckets = answer["counts"]["buckets"]
    return dict(
        sorted((_value(field, one["key"]), one["doc_count"]) for one in buckets)
    )


def is_at(epoch, released, *, index=public_index):
    """
    Return whether the index shows what readers see: the publication epoch is the same,
    and it was written since the newest release (a time, or None) had come.
    """
    try:
        stand = index.stand()
    except IndexMissing:
        return False
    came = released is None or stand.released >= released.timestamp()
    return stand.epoch == epoch and came


def _all_within(schema, within):
    if not within:
        return tantivy.Query.all_query()
    clauses = [
        (
            Occur.Must,
            tantivy.Query.term_set_query(schema, name, [*map(_number(name), values)]),
        )
        for name, values in within.items()
    ]
    return tantivy.Query.boolean_query(clauses)


def _number(name):
    return CLASSES.__getitem__ if name == "classification" else int


def _value(field, key):
    return _VALUES[int(key)] if field == "classification" else int(key)
