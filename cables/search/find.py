"""
Finding: a parsed query and a reader's choices in, primary keys and counts out.

What comes out is what the index thinks. Whoever shows cables loads them through
``Cable.objects.public()``, which has the last word.
"""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date

import tantivy
from tantivy import Occur, Order

from .compile import Compiler
from .index import public_index
from .names import Names
from .query import DateRange, Everything, Query, parse_query
from .schema import CLASSES

#: How results may be ordered.
ORDERS = ("relevance", "newest", "oldest")
#: Facets of which a reader chooses several and any may hold; of tags, all must.
ANY_OF = ("classification", "post", "country", "year", "para")
FACETS = (*ANY_OF, "tag", "articles", "partial")
_VALUES = {number: value for value, number in CLASSES.items()}
_MOST = 2_000  # posts, years, markings: more than there are
_MOST_TAGS = 200
_AGGREGATES = {
    "classification": ("classification", 20),
    "post": ("post", _MOST),
    "year": ("year", _MOST),
    "para": ("marking", _MOST),
    "tag": ("tag", _MOST_TAGS),
    "articles": ("articles", 2),
    "partial": ("partial", 2),
}


@dataclass(frozen=True, kw_only=True)
class Choices:
    """
    What a reader chose beside the words: classification values, slugs of posts and
    countries, tag names, years, portion markings. ``articles`` and ``partial`` are True,
    False or None for either.
    """

    classification: tuple[str, ...] = ()
    post: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    para: tuple[str, ...] = ()
    articles: bool | None = None
    partial: bool | None = None
    #: The first and the last day of what was sent, both included; None is an open end.
    since: date | None = None
    until: date | None = None
    #: A tag, post or country was asked for that no public cable has: nothing is found.
    nothing: bool = False

    def without(self, name):
        return replace(self, **{name: () if name in (*ANY_OF, "tag") else None})

    def chosen(self, name):
        return getattr(self, name) not in ((), None)


@dataclass(frozen=True, kw_only=True)
class Found:
    """
    Primary keys of one page in order, how many cables there are in all, and for each
    facet its counts: {"post": {7: 120}, "classification": {"SECRET": 3}, …}. Posts and
    tags are named by primary key.
    """

    keys: list[int]
    count: int
    facets: dict[str, dict] = field(default_factory=dict)


class Finder:
    """One search of one index. Raises IndexMissing where there is none."""

    def __init__(self, query, choices=None, *, index=public_index, names=None):
        self.query = parse_query(query) if isinstance(query, str) else query
        self.choices = choices or Choices()
        self.names = names or Names()
        self.searcher, self.stand = index.searcher()
        self.compiler = Compiler(self.searcher, index.schema, self.names)
        self.words = self.compiler.compile(self.query)
        self.chosen = self._with(self.choices)

    def find(self, *, order="relevance", offset=0, limit=20, facets=()):
        found = self.searcher.search(
            self.chosen,
            limit=max(limit, 1),
            count=True,
            offset=offset,
            **self._order(order),
        )
        addresses = [address for _, address in found.hits][:limit]
        return Found(
            keys=self.searcher.fast_field_values("id", addresses),
            count=found.count,
            facets=self.facets(facets) if facets else {},
        )

    def count(self):
        return self.searcher.search(self.chosen, limit=1, count=True).count

    def _order(self, order):
        """Without a word, no cable fits better than another: the newest come first."""
        if order == "relevance" and self.query.words:
            return {}
        ascending = order == "oldest"
        return {
            "order_by_field": "created",
            "order": Order.Asc if ascending else Order.Desc,
        }

    def _with(self, choices):
        filters = list(self._filters(choices))
        if not filters:
            return self.words
        clauses = [(Occur.Must, self.words), *((Occur.Must, one) for one in filters)]
        return tantivy.Query.boolean_query(clauses)

    def _filters(self, choices):
        compiler, names = self.compiler, self.names
        if choices.nothing:
            yield tantivy.Query.empty_query()
        if choices.classification:
            numbers = [CLASSES[value] for value in choices.classification]
            yield compiler.numbers("classification", numbers)
        if choices.post:
            yield compiler.numbers("post", names.posts_with_slugs(choices.post))
        if choices.country:
            yield compiler.numbers("post", names.posts_of_countries(choices.country))
        for tag in choices.tag:
            yield compiler.numbers("tag", names.tags(tag))
        if choices.year:
            yield compiler.numbers("year", choices.year)
        if choices.para:
            yield compiler.markings(choices.para)
        if choices.since or choices.until:
            yield compiler.dates(DateRange(choices.since, choices.until))
        for name in ("articles", "partial"):
            wanted = getattr(choices, name)
            if wanted is not None:
                yield compiler.numbers(name, [int(wanted)])

    # --- counts ------------------------------------------------------------------------
    def facets(self, wanted=FACETS):
        """
        Return the counts of each facet. Where any of several may hold, a choice does not
        count against its own facet: a reader sees what another choice would add.
        """
        return self.counting(wanted)()

    def counting(self, wanted=FACETS):
        """
        Begin to count in other threads, and return what waits for the counts: most of
        the time that a search takes goes there, and the hits can be loaded meanwhile.
        """
        alone = [
            name for name in wanted if name in ANY_OF and self.choices.chosen(name)
        ]
        jobs = [(self.chosen, [name for name in wanted if name not in alone])]
        jobs += [(self._with(self.choices.without(name)), [name]) for name in alone]
        begun = [(names, self._begin(query, names)) for query, names in jobs if names]
        return lambda: self._all_counts(begun)

    def _begin(self, query, names):
        asked = {"post" if name == "country" else name for name in names}
        return _counters.submit(_aggregate, self.searcher, query, asked)

    def _all_counts(self, begun):
        counts = {}
        for names, job in begun:
            answer = job.result()
            if "country" in names:
                answer["country"] = self._by_country(answer["post"])
            counts |= {name: answer[name] for name in names}
        return counts

    def _by_country(self, by_post):
        counts = Counter()
        for post in self.names.all_posts:
            if post.country_slug and post.pk in by_post:
                counts[post.country_slug] += by_post[post.pk]
        return dict(counts)


def _new_counters():
    """Threads that count; a process that is forked off has none of its parent's."""
    global _counters
    _counters = ThreadPoolExecutor(os.cpu_count() or 1, "counts")


_new_counters()
os.register_at_fork(after_in_child=_new_counters)


def _aggregate(searcher, query, names):
    asked = {
        name: {"terms": {"field": column, "size": size, "segment_size": 10_000}}
        for name, (column, size) in _AGGREGATES.items()
        if name in names
    }
    answer = searcher.aggregate(query, asked)
    return {name: _buckets(name, answer[name]["buckets"]) for name in asked}


def _buckets(name, buckets):
    read = {"classification": lambda key: _VALUES[int(key)], "para": str}.get(name, int)
    return {read(one["key"]): one["doc_count"] for one in buckets}


def is_everything(query: Query):
    return isinstance(query.tree, Everything)
