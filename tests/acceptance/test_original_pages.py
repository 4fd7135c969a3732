"""
The original site's own pages, imported and read back through this site's addresses.

The pages lie outside the project and are read in place; without them these tests skip.
"""

import html
import json
import re
import unittest
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import TestCase
from selectolax.lexbor import LexborHTMLParser

from cables.models import Article, Cable

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
PAGES = sorted((DATA / "site").rglob("*.html"))
LETTERS = 40


def original_body(page):
    """Return the second <pre> of an original page as it stands, links and all."""
    text = page.read_text(encoding="utf-8", errors="replace")
    return re.findall(r"<code><pre>(.*?)</pre></code>", text, re.S)[1]


def letters(text):
    return "".join(character for character in text if character.isalnum())


def original_anchors(page):
    """Return {anchor: the first letters after it}; browsers land on the first of two."""
    body = original_body(page)
    found = {}
    for match in re.finditer(r"<a id='(par\w+)'[^>]*>¶</a>", body):
        after = html.unescape(re.sub(r"<a [^>]*>|</a>|¶", "", body[match.end() :]))
        found.setdefault(match[1], letters(after)[:LETTERS])
    return found


def our_letters_after(tree, anchor):
    """Return the first letters that a reader sees from the element with this id on."""
    root = tree.css_first("main")
    parts, started = [], False
    for node in root.traverse(include_text=True):
        if node.tag != "-text" and node.attributes.get("id") == anchor:
            started = True
        elif started and node.tag == "-text":
            parts.append(node.text_content or "")
    return letters("".join(parts))[:LETTERS]


@unittest.skipUnless(PAGES, "the original site's pages are not beside the project")
class OriginalPagesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        out = StringIO()
        call_command(
            "import_cables", str(DATA / "site"), publish=True, json=True, stdout=out
        )
        cls.report = json.loads(out.getvalue().strip().splitlines()[-1])

    def test_all_pages_come_in(self):
        self.assertEqual(self.report["created"], 30)
        self.assertEqual(self.report["rejected"], 0)

    def test_second_run_changes_nothing(self):
        out = StringIO()
        call_command("import_cables", str(DATA / "site"), publish=True, stdout=out)
        self.assertIn("0 changed", out.getvalue())

    def test_every_original_anchor_lands_on_the_same_words(self):
        for page in PAGES:
            response = self.client.get(f"/cable/{'/'.join(page.parts[-3:])}")
            self.assertEqual(response.status_code, 200, page.name)
            tree = LexborHTMLParser(response.content.decode())
            for anchor, words in original_anchors(page).items():
                with self.subTest(page=page.name, anchor=anchor):
                    self.assertEqual(our_letters_after(tree, anchor), words)

    def test_ids_on_a_page_are_unique(self):
        for page in PAGES:
            response = self.client.get(f"/cable/{'/'.join(page.parts[-3:])}")
            tree = LexborHTMLParser(response.content.decode())
            ids = [node.attributes["id"] for node in tree.css("[id]")]
            with self.subTest(page=page.name):
                self.assertEqual(len(ids), len(set(ids)))

    def test_facts_of_06mexico1889(self):
        cable = Cable.objects.get(reference_id="06MEXICO1889")
        self.assertEqual(cable.created, datetime(2006, 4, 10, 19, 22, tzinfo=UTC))
        self.assertEqual(cable.number, 60015)
        tags = cable.cable_tags.order_by("position").values_list("tag__name", flat=True)
        self.assertEqual(list(tags), ["MARR", "MASS", "PREL", "MX"])
        self.assertEqual(cable.declassify_on.isoformat(), "2016-04-06")
        self.assertEqual(cable.reasons, "b,d")
        self.assertEqual(cable.signatory, "GARZA")
        self.assertTrue(cable.subject.endswith("'S APRIL 17-18 VISIT TO MEXICO"))
        action = cable.recipients.filter(role="action")
        names = list(action.values_list("name", flat=True))
        self.assertEqual(names, ["SECDEF WASHDC", "SECSTATE WASHDC"])
        self.assertEqual(cable.recipients.filter(role="info").count(), 2)
        numbered = cable.paragraphs.filter(kind="numbered")
        self.assertEqual(
            list(numbered.values_list("key", "label", "marking")),
            [(f"par{n}", f"{n}", "C") for n in range(1, 6)],
        )
        self.assertEqual(cable.paragraphs.filter(kind="bullet").count(), 3)

    def test_sentences_that_transmission_cut_read_without_a_break(self):
        cable = Cable.objects.get(reference_id="06MEXICO1889")
        page = self.client.get(cable.get_absolute_url()).content.decode()
        text = " ".join(LexborHTMLParser(page).css_first("main").text().split())
        self.assertIn("As our homeland security, disaster relief", text)
        self.assertIn("candidates would probably continue Mexico's resistance", text)

    def test_article_link_has_one_scheme(self):
        article = Article.objects.get(links__cable__reference_id="06MEXICO1889")
        self.assertEqual(article.url.count("http://"), 1)

    def test_the_data_release_changes_only_what_the_page_had_wrong(self):
        before = self.client.get("/cable/2006/04/06MEXICO1889.json").json()
        out = StringIO()
        row = DATA / "csv" / "06MEXICO1889.csv"
        call_command("import_cables", str(row), publish=True, json=True, stdout=out)
        after = self.client.get("/cable/2006/04/06MEXICO1889.json").json()
        self.assertEqual(json.loads(out.getvalue().splitlines()[-1])["rejected"], 0)
        # The page has lost the commas of the TAGS line, and with them its exact words.
        wrong = {"body", "sha256", "version", "paragraphs"}
        kept = before.keys() - wrong
        self.assertEqual({k: after[k] for k in kept}, {k: before[k] for k in kept})
        words = [[letters(p["text"]) for p in c["paragraphs"]] for c in (before, after)]
        self.assertEqual(*words)
