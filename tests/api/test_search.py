"""Searching: what the page finds, in the shape that programs rely on."""

from datetime import UTC, datetime
from unittest.mock import patch

from cables.api import search
from cables.choices import Classification
from cables.search.index import IndexMissing, public_index
from cables.search.writer import rebuild
from tests import factories as make

from .asking import API, Asking, fields_of


class SearchTests(Asking):
    @classmethod
    def setUpTestData(cls):
        for n in range(12):
            make.make_cable(
                f"0{6 + n % 2}LOWMOOR{n}",
                subject=f"HARBOUR TALKS {n}",
                tags=["PREL"] if n % 3 else ["PREL", "MARR"],
                created=datetime(2006 + n % 2, 4, 1 + n, tzinfo=UTC),
                classification=Classification.SECRET if n < 2 else "UNCLASSIFIED",
                is_partial=n == 5,
                paragraphs=[f"The <harbour> of day {n} & night.", "Grain."],
            )
        make.make_article_link(make.make_cable("06LOWMOOR50", subject="NO BOATS"))

    def setUp(self):
        rebuild(public_index)

    def test_shape(self):
        answer = self.get("search?q=harbour&limit=3")
        self.assertEqual(set(answer), fields_of("SearchAnswer"))
        self.assertEqual(set(answer["facets"]), fields_of("Facets"))
        self.assertEqual(answer["count"], 12)
        self.assertEqual(len(answer["results"]), 3)
        hit = answer["results"][0]
        self.assertEqual(set(hit), fields_of("Hit"))
        (found,) = hit["paragraphs"]
        self.assertEqual(set(found), fields_of("Snippet"))
        self.assertEqual(found["url"], f"{hit['url']}#par1")
        self.assertIn("The <harbour> of day", found["snippet"])
        ((start, end),) = found["marks"]
        self.assertEqual(found["snippet"][start:end], "harbour")

    def test_facets_are_named_as_their_parameters_are(self):
        facets = self.get("search?q=harbour")["facets"]
        for name, value, label, count in (
            ("classification", "SECRET", "Secret", 2),
            ("post", "embassy-lowmoor", "Embassy Lowmoor", 12),
            ("country", "lowmoor", "Lowmoor", 12),
            ("year", "2007", "2007", 6),
            ("tag", "MARR", "About MARR", 4),
            ("partial", "yes", "yes", 1),
            ("articles", "no", "no", 12),
        ):
            with self.subTest(name=name):
                self.assertIn(
                    {"value": value, "name": label, "count": count}, facets[name]
                )
                narrowed = self.get(f"search?q=harbour&{name}={value}")
                self.assertEqual(narrowed["count"], count)
                self.assertEqual(narrowed["notes"], [])
        self.assertIsNone(self.get("search?q=harbour&facets=no")["facets"])

    def test_several_values_and_the_query_language(self):
        for query, count in (
            ("year=2006&year=2007", 13),
            ("tag=PREL&tag=MARR", 4),
            ("q=harbour+-class:secret", 10),
            ("q=subject:boats", 1),
            ("articles=yes", 1),
            ("", 13),
        ):
            with self.subTest(query=query):
                self.assertEqual(self.get(f"search?{query}")["count"], count)

    def test_every_result_once(self):
        for sort in ("relevance", "newest", "oldest"):
            for limit in (1, 5, 12, 13):
                results, pages = self.walk(
                    f"search?q=harbour&limit={limit}&sort={sort}"
                )
                ids = [one["reference_id"] for one in results]
                with self.subTest(sort=sort, limit=limit):
                    self.assertEqual((len(ids), len(set(ids))), (12, 12))
                    self.assertEqual(pages, -(-12 // limit))
        dates = [one["created"] for one in results]
        self.assertEqual(dates, sorted(dates))

    def test_notes_say_what_was_left_out(self):
        notes = self.get("search?q=%22harbour&post=nowhere&sort=size&clas=secret")[
            "notes"
        ]
        text = " ".join(notes)
        for words in (
            "quotation mark",
            "No cable has the post 'nowhere'",
            "'size'",
            "'clas'",
        ):
            with self.subTest(words=words):
                self.assertIn(words, text)

    def test_too_many_results_to_walk_through(self):
        with patch.object(search, "FARTHEST", 4):
            answer = self.get("search?q=harbour&limit=2&cursor=s0000000000000002")
            self.assertIsNone(answer["next"])
            self.assertIn("narrow the search", answer["notes"][0])
            beyond = self.get("search?q=harbour&limit=2&cursor=sffffffffffffffff")
            self.assertIsNone(beyond["next"])

    def test_queries_do_not_grow_with_the_page(self):
        self.get("search?q=harbour")
        for limit in (1, 12):
            with self.subTest(limit=limit), self.assertNumQueries(7):
                self.get(f"search?q=harbour&limit={limit}")

    def test_missing_index(self):
        missing = IndexMissing("public")
        with (
            patch.object(public_index, "searcher", side_effect=missing),
            patch("cables.api.serving.current_stand", return_value=None),
        ):
            response = self.client.get(f"{API}search?q=harbour")
        self.assertEqual(response.status_code, 503)
        self.assertEqual(response["Retry-After"], "60")
        self.assertIn("no-store", response["Cache-Control"])
        self.assertNotIn("ETag", response)
        self.assertIn("index", response.json()["detail"])
