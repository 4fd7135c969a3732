from django.contrib.auth import get_user_model
from django.test import TestCase
from django.urls import reverse

from cables.choices import ReasonCode, RedactionState, State
from cables.curation.cables import save_cable
from cables.curation.tags import set_tags, tag_names
from cables.models import Cable, Change, current_epoch
from cables.models.revision import Revision
from cables.models.sealed import ImportConflict, Redaction, SavedDraft, SealedText
from tests.admin.editors import make_chief, make_editor
from tests.admin.records import keep_record
from tests.admin.test_cable_form import form_data
from tests.factories import make_article_link, make_cable, make_draft

BOX = "[redacted: protects a source]"


class EditorTests(TestCase):
    def setUp(self):
        self.user = make_chief()
        self.client.force_login(self.user)
        self.cable = self.make()
        self.url = self.address("change")

    def make(self):
        return make_cable(subject="HARBOUR TALKS", tags=["PREL"], paragraphs=["One."])

    def address(self, name):
        return reverse(f"admin:cables_cable_{name}", args=[self.cable.pk])

    def data(self, **typed):
        return form_data(self.client.get(self.url)) | typed

    def stored(self):
        return Cable.objects.get(pk=self.cable.pk)


class PaneTests(EditorTests):
    def test_form_record_and_preview(self):
        keep_record(self.cable)
        page = self.client.get(self.url)
        self.assertContains(page, "SUBJECT: HARBOUR TALKS BEGIN")
        self.assertContains(page, f'src="{self.address("preview")}"')

    def test_the_record_is_for_those_who_may_see_it(self):
        keep_record(self.cable)
        self.client.force_login(make_editor("view_cable", "change_cable"))
        page = self.client.get(self.url)
        self.assertNotContains(page, "HARBOUR TALKS BEGIN")
        self.assertNotContains(page, "Take this one")

    def test_blockers_lead_to_what_mends_them(self):
        self.cable = make_draft(subject="", paragraphs=[])
        self.url = self.address("change")
        page = self.client.get(self.url)
        self.assertContains(page, '<a href="#id_subject">Subject is empty.</a>')
        self.assertContains(page, '<a href="#id_released_0">It has no date')
        self.assertContains(page, f'<a href="{self.address("paragraphs")}">It has no')

    def test_a_box_is_not_deleted_in_the_form(self):
        Cable.objects.filter(pk=self.cable.pk).update(subject=f"VISIT OF {BOX}")
        page = self.client.post(self.url, self.data(subject="VISIT OF A FRIEND"))
        self.assertContains(page, "undo the redaction instead", status_code=200)
        self.assertEqual(self.stored().version, 1)

    def test_words_that_were_taken_out_are_not_typed_again(self):
        sealed = SealedText.objects.create(cable=self.cable, text="Ada Quill")
        Redaction.objects.create(
            sealed_text=sealed,
            start=0,
            end=9,
            reason=ReasonCode.SOURCE_SAFETY,
            replacement=BOX,
            state=RedactionState.APPROVED,
            proposed_by=self.user,
            approved_by=make_editor(),
        )
        page = self.client.post(self.url, self.data(subject="ADA QUILL TALKS"))
        self.assertContains(page, "Type it without them", status_code=200)
        self.assertContains(page, "ADA QUILL TALKS")
        self.assertEqual(self.stored().version, 1)


class PreviewTests(EditorTests):
    def public_page(self):
        # A reader, not the editor: nobody is signed in on readers' pages.
        return self.client_class().get(self.stored().get_absolute_url()).content

    def preview(self, data=None):
        url = self.address("preview")
        return self.client.post(url, data) if data else self.client.get(url)

    def assert_same(self, preview, page):
        base = b'<base target="_blank">'
        self.assertEqual(preview.content.count(base), 1)
        self.assertHTMLEqual(preview.content.replace(base, b"").decode(), page.decode())

    def test_a_public_cable_is_shown_as_readers_get_it(self):
        make_article_link(self.cable, quote="One.")
        self.assert_same(self.preview(), self.public_page())

    def test_typed_values_are_shown_as_readers_would_get_them(self):
        data = self.data(subject="TYPED SUBJECT", tag_lines="PGOV", why="A slip.")
        preview = self.preview(data)
        self.assertContains(preview, "TYPED SUBJECT")
        self.client.post(self.url, data)
        self.assert_same(preview, self.public_page())

    def test_nothing_is_saved(self):
        epoch = current_epoch()
        self.preview(self.data(subject="TYPED SUBJECT", tag_lines="PGOV"))
        stored = self.stored()
        self.assertEqual((stored.subject, stored.version), ("HARBOUR TALKS", 1))
        self.assertEqual(tag_names(stored), ["PREL"])
        self.assertFalse(Revision.objects.exists() or Change.objects.exists())
        self.assertEqual(current_epoch(), epoch)

    def test_a_draft_with_its_articles(self):
        self.cable = make_draft(subject="A DRAFT", paragraphs=["One."])
        make_article_link(self.cable, quote="One.")
        preview = self.preview()
        self.assertContains(preview, "A DRAFT")
        self.assertContains(preview, "Appears in these articles")
        self.assertEqual(self.stored().state, State.DRAFT)
        self.assertIsNone(self.stored().released)

    def test_typed_paragraphs(self):
        page = self.client.get(self.address("paragraphs"))
        forms = page.context["sheet"].formset
        data = {
            bound.html_name: str(bound.value())
            for form in [forms.management_form, *forms.forms]
            for bound in form
            if bound.value() not in (None, False)
        }
        preview = self.preview(data | {"form-0-text": "One, typed.", "version": 1})
        self.assertContains(preview, "One, typed.")
        self.assertEqual(self.cable.paragraphs.get().text, "One.")

    def test_mistakes_are_said(self):
        preview = self.preview(self.data(reference_id="06lowmoor1"))
        self.assertContains(preview, "No preview yet")
        self.assertContains(preview, "Write the reference id in capitals.")
        preview = self.preview(self.data(subject=""))
        self.assertContains(preview, "A published cable has a subject")

    def test_it_may_be_framed_by_the_desk_alone(self):
        preview = self.preview()
        self.assertEqual(preview["X-Frame-Options"], "SAMEORIGIN")
        self.assertIn("frame-ancestors 'self'", preview["Content-Security-Policy"])
        self.assertNotIn("unsafe", preview["Content-Security-Policy"])
        page = self.client.get(self.url)
        self.assertEqual(page["X-Frame-Options"], "DENY")

    def test_rights(self):
        data = self.data()
        self.client.force_login(make_editor("view_cable"))
        self.assertEqual(self.preview().status_code, 200)
        self.assertEqual(self.preview(data).status_code, 403)
        self.client.force_login(make_editor("view_tag"))
        self.assertEqual(self.preview().status_code, 403)


class DraftTests(EditorTests):
    def keep(self, data, **headers):
        data = data | {"draft_page": "cable"}
        return self.client.post(self.address("draft"), data, **headers)

    def test_kept_offered_taken_saved(self):
        self.keep(self.data(subject="TYPED", is_partial="on", tag_lines="ECON"))
        self.assertEqual(self.stored().version, 1)
        page = self.client.get(self.url)
        self.assertContains(page, "You have an unsaved draft from")
        self.assertContains(page, "of version 1")
        page = self.client.get(f"{self.url}?draft=take")
        self.assertNotContains(page, "You have an unsaved draft from")
        data = form_data(page)
        self.assertEqual((data["subject"], data["tag_lines"]), ("TYPED", "ECON"))
        self.client.post(self.url, data)
        stored = self.stored()
        self.assertEqual((stored.subject, stored.is_partial), ("TYPED", True))
        self.assertEqual(stored.created, self.cable.created)
        self.assertFalse(SavedDraft.objects.exists())

    def test_a_script_is_told_in_json(self):
        answer = self.keep(self.data(), headers={"Accept": "application/json"})
        self.assertIn("kept as a draft", answer.json()["said"])
        self.assertNotIn("csrfmiddlewaretoken", SavedDraft.objects.get().data)

    def test_without_script_the_way_leads_back(self):
        self.assertRedirects(self.keep(self.data()), self.url)

    def test_discard(self):
        self.keep(self.data(subject="TYPED"))
        data = {"draft_page": "cable", "draft": "discard"}
        page = self.client.post(self.address("draft"), data, follow=True)
        self.assertContains(page, "The draft is discarded.")
        self.assertFalse(SavedDraft.objects.exists())

    def test_an_older_draft_meets_what_was_saved_since(self):
        self.keep(self.data(subject="HARBOUR TALKS GO ON", sender="TYPED"))
        values = {"subject": "LONG HARBOUR TALKS", "signatory": "MOOR"}
        save_cable(self.cable, user=make_editor(), values=values)
        page = self.client.get(self.url)
        self.assertContains(page, "the cable is at version 2 now")
        data = form_data(self.client.get(f"{self.url}?draft=take"))
        self.assertEqual(data["subject"], "LONG HARBOUR TALKS GO ON")
        self.assertEqual((data["sender"], data["signatory"]), ("TYPED", "MOOR"))
        self.assertEqual(data["seen_version"], "2")

    def test_an_offered_draft_outlives_what_is_done_beside_it(self):
        self.keep(self.data(subject="A LONG TEXT"))
        page = self.client.get(self.url)
        self.assertContains(page, 'name="draft_offered" value="1"')
        data = self.data(sender="x") | {"draft_offered": "1"}
        answer = self.keep(data, headers={"Accept": "application/json"})
        self.assertIn("your earlier draft first", answer.json()["said"])
        self.client.post(self.url, data)
        self.assertEqual(self.stored().sender, "x")
        self.assertEqual(SavedDraft.objects.get().data["subject"], "A LONG TEXT")
        taken = self.client.get(f"{self.url}?draft=take")
        self.assertNotContains(taken, "draft_offered")
        self.assertEqual(form_data(taken)["subject"], "A LONG TEXT")

    def test_an_offered_draft_is_not_replaced_without_a_script_either(self):
        self.keep(self.data(subject="A LONG TEXT"))
        data = self.data(subject="ANOTHER LONG TEXT") | {"draft_offered": "1"}
        page = self.keep(data)
        self.assertContains(page, "<h2", count=2, status_code=409)
        for text in (">A LONG TEXT</pre>", ">ANOTHER LONG TEXT</pre>", self.url):
            self.assertContains(page, text, status_code=409)
        self.assertEqual(SavedDraft.objects.get().data["subject"], "A LONG TEXT")

    def test_what_was_typed_comes_back_when_the_session_has_ended(self):
        typed = "It was <b>long</b> to type.\nVery long."
        data = self.data(subject=typed)
        self.client.logout()
        for url in (self.url, self.address("draft")):
            page = self.client.post(url, data)
            self.assertContains(page, "not signed in any more", status_code=403)
            self.assertContains(page, "&lt;b&gt;long&lt;/b&gt;", status_code=403)
            sign_in = f"{reverse('account_login')}?next={self.url}"
            self.assertContains(page, sign_in, status_code=403)
            self.assertIn("no-store", page["Cache-Control"])
            self.assertNotContains(page, "seen_version", status_code=403)
            self.assertNotContains(page, self.stored().subject, status_code=403)
        self.assertEqual(self.client.post(self.url, {"why": "x"}).status_code, 302)
        self.assertEqual(self.stored().version, 1)

    def test_one_that_comes_in_behind_the_save_is_not_kept(self):
        data = self.data(subject="TYPED")
        self.client.post(self.url, data)
        answer = self.keep(data, headers={"Accept": "application/json"})
        self.assertIn("not kept", answer.json()["said"])
        self.assertFalse(answer.json()["kept"])
        self.assertFalse(SavedDraft.objects.exists())

    def test_a_save_elsewhere_lets_no_typed_text_go(self):
        data = self.data(subject="A LONG TEXT")
        user = get_user_model().objects.get(pk=self.client.session["_auth_user_id"])
        save_cable(self.cable, user=user, values={"signatory": "MOOR"})
        answer = self.keep(data, headers={"Accept": "application/json"}).json()
        self.assertTrue(answer["kept"])
        taken = form_data(self.client.get(f"{self.url}?draft=take"))
        self.assertEqual(
            (taken["subject"], taken["signatory"]), ("A LONG TEXT", "MOOR")
        )

    def test_it_is_ones_own(self):
        self.keep(self.data(subject="TYPED"))
        self.client.force_login(make_chief())
        self.assertNotContains(self.client.get(self.url), "unsaved draft")
        data = form_data(self.client.get(f"{self.url}?draft=take"))
        self.assertEqual(data["subject"], "HARBOUR TALKS")

    def test_odd_requests(self):
        url = self.address("draft")
        for data in ({}, {"draft_page": "tags"}, {"draft_page": "cable"}):
            with self.subTest(data=data):
                self.assertEqual(self.client.post(url, data).status_code, 400)
        self.assertEqual(self.client.get(url).status_code, 405)
        self.client.force_login(make_editor("view_cable"))
        data = {"draft_page": "cable", "seen_version": 1}
        self.assertEqual(self.client.post(url, data).status_code, 403)


class ValueTests(EditorTests):
    def make(self):
        return make_cable(
            subject="HARBUOR TALKS", signatory="MOORE", curated=["subject"]
        )

    def setUp(self):
        super().setUp()
        keep_record(self.cable)

    def take(self, what, **typed):
        data = self.data() | typed | {"_take": what}
        return self.client.post(self.url, data)

    def test_who_said_what(self):
        ImportConflict.objects.create(
            cable=self.cable, field="subject", incoming="FROM AN IMPORT"
        )
        values = {v.name: v for v in self.client.get(self.url).context["told_values"]}
        subject, signatory = values["subject"], values["signatory"]
        self.assertTrue(subject.by_person and subject.differs)
        self.assertEqual(subject.parsed, "HARBOUR TALKS BEGIN")
        self.assertEqual([one.text for one in subject.offers], ["FROM AN IMPORT"])
        self.assertEqual((signatory.by_person, signatory.parsed), (False, "MOOR"))
        self.assertNotIn("classification", values)

    def test_take_what_the_record_says(self):
        response = self.take("parsed:subject")
        self.assertRedirects(response, self.url)
        stored = self.stored()
        self.assertEqual(stored.subject, "HARBOUR TALKS BEGIN")
        self.assertEqual((stored.curated, stored.version), ([], 2))

    def test_what_was_typed_elsewhere_stays(self):
        response = self.take("parsed:subject", subject="TYPED", sender="TYPED TOO")
        self.assertRedirects(response, f"{self.url}?draft=take")
        data = form_data(self.client.get(response.url))
        self.assertEqual(data["subject"], "HARBOUR TALKS BEGIN")
        self.assertEqual((data["sender"], data["seen_version"]), ("TYPED TOO", "2"))

    def test_take_what_an_import_offers(self):
        conflict = ImportConflict.objects.create(
            cable=self.cable, field="subject", incoming="FROM AN IMPORT"
        )
        self.take(f"offer:{conflict.pk}")
        self.assertEqual(self.stored().subject, "FROM AN IMPORT")
        conflict.refresh_from_db()
        self.assertEqual(conflict.decided_by, self.user)

    def test_an_older_version_takes_nothing_and_keeps_what_was_typed(self):
        data = self.data(sender="TYPED")
        save_cable(self.cable, user=make_editor(), values={"number": 7})
        data["_take"] = "parsed:subject"
        page = self.client.post(self.url, data, follow=True)
        self.assertContains(page, "was saved meanwhile")
        self.assertEqual(form_data(page)["sender"], "TYPED")
        self.assertEqual(self.stored().subject, "HARBUOR TALKS")

    def test_the_records_tags(self):
        set_tags(self.cable, user=self.user, names=["ECON"])
        self.take("parsed:tags")
        stored = self.stored()
        self.assertEqual(tag_names(stored), ["PREL", "PGOV"])
        self.assertEqual(stored.curated, ["subject"])

    def test_made_up_names(self):
        for what in ("parsed:reference_id", "parsed:state", "offer:9", "offer:x", "x"):
            with self.subTest(what=what):
                self.assertEqual(self.take(what).status_code, 404)

    def test_rights(self):
        data = self.data() | {"_take": "parsed:subject"}
        self.client.force_login(make_editor("view_cable", "view_sourcerecord"))
        self.assertEqual(self.client.post(self.url, data).status_code, 403)
        self.client.force_login(make_editor("view_cable", "change_cable"))
        self.assertEqual(self.client.post(self.url, data).status_code, 404)
        self.assertEqual(self.stored().version, 1)


class MergedTextTests(EditorTests):
    def test_different_words_of_the_body_are_put_together(self):
        Cable.objects.filter(pk=self.cable.pk).update(body="One two three.\nFour.\n")
        data = self.data(body="One two three.\r\nFour and five.\r\n")
        other = make_editor()
        save_cable(self.cable, user=other, values={"body": "One, two three.\nFour.\n"})
        page = self.client.post(self.url, data)
        self.assertContains(page, "you changed different words")
        again = form_data(page)
        self.assertEqual(
            again["body"].replace("\r\n", "\n"), "One, two three.\nFour and five.\n"
        )
        self.client.post(self.url, again)
        self.assertEqual(self.stored().body, "One, two three.\nFour and five.\n")
