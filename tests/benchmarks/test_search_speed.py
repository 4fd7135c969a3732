"""The mix of searches, and that bare engines over the same texts find the same."""

import tempfile
from dataclasses import replace
from pathlib import Path
from unittest import TestCase as PlainTestCase

from django.test import TestCase

from benchmarks.search_measure import Search, measure, vocabulary
from benchmarks.search_queries import MIX, Vocabulary, queries
from benchmarks.search_rivals import BareFts, BareTantivy, build_fts, build_tantivy
from benchmarks.search_speed import GROWTH, growth, percentile, verdicts
from benchmarks.search_texts import read_rows, write_rows
from cables.search.index import public_index
from cables.search.query import parse_query
from cables.search.writer import rebuild
from tests.factories import make_cable, make_draft

HEAP = 30_000_000


def some_words():
    """An index's words: forty rare, forty mid, forty frequent ones."""
    words = []
    for name, count in (("rare", 1), ("mid", 2_000), ("often", 50_000)):
        words += [(f"{name}{a}{b}", count) for a in "abcdefgh" for b in "mnopq"]
    passages = [[word for word, _ in words[start:]] for start in range(0, 100, 10)]
    return Vocabulary(
        cables=100_000,
        words=words,
        passages=passages,
        tags=[("PREL", 1, 900), ("PGOV", 2, 100)],
        posts=[("embassy-lowmoor", 7, 500)],
        classes=[("secret", 4, 40), ("unclassified", 0, 400)],
        years=[("2005", 2005, 10), ("2006", 2006, 90)],
    )


class MixTests(PlainTestCase):
    def test_a_hundred_the_same_for_a_seed(self):
        asks = queries(some_words(), 1)
        self.assertEqual(len(asks), 100)
        self.assertEqual(asks, queries(some_words(), 1))
        self.assertNotEqual(asks, queries(some_words(), 2))
        for kind, count in MIX.items():
            self.assertEqual(sum(ask.kind == kind for ask in asks), count, kind)

    def test_each_query_is_read_without_repairs(self):
        for ask in queries(some_words()):
            with self.subTest(q=ask.q):
                self.assertEqual(parse_query(ask.q).repairs, ())

    def test_the_words_of_a_kind_have_its_frequency(self):
        kinds = {"rare word": "rare", "mid word": "mid", "frequent word": "often"}
        for ask in queries(some_words()):
            if ask.kind in kinds:
                self.assertTrue(ask.q.startswith(kinds[ask.kind]), ask)

    def test_a_deep_page_is_one_that_the_site_has(self):
        deep = [ask for ask in queries(some_words()) if ask.kind == "deep page"]
        self.assertEqual({ask.page for ask in deep}, {250, 500})
        self.assertIn("page=500", deep[1].parameters)
        self.assertEqual(deep[1].offset, 9_980)


class FigureTests(PlainTestCase):
    def test_percentile(self):
        times = list(range(101))
        self.assertEqual(
            [percentile(times, share) for share in (0, 50, 95, 100)], [0, 50, 95, 100]
        )
        self.assertEqual(percentile([7], 95), 7)
        self.assertEqual(percentile([1, 2], 50), 1.5)

    def answer(self, page, search, bare, fts, **more):
        asks = [{"words": True}] * 10
        times = {"page": page, "search": search, "tantivy": bare, "fts": fts}
        times = {name: [time] * 10 for name, time in times.items()}
        return {
            "cables": 251_287,
            "index_bytes": 0,
            "asks": asks,
            "times": times,
        } | more

    def test_what_holds(self):
        good = self.answer(page=20, search=9, bare=4, fts=50)
        self.assertEqual({holds for _, holds in verdicts(good)}, {True})

    def test_what_does_not_hold(self):
        bad = self.answer(page=61, search=13, bare=4, fts=12, index_bytes=2**31)
        self.assertEqual({holds for _, holds in verdicts(bad)}, {False})

    def test_growth_is_from_one_archive_to_the_next(self):
        small, big = (self.answer(page, 1, 1, 1) for page in (10, 29))
        self.assertEqual(growth([small, big]), [])
        huge = self.answer(29 * GROWTH, 1, 1, 1)
        self.assertEqual(growth([small, big, huge]), [GROWTH])


class RivalTests(TestCase):
    """Bare engines are no rivals unless they are asked the same of the same."""

    @classmethod
    def setUpTestData(cls):
        for number in range(30):
            make_cable(
                tags=["PREL"] if number % 3 else ["PGOV", "ECON"],
                subject=f"HARBOUR TALKS {number}",
                paragraphs=[
                    "The ministers met in the old harbour, and the grain came late. "
                    * 2,
                    "Café owners were glad."
                    if number % 2
                    else "Nobody was glad of it.",
                ],
            )
        make_draft(paragraphs=["The harbour is secret."])

    def setUp(self):
        rebuild(public_index)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        place = Path(folder.name)
        self.count = write_rows(place / "texts")
        self.rows = list(read_rows(place / "texts"))
        build_tantivy(place / "texts", place / "bare", heap=HEAP, threads=1)
        build_fts(place / "texts", place / "fts")
        self.engines = {
            "search": Search(),
            "tantivy": BareTantivy(place / "bare"),
            "fts": BareFts(place / "fts"),
        }

    def test_the_file_holds_what_readers_see(self):
        self.assertEqual(self.count, 30)
        self.assertEqual(len(self.rows), 30)
        self.assertFalse([row for row in self.rows if "secret" in "".join(row.texts)])

    def test_all_find_as_many(self):
        asks = queries(vocabulary_of_any_share(), 1)
        times, found = measure(self.engines, asks, 1)
        self.assertEqual(len(times["fts"]), 100)
        hits = 0
        for place, ask in enumerate(asks):
            with self.subTest(kind=ask.kind, parameters=ask.parameters):
                ours = found["search"][place]
                self.assertEqual(found["tantivy"][place], ours)
                self.assertIn(found["fts"][place], {ours, None})
                hits += ours > 0
        self.assertGreater(hits, 50)


def vocabulary_of_any_share():
    """The test's archive has no word that is rare, and no plural that would add hits."""
    words = vocabulary()
    alone = [row for row in words.words if not row[0].endswith("s")]
    alone = [row for row in alone if (f"{row[0]}s", row[1]) not in words.words]
    shares = [(word, count) for word, count in alone for count in (1, count, 300, 900)]
    return replace(words, cables=1_000, words=shares)
