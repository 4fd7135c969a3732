"""What an editor's slip, an import between two clicks and odd addresses must not do."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.test import TestCase
from django.urls import reverse

from cables.choices import ReasonCode, RedactionState, State
from cables.curation import states
from cables.curation.cables import add_former_id, save_cable
from cables.curation.errors import IllegalTransition
from cables.models import Cable, Paragraph, current_epoch
from cables.models.sealed import ImportConflict, Redaction, SealedText
from tests.admin.editors import make_chief, make_editor
from tests.admin.test_cable_form import form_data
from tests.factories import make_cable, make_post, make_tag

BAD_IDS = ("06REV/1", "06 REV 1", "06RÉV1", "06REV?1")


class DeskTests(TestCase):
    def setUp(self):
        self.user = make_chief()
        self.client.force_login(self.user)
        self.cable = make_cable(subject="OLD WORDS", paragraphs=["One.", "Two."])

    def url(self, name, *keys):
        return reverse(f"admin:cables_{name}", args=keys or [self.cable.pk])

    def import_as(self, **fields):
        rows = Cable.objects.filter(pk=self.cable.pk)
        rows.update(version=F("version") + 1, **fields)

    def stored(self):
        return Cable.objects.get(pk=self.cable.pk)

    def test_ids_that_no_address_can_hold(self):
        url = self.url("cable_change")
        data = form_data(self.client.get(url))
        for bad in BAD_IDS:
            with self.subTest(bad=bad):
                page = self.client.post(url, data | {"reference_id": bad})
                self.assertIn("reference_id", page.context["adminform"].form.errors)
                with self.assertRaises(ValidationError):
                    values = {"reference_id": bad}
                    save_cable(self.cable, user=self.user, values=values)
                with self.assertRaises(ValidationError):
                    add_former_id(self.cable, former_id=bad, user=self.user)
                sent = {"former_id": bad, "cable": self.cable.pk}
                page = self.client.post(reverse("admin:cables_oldaddress_add"), sent)
                self.assertContains(page, "Write the reference id in capitals.")
        self.assertEqual(self.stored().version, 1)

    def test_an_import_before_saving_is_not_undone(self):
        url = self.url("cable_change")
        data = form_data(self.client.get(url))
        self.import_as(subject="NEW WORDS")
        page = self.client.post(url, data | {"attention": "MOOR"})
        self.assertContains(page, "OLD WORDS")
        self.assertContains(page, "NEW WORDS")
        self.assertContains(page, "MOOR")
        self.assertEqual(self.stored().subject, "NEW WORDS")
        again = form_data(page)
        self.assertEqual(again["subject"], "NEW WORDS")
        # The helper adds a second CR to text that was posted with one: browsers do not.
        again = {name: text.replace("\r\r", "\r") for name, text in again.items()}
        again["attention"] = "MOOR"
        self.assertEqual(self.client.post(url, again).status_code, 302)
        stored = self.stored()
        self.assertEqual((stored.subject, stored.attention), ("NEW WORDS", ["MOOR"]))
        self.assertEqual(stored.curated, ["attention"])

    def test_an_import_of_paragraphs_is_not_undone(self):
        url = self.url("cable_paragraphs")
        sheet = self.client.get(url).context["sheet"]
        forms = [sheet.formset.management_form, *sheet.formset.forms, sheet.save]
        data = {
            bound.html_name: str(bound.value())
            for form in forms
            for bound in form
            if bound.value() not in (None, False)
        }
        self.import_as()
        Paragraph.objects.filter(key="par1").update(text="One, imported.")
        page = self.client.post(url, data | {"form-1-text": "Two, mine."})
        self.assertContains(page, "Saved meanwhile by an import.")
        shown = [(d.theirs, d.mine) for d in page.context["sheet"].differences]
        self.assertEqual(shown, [("One, imported.", "One."), ("Two.", "Two, mine.")])
        initial = page.context["sheet"].formset.initial
        self.assertEqual(initial[0]["text"], "One, imported.")
        self.assertEqual(Paragraph.objects.get(key="par1").text, "One, imported.")

    def test_what_came_in_is_sealed(self):
        ImportConflict.objects.create(cable=self.cable, field="subject", incoming="X")
        url = self.url("cable_conflicts")
        rights = ["view_cable", "change_cable"]
        self.client.force_login(make_editor(*rights))
        self.assertEqual(self.client.get(url).status_code, 403)
        self.assertEqual(self.client.post(url).status_code, 403)
        rights.append("view_importconflict")
        self.client.force_login(make_editor(*rights))
        self.assertEqual(self.client.get(url).status_code, 200)
        Redaction.objects.create(
            sealed_text=SealedText.objects.create(cable=self.cable, text="A name"),
            start=0,
            end=6,
            reason=ReasonCode.MINOR,
            state=RedactionState.APPROVED,
            proposed_by=make_editor(),
            approved_by=make_editor(),
        )
        self.assertEqual(self.client.get(url).status_code, 403)
        rights.append("view_sourcerecord")
        self.client.force_login(make_editor(*rights))
        self.assertEqual(self.client.get(url).status_code, 403)
        self.client.force_login(make_editor(*rights, "view_sealedtext"))
        self.assertEqual(self.client.get(url).status_code, 200)

    def test_odd_requests_are_no_crash(self):
        url = self.url("cable_conflicts")
        self.assertEqual(self.client.post(url, {"conflict": "abc"}).status_code, 404)
        history = self.client.get("/admin/cables/cable/abc/history/")
        self.assertEqual(history.status_code, 404)
        make_cable(number=77)
        for field, incoming in (("post", 999_999), ("number", 77)):
            row = ImportConflict.objects.create(
                cable=self.cable, field=field, incoming=incoming
            )
            version = self.stored().version
            sent = {"conflict": row.pk, "decision": "take", "version": version}
            page = self.client.post(url, sent, follow=True)
            self.assertContains(page, f"The incoming {field} cannot be put in place.")

    def test_long_aliases_are_errors_of_the_form(self):
        for name, row in (("post", make_post()), ("tag", make_tag())):
            url = self.url(f"{name}_change", row.pk)
            page = self.client.post(url, {"alias_lines": "X" * 121})
            self.assertContains(page, "is longer than 1")

    def test_a_withdrawal_stays_in_the_log(self):
        states.withdraw(self.cable, user=self.user, reason_code=ReasonCode.ERROR)
        for verb in (states.back_to_draft, states.send_to_review):
            with self.assertRaises(IllegalTransition):
                verb(self.cable, user=self.user)
        page = self.client.get(self.url("cable_change"))
        self.assertNotContains(page, "Back to draft…")
        self.assertNotContains(page, "Send to review…")
        before = current_epoch()
        states.hold(self.cable, user=self.user, reason="A question.")
        self.assertEqual(current_epoch(), before + 1)
        self.assertEqual(self.stored().state, State.WITHDRAWN)
