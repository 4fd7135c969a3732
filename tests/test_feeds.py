"""Every feed, read by a feed reader; and nothing hidden in any."""

from datetime import timedelta
from unittest.mock import patch
from xml.etree import ElementTree

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cables.choices import ReasonCode
from cables.curation import states
from cables.models import Cable
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make
from tests.admin.editors import make_editor

from .feed_reading import ATOM, FEEDS, ODD, SITE, FeedTestCase


class EveryFeedTests(FeedTestCase):
    @classmethod
    def setUpTestData(cls):
        for subject in ODD:
            cable = make.make_cable(
                subject=subject,
                tags=["PREL"],
                paragraphs=["The harbour <i>is</i>\x02 open & deep."],
            )
            article = make.make_article(subject, author=f"An author {subject}")
            make.make_article_link(cable, article=article)
            make.make_change(cable, reason=f"Spelling {subject}")

    def setUp(self):
        super().setUp()
        rebuild(public_index)

    def test_a_feed_reader_finds_nothing_wrong(self):
        for address in FEEDS:
            with self.subTest(address=address):
                read = self.feed(address)
                self.assertEqual(len(read.entries), len(ODD))
                ids = [entry.id for entry in read.entries]
                self.assertEqual(len(set(ids)), len(ids))
                for entry in read.entries:
                    self.assertTrue(entry.title)
                    self.assertTrue(entry.id.startswith(f"{SITE}/"))
                    self.assertTrue(entry.link.startswith(f"{SITE}/"))
                    self.assertIsNotNone(entry.updated_parsed)

    def test_what_the_standard_asks_for(self):
        for address in FEEDS:
            root = ElementTree.fromstring(self.client.get(address).content)
            with self.subTest(address=address):
                for name in ("id", "title", "updated", "author"):
                    self.assertEqual(len(root.findall(f"{ATOM}{name}")), 1)
                links = {
                    link.get("rel"): link.get("href")
                    for link in root.findall(f"{ATOM}link")
                }
                self.assertEqual(links["self"], f"{SITE}{address}")
                self.assertEqual(root.findtext(f"{ATOM}id"), links["self"])
                self.assertTrue(links["alternate"].startswith(f"{SITE}/"))
                for entry in root.findall(f"{ATOM}entry"):
                    for name in ("id", "title", "updated", "link"):
                        self.assertEqual(len(entry.findall(f"{ATOM}{name}")), 1)

    def test_no_words_of_the_library_are_markup(self):
        for address in FEEDS:
            root = ElementTree.fromstring(self.client.get(address).content)
            for summary in root.iter(f"{ATOM}summary"):
                with self.subTest(address=address):
                    for markup in ("<script", "<i>", "<b>talks"):
                        self.assertNotIn(markup, summary.text)

    def test_titles_are_one_line(self):
        for address in FEEDS:
            for title in self.titles(address):
                self.assertNotRegex(title, r"[\n\t\x00-\x1f]")

    def test_known_edition_is_answered_without_rendering(self):
        for address in FEEDS:
            page = self.client.get(address)
            with (
                self.subTest(address=address),
                patch("cables.feeds.ReadersFeed.serve", side_effect=AssertionError),
            ):
                self.assertIn("public", page["Cache-Control"])
                self.assertNotIn("Last-Modified", page.headers)
                self.assertFalse(page.cookies)
                known = {"if-none-match": page["ETag"]}
                again = self.client.get(address, headers=known)
                self.assertEqual(again.status_code, 304)

    def test_same_bytes_each_time(self):
        for address in FEEDS:
            with self.subTest(address=address):
                first, second = (self.client.get(address).content for _ in range(2))
                self.assertEqual(first, second)

    def test_queries_do_not_grow_with_the_entries(self):
        counts = {}
        for more in (0, 5):
            for _ in range(more):
                cable = make.make_cable(tags=["PREL"], paragraphs=["A harbour."])
                make.make_article_link(cable)
                make.make_change(cable)
            rebuild(public_index)
            for address in FEEDS:
                self.client.get(address)
                with (
                    self.subTest(address=address),
                    CaptureQueriesContext(connection) as queries,
                ):
                    self.client.get(address)
                counts.setdefault(address, []).append(len(queries))
        for address, (few, many) in counts.items():
            with self.subTest(address=address):
                self.assertEqual(few, many)
                self.assertLessEqual(many, 9)

    def test_pages_name_their_feeds(self):
        for page, address in (
            *(("/tag/PREL/", FEEDS[1]), ("/post/embassy-lowmoor/", FEEDS[2])),
            *(("/article/", FEEDS[3]), ("/changes/", FEEDS[4])),
        ):
            with self.subTest(page=page):
                answer = self.client.get(page)
                self.assertContains(answer, f'href="{address}"', count=2)
                self.assertContains(answer, 'rel="alternate" type="application/atom+')


class EmptyTests(FeedTestCase):
    def test_without_entries_a_feed_is_valid_and_the_same_each_time(self):
        rebuild(public_index)
        for address in (FEEDS[0], *FEEDS[3:6], "/search/feed.atom?q=never"):
            with self.subTest(address=address):
                read = self.feed(address)
                self.assertEqual(read.entries, [])
                self.assertEqual(read.feed.updated, "1970-01-01T00:00:00+00:00")


class CanaryTests(FeedTestCase):
    def test_nothing_that_is_not_public(self):
        later = timezone.now() + timedelta(days=1)
        words = {"subject": "CANARY harbour", "tags": ["CANARYTAG", "PREL"]}
        words["paragraphs"] = ["The canary sang at the harbour."]
        hidden = [
            make.make_draft("06CANARY1", **words),
            make.make_cable("06CANARY2", on_hold=True, **words),
            make.make_cable("06CANARY3", released=later, **words),
            make.make_cable("06CANARY4", state="withdrawn", **words),
        ]
        seen = make.make_cable(
            "06LOWMOOR1", tags=["PREL"], paragraphs=["The harbour is open."]
        )
        shared = make.make_article("Harbours")
        for cable in (*hidden, seen):
            make.make_article_link(cable, article=shared)
            make.make_change(cable)
        make.make_article_link(hidden[0], article=make.make_article("Canary"))
        make.make_article_link(
            seen, article=make.make_article("Canary", state="proposed")
        )
        # Even where the index still holds what was public a moment ago.
        kept = {
            cable.pk: (cable.state, cable.on_hold, cable.released) for cable in hidden
        }
        Cable.objects.update(state="published", on_hold=False, released=make.RELEASED)
        rebuild(public_index)
        for pk, (state, on_hold, released) in kept.items():
            Cable.objects.filter(pk=pk).update(
                state=state, on_hold=on_hold, released=released
            )
        for address in (*FEEDS, "/search/feed.atom?q=sang"):
            with self.subTest(address=address):
                page = self.client.get(address)
                self.assertEqual(page.status_code, 200)
                self.assertNotIn("canary", page.content.decode().lower())
        self.assertEqual(self.ids("/search/feed.atom?q=harbour"), ["06LOWMOOR1"])

    def test_withdrawn_by_an_editor_is_gone_from_every_feed_at_once(self):
        cable = make.make_cable("06LOWMOOR1", tags=["PREL"], subject="CANARY")
        make.make_cable("06LOWMOOR2", tags=["PREL"], subject="harbour")
        make.make_article_link(cable)
        rebuild(public_index)
        before = {address: self.client.get(address) for address in FEEDS}
        with self.captureOnCommitCallbacks(execute=True):
            states.withdraw(
                cable, user=make_editor(), reason_code=ReasonCode.SOURCE_SAFETY
            )
        for address, page in before.items():
            known = {"if-none-match": page["ETag"]}
            after = self.client.get(address, headers=known)
            with self.subTest(address=address):
                self.assertEqual(after.status_code, 200)
                self.assertNotContains(after, "CANARY")
