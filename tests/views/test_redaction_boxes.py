"""How readers see that words are gone: a box on pages, plain words everywhere else."""

from django.test import TestCase

from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.search.find import Finder
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests.admin.editors import make_editor
from tests.curation.redactions.telegram import make_telegram, span_of

BOX = '<span class="redaction">[redacted: protects a source]</span>'
PLAIN = "[redacted: protects a source]"


class BoxTests(TestCase):
    def setUp(self):
        self.cable = make_telegram()
        author, block = make_editor(), self.cable.paragraphs.get(key="par2")
        given = {"user": author, "reason": "source_safety"}
        made = propose(
            self.cable,
            paragraph=block,
            spans=[span_of(block.text, "Mara Ilves")],
            **given,
        )
        for field, words in (
            ("subject", "KIRA VELL"),
            ("classified_by", "JANE DOE"),
            ("header", "KIRA VELL OFFICE"),
        ):
            spans = [span_of(getattr(self.cable, field), words)]
            made += propose(self.cable, field=field, spans=spans, **given)
        approve(made, user=make_editor())
        self.cable.refresh_from_db()
        self.path = self.cable.get_absolute_url()

    def test_the_page_has_a_box_wherever_words_are_gone(self):
        page = self.client.get(self.path)
        self.assertContains(page, f"TALKS WITH {BOX} ON THE")
        self.assertContains(page, f"contact {BOX} (protect)")
        self.assertContains(page, f"RUEHVX/{BOX} 0101")
        for words in ("Mara Ilves", "JANE DOE", "VELL OFFICE"):
            self.assertNotContains(page, words)

    def test_the_paragraph_alone(self):
        self.assertContains(
            self.client.get(self.path.replace(".html", "/par2.html")), BOX
        )

    def test_a_box_is_escaped_like_anything_else(self):
        self.cable.subject = "<b>[redacted: x & y]</b>"
        self.cable.save()
        page = self.client.get(self.path)
        box = '<span class="redaction">[redacted: x &amp; y]</span>'
        self.assertContains(page, f"&lt;b&gt;{box}&lt;/b&gt;")

    def test_twins_say_it_plainly(self):
        for form in ("txt", "json"):
            page = self.client.get(self.path.replace(".html", f".{form}"))
            self.assertContains(page, PLAIN)
            self.assertNotContains(page, "<span")

    def test_what_a_marker_says_is_not_found_as_words_of_the_cable(self):
        rebuild(public_index)
        for query, count in (
            ("redacted", 1),
            ('"protects a source"', 0),
            ("contact", 1),
        ):
            with self.subTest(query=query):
                self.assertEqual(Finder(query).find().count, count)
        self.assertEqual(Finder('"our contact protect"').find().count, 0)
