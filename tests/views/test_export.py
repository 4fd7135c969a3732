"""Searches as files: their records, and what a file leaves out."""

import threading
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.utils import timezone

from cables.choices import Classification, State
from cables.models import Cable
from cables.search.index import IndexMissing, public_index
from cables.search.writer import rebuild
from cables.views import export
from cables.views.export import COLUMNS
from tests import factories as make

from .exported import Archive


class RecordTests(Archive):
    def setUp(self):
        self.cable = make.make_cable(
            "06LOWMOOR1",
            subject="TOLLS; \u201ctolls\u201d",
            tags=["PREL", "HARBOUR, MASTER"],
            classification=Classification.SECRET_NOFORN,
            is_partial=True,
            word_count=1200,
            paragraphs=["Words of the body."],
        )
        article = make.make_article()
        for paragraph in (None, self.cable.paragraphs.get()):
            make.make_article_link(self.cable, article=article, paragraph=paragraph)
        make.make_article_link(self.cable, article=make.make_article(state="proposed"))
        rebuild(public_index)

    def test_row_of_a_table(self):
        (row,) = self.table()
        self.assertEqual(
            row,
            {
                "reference_id": "06LOWMOOR1",
                "url": "http://localhost:8000/cable/2006/04/06LOWMOOR1.html",
                "created": "2006-04-10T19:22:00Z",
                "released": "2011-08-30T01:44:00Z",
                "classification": "SECRET//NOFORN",
                "post": "Embassy Lowmoor",
                "country": "Lowmoor",
                "subject": "TOLLS; \u201ctolls\u201d",
                "tags": "PREL; HARBOUR, MASTER",
                "partial": "yes",
                "articles": "1",
                "word_count": "1200",
            },
        )
        self.assertEqual(tuple(row), COLUMNS)

    def test_line_of_json_has_the_same_names_and_real_types(self):
        (line,) = self.lines()
        self.assertEqual(tuple(line), COLUMNS)
        self.assertEqual(line["tags"], ["PREL", "HARBOUR, MASTER"])
        self.assertIs(line["partial"], True)
        self.assertEqual((line["articles"], line["word_count"]), (1, 1200))
        self.assertEqual(line["subject"], self.cable.subject)

    def test_says_what_it_is(self):
        for form, kind in (("csv", "text/csv"), ("jsonl", "application/jsonl")):
            with self.subTest(form=form):
                page = self.client.get(f"/search/export.{form}")
                self.assertTrue(page["Content-Type"].startswith(kind))
                self.assertEqual(
                    page["Content-Disposition"], f'attachment; filename="cables.{form}"'
                )
        self.assertEqual(self.client.get("/search/export.xls").status_code, 404)

    def test_nothing_found_is_a_table_without_rows(self):
        self.assertEqual(self.read("/search/export.csv?q=never").count("\n"), 1)
        self.assertEqual(self.read("/search/export.jsonl?q=never"), "")

    def test_known_version_is_answered_without_a_search(self):
        page = self.client.get("/search/export.csv")
        self.assertIn("max-age=0", page["Cache-Control"])
        with patch.object(export, "found_keys", side_effect=AssertionError):
            again = self.client.get(
                "/search/export.csv", headers={"if-none-match": page["ETag"]}
            )
        self.assertEqual(again.status_code, 304)

    def test_asked_for_the_head_alone_nothing_is_read(self):
        with patch.object(export, "found_keys", side_effect=AssertionError):
            page = self.client.head("/search/export.csv")
        self.assertEqual(page.status_code, 200)
        self.assertIn("attachment", page["Content-Disposition"])

    def test_without_an_index_a_sentence(self):
        with patch.object(export, "found_keys", side_effect=IndexMissing):
            page = self.client.get("/search/export.csv")
        self.assertContains(page, "Please try again", status_code=503)
        self.assertIn("Retry-After", page.headers)
        self.assertNotIn("ETag", page.headers)  # it would outlive the reason
        self.assertEqual(page["Cache-Control"], "no-store")


class SearchTests(Archive):
    @classmethod
    def setUpTestData(cls):
        for n in range(1, 8):
            make.make_cable(
                f"06LOWMOOR{n}",
                created=datetime(2000 + n, 1, 1, tzinfo=UTC),
                subject="HARBOUR" if n % 2 else "QUAY",
                tags=["PREL"] if n > 4 else [],
            )

    def setUp(self):
        rebuild(public_index)
        # A file that a failing test left open takes no turn from the next one.
        turns = patch.object(export.InTurn, "_turns", threading.Semaphore(1))
        self.enterContext(turns)

    def test_same_parameters_as_the_page(self):
        for parameters, expected in (
            ("?q=harbour&sort=oldest", "1357"),
            ("?q=harbour&sort=newest", "7531"),
            ("", "7654321"),
            ("?tag=PREL&sort=oldest", "567"),
            ("?year=2003&year=2004", "43"),
            ("?q=-harbour", "642"),
            ("?q=harbour&page=9&sort=newest", "7531"),  # a file has no pages
            ("?classification=never&year=never&sort=oldest", "1234567"),
        ):
            with self.subTest(parameters=parameters):
                expected = [f"06LOWMOOR{n}" for n in expected]
                self.assertEqual(self.ids(parameters), expected)

    def test_parts_join_without_gap_or_repetition(self):
        with patch.object(export, "ROWS", 3):
            self.assertEqual(
                self.ids("?sort=oldest"), [f"06LOWMOOR{n}" for n in range(1, 8)]
            )
            self.assertEqual(len(self.lines()), 7)

    def test_queries_grow_with_the_parts_not_with_the_rows(self):
        keys = list(Cable.objects.values_list("pk", flat=True))
        for rows, parts in ((7, 1), (4, 2)):
            with patch.object(export, "ROWS", rows), self.assertNumQueries(4 * parts):
                list(export.csv_text(keys))

    def test_no_more_than_a_part_is_read_ahead(self):
        with patch.object(export, "ROWS", 2):
            parts = export.records(list(Cable.objects.values_list("pk", flat=True)))
            with self.assertNumQueries(4):
                next(parts)

    def test_what_is_withdrawn_meanwhile_is_not_sent(self):
        with patch.object(export, "ROWS", 2), patch.object(export, "SMALL", 3):
            page = self.client.get("/search/export.csv?sort=oldest")
            Cable.objects.filter(reference_id="06LOWMOOR7").update(
                state=State.WITHDRAWN
            )
            text = page.getvalue().decode()
        self.assertIn("06LOWMOOR6", text)
        self.assertNotIn("06LOWMOOR7", text)

    def test_a_large_file_is_streamed_one_at_a_time(self):
        with patch.object(export, "SMALL", 6):
            small = self.client.get("/search/export.csv?tag=PREL")
            self.assertFalse(small.streaming)
            first = self.client.get("/search/export.csv")
            self.assertTrue(first.streaming)
            busy = self.client.get("/search/export.jsonl")
            self.assertContains(busy, "try again", status_code=429)
            self.assertNotIn("ETag", busy.headers)
            small = self.client.get("/search/export.csv?tag=PREL")
            self.assertEqual(small.status_code, 200)
            first.getvalue()  # sent to its end
            third = self.client.get("/search/export.jsonl")
            next(third.streaming_content)
            with patch("django.core.signals.request_finished.send"):
                third.close()  # the reader went away; the test's connection stays
            self.assertEqual(len(self.lines()), 7)

    def test_a_file_that_fails_gives_its_turn_back(self):
        class Failing:
            def __next__(self):
                raise OSError

        with self.assertRaises(OSError):
            next(export.InTurn(Failing()))
        kept = export.InTurn(iter(()))
        with self.assertRaises(export.Busy):
            export.InTurn(iter(()))
        del kept  # never asked for its first part, and never closed
        export.InTurn(iter(())).close()

    def test_hostile_parameters_are_answered(self):
        for parameters in (
            *("?q=((((", "?q=%22", "?q=*", "?sort=never", "?year=-1&year=99999999999"),
            *("?tag=%F0%9F%8C%8A&para=%1B", "?q=" + "a+" * 1500, "?articles=2"),
            "?" + "&".join(f"post=x{n}" for n in range(500)),
        ):
            with self.subTest(parameters=parameters[:40]):
                self.assertLessEqual(set(self.ids(parameters)), self.ALL)

    ALL = frozenset(f"06LOWMOOR{n}" for n in range(1, 8))


class HiddenTests(Archive):
    def test_nothing_that_is_not_public(self):
        later = timezone.now() + timedelta(days=1)
        words = {"subject": "CANARY harbour", "tags": ["CANARYTAG"]}
        make.make_draft("06CANARY1", **words)
        make.make_cable("06CANARY2", on_hold=True, **words)
        make.make_cable("06CANARY3", released=later, **words)
        make.make_withdrawn("06CANARY4", **words)
        seen = make.make_cable("06LOWMOOR1", subject="HARBOUR")
        make.make_article_link(seen, article=make.make_article(state="rejected"))
        # Even where the index still knows them.
        Cable.objects.update(
            state=State.PUBLISHED, on_hold=False, released=make.RELEASED
        )
        rebuild(public_index)
        Cable.objects.filter(reference_id="06CANARY1").update(state=State.DRAFT)
        Cable.objects.filter(reference_id="06CANARY2").update(on_hold=True)
        Cable.objects.filter(reference_id="06CANARY3").update(released=later)
        Cable.objects.filter(reference_id="06CANARY4").update(state=State.WITHDRAWN)
        for form in ("csv", "jsonl"):
            for parameters in ("", "?q=canary", "?q=harbour", "?tag=CANARYTAG"):
                with self.subTest(form=form, parameters=parameters):
                    text = self.read(f"/search/export.{form}{parameters}")
                    self.assertNotIn("CANARY", text.upper())
        (row,) = self.table("?q=harbour")
        self.assertEqual(row["articles"], "0")
