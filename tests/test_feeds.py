"""A real feed reader reads every feed, and finds in it what the pages show, no more."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch
from xml.etree import ElementTree

import feedparser
from django.core.cache import cache
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cables.choices import Action, ReasonCode
from cables.curation import states
from cables.feed_entries import cable_summary, cable_title, printable
from cables.models import Cable, Change
from cables.search.index import IndexMissing, public_index
from cables.search.snippets import Piece
from cables.search.writer import rebuild
from tests import factories as make
from tests.admin.editors import make_editor

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://archive.example"
FEEDS = (
    *("/feed.atom", "/tag/PREL/feed.atom", "/post/embassy-lowmoor/feed.atom"),
    *("/article/feed.atom", "/changes/feed.atom", "/search/feed.atom"),
    *("/search/feed.atom?q=harbour&tag=PREL",),
)
ODD = (
    "Tolls & <b>talks</b> <script>alert(1)</script>",
    "Half\x01a\x1bcontrol\x0b\ufffe, and\nanother\tline",
    "Wave \U0001f30a, \u05e9\u05dc\u05d5\u05dd, \u202eabc\u202c ]]> \"quoted\" 'too'",
    "",
)


@override_settings(SITE_URL=SITE)
class FeedTestCase(TestCase):
    def setUp(self):
        cache.clear()

    def feed(self, address):
        page = self.client.get(address)
        self.assertEqual(page.status_code, 200, address)
        self.assertTrue(page["Content-Type"].startswith("application/atom+xml"))
        read = feedparser.parse(page.content)
        self.assertFalse(read.bozo, f"{address}: {read.get('bozo_exception')}")
        self.assertEqual(read.version, "atom10")
        return read

    def titles(self, address):
        return [entry.title for entry in self.feed(address).entries]

    def ids(self, address):
        return [title.split(":")[0] for title in self.titles(address)]


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


class CableFeedTests(FeedTestCase):
    def test_an_entry(self):
        changed = datetime(2012, 1, 2, tzinfo=UTC)
        cable = make.make_cable("06LOWMOOR1", subject="TOLLS", modified=changed)
        (entry,) = self.feed("/feed.atom").entries
        address = f"{SITE}/cable/2006/04/06LOWMOOR1.html"
        self.assertEqual((entry.id, entry.link), (address, address))
        self.assertEqual(entry.title, "06LOWMOOR1: TOLLS")
        self.assertEqual(
            entry.summary, "<p>Confidential, Embassy Lowmoor, 10 April 2006</p>"
        )
        self.assertEqual(entry.published, "2011-08-30T01:44:00+00:00")
        self.assertEqual(entry.updated, "2012-01-02T00:00:00+00:00")
        Cable.objects.filter(pk=cable.pk).update(modified=make.CREATED)
        (entry,) = self.feed("/feed.atom").entries
        self.assertEqual(entry.updated, entry.published)

    def test_newest_release_first_and_no_more_than_fifty(self):
        for n in range(60):
            make.make_cable(
                f"06LOWMOOR{n}",
                released=make.RELEASED + timedelta(minutes=n),
                tags=["PREL"],
            )
        expected = [f"06LOWMOOR{n}" for n in range(59, 9, -1)]
        rebuild(public_index)
        for address in (*FEEDS[:3], FEEDS[5]):
            with self.subTest(address=address):
                self.assertEqual(self.ids(address), expected)

    def test_tag_and_post_hold_their_own_cables(self):
        other = make.make_post("Consulate Highfell")
        make.make_cable("06LOWMOOR1", tags=["PREL"])
        make.make_cable("06HIGHFELL2", post=other, tags=["MARR"])
        self.assertEqual(self.ids("/tag/PREL/feed.atom"), ["06LOWMOOR1"])
        self.assertEqual(
            self.ids("/post/consulate-highfell/feed.atom"), ["06HIGHFELL2"]
        )
        with patch("cables.feeds.MANY", 1):  # the way that is quick for frequent tags
            self.assertEqual(self.ids("/tag/PREL/feed.atom"), ["06LOWMOOR1"])

    def test_former_names_lead_to_the_feed_under_its_own_address(self):
        cable = make.make_cable("06LOWMOOR1", tags=["HUMAN RIGHTS"])
        make.make_tag_alias(make.make_tag("HUMAN RIGHTS"), "HUMAN RIGHT")
        cable.post.aliases.create(name="embassy-oldname")
        for address, own in (
            ("/tag/human-rights/feed.atom", "/tag/HUMAN-RIGHTS/feed.atom"),
            ("/tag/HUMAN-RIGHT/feed.atom", "/tag/HUMAN-RIGHTS/feed.atom"),
            ("/post/embassy-oldname/feed.atom", "/post/embassy-lowmoor/feed.atom"),
        ):
            with self.subTest(address=address):
                read = self.feed(address)
                self.assertEqual(len(read.entries), 1)
                self.assertEqual(read.feed.id, f"{SITE}{own}")

    def test_what_only_drafts_have_is_not_known(self):
        post = make.make_post("Embassy Unseen")
        make.make_draft(post=post, tags=["UNSEEN"])
        for name in ("tag/UNSEEN", "tag/NEVER", "post/embassy-unseen", "post/never"):
            with self.subTest(name=name):
                page = self.client.get(f"/{name}/feed.atom")
                self.assertEqual(page.status_code, 404)

    def test_summary_marks_what_was_found(self):
        cable = make.make_cable(subject="TOLLS")
        pieces = [Piece(text="a < "), Piece(text="toll", marked=True)]
        self.assertTrue(
            cable_summary(cable, pieces).endswith(
                "<blockquote><p>a &lt; <b>toll</b></p></blockquote>"
            )
        )

    def test_title_without_a_subject(self):
        cable = make.make_cable("06LOWMOOR1", subject=" \n ")
        self.assertEqual(cable_title(cable), "06LOWMOOR1: no subject")

    def test_printable(self):
        self.assertEqual(printable("a\x00b\x0b\ud800c\ufffe\td\n"), "abc\td\n")


class SearchFeedTests(FeedTestCase):
    def test_excerpt_of_the_paragraph_that_matches(self):
        make.make_cable("06LOWMOOR1", paragraphs=["Other words.", "Harbour dues rose."])
        rebuild(public_index)
        (entry,) = self.feed("/search/feed.atom?q=harbour").entries
        self.assertIn("<p><b>Harbour</b> dues rose.</p>", entry.summary)
        self.assertNotIn("Other words", entry.summary)

    def test_in_one_release_the_newest_telegram_first(self):
        """More share a release than a feed holds: the newest of them are its end."""
        for n in range(60):
            released = make.RELEASED + timedelta(days=n < 10)
            created = make.CREATED + timedelta(days=(n * 7) % 60)
            make.make_cable(f"06LOWMOOR{n}", released=released, created=created)
        rebuild(public_index)
        wanted = Cable.objects.order_by("-released", "-created", "-id")[:50]
        self.assertEqual(
            self.ids("/search/feed.atom"), [cable.reference_id for cable in wanted]
        )
        newest = self.titles("/feed.atom")
        self.assertEqual(self.titles("/search/feed.atom"), newest)

    def test_two_ways_to_ask_are_one_feed(self):
        make.make_cable("06LOWMOOR1", tags=["PREL"])
        rebuild(public_index)
        first = self.feed("/search/feed.atom?tag=PREL&q=&sort=oldest&page=3&x=y")
        second = self.feed("/search/feed.atom?tag=PREL&year=never")
        self.assertEqual(first.feed.id, f"{SITE}/search/feed.atom?tag=PREL")
        self.assertEqual(first.feed.id, second.feed.id)
        self.assertEqual(first.feed.title, "Cable Archive: search for tag PREL")

    def test_title_names_the_search(self):
        rebuild(public_index)
        for query, title in (
            ("?q=harbour&year=2006", "Cable Archive: search for harbour, year 2006"),
            ("", "Cable Archive: search"),
            ("?q=%3Cb%3E%1B", "Cable Archive: search for <b>"),
        ):
            with self.subTest(query=query):
                page = self.client.get(f"/search/feed.atom{query}")
                root = ElementTree.fromstring(page.content)
                self.assertEqual(root.findtext(f"{ATOM}title"), title)

    def test_hostile_parameters_are_answered(self):
        make.make_cable()
        rebuild(public_index)
        for query in ("((((", "%22", "*", "a*" * 300, "%E2%80%AE", "OR OR", "%0B%1F"):
            with self.subTest(query=query):
                self.feed(f"/search/feed.atom?q={query}")

    def test_without_an_index_a_sentence(self):
        with patch("cables.search_feed.newest_released", side_effect=IndexMissing):
            page = self.client.get("/search/feed.atom")
        self.assertContains(page, "Please try again", status_code=503)
        self.assertNotIn("ETag", page.headers)  # it would outlive the reason


class ArticlesFeedTests(FeedTestCase):
    def test_newest_link_first_with_the_cables_used(self):
        early = make.make_cable("06LOWMOOR1", subject="TOLLS")
        late = make.make_cable("06LOWMOOR2", released=datetime(2012, 1, 1, tzinfo=UTC))
        old = make.make_article("Old", date=date(2013, 2, 3))
        new = make.make_article("New", date=None, publisher=make.make_publisher())
        make.make_article_link(early, article=new)
        make.make_article_link(early, article=old)
        make.make_article_link(late, article=new)
        first, second = self.feed("/article/feed.atom").entries
        self.assertEqual((first.title, second.title), ("New", "Old"))
        self.assertEqual(first.id, f"{SITE}/article/{new.pk}/")
        self.assertIn(
            f'{SITE}/cable/2006/04/06LOWMOOR1.html">06LOWMOOR1: TOLLS', first.summary
        )
        self.assertIn("06LOWMOOR2", first.summary)
        self.assertNotIn("06LOWMOOR2", second.summary)
        self.assertEqual(first.updated, "2012-01-01T00:00:00+00:00")
        self.assertEqual(second.updated, "2013-02-03T00:00:00+00:00")


class ChangesFeedTests(FeedTestCase):
    def test_an_entry_says_what_why_and_how_many_words(self):
        cable = make.make_cable("06LOWMOOR1", subject="TOLLS")
        change = make.make_change(
            cable, Action.REDACTED, reason="Names a source.", words=1200
        )
        (entry,) = self.feed("/changes/feed.atom").entries
        self.assertEqual(entry.title, "Redacted: 06LOWMOOR1, TOLLS")
        self.assertEqual(
            entry.summary, "<p>Protects a source. Names a source. 1,200 words left.</p>"
        )
        self.assertEqual(entry.id, f"{SITE}/changes/#{change.pk}")
        self.assertEqual(entry.link, f"{SITE}/cable/2006/04/06LOWMOOR1.html")

    def test_withdrawal_is_told_without_a_subject(self):
        make.make_withdrawn("06LOWMOOR9", reason="Names a source.", subject="UNSEEN")
        page = self.client.get("/changes/feed.atom")
        self.assertContains(page, "Withdrawn: 06LOWMOOR9")
        self.assertContains(page, "Names a source.")
        self.assertNotContains(page, "UNSEEN")

    def test_shows_what_the_page_shows(self):
        later = timezone.now() + timedelta(days=1)
        for make_one, fields in (
            *((make.make_cable, {}), (make.make_draft, {}), (make.make_withdrawn, {})),
            *(
                (make.make_cable, {"on_hold": True}),
                (make.make_cable, {"released": later}),
            ),
            (make.make_withdrawn, {"released": later}),
        ):
            make.make_change(make_one(**fields))
        shown = {change.pk for change in Change.objects.public()}
        entries = self.feed("/changes/feed.atom").entries
        told = {int(entry.id.rpartition("#")[2]) for entry in entries}
        self.assertEqual(told, shown)
        self.assertLess(len(told), Change.objects.count())


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
