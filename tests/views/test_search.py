"""The page of a search: what it finds, and where ids lead."""

import re
from unittest.mock import patch

from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make

from .search_pages import SearchPages, texts


class FoundTests(SearchPages):
    def test_the_count_comes_first(self):
        html = self.html(q="missile")
        self.assertEqual(texts(html, r'<span class="count">(.*?)</span>'), ["2 cables"])
        self.assertLess(html.index('class="count"'), html.index('class="rows hits"'))
        self.assertNotIn("aria-live", html)

    def test_a_hit_shows_its_facts_and_the_paragraphs_that_match(self):
        html = self.html(q="missile")
        hits = texts(html, r'<div class="what">(.*?)</div>\s*</li>')
        self.assertEqual(
            hits[0 if "06LOWMOOR1" in hits[0] else 1],
            "BOATS AT THE QUAY 06LOWMOOR1 Confidential Embassy Lowmoor used in articles "
            "¶1 A missile was shown at the harbour. Paragraph 1 alone",
        )
        self.assertIn("partial extract", html)
        self.assertIn("The <mark>missiles</mark> are old.", html)
        page = "/cable/2006/04/06LOWMOOR1"
        for address in (f"{page}.html", f"{page}.html#par1", f"{page}/par1.html"):
            self.assertIn(f'href="{address}"', html)

    def test_addresses_of_paragraphs_are_those_of_the_paragraphs(self):
        html = self.html(q="missile")
        block = self.boats.paragraphs.get(key="par1")
        self.assertIn(f'href="{block.get_absolute_url()}"', html)
        self.assertIn(f'href="{block.get_alone_url()}"', html)

    def test_words_of_cables_and_readers_are_escaped(self):
        html = self.html(q="boats left")
        self.assertIn("<mark>Boats</mark> &lt;b&gt;<mark>left</mark>&lt;/b&gt;.", html)
        self.assertIn("Grain &amp; <mark>boats</mark>", self.html(q="boats"))
        html = self.html(q="<script>alert(1)</script>", year="<script>", more="<b>")
        self.assertNotIn("<script>", html)

    def test_without_a_word_the_newest_come_first(self):
        html = self.html()
        self.assertLess(html.index("07HIGHFELL2"), html.index("06LOWMOOR1"))
        self.assertEqual(
            texts(html, r'<p class="orders">(.*?)</p>'), ["Sort: Newest · Oldest"]
        )
        html = self.html(sort="oldest")
        self.assertLess(html.index("06LOWMOOR1"), html.index("07HIGHFELL2"))

    def test_what_was_repaired_is_said(self):
        html = self.html(q='"missile', year="soon", sort="size", articles="perhaps")
        notes = texts(html, r'<ul class="search-notes notice">(.*?)</ul>')[0]
        for words in ("not closed", "soon", "size", "perhaps"):
            self.assertIn(words, notes)

    def test_a_small_or_is_told_from_a_great_one(self):
        hint = "write OR for either of two"
        self.assertIn(hint, self.html(q="boats or grain"))
        for query in ("boats OR grain", '"boats or grain"', "or", "oracle orchard"):
            with self.subTest(query=query):
                self.assertNotIn(hint, self.html(q=query))

    def test_other_forms_of_the_same_search(self):
        html = self.html(q="missile", year="2006", page="1", more="tag", junk="x")
        query = "?q=missile&amp;year=2006"
        for path in ("export.csv", "export.jsonl", "feed.atom"):
            self.assertIn(f'href="/search/{path}{query}"', html)

    def test_condition(self):
        page = self.get(q="missile")
        again = self.client.get(
            "/search/", {"q": "missile"}, headers={"if-none-match": page["ETag"]}
        )
        self.assertEqual(again.status_code, 304)
        self.assertEqual(page["Cache-Control"], "public, max-age=0")
        self.assertFalse(page.cookies)
        self.assertNotIn("Cookie", page.get("Vary", ""))


class IdTests(SearchPages):
    def test_an_id_leads_straight_to_its_cable(self):
        address = "/cable/2006/04/06LOWMOOR1.html"
        for text in (
            *("06LOWMOOR1", " 06 lowmoor 0001 ", "#06LOWMOOR1", "70001"),
            *("#cablegate #06LOWMOOR1", f"http://old.example{address}", address),
        ):
            with self.subTest(text=text):
                self.assertRedirects(self.get(q=text), address)
        page = self.get(q=f"{address}#par1")
        self.assertEqual(page["Location"], f"{address}#par1")

    def test_an_id_among_words_is_searched_for(self):
        for query in (
            *({"q": "06LOWMOOR1 harbour"}, {"q": '"06LOWMOOR1"'}),
            *({"q": "06LOWMOOR1", "words": "1"}, {"q": "ref:06LOWMOOR1"}),
        ):
            with self.subTest(query=query):
                self.assertEqual(self.get(**query).status_code, 200)

    def test_an_id_that_no_public_cable_has(self):
        make.make_draft("09LOWMOOR9")
        pages = [self.html(q=text) for text in ("09LOWMOOR9", "09LOWMOOR8")]
        self.assertIn("/lookup/?q=09LOWMOOR9", pages[0])
        # An id of a draft is told from one that never was by nothing.
        same = {page.lower().replace("moor9", "moor8") for page in pages}
        self.assertEqual(len(same), 1)


class SeveralIdsTests(SearchPages):
    def test_several_ids_are_led_to_the_lookup(self):
        html = self.html(q="06LOWMOOR1, 07HIGHFELL2")
        self.assertIn("These read as 2 ids.", html)
        self.assertIn("/lookup/?q=06LOWMOOR1%2C%2007HIGHFELL2", html)

    def test_words_are_not(self):
        for query in ("boats", "06LOWMOOR1 boats"):
            self.assertNotIn("These read as", self.html(q=query))


class PagingTests(SearchPages):
    def setUp(self):
        for _ in range(45):
            make.make_cable(subject="PAPER CRANES")
        super().setUp()

    def test_pages(self):
        html = self.html(q="paper", page="2")
        self.assertIn("45 cables</span> <small>21 to 40</small>", html)
        self.assertIn('start="21"', html)
        links = re.findall(
            r'<a( aria-current="page")? rel="nofollow" href="(.*?)">(\d+)', html
        )
        self.assertEqual(
            links,
            [
                ("", "/search/?q=paper", "1"),
                (' aria-current="page"', "/search/?q=paper&amp;page=2", "2"),
                ("", "/search/?q=paper&amp;page=3", "3"),
            ],
        )
        seen = set()
        for page in "123":
            seen.update(
                re.findall(r"06LOWMOOR\d+(?=</span>)", self.html(q="paper", page=page))
            )
        self.assertEqual(len(seen), 45)

    def test_no_such_page(self):
        for page in ("4", "501", "0", "-1", "x", "9" * 30, "²"):
            with self.subTest(page=page):
                answer = self.get(q="paper", page=page)
                self.assertContains(answer, "45 cables, on 3 pages", status_code=404)
                self.assertContains(
                    answer, "/search/?q=paper&amp;page=3", status_code=404
                )

    def test_pages_end_at_some_depth(self):
        with patch("cables.views.search.DEEPEST", 40):
            last = self.get(q="paper", page="2")
            beyond = self.get(q="paper", page="3")
        self.assertContains(last, "Pages lead to the first")
        self.assertNotContains(last, "page=3")
        self.assertContains(beyond, "Sorted by: Newest", status_code=404)

    def test_as_many_queries_for_three_rows_as_for_twenty(self):
        make.make_cable(subject="STONE CRANES", paragraphs=["Stone."], tags=["PREL"])
        for _ in range(2):
            make.make_cable(
                subject="STONE CRANES", paragraphs=["Stone."], tags=["PREL"]
            )
        rebuild(public_index)
        for query, rows in (("stone", 3), ("cranes", 20)):
            with self.subTest(query=query), self.assertNumQueries(7):
                html = self.html(q=query)
            self.assertEqual(html.count('<time class="when"'), rows)
