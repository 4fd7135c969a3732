"""Reports of readers at the desk: what comes first, who sees them, and the answer."""

from django.test import TestCase

from cables.curation.errors import AlreadyDecided
from cables.curation.reports import answer_report
from cables.models import ReaderReport
from cables.models.revision import Revision
from tests.factories import make_cable

from .editors import make_editor

LIST = "/admin/cables/readerreport/"
RIGHTS = ("view_readerreport", "answer_readerreport", "view_cable", "add_redaction")
RIGHTS += ("view_paragraph",)


def make_report(**fields):
    given = {"kind": "person", "reference_id": "06 Lowmoor 1", "text": "A name."}
    return ReaderReport.objects.create(**given | fields)


class ReportsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make_cable("06LOWMOOR1", paragraphs=["One.", "Two."])
        cls.block = cls.cable.paragraphs.last()
        cls.user = make_editor(*RIGHTS)

    def setUp(self):
        self.client.force_login(self.user)

    def url(self, report):
        return f"{LIST}{report.pk}/change/"

    def test_open_ones_those_on_persons_first_then_the_oldest(self):
        other, first, second = (
            make_report(kind=kind) for kind in ("wording", "person", "person")
        )
        make_report(state="done")
        listed = self.client.get(LIST).context["cl"].result_list
        self.assertEqual(list(listed), [first, second, other])
        for about, found in (("persons", [first, second]), ("other", [other])):
            listed = self.client.get(f"{LIST}?about={about}").context["cl"].result_list
            self.assertEqual(list(listed), found)

    def test_one_click_to_the_paragraph(self):
        page = self.client.get(self.url(make_report(paragraph=self.block.key)))
        base = f"/admin/cables/cable/{self.cable.pk}"
        self.assertContains(page, f'href="{base}/paragraphs/#{self.block.key}"')
        anchor = f"text-paragraph:{self.block.pk}"
        self.assertContains(page, f'href="{base}/redact/#{anchor}"')
        page = self.client.get(f"{base}/redact/")
        self.assertContains(page, f'id="{anchor}"')

    def test_a_cable_or_paragraph_that_is_not_here(self):
        page = self.client.get(self.url(make_report(paragraph='"><b>')))
        self.assertNotContains(page, '"><b>')
        self.assertContains(page, "/redact/")
        page = self.client.get(self.url(make_report(reference_id="06ABSENT1")))
        self.assertContains(page, "There is no cable with this id.")

    def test_answered_with_its_history(self):
        report = make_report()
        data = {"state": "done", "note": "Redacted."}
        self.assertRedirects(self.client.post(self.url(report), data), LIST)
        report.refresh_from_db()
        self.assertEqual((report.state, report.note), ("done", "Redacted."))
        self.assertEqual(report.decided_by, self.user)
        row = Revision.objects.get(model="readerreport", object_id=report.pk)
        self.assertEqual((row.user, row.after), (self.user, data))
        self.assertContains(self.client.get(self.url(report)), "Note: Redacted.")
        with self.assertRaises(AlreadyDecided):
            answer_report(report=report, user=self.user, state="rejected", note="No")

    def test_a_rejection_wants_a_note(self):
        report = make_report()
        page = self.client.post(self.url(report), {"state": "rejected", "note": " "})
        self.assertContains(page, "Say why it is rejected")
        page = self.client.post(self.url(report), {"state": "open", "note": "x"})
        self.assertEqual(page.status_code, 200)
        report.refresh_from_db()
        self.assertEqual(report.state, "open")

    def test_who_has_no_right_sees_nothing(self):
        report = make_report()
        self.client.force_login(make_editor("view_cable"))
        for answer in (
            self.client.get(LIST),
            self.client.get(self.url(report)),
            self.client.post(self.url(report), {"state": "done"}),
        ):
            self.assertEqual(answer.status_code, 403)
