"""What of a search came to readers last."""

import tantivy
from tantivy import FieldType, Occur, Order


def newest_released(finder, *, most):
    """
    Return the keys of the cables of a Finder's search that were released last: the
    newest release first, in it the newest telegram. Thousands share the second of one
    release, so that the oldest release among the keys is asked for once more.
    """
    last = _search(finder, finder.chosen, "released", most)
    if not last:
        return []
    edge = last[-1][0]
    newer = [address for released, address in last if released > edge]
    same = _search(finder, _of_release(finder, edge), "created", most - len(newer))
    addresses = newer + [address for _, address in same]
    return finder.searcher.fast_field_values("id", addresses)


def _search(finder, query, column, most):
    searcher = finder.searcher
    return searcher.search(
        query, limit=most, count=False, order_by_field=column, order=Order.Desc
    ).hits


def _of_release(finder, released):
    schema = finder.compiler.schema
    then = tantivy.Query.range_query(
        schema, "released", FieldType.Integer, released, released
    )
    return tantivy.Query.boolean_query(
        [(Occur.Must, finder.chosen), (Occur.Must, then)]
    )
