"""What the page says where nothing is found, and its help."""

import re
from unittest.mock import patch

from cables.search.index import IndexMissing, public_index
from cables.search.query import parse_query
from cables.search.writer import rebuild
from cables.views.search_help import FIELDS, WORDS

from .search_pages import SearchPages, texts


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

    def test_a_field_or_phrase_that_no_cable_has_is_named(self):
        for query, words in (
            ("tag:PRELL", "No cable has the tag PRELL."),
            ("post:atlantis boats", "No cable is from a post called atlantis."),
            ("country:atlantis", "No cable is from a country called atlantis."),
            ("ref:06STATE1", "No cable cites 06STATE1."),
            ("para:Z", "No paragraph is marked Z."),
            ("date:1999", "No cable was sent in 1999."),
            ('"harbour missile"', "No cable has the words"),
            ("class:secret", "No cable is classified secret."),
        ):
            with self.subTest(query=query):
                self.assertIn(words, self.html(q=query))
        self.assertNotIn("No cable has the tag", self.html(q="tag:MARR grain"))

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
