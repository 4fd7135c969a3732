"""The workbench: words are marked, suggested, taken back."""

from django.urls import reverse

from cables.choices import RedactionState
from cables.models.sealed import Redaction
from tests.admin.editors import make_chief, make_editor

from .redaction_screens import SOURCE, ScreenCase


class WorkbenchTests(ScreenCase):
    def test_every_text_with_words_is_there(self):
        page = self.client.get(self.url)
        for words in ("Our contact Mara", "The subject", "The body as received"):
            self.assertContains(page, words)

    def test_a_text_is_shown_character_by_character(self):
        self.block.text = "<b>One</b>\n  two & three"
        self.block.save()
        page = self.client.get(self.url)
        self.assertContains(page, ">&lt;b&gt;One&lt;/b&gt;\n  two &amp; three</div>")

    def test_words_are_marked_without_script(self):
        answer = self.post_mark()
        self.assertRedirects(answer, self.url)
        redaction = Redaction.objects.get()
        self.assertEqual((redaction.start, redaction.end), (12, 22))
        page = self.client.get(self.url)
        self.assertContains(page, '<mark class="taken">Mara Ilves</mark>')

    def test_a_mistake_stands_at_its_field(self):
        for data, field in (
            ({"reason": "other"}, "note"),
            ({"replacement": "Mara Ilves"}, "replacement"),
            ({"words": "Nobody"}, "words"),
        ):
            with self.subTest(field=field):
                self.assertEqual(
                    [*self.post_mark(**data).context["form"].errors], [field]
                )

    def test_which_of_several_has_to_be_said(self):
        block = self.cable.paragraphs.get(key="par3")
        place = {"place": f"paragraph:{block.pk}", "words": "Tomas Brandt"}
        page = self.post_mark(**place)
        self.assertContains(page, "stand there 2 times: say which of them.")
        self.assertContains(page, "Tomas Brandt</textarea>")
        self.assertContains(self.post_mark(**place, occurrence=3), "2 times only.")
        self.post_mark(**place, occurrence=2)
        self.assertEqual(
            Redaction.objects.get().start, block.text.rindex("Tomas Brandt")
        )

    def test_the_place_that_a_script_selected(self):
        block = self.cable.paragraphs.get(key="par3")
        start = block.text.rindex("Tomas Brandt")
        place = {"place": f"paragraph:{block.pk}", "words": "Tomas Brandt"}
        self.post_mark(**place, start=start)
        self.assertEqual(Redaction.objects.get().start, start)

    def test_words_over_lines_of_the_body_as_a_browser_sends_them(self):
        self.post_mark(place="field:body", words="Tomas\r\nBrandt would")
        self.assertEqual(Redaction.objects.get().sealed_text.field, "body")

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self):
        for data, words in (
            ({"words": "Nobody"}, "do not stand in this text"),
            ({"reason": ""}, "This field is required"),
            ({"reason": "other"}, "Say in the note"),
            ({"place": "field:state"}, "Select a valid choice"),
            ({"replacement": "Ilves"}, "has some of the words"),
        ):
            with self.subTest(data=data):
                self.assertContains(self.post_mark(**data), words)
        self.assertEqual(Redaction.objects.count(), 0)

    def test_a_page_without_a_version_marks_nothing(self):
        for version in ("", "x"):
            self.assertContains(
                self.post_mark(version=version), "came without the version"
            )
        self.assertEqual(Redaction.objects.count(), 0)

    def test_suggestions_are_marked_when_ticked(self):
        page = self.client.get(self.url)
        self.assertContains(page, "Mara Ilves (protect)</mark>")
        offers = [o.value for s in page.context["offered"] for o in s.offers]
        data = {"action": "accept", "offer": offers, "version": self.cable.version}
        self.client.post(self.url, data)
        self.assertEqual(
            set(Redaction.objects.values_list("suggestion", "reason")),
            {("protect", "source_safety"), ("phone", "private_data")},
        )

    def test_a_suggestion_that_nobody_made_is_refused(self):
        for value in (
            "paragraph:1 0 4 protect",
            "x",
            f"paragraph:{self.block.pk} a b c",
        ):
            data = {"action": "accept", "offer": value}
            page = self.client.post(self.url, data, follow=True)
            self.assertContains(page, "look at the suggestions again")

    def test_own_marks_are_taken_back(self):
        own, other = self.mark(), self.mark("Tomas Brandt", user=self.redactor)
        for one in (own, other):
            self.client.post(self.url, {"action": "take_back", "redaction": one.pk})
        self.assertEqual(
            list(Redaction.objects.order_by("pk").values_list("state", flat=True)),
            [RedactionState.REJECTED, RedactionState.PROPOSED],
        )

    def test_marks_of_others_are_not_shown_to_who_may_not_see_the_words(self):
        self.mark(user=self.redactor)
        for url in (self.url, f"{self.url}?public"):
            page = self.client.get(url)
            self.assertContains(
                page, "contact Mara Ilves" if "?" in url else "Mara Ilves"
            )
            self.assertNotContains(page, 'mark class="taken"')
        self.client.force_login(self.second)
        self.assertContains(self.client.get(self.url), 'mark class="taken"')

    def test_what_readers_would_have(self):
        self.mark()
        page = self.client.get(f"{self.url}?public")
        self.assertContains(
            page, f'contact <span class="gone">{SOURCE}</span> (protect)'
        )

    def test_few_queries(self):
        for words in ("Mara", "Tomas Brandt", "office", "She"):
            self.mark(words)
        with self.assertNumQueries(11):
            self.client.get(self.url)

    def test_rights(self):
        for rights, status in (
            (["view_cable"], 403),
            (["add_redaction"], 403),
            (["view_cable", "view_redaction"], 200),
        ):
            self.client.force_login(make_editor(*rights))
            self.assertEqual(self.client.get(self.url).status_code, status)
        self.assertEqual(self.post_mark().status_code, 403)
        self.client.force_login(self.marker)
        self.assertEqual(self.client.post(self.url, {"action": "x"}).status_code, 404)

    def test_the_cable_leads_here(self):
        self.client.force_login(make_chief())
        page = self.client.get(
            reverse("admin:cables_cable_change", args=[self.cable.pk])
        )
        self.assertContains(page, self.url)
