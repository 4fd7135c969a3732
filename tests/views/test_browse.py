"""Lists: counts, pages, narrowing, sorting, and as many queries for 3 rows as for 30."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from xml.etree import ElementTree

from django.core.cache import caches
from django.test import TestCase

from cables.choices import Classification, TagKind
from cables.models import raise_epoch
from cables.views import listing
from tests import factories as make

LISTS = (
    *("/", "/date/", "/date/2006/", "/date/2006/04/", "/date/2006/04/10/", "/release/"),
    *("/release/2011/08/30/", "/post/", "/post/embassy-lowmoor/", "/country/"),
    *("/country/lowmoor/", "/tag/", "/tag/?kind=subject", "/tag/PREL/"),
    *("/classification/", "/classification/confidential/", "/article/", "/publisher/"),
    *("/publisher/the-lantern/", "/changes/", "/feed.atom"),
)


def make_rows(rows):
    article = make.make_article()
    for n in range(rows):
        cable = make.make_cable(tags=["PREL", f"T{n}"])
        make.make_cable(post=make.make_post(f"Post {n}"))
        make.make_article_link(cable, article=article)
        make.make_article_link(cable)
        make.make_change(cable)
    return article


class QueryTests(TestCase):
    def queries(self, address):
        caches["figures"].clear()
        with self.assertNumQueries(AtMost(10)) as counted:
            self.assertEqual(self.client.get(address).status_code, 200)
        return len(counted)

    def test_as_many_queries_for_3_rows_as_for_30(self):
        article = make_rows(3)
        addresses = [*LISTS, f"/article/{article.pk}/"]
        few = {address: self.queries(address) for address in addresses}
        article = make_rows(27)
        addresses = [*LISTS, f"/article/{article.pk}/"]
        many = {address: self.queries(address) for address in addresses}
        self.assertEqual(list(few.values()), list(many.values()))

    def test_totals_are_counted_once_an_edition(self):
        make.make_cable()
        self.queries("/post/embassy-lowmoor/")
        with patch("django.db.models.query.QuerySet.count") as count:
            self.client.get("/post/embassy-lowmoor/")
        count.assert_not_called()

    def test_next_edition_is_counted_anew(self):
        make.make_cable()
        self.assertContains(self.client.get("/post/embassy-lowmoor/"), "1 cable<")
        make.make_cable()
        raise_epoch()
        self.assertContains(self.client.get("/post/embassy-lowmoor/"), "2 cables<")


class AtMost(int):
    """A number of queries that any smaller number equals."""

    def __eq__(self, other):
        return other <= int(self)

    __hash__ = int.__hash__


class ListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        first = datetime(2006, 4, 1, tzinfo=UTC)
        for n in range(7):
            make.make_cable(
                f"06LOWMOOR{n}",
                created=first + timedelta(days=n // 2),
                classification=(Classification.SECRET if n % 2 else "CONFIDENTIAL"),
                is_partial=n == 6,
            )

    def ids(self, address):
        page = self.client.get(address)
        return [row.reference_id[-1] for row in page.context["listing"].rows]

    def test_newest_first_and_turned_round(self):
        address = "/date/2006/04/"
        self.assertEqual("".join(self.ids(address)), "6543210")
        self.assertEqual("".join(self.ids(f"{address}?sort=oldest")), "0123456")

    def test_narrowing(self):
        make.make_article_link(make.Cable.objects.get(reference_id="06LOWMOOR2"))
        for query, expected in {
            "classification=SECRET": "531",
            "articles=on": "2",
            "partial=on": "543210",
            "classification=SECRET&articles=on": "",
            "classification=nonsense": "6543210",
            "year=2006.5": "6543210",
            "year=NaN": "6543210",
            "year=2006": "6543210",
        }.items():
            with self.subTest(query=query):
                ids = self.ids(f"/post/embassy-lowmoor/?{query}")
                self.assertEqual("".join(ids), expected)

    def test_list_narrowed_to_nothing_says_how_to_go_on(self):
        page = self.client.get("/post/embassy-lowmoor/?year=1999")
        self.assertContains(page, "No cable here fits what you chose.")

    def test_empty_list_says_so(self):
        page = self.client.get("/date/1999/")
        self.assertContains(page, "The archive holds no public cable here.")

    def test_every_page_near_and_far_holds_the_rows_in_between(self):
        with patch.object(listing, "ROWS", 2), patch.object(listing, "NEAR", 1):
            for sort, expected in {
                "newest": ["65", "43", "21", "0"],
                "oldest": ["01", "23", "45", "6"],
            }.items():
                for number, rows in enumerate(expected, start=1):
                    address = f"/date/2006/?sort={sort}&page={number}"
                    with self.subTest(address=address):
                        self.assertEqual("".join(self.ids(address)), rows)

    def test_pages_keep_what_was_chosen(self):
        with patch.object(listing, "ROWS", 2):
            page = self.client.get("/date/2006/?sort=oldest")
        self.assertContains(page, 'href="?sort=oldest&amp;page=2"')
        self.assertContains(page, 'aria-current="page"')

    def test_window_of_pages(self):
        for number, last, expected in (
            (1, 1, [1]),
            (1, 9, [1, 2, 3, None, 9]),
            (4, 9, [1, 2, 3, 4, 5, 6, None, 9]),
            (9, 9, [1, None, 7, 8, 9]),
        ):
            with self.subTest(number=number):
                self.assertEqual(listing.page_window(number, last), expected)


class TagTests(TestCase):
    def test_other_case_and_alias_redirect(self):
        make.make_cable(tags=["PREL"])
        make.make_tag_alias(make.make_tag("PREL"), "PERL")
        for address in ("/tag/prel/", "/tag/PERL/", "/tag/perl/"):
            with self.subTest(address=address):
                self.assertRedirects(self.client.get(address), "/tag/PREL/", 301)

    def test_tag_of_a_draft_alone_is_not_known(self):
        make.make_tag("HARBOUR, MASTER", kind=TagKind.PERSON)
        make.make_draft(tags=["HARBOUR, MASTER"])
        address = "/tag/HARBOUR-MASTER/"
        self.assertEqual(self.client.get(address).status_code, 404)
        make.make_cable(tags=["HARBOUR, MASTER"])
        caches["figures"].clear()
        self.assertEqual(self.client.get(address).status_code, 200)


class FeedTests(TestCase):
    def test_newest_releases(self):
        make.make_cable("06LOWMOOR1", subject="Tolls & talks")
        make.make_draft("06LOWMOOR2")
        page = self.client.get("/feed.atom")
        atom = "{http://www.w3.org/2005/Atom}"
        entries = ElementTree.fromstring(page.content).findall(f"{atom}entry")
        self.assertEqual(
            [entry.findtext(f"{atom}title") for entry in entries],
            ["06LOWMOOR1: Tolls & talks"],
        )
        self.assertEqual(
            entries[0].find(f"{atom}link").get("href"),
            "http://localhost:8000/cable/2006/04/06LOWMOOR1.html",
        )


class FormerPostAddressTests(TestCase):
    def test_former_address_leads_to_the_post(self):
        cable = make.make_cable()
        cable.post.aliases.create(name="embassy-oldname")
        page = self.client.get("/post/embassy-oldname/")
        self.assertRedirects(page, cable.post.get_absolute_url(), status_code=301)
        self.assertEqual(self.client.get("/post/embassy-never/").status_code, 404)
