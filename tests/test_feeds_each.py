"""What each feed has: cables, searches, articles, changes."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch
from xml.etree import ElementTree

from django.utils import timezone

from cables.choices import Action
from cables.feed_entries import cable_summary, cable_title, printable
from cables.models import Cable, Change
from cables.search.index import IndexMissing, public_index
from cables.search.snippets import Piece
from cables.search.writer import rebuild
from tests import factories as make

from .feed_reading import ATOM, FEEDS, SITE, FeedTestCase


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
