"""Tables of tags, posts and the like: sorted, paged, counted by the index as well."""

from unittest.mock import patch

from django.core.cache import caches
from django.http import QueryDict
from django.test import TestCase
from selectolax.lexbor import LexborHTMLParser

from cables.choices import ReasonCode, TagKind
from cables.curation.states import withdraw
from cables.filters import SearchFilter
from cables.models import Cable, raise_epoch
from cables.reading import figures
from cables.search.index import public_index
from cables.search.writer import rebuild
from cables.views import tables
from tests import factories as make
from tests.admin.editors import make_editor
from tests.views.test_browse import LISTS, AtMost, make_rows


class SortTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        for name, country, cables in (
            ("Embassy Élan", "Zavaria", 2),
            ("Consulate Bray", "Halvern", 3),
            ("Embassy Dale", "Halvern", 1),
        ):
            post = make.make_post(name, country=country)
            for _ in range(cables):
                make.make_cable(post=post, tags=[name[-4:].upper()])
        article = make.make_article("Aa", publisher=make.make_publisher("Zephyr"))
        make.make_article_link(Cable.objects.first(), article=article)
        used = make.make_article("Bb", publisher=make.make_publisher("Anvil"))
        for cable in Cable.objects.all()[:2]:
            make.make_article_link(cable, article=used)
        undated = make.make_article("Cc", date=None)
        make.make_article_link(Cable.objects.first(), article=undated)

    def column(self, address, number=0):
        page = LexborHTMLParser(self.client.get(address).content)
        rows = page.css(".sorted tbody tr:not(.group)")
        return [row.css("th, td")[number].text().split(" no place")[0] for row in rows]

    def test_orders(self):
        for address, number, expected in (
            ("/post/", 1, ["Consulate Bray", "Embassy Dale", "Embassy Élan"]),
            (
                "/post/?order=count",
                1,
                ["Consulate Bray", "Embassy Élan", "Embassy Dale"],
            ),
            (
                "/post/?order=name",
                1,
                ["Consulate Bray", "Embassy Dale", "Embassy Élan"],
            ),
            (
                "/post/?order=nonsense",
                1,
                ["Consulate Bray", "Embassy Dale", "Embassy Élan"],
            ),
            ("/country/", 0, ["Halvern", "Zavaria"]),
            ("/country/?order=count", 2, ["4", "2"]),
            ("/country/?order=posts", 1, ["2", "1"]),
            ("/tag/", 0, ["BRAY", "DALE", "ÉLAN"]),
            ("/tag/?order=count", 0, ["BRAY", "ÉLAN", "DALE"]),
            (
                "/tag/?order=name&kind=subject",
                1,
                ["About BRAY", "About DALE", "About ÉLAN"],
            ),
            ("/publisher/", 0, ["Anvil", "The Lantern", "Zephyr"]),
            ("/classification/?order=count", 1, ["6", "0", "0", "0", "0", "0"]),
            ("/release/?order=count", 1, ["6"]),
        ):
            with self.subTest(address=address):
                self.assertEqual(self.column(address, number), expected)

    def test_heading_says_how_the_rows_are_sorted(self):
        for address, expected in (
            ("/post/", {"Country ↑": "ascending"}),
            ("/post/?order=count", {"Cables ↓": "descending"}),
            ("/release/", {"Released on ↓": "descending"}),
        ):
            page = LexborHTMLParser(self.client.get(address).content)
            found = {
                one.text(): one.attributes["aria-sort"]
                for one in page.css("[aria-sort]")
            }
            self.assertEqual(found, expected)

    def test_groups_of_posts_have_their_sum(self):
        page = LexborHTMLParser(self.client.get("/post/").content)
        groups = [row.text(separator=" ").split() for row in page.css("tr.group")]
        self.assertEqual(groups, [["Halvern", "4"], ["Zavaria", "2"]])

    def test_articles(self):
        for order, expected in {
            "title": ["Aa", "Bb", "Cc"],
            "publisher": ["Bb", "Cc", "Aa"],
            "cables": ["Bb", "Aa", "Cc"],
            "date": ["Bb", "Aa", "Cc"],
            "nonsense": ["Bb", "Aa", "Cc"],
        }.items():
            with self.subTest(order=order):
                page = self.client.get(f"/article/?order={order}")
                rows = page.context["listing"].rows
                self.assertEqual([row.title for row in rows], expected)

    def test_a_post_without_public_cables_is_not_named(self):
        make.make_draft(post=make.make_post("Embassy Secret", country="Halvern"))
        caches["figures"].clear()
        for address in ("/post/", "/country/halvern/", "/country/"):
            self.assertNotContains(self.client.get(address), "Embassy Secret")


class PageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cable = make.make_cable()
        for n in range(50):
            code = f"{'ABC'[n % 3]}{n:03}"
            tag = make.make_tag(code, kind=TagKind.GEO, title=f"{'XYZ'[n % 3]} {n}")
            make.CableTag.objects.create(content_object=cable, tag=tag, position=n)

    def test_pages_and_letters(self):
        with patch.object(tables.Table.__init__, "__kwdefaults__", {"per_page": 20}):
            first = self.client.get("/tag/?kind=geo")
            last = self.client.get("/tag/?kind=geo&page=3&order=code")
            beyond = self.client.get("/tag/?kind=geo&page=4")
        table = first.context["groups"][0]["table"]
        self.assertEqual(len(table.lines), 20)
        self.assertEqual(table.letters, [("A", 1), ("B", 1), ("C", 2)])
        self.assertContains(first, 'id="letter-B"')
        self.assertContains(first, "?kind=geo&amp;page=2#letter-C")
        self.assertEqual(len(last.context["groups"][0]["table"].lines), 10)
        self.assertEqual(beyond.status_code, 404)

    def test_letters_are_those_of_the_order(self):
        table = self.client.get("/tag/?kind=geo&order=name").context["groups"][0][
            "table"
        ]
        self.assertEqual([letter for letter, _ in table.letters], ["X", "Y", "Z"])
        table = self.client.get("/tag/?kind=geo&order=count").context["groups"][0][
            "table"
        ]
        self.assertEqual(table.letters, [])

    def test_overview_shows_the_most_used_and_leads_to_all(self):
        with patch("cables.views.tags.SHOWN", 10):
            page = self.client.get("/tag/?order=name")
        self.assertEqual(len(page.context["groups"][2]["table"].lines), 10)
        self.assertContains(page, "?order=name&amp;kind=geo")

    def test_bad_pages(self):
        for page in ("0", "-1", "x", "9" * 40, "2"):
            with self.subTest(page=page):
                address = f"/tag/?kind=geo&page={page}"
                self.assertEqual(self.client.get(address).status_code, 404)


class TagPageTests(TestCase):
    def test_what_stands_beside_a_tag(self):
        make.make_cable(tags=["PREL", "ECON", "PGOV"])
        make.make_cable(tags=["PREL", "ECON"])
        make.make_cable(tags=["SNAR"])
        make.make_draft(tags=["PREL", "KSCA"])
        make.make_tag_alias(make.make_tag("PREL"), "PERL")
        page = self.client.get("/tag/PREL/")
        found = [(tag.name, n, url) for tag, n, url in page.context["related"]]
        both = "/search/?tag=PREL&tag="
        expected = [("ECON", 2, f"{both}ECON"), ("PGOV", 1, f"{both}PGOV")]
        self.assertEqual(found, expected)
        self.assertContains(page, "PERL")
        self.assertNotContains(page, "KSCA")

    def test_searches_in_what_is_listed(self):
        make.make_cable(tags=["PREL"])
        make.make_cable(tags=["PREL"])
        for address, expected in {
            "/tag/PREL/": "tag=PREL",
            "/post/embassy-lowmoor/": "post=embassy-lowmoor",
            "/country/lowmoor/": "country=lowmoor",
            "/classification/confidential/": "classification=confidential",
            "/date/2006/": "year=2006",
            "/date/2006/04/": "q=date%3A2006-04",
            "/date/2006/04/10/": "q=date%3A2006-04-10",
            "/tag/PREL/?classification=CONFIDENTIAL&year=2006&sort=oldest": (
                "tag=PREL&amp;classification=confidential&amp;year=2006&amp;sort=oldest"
            ),
        }.items():
            with self.subTest(address=address):
                page = self.client.get(address)
                self.assertContains(page, f'href="/search/?{expected}"')


class IndexTests(TestCase):
    """Where the index stands at the reader's edition, pages are counted by it."""

    def counts(self):
        caches["figures"].clear()
        with patch.object(figures, "in_database", wraps=figures.in_database) as asked:
            pages = [self.client.get(address).content for address in LISTS]
        return pages, asked.called

    def test_pages_are_the_same_with_and_without_an_index(self):
        make_rows(3)
        without, asked = self.counts()
        self.assertIs(asked, True)
        rebuild(public_index)
        with_index, asked = self.counts()
        self.assertIs(asked, False)
        self.assertEqual(with_index, without)

    def test_a_withdrawn_cable_is_gone_from_all_counts(self):
        cable = make.make_cable(tags=["PREL"])
        make.make_cable(tags=["ECON"])
        rebuild(public_index)
        self.assertContains(self.client.get("/tag/"), "PREL")
        with self.captureOnCommitCallbacks(execute=True):
            withdraw(cable, user=make_editor(), reason_code=ReasonCode.ERROR)
        with patch.object(figures, "in_database") as asked:
            self.assertNotContains(self.client.get("/tag/"), "PREL")
            self.assertContains(self.client.get("/date/"), "April 2006: 1 cable")
            self.assertContains(self.client.get("/post/embassy-lowmoor/"), "1 cable<")
        asked.assert_not_called()
        self.assertEqual(self.client.get("/tag/PREL/").status_code, 404)

    def test_searches_in_a_list_find_its_cables(self):
        make_rows(3)
        make.make_cable(created=make.CREATED.replace(day=11), classification="SECRET")
        rebuild(public_index)
        for address in (
            *("/date/2006/", "/date/2006/04/", "/date/2006/04/11/", "/tag/PREL/"),
            *("/post/embassy-lowmoor/", "/country/lowmoor/", "/classification/secret/"),
            *("/country/lowmoor/?classification=SECRET", "/tag/PREL/?articles=on"),
            *("/post/embassy-lowmoor/?partial=on&year=2006&sort=oldest",),
        ):
            with self.subTest(address=address):
                listing = self.client.get(address).context["listing"]
                search = SearchFilter(QueryDict(listing.search_url.partition("?")[2]))
                self.assertEqual(search.finder().count(), listing.total)
                self.assertEqual(search.notes, [])

    def test_an_index_that_is_behind_is_not_asked(self):
        make_rows(1)
        rebuild(public_index)
        raise_epoch()
        self.assertIs(self.counts()[1], True)

    def test_few_queries_with_an_index_too(self):
        make_rows(12)
        rebuild(public_index)
        for address in LISTS:
            caches["figures"].clear()
            with self.subTest(address=address), self.assertNumQueries(AtMost(10)):
                self.client.get(address)
