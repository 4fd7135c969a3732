"""Every public cable has its line in the sitemap, and nothing else has."""

import re
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from xml.etree import ElementTree

from django.core.cache import caches
from django.test import TestCase, override_settings
from django.utils import timezone

from cables import sitemaps
from cables.models import Cable, raise_epoch
from tests import factories as make

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://archive.example"
W3C_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


@override_settings(SITE_URL=SITE)
class SitemapTestCase(TestCase):
    def setUp(self):
        caches["figures"].clear()

    def entries(self, address, root):
        """
        Return (address, time) of a file's entries, and hold it against the schema: the
        root and its children by name, ``loc`` first and once, ``lastmod`` at most once.
        """
        page = self.client.get(address)
        self.assertEqual(page.status_code, 200, address)
        self.assertTrue(page["Content-Type"].startswith("application/xml"))
        tree = ElementTree.fromstring(page.content)
        self.assertEqual(tree.tag, f"{NS}{root}")
        child = {"sitemapindex": "sitemap", "urlset": "url"}[root]
        self.assertTrue(0 < len(tree) <= 50_000)
        return [self.entry(one, f"{NS}{child}") for one in tree]

    def entry(self, element, tag):
        self.assertEqual(element.tag, tag)
        names = [part.tag for part in element]
        self.assertIn(names, ([f"{NS}loc"], [f"{NS}loc", f"{NS}lastmod"]))
        address, modified = element[0].text, element.findtext(f"{NS}lastmod")
        self.assertTrue(address.startswith(f"{SITE}/"), address)
        self.assertTrue(12 <= len(address) < 2048 and address.isascii())
        if modified is not None:
            self.assertRegex(modified, W3C_DATE)
        return address.removeprefix(SITE), modified

    def index(self):
        return [address for address, _ in self.entries("/sitemap.xml", "sitemapindex")]

    def all(self, kind=""):
        """Return {address: time} of all sections of a kind."""
        found = []
        for address in self.index():
            if address.startswith(f"/sitemap-{kind}"):
                found += self.entries(address, "urlset")
        self.assertEqual(len(dict(found)), len(found))
        return dict(found)


class CableTests(SitemapTestCase):
    def test_every_public_cable_with_the_time_of_its_change(self):
        changed = datetime(2012, 5, 6, 7, 8, 9, 123, tzinfo=UTC)
        make.make_cable("06LOWMOOR1", modified=changed)
        make.make_cable("06ODD:-_.2")
        found = self.all("cables")
        self.assertEqual(
            set(found),
            {c.get_absolute_url() for c in Cable.objects.all()},
        )
        address = "/cable/2006/04/06LOWMOOR1.html"
        self.assertEqual(found[address], "2012-05-06T07:08:09Z")

    def test_sections_are_blocks_of_keys_and_join_without_gap(self):
        cables = [make.make_cable() for _ in range(9)]
        with patch.object(sitemaps, "SIZE", 2):
            sections = [one for one in self.index() if "cables" in one]
            self.assertIn(len(sections), (5, 6))
            for address in sections:
                self.assertLessEqual(len(self.entries(address, "urlset")), 2)
            self.assertEqual(
                set(self.all("cables")), {one.get_absolute_url() for one in cables}
            )

    def test_a_block_without_public_cables_is_no_section(self):
        first, gone, last = make.make_cable(), make.make_draft(), make.make_cable()
        with patch.object(sitemaps, "SIZE", 1):
            sections = [one for one in self.index() if "cables" in one]
            self.assertEqual(
                sections,
                [f"/sitemap-cables-{one.pk}.xml" for one in (first, last)],
            )
            page = self.client.get(f"/sitemap-cables-{gone.pk}.xml")
            self.assertEqual(page.status_code, 404)

    def test_canary(self):
        later = timezone.now() + timedelta(days=1)
        post = make.make_post("Embassy Canary", country="Canaria")
        fields = {"post": post, "tags": ["CANARY"]}
        make.make_draft("06CANARY1", **fields)
        make.make_cable("06CANARY2", on_hold=True, **fields)
        make.make_cable("06CANARY3", released=later, **fields)
        make.make_withdrawn("06CANARY4", **fields)
        make.make_cable("06LOWMOOR1", tags=["PREL"])
        found = self.all()
        self.assertIn("/tag/PREL/", found)
        self.assertNotIn("canar", "".join(found).lower())

    def test_withdrawn_is_gone_with_the_next_edition(self):
        cable = make.make_cable()
        self.assertIn(cable.get_absolute_url(), self.all())
        Cable.objects.update(state="withdrawn")
        raise_epoch()
        self.assertNotIn(cable.get_absolute_url(), self.all())

    def test_queries_do_not_grow_with_the_cables(self):
        for _ in range(3):
            make.make_cable()
        block = Cable.objects.first().pk // sitemaps.SIZE
        self.index()
        for more in (0, 20):
            for _ in range(more):
                make.make_cable()
            with self.subTest(more=more):
                with self.assertNumQueries(2):  # the edition, and the rows
                    self.client.get(f"/sitemap-cables-{block}.xml")
                with self.assertNumQueries(1):
                    self.client.get("/sitemap.xml")


class PageTests(SitemapTestCase):
    @classmethod
    def setUpTestData(cls):
        cable = make.make_cable(tags=["PREL", "HARBOUR, MASTER"])
        highfell = make.make_post("Consulate Highfell", country="High & Fell")
        make.make_cable(post=highfell)
        make.make_post("Embassy Unused")
        make.make_tag("UNUSED")
        make.make_article_link(cable)

    def test_ways_in_posts_tags_and_texts(self):
        found = self.all()
        for address in (
            *("/", "/date/", "/post/embassy-lowmoor/", "/post/consulate-highfell/"),
            *("/country/lowmoor/", "/country/high-fell/", "/tag/HARBOUR-MASTER/"),
            *("/classification/secret-noforn/", "/about/faq/", "/changes/"),
        ):
            with self.subTest(address=address):
                self.assertIn(address, found)
        self.assertRegex(found["/about/faq/"], W3C_DATE)
        self.assertNotIn("/post/embassy-unused/", found)
        self.assertNotIn("/tag/UNUSED/", found)

    def test_every_address_leads_to_a_page(self):
        for address in self.all():
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 200)

    def test_lists_are_cut_into_sections_too(self):
        whole = set(self.all())
        caches["figures"].clear()
        with patch.object(sitemaps, "SIZE", 1):
            # Pages are far fewer than a section holds, so they stay in one.
            posts, tags = set(self.all("posts")), set(self.all("tags"))
        self.assertEqual(len(posts), 2)
        self.assertEqual(len(tags), 2)
        self.assertLessEqual(posts | tags, whole)

    def test_an_empty_archive_has_pages(self):
        Cable.objects.update(state="draft")
        raise_epoch()
        self.assertEqual(self.index(), ["/sitemap-pages-1.xml"])
        self.all()

    def test_no_such_section(self):
        for name in ("cables-99999999999999999999", "pages-0", "pages-2", "never-1"):
            with self.subTest(name=name):
                page = self.client.get(f"/sitemap-{name}.xml")
                self.assertEqual(page.status_code, 404)

    def test_robots_names_it_and_keeps_crawlers_from_searches(self):
        page = self.client.get("/robots.txt")
        self.assertContains(page, f"Sitemap: {SITE}/sitemap.xml")
        self.assertContains(page, "Disallow: /search/")
        for address in self.all():
            self.assertFalse(address.startswith(("/search/", "/lookup/", "/admin/")))

    def test_known_version_is_not_sent_again(self):
        for address in ("/sitemap.xml", "/sitemap-pages-1.xml"):
            page = self.client.get(address)
            known = {"if-none-match": page["ETag"]}
            with self.subTest(address=address):
                self.assertEqual(
                    self.client.get(address, headers=known).status_code, 304
                )
