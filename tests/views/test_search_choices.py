"""What a search is narrowed by, and how each choice is taken back."""

import re
from datetime import UTC, datetime
from unittest.mock import patch

from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make

from .search_pages import SearchPages


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

    def test_from_and_to_are_days_months_or_years(self):
        for month in (1, 3, 5):
            sent = datetime(2008, month, 31, 23, 30, tzinfo=UTC)
            make.make_cable(f"08LOWMOOR{month}", created=sent, subject="PAPER KITES")
        rebuild(public_index)
        for since, until, found in (
            ("2008-03", "", {3, 5}),
            ("", "2008-03", {1, 3}),
            ("2008-01-31", "2008-05-30", {1, 3}),
            ("2008", "2008", {1, 3, 5}),
            ("2008-05", "2008-02", {3, 5}),  # backwards, and said so
            ("spring", "2008-03", {1, 3}),  # not understood, and said so
        ):
            with self.subTest(since=since, until=until):
                html = self.html(q="kites", since=since, until=until)
                ids = {int(one) for one in re.findall(r"08LOWMOOR(\d)</span>", html)}
                self.assertEqual(ids, found)
        self.assertIn("The dates ran backwards", self.html(since="2009", until="2008"))
        self.assertIn("was not understood", self.html(since="spring"))

    def test_from_and_to_stay_in_the_form_and_are_taken_away_alone(self):
        html = self.html(q="missile", since="2007", until="2007-11")
        self.assertIn('name="since" value="2007"', html)
        self.assertIn('name="until" value="2007-11"', html)
        chips = self.chips(html)
        self.assertEqual(chips["From 2007"], {"q": ["missile"], "until": ["2007-11"]})
        self.assertEqual(chips["To 2007-11"], {"q": ["missile"], "since": ["2007"]})

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
        with patch("cables.reading.search_facets.KEPT_FROM", 0):
            before = self.facet(self.html(), "Year")
            make.make_cable("06LOWMOOR5")
            rebuild(public_index)
            after = self.facet(self.html(), "Year")
        self.assertEqual((before["2006"][1], after["2006"][1]), ("1", "2"))
