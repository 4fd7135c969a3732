"""Pages that anyone may cache: 304 before rendering, and nothing stale."""

from datetime import timedelta
from unittest.mock import patch

from django.contrib.auth.models import User
from django.test import TestCase
from django.utils import timezone

from cables.models import Cable, raise_epoch
from cables.search.index import IndexMissing
from tests import factories as make

ADDRESS = "/cable/2006/04/06LOWMOOR1.html"
PAGES = (
    *(
        "/",
        ADDRESS,
        ADDRESS.replace("html", "json"),
        "/cable/2006/04/06LOWMOOR1/par1.html",
    ),
    *("/date/2006/", "/tag/PREL/", "/about/faq/", "/changes/", "/feed.atom"),
)


class ConditionalTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        hour_ago = timezone.now() - timedelta(hours=1)
        cls.cable = make.make_cable(
            "06LOWMOOR1", paragraphs=["One."], tags=["PREL"], modified=hour_ago
        )
        raise_epoch()

    def again(self, address, page):
        return self.client.get(address, headers={"if-none-match": page["ETag"]})

    def test_same_version_is_answered_before_anything_is_rendered(self):
        for address in PAGES:
            page = self.client.get(address)
            with (
                self.subTest(address=address),
                patch("django.template.Template.render"),
            ):
                self.assertEqual(self.again(address, page).status_code, 304)

    def test_condition_of_a_cable_costs_one_query(self):
        page = self.client.get(ADDRESS)
        with self.assertNumQueries(1):
            self.again(ADDRESS, page)

    def test_time_alone_never_says_that_nothing_changed(self):
        later = {"if-modified-since": "Wed, 01 Jan 2099 00:00:00 GMT"}
        for address in PAGES:
            with self.subTest(address=address):
                page = self.client.get(address, headers=later)
                self.assertEqual(page.status_code, 200)

    def test_an_archive_without_public_cables_has_editions_too(self):
        Cable.objects.update(state="draft")
        page = self.client.get("/about/faq/")
        raise_epoch()
        self.assertEqual(self.again("/about/faq/", page).status_code, 200)

    def test_a_stale_session_leaves_no_trace(self):
        self.client.cookies["sessionid"] = "long-gone"
        page = self.client.get(ADDRESS)
        self.assertFalse(page.cookies)
        self.assertNotIn("Cookie", page.get("Vary", ""))

    def test_readers_only_read(self):
        for address in (*PAGES, "/robots.txt", "/never"):
            for method in ("post", "put", "patch", "delete", "options", "trace"):
                with self.subTest(address=address, method=method):
                    page = getattr(self.client, method)(address)
                    self.assertEqual(page.status_code, 405)
                    self.assertEqual(page["Allow"], "GET, HEAD")

    def test_next_edition_and_next_version_are_sent_whole(self):
        page = self.client.get(ADDRESS)
        raise_epoch()
        second = self.again(ADDRESS, page)
        self.assertEqual(second.status_code, 200)
        Cable.objects.update(version=2)
        self.assertEqual(self.again(ADDRESS, second).status_code, 200)

    def test_release_that_comes_by_time_is_a_new_edition(self):
        home = self.client.get("/")
        make.make_cable(released=timezone.now() - timedelta(seconds=1))
        self.assertEqual(self.again("/", home).status_code, 200)

    def test_withdrawn_is_gone_at_once(self):
        page = self.client.get(ADDRESS)
        Cable.objects.update(state="withdrawn")
        self.assertEqual(self.again(ADDRESS, page).status_code, 404)

    def test_cacheable_by_anyone(self):
        for address in PAGES:
            page = self.client.get(address)
            with self.subTest(address=address):
                self.assertIn("public", page["Cache-Control"])
                self.assertIn("max-age=", page["Cache-Control"])
                self.assertNotIn("Cookie", page.get("Vary", ""))
                self.assertFalse(page.cookies)

    def test_one_who_is_logged_in_gets_the_same_bytes(self):
        pages = [self.client.get(address).content for address in PAGES]
        self.client.force_login(User.objects.create_user("editor"))
        self.assertEqual([self.client.get(a).content for a in PAGES], pages)


class FailureTests(TestCase):
    def test_a_failure_is_neither_kept_nor_confirmed(self):
        with patch("cables.views.search._results", side_effect=IndexMissing):
            response = self.client.get("/search/?q=harbour")
        self.assertEqual(response.status_code, 503)
        self.assertNotIn("ETag", response)
        self.assertIn("no-store", response["Cache-Control"])
