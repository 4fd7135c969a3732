"""Citations are read back by the programs that they are for."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from xml.etree import ElementTree

import bibtexparser
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from django.test import TestCase, override_settings
from jsonschema import validate
from PIL import Image

from cables.choices import BlockKind
from cables.models import Change
from cables.sharing.citations import apa, chicago, cite_cable, mla
from tests import factories as make

CABLE = "/cable/2006/04/06LOWMOOR1"
SUBJECT = (
    'TOLLS & TALKS: 50% OF {ALL} \\ "SHIPS"_#1 ~ </script> @article{x, ÑANDÚ\nGO ON'
)
ONE_LINE = " ".join(SUBJECT.split())
OEMBED = {
    "type": "object",
    "required": ["version", "type", "html", "width", "height"],
    "properties": {
        "version": {"const": "1.0"},
        "type": {"const": "rich"},
        "html": {"type": "string", "minLength": 1},
        "width": {"type": "integer", "minimum": 1},
        "height": {"type": "integer", "minimum": 1},
        "cache_age": {"type": "integer"},
        "thumbnail_width": {"type": "integer"},
        "thumbnail_height": {"type": "integer"},
    },
    "additionalProperties": {"type": "string"},
    "dependentRequired": {"thumbnail_url": ["thumbnail_width", "thumbnail_height"]},
}

REPORT = {
    "type": "object",
    "required": ["@context", "@type", "@id", "name", "author", "datePublished"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"const": "Report"},
        "url": {"type": "string", "pattern": "^https?://"},
        "datePublished": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "author": {"type": "object", "required": ["@type", "name"]},
        "isPartOf": {"type": "object", "required": ["@type", "@id"]},
    },
}


@override_settings(SITE_URL="https://archive.example")
class CitationCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable(
            "06LOWMOOR1",
            subject=SUBJECT,
            paragraphs=["One </p><script>alert(1)</script>.", "Two.", "Three."],
        )
        make.make_paragraph(cls.cable, "A point.", kind=BlockKind.BULLET, key="u4")

    def get(self, address, **query):
        return self.client.get(address, query)


class RecordTests(CitationCase):
    def test_bibtex(self):
        response = self.get(f"{CABLE}.bib")
        self.assertEqual(
            response["Content-Type"], "application/x-bibtex; charset=utf-8"
        )
        self.assertIn('filename="06LOWMOOR1.bib"', response["Content-Disposition"])
        read = bibtexparser.parse_string(
            response.content.decode(), append_middleware=[LatexDecodingMiddleware()]
        )
        self.assertEqual(read.failed_blocks, [])
        (entry,) = read.entries
        self.assertEqual(entry.key, "06LOWMOOR1")
        told = entry["title"].replace("{", "").replace("}", "")
        self.assertEqual(told, ONE_LINE.replace("{", "").replace("}", ""))
        self.assertEqual(entry["year"], "2006")
        self.assertEqual(entry["url"], f"https://archive.example{CABLE}.html")

    def test_ris(self):
        response = self.get(f"{CABLE}/par3.ris")
        text = response.content.decode()
        self.assertEqual(text.count("\n"), text.count("\r\n"))
        (entry,) = rispy.loads(text)
        self.assertEqual(entry["title"], f"{ONE_LINE}, ¶3")
        self.assertEqual(entry["id"], "06LOWMOOR1-par3")
        self.assertEqual(entry["type_of_reference"], "RPRT")

    def test_csl_json_is_formatted_by_citeproc(self):
        response = self.get(f"{CABLE}/par2-par3.csl.json")
        records = json.loads(response.content)
        self.assertEqual(records[0]["title"], f"{ONE_LINE}, ¶¶2–3")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        source = CiteProcJSON(records)
        listed = CitationStylesBibliography(style, source, formatter.plain)
        listed.register(Citation([CitationItem(records[0]["id"])]))
        told = str(listed.bibliography()[0])
        self.assertIn("Embassy Lowmoor", told)
        self.assertIn("2006", told)

    def test_no_file_tells_a_day_of_reading(self):
        for form in ("bib", "ris", "csl.json"):
            text = self.get(f"{CABLE}.{form}").content.decode().lower()
            self.assertNotIn("access", text)
            self.assertNotIn("urldate", text)

    def test_absent_withdrawn_moved_and_spelt_otherwise(self):
        make.make_withdrawn("06LOWMOOR2")
        make.make_draft("06LOWMOOR3")
        make.make_alias(self.cable, "par9", self.cable.paragraphs.get(key="par2"))
        make.make_alias(self.cable, "par8")
        for form in ("bib", "ris", "csl.json", "png"):
            with self.subTest(form=form):
                status = {
                    f"/cable/2006/04/06LOWMOOR2.{form}": 410,
                    f"/cable/2006/04/06LOWMOOR3.{form}": 404,
                    f"{CABLE}/par8.{form}": 410,
                    f"{CABLE}/par77.{form}": 404,
                }
                for address, code in status.items():
                    self.assertEqual(self.get(address).status_code, code, address)
                moved = self.get(f"{CABLE}/par9.{form}")
                self.assertRedirects(moved, f"{CABLE}/par2.{form}", 301)
                moved = self.get(f"/cable/2006/05/06lowmoor1.{form}")
                self.assertRedirects(moved, f"{CABLE}.{form}", 301)


class TextTests(CitationCase):
    def test_three_styles(self):
        self.cable.subject = "WHO OWNS THE HARBOUR?"
        work, url = cite_cable(self.cable), f"https://archive.example{CABLE}.html"
        day = "November 24, 2026"
        self.assertEqual(
            chicago(work).text(day),
            "Embassy Lowmoor, “WHO OWNS THE HARBOUR?,” cable 06LOWMOOR1, April 10, 2006,"
            f" Confidential, Cable Archive, accessed {day}, {url}.",
        )
        self.assertEqual(
            apa(work).text(day),
            "Embassy Lowmoor. (2006, April 10). WHO OWNS THE HARBOUR? (Cable No."
            f" 06LOWMOOR1) [Diplomatic cable]. Cable Archive. Retrieved {day}, from {url}",
        )
        self.assertEqual(
            mla(work).text("24 Nov. 2026"),
            "Embassy Lowmoor. “WHO OWNS THE HARBOUR?” Cable Archive, 10 Apr. 2006, cable"
            f" 06LOWMOOR1, {url}. Accessed 24 Nov. 2026.",
        )

    def test_are_in_english_on_a_spanish_page(self):
        page = self.get(f"/es{CABLE}.html")
        self.assertContains(page, '<html lang="es">')
        self.assertContains(page, "April 10, 2006, Confidential, <i>")
        self.assertContains(page, "10 April 2006&lt;/footer&gt;")

    def test_page_has_them_with_a_gap_for_the_day_and_names_the_files(self):
        page = self.get(f"{CABLE}/par2.html")
        self.assertContains(page, "<span data-accessed-us>[date]</span>", 2)
        self.assertContains(page, f'href="{CABLE}/par2.bib"')
        self.assertContains(page, 'name="citation_author" content="Embassy Lowmoor,"')
        self.assertContains(page, f'content="https://archive.example{CABLE}/par2.png"')
        self.assertNotContains(page, "<script>alert")


class CardTests(CitationCase):
    def test_size_and_type(self):
        self.cable.paragraphs.filter(key="par3").update(text="word " * 3000)
        for key in (".png", "/par1.png", "/par3.png", "/par1-par3.png", "/u4.png"):
            response = self.get(f"{CABLE}{key}")
            self.assertEqual(response["Content-Type"], "image/png")
            self.assertEqual(Image.open(BytesIO(response.content)).size, (1200, 630))


class EmbedTests(CitationCase):
    def ask(self, key="/par1.html", **query):
        query = {"url": f"https://archive.example{CABLE}{key}"} | query
        return self.get("/oembed", **query)

    def test_answers_hold_to_the_specification(self):
        for key in (".html", "/par1.html", "/par1-par3.html"):
            for room in ({}, {"maxwidth": 200, "maxheight": 100}):
                answer = self.ask(key, **room).json()
                validate(answer, OEMBED)
                self.assertLessEqual(answer["width"], room.get("maxwidth", 9999))
                self.assertLessEqual(answer["height"], room.get("maxheight", 9999))
                self.assertEqual("thumbnail_url" in answer, not room)
                self.assertNotIn("<script", answer["html"])
                self.assertIn("?seen=", answer["html"])

    def test_xml_says_the_same(self):
        response = self.ask(format="xml")
        self.assertEqual(response["Content-Type"], "text/xml; charset=utf-8")
        told = {e.tag: e.text for e in ElementTree.fromstring(response.content)}
        answer = {name: str(value) for name, value in self.ask().json().items()}
        self.assertEqual(told, answer)

    def test_says_that_the_cable_was_corrected_after_its_release(self):
        told = "(cable corrected on 3 May 2012)"
        self.assertNotIn("corrected", self.ask().json()["html"])
        early = self.cable.released - timedelta(days=1)
        for when in (early, datetime(2012, 5, 3, 12, tzinfo=UTC)):
            change = make.make_change(self.cable)
            Change.objects.filter(pk=change.pk).update(when=when)
            for key in (".html", "/par1.html"):
                with self.subTest(when=when, key=key):
                    page, answer = self.get(f"{CABLE}{key}"), self.ask(key).json()
                    self.assertEqual(told in page.content.decode(), when != early)
                    self.assertEqual(told in answer["html"], when != early)

    def test_refusals(self):
        make.make_draft("06LOWMOOR3")
        for status, query in (
            (404, {"url": ""}),
            (404, {"url": f"https://other.example{CABLE}.html"}),
            (404, {"url": "https://archive.example/"}),
            (404, {"url": "https://archive.example/cable/2006/04/06LOWMOOR3.html"}),
            (404, {"url": "http://[broken"}),
            (404, {"url": f"https://archive.example{CABLE}/par77.html"}),
            (501, {"format": "yaml"}),
            (400, {"maxwidth": "wide"}),
        ):
            with self.subTest(query=query):
                self.assertEqual(self.ask(**query).status_code, status)


class MetaTests(CitationCase):
    def test_json_ld_has_the_shape_and_stays_in_its_block(self):
        for key, part in ((".html", False), ("/par1.html", True)):
            page = self.get(f"{CABLE}{key}").content.decode()
            _, _, rest = page.partition('<script type="application/ld+json">')
            told = json.loads(rest.partition("</script>")[0])
            validate(told, REPORT)
            self.assertTrue(told["name"].startswith(ONE_LINE))
            self.assertEqual("isPartOf" in told, part)

    def test_signposts(self):
        told = self.get(f"{CABLE}/par1.html")["Link"]
        base = f"https://archive.example{CABLE}"
        self.assertIn(f'<{base}/par1.html>; rel="cite-as"', told)
        self.assertIn(f'<{base}/par1.bib>; rel="describedby"', told)
        self.assertIn(f'<{base}.html>; rel="collection"', told)
        self.assertNotIn("collection", self.get(f"{CABLE}.html")["Link"])
