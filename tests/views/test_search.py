"""The page of a search: what it finds, says, offers, and how each thing is taken back."""

import re
from datetime import UTC, datetime
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from django.test import TestCase

from cables.choices import Classification
from cables.search.index import IndexMissing, public_index
from cables.search.query import parse_query
from cables.search.writer import rebuild
from cables.views.search_help import FIELDS, WORDS
from tests import factories as make


def texts(html, pattern):
    """Return what a pattern finds in a page, without tags and double blanks."""
    found = re.findall(pattern, html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in found]


class SearchPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        lowmoor = make.make_post("Embassy Lowmoor")
        highfell = make.make_post("Consulate Highfell", country="Highfell")
        cls.boats = make.make_cable(
            "06LOWMOOR1",
            number=70_001,
            post=lowmoor,
            subject="BOATS AT THE QUAY",
            tags=["PREL", "MARR"],
            created=datetime(2006, 4, 10, tzinfo=UTC),
            paragraphs=["A missile was shown at the harbour.", "Boats <b>left</b>."],
        )
        cls.grain = make.make_cable(
            "07HIGHFELL2",
            post=highfell,
            subject="Grain & boats",
            tags=["PREL"],
            created=datetime(2007, 12, 31, 23, 59, tzinfo=UTC),
            classification=Classification.SECRET_NOFORN,
            is_partial=True,
        )
        make.make_paragraph(cls.grain, "The missiles are old.", label="1", marking="S")
        make.make_article_link(cls.boats)

    def setUp(self):
        rebuild(public_index)

    def get(self, **parameters):
        return self.client.get("/search/", parameters)

    def html(self, **parameters):
        page = self.get(**parameters)
        self.assertEqual(page.status_code, 200)
        return page.content.decode()

    def chips(self, html):
        """Return {label: parameters of its address} of a page's chips."""
        chips = re.search(r'<div class="chips">.*?</div>', html, re.DOTALL)
        links = re.findall(r'<a href="([^"]*)" rel="nofollow">(.*?)</a>', chips[0])
        return {
            texts(label, "^(.*)$")[0]
            .removeprefix("Remove ")
            .removesuffix(" ×"): self.query(url)
            for url, label in links
        }

    def query(self, url):
        parts = urlsplit(url.replace("&amp;", "&"))
        self.assertEqual(parts.path, "/search/")
        return parse_qs(parts.query)


class FoundTests(SearchPages):
    def test_the_count_comes_first_and_is_announced_once(self):
        html = self.html(q="missile")
        self.assertEqual(texts(html, r'<span role="status">(.*?)</span>'), ["2 cables"])
        self.assertLess(html.index('role="status"'), html.index('class="rows hits"'))
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


class ChoiceTests(SearchPages):
    def test_every_part_is_a_chip_that_takes_it_away(self):
        html = self.html(
            q="missile -left tag:PREL",
            classification="secret-noforn",
            post="consulate-highfell",
            country="highfell",
            tag="PREL",
            year="2007",
            para="S",
            articles="no",
            partial="yes",
            sort="oldest",
        )
        chips = self.chips(html)
        whole = self.query(self.get_url())
        for label, parameters in {
            "missile": {"q": ["-left tag:PREL"]},
            "-left": {"q": ["missile tag:PREL"]},
            "tag:PREL": {"q": ["missile -left"]},
            "Classification Secret//Noforn": {"classification": None},
            "Post Consulate Highfell": {"post": None},
            "Country Highfell": {"country": None},
            "Tag PREL About PREL": {"tag": None},
            "Year 2007": {"year": None},
            "Portion marking (S) Secret": {"para": None},
            "Not used in articles": {"articles": None},
            "Partial extracts": {"partial": None},
        }.items():
            with self.subTest(label=label):
                rest = {k: v for k, v in (whole | parameters).items() if v}
                self.assertEqual(chips.pop(label), rest)
        self.assertEqual(chips, {})
        self.assertIn('<a class="clear" href="/search/">Clear all</a>', html)

    @staticmethod
    def get_url():
        return (
            "/search/?q=missile -left tag:PREL&classification=secret-noforn"
            "&post=consulate-highfell&country=highfell&tag=PREL&year=2007&para=S"
            "&articles=no&partial=yes&sort=oldest"
        )

    def test_one_of_several_values_is_taken_away_alone(self):
        chips = self.chips(self.html(year=["2006", "2007"], tag=["PREL", "MARR"]))
        self.assertEqual(
            chips["Year 2006"], {"year": ["2007"], "tag": ["PREL", "MARR"]}
        )
        self.assertEqual(chips["Tag MARR About MARR"]["tag"], ["PREL"])

    def facet(self, html, title):
        """Return {label: (value, count, is chosen)} of a list beside the results."""
        block = re.search(
            rf"<fieldset><legend>{title}</legend>(.*?)</fieldset>", html, re.DOTALL
        )
        rows = re.findall(
            r'value="([^"]*)"( checked)?> ([^<]*)</label>(?: <span class="n">(.*?)</span>)?',
            block[1] if block else "",
        )
        return {label: (value, n, bool(chosen)) for value, chosen, label, n in rows}

    def test_lists_count_what_would_be_found(self):
        html = self.html(q="missile", year="2006")
        for title, rows in {
            "Classification": {"Confidential": ("confidential", "1", False)},
            "Post": {"Embassy Lowmoor": ("embassy-lowmoor", "1", False)},
            "Country": {"Lowmoor": ("lowmoor", "1", False)},
            "Year": {"2006": ("2006", "1", True), "2007": ("2007", "1", False)},
            "Tag": {
                "PREL About PREL": ("PREL", "1", False),
                "MARR About MARR": ("MARR", "1", False),
            },
        }.items():
            with self.subTest(title=title):
                self.assertEqual(self.facet(html, title), rows)
        html = self.html(q="missile")
        self.assertEqual(
            self.facet(html, "Portion marking"), {"(S) Secret": ("S", "1", False)}
        )
        self.assertEqual(
            self.facet(html, "Press articles"),
            {
                "Any": ("", "", True),
                "Used in articles": ("yes", "1", False),
                "Not used in articles": ("no", "1", False),
            },
        )

    def test_a_chosen_value_that_finds_nothing_stays_in_sight(self):
        html = self.html(
            q="grain", year="2006", tag="marr", post="embassy-lowmoor", para="C"
        )
        self.assertIn("0 cables", html)
        self.assertEqual(self.facet(html, "Year")["2006"], ("2006", "0", True))
        self.assertEqual(
            self.facet(html, "Tag")["MARR About MARR"], ("marr", "0", True)
        )
        self.assertEqual(
            self.facet(html, "Post")["Embassy Lowmoor"], ("embassy-lowmoor", "0", True)
        )
        self.assertEqual(
            self.facet(html, "Portion marking")["(C) Confidential"], ("C", "0", True)
        )

    def test_the_form_has_what_the_lists_do_not_show(self):
        html = self.html(q="06LOWMOOR1", words="1", sort="oldest")
        for name, value in (("sort", "oldest"), ("words", "1")):
            self.assertInHTML(
                f'<input type="hidden" name="{name}" value="{value}">', html
            )

    def test_long_lists_are_folded_and_can_be_had_whole(self):
        for number in range(40):
            post = make.make_post(f"Post {number:02}", country=f"Land {number:02}")
            make.make_cable(post=post)
        rebuild(public_index)
        html = self.html()
        self.assertEqual(len(self.facet(html, "Post")), 24)
        self.assertIn('href="/search/?more=post"', html)
        whole = self.facet(self.html(more="post"), "Post")
        self.assertEqual(len(whole), 42)
        self.assertEqual(list(whole), sorted(whole))
        chosen = self.facet(self.html(post="post-39"), "Post")
        self.assertEqual(next(iter(chosen)), "Post 39")

    def test_counts_are_kept_no_longer_than_the_index_stands(self):
        with patch("cables.views.search_facets.KEPT_FROM", 0):
            before = self.facet(self.html(), "Year")
            make.make_cable("06LOWMOOR5")
            rebuild(public_index)
            after = self.facet(self.html(), "Year")
        self.assertEqual((before["2006"][1], after["2006"][1]), ("1", "2"))


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


class NothingTests(SearchPages):
    def offers(self, html):
        block = re.search(
            r"<h3>Search without one of these</h3>(.*?)</ul>", html, re.DOTALL
        )
        return texts(block[1], r"<li>(.*?)</li>") if block else []

    def test_each_part_can_be_dropped_with_the_count_that_then_comes(self):
        html = self.html(q="missile grain", year="2006")
        self.assertIn("No cable has all of this together.", html)
        self.assertEqual(
            self.offers(html),
            ["Without grain 1 cable", "Without Year: 2006 1 cable"],
        )

    def test_the_missing_word_is_named(self):
        html = self.html(q="missile zeppelin")
        self.assertIn("No cable has the word <b>zeppelin</b>", html)
        self.assertEqual(self.offers(html), ["Without zeppelin 2 cables"])

    def test_at_most_eight_searches_are_tried(self):
        with patch("cables.views.search_advice.Finder.count", return_value=1) as count:
            self.html(q=" ".join(f"no{n}" for n in range(30)), year="2006")
        self.assertLessEqual(count.call_count, 8)

    def test_did_you_mean(self):
        html = self.html(q="misslie harbour")
        self.assertIn("Did you mean", html)
        self.assertIn(
            '<a href="/search/?q=missile+harbour"><b>missile harbour</b></a>', html
        )
        self.assertIn("1 cable</span>", html)

    def test_did_you_mean_leaves_out_choices_that_leave_nothing(self):
        html = self.html(q="misslie harbour", year="2007")
        self.assertIn('<a href="/search/?q=missile+harbour"><b>', html)

    def test_an_empty_archive(self):
        self.boats.delete()
        self.grain.delete()
        rebuild(public_index)
        self.assertIn("No cable has been published yet.", self.html())

    def test_no_index(self):
        with (
            patch("cables.search.writer.SMALL", 0),
            patch.object(public_index, "_open", side_effect=IndexMissing("public")),
        ):
            page = self.get(q="missile")
        self.assertContains(page, "manage.py rebuild_search", status_code=503)
        self.assertContains(page, 'href="/date/"', status_code=503)
        self.assertEqual(page["Retry-After"], "60")


class HelpTests(SearchPages):
    def test_every_example_is_a_query_without_mistake(self):
        examples = [example for example, _ in WORDS]
        examples += [one for _, _, several in FIELDS for one in several]
        html = self.client.get("/search/help/").content.decode()
        for example in examples:
            with self.subTest(example=example):
                self.assertEqual(parse_query(example).repairs, ())
        self.assertEqual(html.count('href="/search/?q='), len(examples))

    def test_every_field_is_told(self):
        told = {name for name, *_ in FIELDS}
        self.assertGreaterEqual(
            told,
            {
                "tag",
                "post",
                "country",
                "class",
                "date",
                "ref",
                "subject",
                "para",
                "has",
                "is",
            },
        )

    def test_five_lines_on_the_page(self):
        html = self.html()
        block = re.search(
            r"<summary>How to search</summary>(.*?)</details>", html, re.DOTALL
        )
        self.assertEqual(block[1].count("<li>"), 5)
