"""
One archive's searches, timed: what ``search_speed`` starts once for each database.

Reads DATABASE_URL and SEARCH_DIR; writes one JSON object to stdout. Everything that is
compared is asked in turns: each query of each engine once a round.
"""

import argparse
import gc
import json
import random
import shutil
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Max, Min  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.urls import resolve  # noqa: E402

from benchmarks.search_queries import PAGE, Vocabulary, queries  # noqa: E402
from benchmarks.search_rivals import (  # noqa: E402
    BareFts,
    BareTantivy,
    Rivals,
    build_fts,
    build_tantivy,
    folder_size,
    plain_words,
)
from benchmarks.search_texts import write_rows  # noqa: E402
from cables.choices import Classification  # noqa: E402
from cables.filters import SearchFilter  # noqa: E402
from cables.models import Paragraph, Post, PublicationEpoch, Tag  # noqa: E402
from cables.reading import search_facets  # noqa: E402
from cables.search.counts import counts  # noqa: E402
from cables.search.find import FACETS  # noqa: E402
from cables.search.index import IndexMissing, public_index  # noqa: E402
from cables.search.schema import CLASSES  # noqa: E402
from cables.search.writer import BUILD_HEAP, is_behind, rebuild  # noqa: E402

PASSAGES = 2_000
BUILDERS = 2  # threads, where a bare index is built only to be asked


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each page rate")
    parser.add_argument("--no-rivals", action="store_true")
    arguments = parser.parse_args()
    ready()
    asks = queries(vocabulary(), arguments.seed)
    rivals = None if arguments.no_rivals else _rivals(arguments.folder)
    engines = {"page": Page(), "search": Search()}
    if rivals:
        engines |= {"tantivy": BareTantivy(rivals.tantivy), "fts": BareFts(rivals.fts)}
    times, found = measure(engines, asks, arguments.rounds)
    searcher, _ = public_index.searcher()
    answer = {
        "cables": searcher.num_docs,
        "segments": searcher.num_segments,
        "vendor": connection.vendor,
        "index_bytes": folder_size(public_index.place / public_index.stand().folder),
        "asks": [
            {"kind": ask.kind, "parameters": ask.parameters, "words": ask.is_words_only}
            for ask in asks
        ],
        "times": times,
        "found": found,
        "kept": kept_pages(asks),
        "rates": rates(asks, arguments.seconds),
    }
    json.dump(answer, sys.stdout)


def say(text):
    print(text, file=sys.stderr, flush=True)


def ready():
    """Let the index be there, and be all that readers see."""
    try:
        behind = is_behind(public_index)
    except IndexMissing:
        behind = True
    if behind:
        say("building the index …")
        rebuild(public_index)


# --- the mix ---------------------------------------------------------------------------
def vocabulary():
    """Return the Vocabulary of the public index."""
    searcher, _ = public_index.searcher()
    words = searcher.terms_with_prefix("body", "", limit=100_000_000)
    return Vocabulary(
        cables=searcher.num_docs,
        words=[
            (word, count)
            for word, count in words
            if word.isascii() and word.isalpha() and len(word) > 2
        ],
        passages=_passages(),
        tags=_named("tag", Tag.objects.values_list("pk", "name")),
        posts=_named("post", Post.objects.values_list("pk", "slug")),
        classes=[
            (Classification(value).slug, CLASSES[value], count)
            for value, count in counts("classification").items()
        ],
        years=[(str(year), year, count) for year, count in counts("year").items()],
    )


def _named(field, names):
    names = dict(names)
    found = sorted((names[key], key, count) for key, count in counts(field).items())
    return [one for one in found if '"' not in one[0] and " " not in one[0]]


def _passages():
    chance = random.Random(1)
    ends = Paragraph.objects.aggregate(first=Min("pk"), last=Max("pk"))
    keys = [chance.randint(ends["first"], ends["last"]) for _ in range(PASSAGES)]
    blocks = Paragraph.objects.public().filter(pk__in=keys).exclude(kind="artefact")
    texts = blocks.order_by("pk").values_list("text", flat=True)
    return [words for text in texts if len(words := plain_words(text)) > 20]


# --- what is timed ---------------------------------------------------------------------
class Page:
    """The whole view: parse, search, count, load, find passages, render."""

    def __init__(self):
        self.view, self.make = resolve("/search/").func, RequestFactory().get
        search_facets.KEPT_FROM = float("inf")  # each page counts for itself

    def run(self, ask):
        response = self.view(self.make(f"/search/?{ask.parameters}"))
        if response.status_code != 200:
            raise SystemExit(f"{ask.parameters}: {response.status_code}")
        return len(response.content)


class Search:
    """What finds and counts: no page, no rows from the database's tables of cables."""

    def run(self, ask):
        wanted = SearchFilter(QueryDict(ask.parameters))
        found = wanted.finder().find(
            order=wanted.order, offset=ask.offset, limit=PAGE, facets=FACETS
        )
        return found.count


def measure(engines, asks, rounds):
    """
    Return {engine: median milliseconds of each ask} and {engine: what each returned};
    None where an engine cannot be asked that.
    """
    taken = {name: [[] for _ in asks] for name in engines}
    found = {name: [None] * len(asks) for name in engines}
    for number in range(rounds + 1):  # the first one warms up
        for place, ask in enumerate(asks):
            for name, engine in _turned(engines, place + number):
                if name == "fts" and not ask.is_words_only:
                    continue
                started = time.perf_counter()
                found[name][place] = engine.run(ask)
                if number:
                    taken[name][place].append(time.perf_counter() - started)
        gc.collect()
        say(f"round {number} of {rounds}")
    medians = {
        name: [statistics.median(one) * 1_000 if one else None for one in rows]
        for name, rows in taken.items()
    }
    return medians, found


def _turned(engines, by):
    """No engine always comes after the same one: each would find its caches."""
    names = list(engines)
    by %= len(names)
    return [(name, engines[name]) for name in names[by:] + names[:by]]


def kept_pages(asks):
    """Return milliseconds of each page asked for again, when counts are kept as usual."""
    page, times = Page(), []
    search_facets.KEPT_FROM = 5_000
    for ask in asks:
        page.run(ask)
        started = time.perf_counter()
        page.run(ask)
        times.append((time.perf_counter() - started) * 1_000)
    return times


def rates(asks, seconds):
    """Return pages a second of one process, through all middleware."""
    search_facets.KEPT_FROM = float("inf")
    post = counts("post")
    slug = Post.objects.get(pk=max(post, key=post.get)).slug
    pages = {
        "search": [f"/search/?{ask.parameters}" for ask in asks],
        "post": [f"/post/{slug}/"],
        "year": [f"/date/{year}/" for year in counts("year")],
        "API search": [
            f"/api/v1/search?{ask.parameters}" for ask in asks if ask.page < 2
        ],
    }
    client = Client()
    return {name: _rate(client, paths, seconds) for name, paths in pages.items()}


def _rate(client, paths, seconds):
    if client.get(paths[0]).status_code != 200:
        return None
    statuses, done, started = Counter(), 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        statuses[client.get(paths[done % len(paths)]).status_code] += 1
        done += 1
    if statuses.keys() != {200}:
        raise SystemExit(f"{paths[0]}: {dict(statuses)}")
    return done / (time.perf_counter() - started)


# --- the rivals ------------------------------------------------------------------------
def _rivals(folder):
    """Return the Rivals of this archive, built anew where it has changed."""
    folder.mkdir(parents=True, exist_ok=True)
    rivals, row = Rivals(folder), PublicationEpoch.objects.get(pk=1)
    stamp = f"{row.archive} {row.value}"
    if not rivals.fits(stamp):
        _remove(rivals)
        texts = folder / "texts"
        say("writing the texts to a file …")
        write_rows(texts)
        say("building bare tantivy …")
        bare = build_tantivy(texts, rivals.tantivy, heap=BUILD_HEAP, threads=BUILDERS)
        say("building bare FTS5 …")
        fts = build_fts(texts, rivals.fts)
        texts.unlink()
        rivals.tell(stamp, tantivy_seconds=bare, fts_seconds=fts)
    return rivals


def _remove(rivals):
    shutil.rmtree(rivals.tantivy, ignore_errors=True)
    for path in (rivals.fts, rivals.told):
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
