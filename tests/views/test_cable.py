"""The cable's page: three boxes, paragraphs with addresses, and what belongs to them."""

from datetime import UTC, date, datetime

from django.test import TestCase

from cables.choices import (
    Action,
    BlockKind,
    Classification,
    Precision,
    ReasonCode,
    Role,
)
from tests import factories as make

ADDRESS = "/cable/2006/04/06LOWMOOR1889.html"


class CablePageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable(
            "06LOWMOOR1889",
            subject="HARBOUR TALKS & <TOLLS>",
            tags=["PREL", "LO"],
            declassify_on=date(2016, 4, 6),
            reasons="b,d",
            reason_section="1.4",
            date_time_group="101922Z APR 06",
            precedence="RR",
            sender="AMEMBASSY LOWMOOR",
        )
        cls.opening = make.make_paragraph(
            cls.cable, "REF: STATE 12", kind=BlockKind.CAPTION
        )
        cls.first = make.make_paragraph(cls.cable, "Talks <b>on</b>.", label="1")
        cls.second = make.make_paragraph(
            cls.cable, "See 05LOWMOOR7 and 05LOWMOOR70.", label="2", marking="C/NF"
        )
        for text in ("One point.", "Another."):
            make.make_paragraph(cls.cable, text, kind=BlockKind.BULLET)
        make.make_recipient(cls.cable, "SECSTATE WASHDC", precedence="PP")
        make.make_recipient(cls.cable, "HARBOUR BOARD", role=Role.INFO)

    def page(self, **kwargs):
        return self.client.get(ADDRESS, **kwargs)

    def test_one_heading_with_the_whole_subject_escaped(self):
        html = self.page().content.decode()
        self.assertEqual(html.count("<h1"), 1)
        self.assertInHTML(
            '<h1 class="caps" lang="en">HARBOUR TALKS &amp; &lt;TOLLS&gt;</h1>', html
        )

    def test_words_of_the_library_are_escaped(self):
        self.assertContains(self.page(), "Talks &lt;b&gt;on&lt;/b&gt;.")

    def test_heading_is_the_id_where_there_is_no_subject(self):
        make.make_cable("06LOWMOOR2", subject="")
        page = self.client.get("/cable/2006/04/06LOWMOOR2.html")
        self.assertContains(page, "<h1>06LOWMOOR2</h1>", html=True)

    def test_facts(self):
        page = self.page()
        for words in (
            "10 April 2006, 19:22 UTC",
            "30 August 2011, 01:44 UTC",
            "date has passed",
            "(b) foreign government information",
            "About PREL",
        ):
            self.assertContains(page, words)

    def test_hour_is_said_where_the_minute_is_not_known(self):
        make.make_cable("06LOWMOOR3", created_precision=Precision.HOUR, header="")
        page = self.client.get("/cable/2006/04/06LOWMOOR3.html")
        self.assertContains(page, "10 April 2006, 19:00–20:00 UTC")
        self.assertNotContains(page, "19:22")

    def test_transmission_header_is_decoded_and_raw(self):
        page = self.page()
        self.assertContains(page, "<small>10 April 2006, 19:22 UTC</small>", html=True)
        self.assertContains(page, "SECSTATE WASHDC <small>priority</small>")
        self.assertContains(page, "\nFM AMEMBASSY LOWMOOR\n")

    def test_every_paragraph_has_an_anchor_and_a_named_pilcrow(self):
        page = self.page()
        self.assertContains(page, 'id="par2"', count=1)
        self.assertContains(
            page,
            '<a class="pilcrow" href="#par2" aria-label="Link to paragraph 2">¶</a>',
            html=True,
        )
        self.assertContains(
            page,
            '<abbr class="mark s-confidential"'
            ' title="Confidential, not for foreign nationals">C/NF</abbr>',
            html=True,
        )

    def test_bullets_are_one_list(self):
        self.assertContains(self.page(), '<ul class="points">', count=1)

    def test_original_anchor_lands_inside_the_words(self):
        make.make_alias(self.cable, "par70", self.second, offset=4)
        self.assertContains(
            self.page(), 'See <span class="anchor" id="par70"></span>05'
        )

    def test_tombstone_keeps_its_address(self):
        make.make_alias(self.cable, "par9")
        self.assertContains(self.page(), 'class="tombstone" id="par9"')

    def test_twins_name_each_other(self):
        make.make_cable("006LOWMOOR1889", canonical=self.cable)
        self.assertContains(self.page(), "/cable/2006/04/006LOWMOOR1889.html")
        twin = self.client.get("/cable/2006/04/006LOWMOOR1889.html")
        self.assertContains(twin, f'<a href="{ADDRESS}">06LOWMOOR1889</a>')

    def test_partial_extract_says_so(self):
        make.make_cable("06LOWMOOR4", is_partial=True, header="")
        page = self.client.get("/cable/2006/04/06LOWMOOR4.html")
        self.assertContains(page, "Partial extract.")

    def test_correction_is_told_without_words(self):
        make.make_change(
            self.cable, Action.REDACTED, words=3, reason_code=ReasonCode.SOURCE_SAFETY
        )
        page = self.page()
        self.assertContains(page, "3 words left the archive. Protects a source.")

    def test_hashtags_and_share_links(self):
        page = self.page()
        self.assertContains(page, "#cablegate #06LOWMOOR1889")
        self.assertContains(page, "%23cablegate%20%2306LOWMOOR1889")

    def test_help_is_on_the_page(self):
        for words in ("Understanding cables", "Discussing cables", "/about/structure/"):
            self.assertContains(self.page(), words)


class AroundTheCableTests(TestCase):
    """References, citations, articles, discussions, neighbours."""

    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable(
            "06LOWMOOR1", paragraphs=["See 05LOWMOOR7 (ref A).", "And the talks."]
        )
        cls.first = cls.cable.paragraphs.get(key="par1")
        cls.cited = make.make_cable(
            "05LOWMOOR7",
            subject="Tolls at last",
            created=datetime(2005, 3, 1, tzinfo=UTC),
        )
        make.make_reference(cls.cable, cls.cited, paragraph=cls.first, label="A")
        make.make_reference(cls.cable, "05STATE99")

    def page(self):
        return self.client.get("/cable/2006/04/06LOWMOOR1.html")

    def test_id_in_the_text_is_a_link_titled_with_the_subject(self):
        self.assertContains(
            self.page(),
            '<a href="/cable/2005/03/05LOWMOOR7.html" title="Tolls at last">'
            "05LOWMOOR7</a>",
            html=True,
        )

    def test_letter_of_a_reference_is_a_link(self):
        self.assertContains(self.page(), 'title="Tolls at last">ref A</a>')

    def test_absent_reference_is_marked_and_leads_to_its_page(self):
        page = self.page()
        self.assertContains(page, 'href="/cable/05STATE99"')
        self.assertContains(page, "not in the archive")

    def test_reference_to_a_draft_looks_like_an_absent_one(self):
        draft = make.make_draft("05LOWMOOR8", subject="UNSEEN")
        make.make_reference(self.cable, draft)
        page = self.page()
        self.assertContains(page, 'href="/cable/05LOWMOOR8"')
        self.assertNotContains(page, "UNSEEN")

    def test_cited_by_names_the_paragraph(self):
        page = self.client.get("/cable/2005/03/05LOWMOOR7.html")
        self.assertContains(page, "/cable/2006/04/06LOWMOOR1.html#par1")

    def test_draft_that_cites_is_not_named(self):
        make.make_reference(make.make_draft("06LOWMOOR55"), self.cited)
        page = self.client.get("/cable/2005/03/05LOWMOOR7.html")
        self.assertNotContains(page, "06LOWMOOR55")

    def test_article_stands_in_the_box_and_at_its_paragraph(self):
        article = make.make_article("Los puertos", language="es", date=None)
        make.make_article_link(self.cable, article=article, paragraph=self.first)
        page = self.page()
        self.assertContains(page, '<cite lang="es">Los puertos</cite>')
        self.assertContains(page, "Spanish · date unknown · quotes")
        self.assertContains(page, "quotes this paragraph")

    def test_only_approved_articles_and_discussions(self):
        proposed = make.make_article("Unseen", state="proposed")
        make.make_article_link(self.cable, article=proposed)
        make.make_discussion(self.cable, title="Seen thread")
        make.make_discussion(self.cable, title="Unseen thread", state="proposed")
        page = self.page()
        self.assertContains(page, "Seen thread")
        self.assertNotContains(page, "Unseen")

    def test_neighbours_are_public(self):
        make.make_draft("05LOWMOOR9", created=datetime(2006, 1, 1, tzinfo=UTC))
        make.make_cable(
            "06HIGHMOOR1",
            post=make.make_post("Consulate Highmoor"),
            created=datetime(2006, 2, 1, tzinfo=UTC),
        )
        page = self.page()
        self.assertContains(page, 'rel="prev"><span class="mono">05LOWMOOR7')
        self.assertContains(page, "06HIGHMOOR1")
        self.assertNotContains(page, "05LOWMOOR9")


class QueryTests(TestCase):
    def cable_of(self, rows):
        """Make a cable with this many of everything."""
        cable = make.make_cable(tags=[f"T{n}" for n in range(rows)])
        for n in range(rows):
            paragraph = make.make_paragraph(cable, "Text.", label=str(n + 1))
            make.make_alias(cable, f"par{n + 1000}", paragraph)
            make.make_reference(cable, make.make_cable(), paragraph=paragraph)
            make.make_reference(make.make_cable(), cable)
            make.make_recipient(cable, f"POST {n}")
            make.make_article_link(cable, paragraph=paragraph)
            make.make_discussion(cable, paragraph=paragraph)
            make.make_change(cable)
        return cable

    def test_as_many_queries_for_3_of_everything_as_for_30(self):
        for rows in (3, 30):
            cable = self.cable_of(rows)
            with self.subTest(rows=rows), self.assertNumQueries(10):
                self.client.get(cable.get_absolute_url())

    def test_paragraph_page_in_fewer(self):
        for rows in (3, 30):
            cable = self.cable_of(rows)
            address = cable.paragraphs.get(key="par2").get_alone_url()
            with self.subTest(rows=rows), self.assertNumQueries(8):
                self.client.get(address)


class FormTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable(
            "06LOWMOOR1",
            number=77,
            tags=["PREL"],
            paragraphs=["One."],
            classification=Classification.SECRET_NOFORN,
        )
        make.make_reference(cls.cable, "05STATE99")

    def test_json(self):
        page = self.client.get("/cable/2006/04/06LOWMOOR1.json")
        cable = page.json()
        self.assertEqual(cable["number"], 77)
        self.assertEqual(cable["classification"], "SECRET//NOFORN")
        self.assertEqual(cable["tags"][0]["code"], "PREL")
        self.assertIsNone(cable["references"][0]["url"])
        self.assertEqual(
            cable["paragraphs"],
            [
                {
                    "key": "par1",
                    "label": "1",
                    "kind": "numbered",
                    "marking": "",
                    "text": "One.",
                    "url": "http://localhost:8000/cable/2006/04/06LOWMOOR1/par1.html",
                }
            ],
        )
        expected = {
            *("reference_id", "number", "url", "created", "released", "classification"),
            *("post", "subject", "tags", "references", "cited_by_count", "articles"),
            *("header", "paragraphs", "partial", "version", "sha256"),
        }
        self.assertEqual(expected - cable.keys(), set())

    def test_text_is_header_and_body(self):
        page = self.client.get("/cable/2006/04/06LOWMOOR1.txt")
        self.assertEqual(page["Content-Type"], "text/plain; charset=utf-8")
        self.assertContains(page, "FM AMEMBASSY LOWMOOR")
        self.assertContains(page, "C O N F I D E N T I A L LOWMOOR")
