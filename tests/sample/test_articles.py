"""The articles cite cables that exist and quote words that stand in them."""

import csv
import re
from datetime import date
from unittest import TestCase

from sample.build import HERE, TARGET

from .test_archive import read_records

PAGE_MARKER = re.compile(
    r"\n *\n[A-Z ]+ \d{8}  \d{3} OF \d{3} *\n *\n(SIPDIS *\n| *\n)?"
    r"|\n *\nUNCLASSIFIED *\n *\nUNCLASSIFIED *\n *\nPAGE [^\n]*\n *\n"
)


def paragraph(body: str, number: str) -> str:
    """The words of a numbered paragraph up to the next one, blanks folded."""
    text = PAGE_MARKER.sub("\n", body)
    start = re.search(rf"^{number}\.[ (]", text, re.M).start()
    end = re.search(rf"^{int(number) + 1}\.[ (]", text[start:], re.M)
    return " ".join(text[start : start + end.start() if end else None].split())


class ArticleTests(TestCase):
    @classmethod
    def setUpClass(cls):
        with (HERE / "articles.csv").open(encoding="utf-8", newline="") as lines:
            cls.articles = list(csv.DictReader(lines))
        cls.bodies = {record[2]: record[7] for record in read_records(TARGET)}

    def test_counts(self):
        links = [link for a in self.articles for link in a["cables"].split("|")]
        self.assertGreaterEqual(len(self.articles), 25)
        self.assertGreaterEqual(len(links), 40)
        self.assertLessEqual(
            {"en", "es", "de", "fr"}, {a["language"] for a in self.articles}
        )

    def test_fields(self):
        for article in self.articles:
            self.assertRegex(article["url"], r"^https://[a-z.-]+\.example/")
            if article["date"]:
                date.fromisoformat(article["date"])
        self.assertEqual(len({a["url"] for a in self.articles}), len(self.articles))

    def test_cables_exist(self):
        for article in self.articles:
            for link in article["cables"].split("|"):
                self.assertIn(link.partition("#")[0], self.bodies, article["url"])

    def test_quotes_stand_in_the_named_paragraph(self):
        for article in self.articles:
            target, _, key = article["cables"].split("|")[0].partition("#par")
            with self.subTest(article["title"]):
                self.assertIn(article["quote"], paragraph(self.bodies[target], key))


class WithdrawnTests(TestCase):
    def test_withdrawn_cables_exist_and_have_a_reason(self):
        ids = {record[2] for record in read_records(TARGET)}
        with (HERE / "withdrawn.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        self.assertTrue(rows)
        for row in rows:
            self.assertIn(row["reference_id"], ids)
            self.assertTrue(row["reason"])
