"""Readers report: one row, nothing about them, and a sentence for whatever is wrong."""

from unittest.mock import patch

from django.core.cache import caches
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cables.models import ReaderReport
from cables.rate import Rate
from tests.factories import make_cable, make_draft

ADDRESS = "/report/"
SENT = {
    "kind": "person",
    "reference_id": "06LOWMOOR1889",
    "paragraph": "par3",
    "text": "The harbour master is named.",
}


class ReportTests(TestCase):
    def setUp(self):
        caches["rate"].clear()
        self.addCleanup(caches["rate"].clear)

    def post(self, address="203.0.113.77", **changed):
        return self.client.post(ADDRESS, {**SENT, **changed}, REMOTE_ADDR=address)

    def test_page_wants_no_cookie_and_is_filled_in_from_its_address(self):
        page = self.client.get(f"{ADDRESS}?cable=06LOWMOOR1889&paragraph=par3")
        self.assertFalse(page.cookies)
        self.assertNotIn("csrfmiddlewaretoken", page.text)
        self.assertContains(page, 'value="06LOWMOOR1889"')
        self.assertContains(page, 'value="par3"')

    def test_hostile_addresses_are_text(self):
        for query in (
            "cable=%3Cscript%3Ealert(1)%3C/script%3E&paragraph=%3Cb%3E",
            "cable=" + "9" * 5_000,
            "cable[]=1&kind=nonsense",
        ):
            with self.subTest(query=query):
                page = self.client.get(f"{ADDRESS}?{query}")
                self.assertEqual(page.status_code, 200)
                self.assertNotIn("<script>alert", page.text)

    def test_cable_and_paragraph_lead_here(self):
        cable = make_cable("06LOWMOOR1889", paragraphs=["One."])
        block = cable.paragraphs.get()
        asked = '"/report/?cable=06LOWMOOR1889'
        page = self.client.get(cable.get_absolute_url())
        self.assertContains(page, f'{asked}">Report a problem with this cable')
        page = self.client.get(block.get_alone_url())
        link = (
            f'{asked}&amp;paragraph={block.key}">Report a problem with this paragraph'
        )
        self.assertContains(page, link)

    def test_one_row_that_is_not_read_back(self):
        with CaptureQueriesContext(connection) as queries:
            answer = self.post()
        said = [q["sql"] for q in queries if "readerreport" in q["sql"]]
        self.assertRedirects(answer, "/report/thanks/")
        self.assertEqual(len(said), 1)
        self.assertNotIn("RETURNING", said[0])
        report = ReaderReport.objects.get()
        self.assertEqual({name: getattr(report, name) for name in SENT}, SENT)
        self.assertEqual((report.state, report.decided_by), ("open", None))

    def test_each_mistake_has_its_sentence(self):
        for changed, sentence in (
            ({"kind": "praise"}, "Choose what you report."),
            ({"text": " "}, "Say what is wrong."),
            ({"text": "a" * 2_001}, "at most 2000 characters"),
            ({"text": "\u202eEVIL"}, "an invisible character (U+202E)"),
            ({"reference_id": "a boat"}, "No id of a cable was found."),
            ({"reference_id": ""}, "No id of a cable was found."),
        ):
            with self.subTest(changed=changed):
                self.assertContains(self.post(**changed), sentence)
        self.assertFalse(ReaderReport.objects.exists())

    def test_nul_is_a_blank(self):
        self.post(text="One\0two")
        self.assertEqual(ReaderReport.objects.get().text, "One two")

    def test_the_trap_is_silent(self):
        self.assertRedirects(self.post(website="x"), "/report/thanks/")
        self.assertFalse(ReaderReport.objects.exists())

    def test_too_long_and_too_many(self):
        answer = self.post(text="a" * 50_000)
        self.assertEqual(answer.status_code, 413)
        one = Rate(name="report", most=1, seconds=600)
        with patch("cables.views.report.ONE_SENDER", one):
            self.post()
            answer = self.post()
            self.assertEqual(self.post("198.51.100.7").status_code, 302)
        self.assertEqual(answer.status_code, 429)
        self.assertIn("Retry-After", answer)
        self.assertContains(answer, SENT["text"], status_code=429)
        self.assertEqual(ReaderReport.objects.count(), 2)

    def test_a_draft_answers_like_what_never_was(self):
        make_draft("06LOWMOOR551")
        pages = [
            self.post(reference_id=name, text="").text.replace(name, "")
            for name in ("06LOWMOOR551", "06LOWMOOR552")
        ]
        self.assertEqual(*pages)
