from django.test import TestCase
from django.urls import reverse

from cables.curation.paragraphs import save_paragraphs
from cables.models import Cable, ParagraphAlias
from cables.models.sealed import SavedDraft
from tests.admin.editors import make_chief, make_editor
from tests.factories import make_alias, make_cable


class ParagraphVerbTests(TestCase):
    def setUp(self):
        self.client.force_login(make_chief())
        self.cable = make_cable(
            paragraphs=["The talks went on. The ferry left, the talks too.", "Two."]
        )
        self.url = reverse("admin:cables_cable_paragraphs", args=[self.cable.pk])

    def data(self, page=None, **typed):
        sheet = (page or self.client.get(self.url)).context["sheet"]
        forms = [sheet.formset.management_form, *sheet.formset.forms, sheet.save]
        return {
            bound.html_name: "on" if bound.value() is True else str(bound.value())
            for form in forms
            for bound in form
            if bound.value() not in (None, False)
        } | typed

    def press(self, verb, **typed):
        typed = {f"form-{name}".replace("_", "-"): text for name, text in typed.items()}
        return self.client.post(self.url, self.data() | typed | {"_verb": verb})

    def blocks(self):
        rows = self.cable.paragraphs.order_by("position")
        return list(rows.values_list("key", "text"))

    def test_split_before_typed_words(self):
        response = self.press("split:par1", **{"0_before": "The ferry"})
        self.assertRedirects(response, f"{self.url}?from=0#par1")
        self.assertEqual(
            self.blocks(),
            [
                ("par1", "The talks went on."),
                ("u1", "The ferry left, the talks too."),
                ("par2", "Two."),
            ],
        )

    def test_split_at_the_cursor_that_a_script_saw(self):
        self.press("split:par1", **{"0_cursor": "19"})
        self.assertEqual(self.blocks()[1], ("u1", "The ferry left, the talks too."))

    def test_what_was_typed_is_saved_with_it(self):
        self.press("split:par1", **{"0_text": "One.\r\nTwo.", "0_before": "Two."})
        self.assertEqual(self.blocks()[:2], [("par1", "One."), ("u1", "Two.")])

    def test_where_it_cannot_be_split(self):
        for words, said in (
            ("", "Say where #par1 is to be split"),
            ("talks", "stands 2 times in #par1"),
            ("boats", "does not stand in #par1"),
        ):
            with self.subTest(words=words):
                typed = {"0_before": words, "1_text": "Typed."}
                page = self.press("split:par1", **typed)
                self.assertContains(page, said)
                self.assertContains(page, "Typed.")
        self.assertEqual(Cable.objects.get().version, 1)

    def test_merge_and_move(self):
        self.press("move_down:par1")
        self.assertEqual([key for key, _ in self.blocks()], ["par2", "par1"])
        self.press("move_up:par1")
        page = self.client.post(
            self.url, self.data() | {"_verb": "merge_up:par2"}, follow=True
        )
        self.assertContains(page, "its address lands on its words")
        self.assertContains(page, "#par2: lands on #par1")
        alias = ParagraphAlias.objects.get()
        self.assertEqual(alias.paragraph.text[alias.offset :], "Two.")

    def test_a_verb_that_cannot_be_saves_nothing(self):
        page = self.press("merge_up:par1", **{"1_text": "Typed."})
        self.assertContains(page, "nothing is above it")
        self.assertContains(page, "Typed.")
        self.assertEqual(self.blocks()[1], ("par2", "Two."))
        self.assertEqual(self.press("burn:par1").status_code, 404)
        page = self.press("split:par9", **{"0_before": "The ferry"})
        self.assertContains(page, "not on this page")

    def test_a_forged_key_is_given_to_no_new_block(self):
        make_alias(self.cable, "par7")
        typed = {"2_key": "par7", "2_text": "New.", "2_kind": "unnumbered"}
        self.press("", **typed)
        self.assertEqual(self.blocks()[2], ("u1", "New."))

    def test_an_order_and_a_removal_outlive_a_conflict(self):
        data = self.data() | {"form-0-DELETE": "on", "form-1-text": "Two, mine."}
        blocks = [
            {"id": b.pk, "kind": b.kind, "label": b.label, "marking": "U"}
            | {"text": b.text}
            for b in self.cable.paragraphs.order_by("position")
        ]
        save_paragraphs(self.cable, user=make_editor(), blocks=blocks)
        page = self.client.post(self.url, data)
        self.assertContains(page, "your order and removals too")
        self.client.post(self.url, self.data(page))
        self.assertEqual(self.blocks(), [("par2", "Two, mine.")])
        self.assertEqual(self.cable.paragraphs.get().marking, "U")

    def test_a_draft_is_kept_taken_and_saved(self):
        url = reverse("admin:cables_cable_draft", args=[self.cable.pk])
        typed = {"form-1-text": "Two, typed.", "form-0-DELETE": "on", "from": "0"}
        self.client.post(url, self.data() | typed | {"draft_page": "paragraphs"})
        page = self.client.get(self.url)
        self.assertContains(page, "?draft=take&amp;from=0")
        page = self.client.get(f"{self.url}?draft=take")
        self.client.post(self.url, self.data(page))
        self.assertEqual(self.blocks(), [("par2", "Two, typed.")])
        self.assertFalse(SavedDraft.objects.exists())

    def test_an_older_draft_meets_what_was_saved_since(self):
        url = reverse("admin:cables_cable_draft", args=[self.cable.pk])
        typed = {"form-1-text": "Two, typed.", "draft_page": "paragraphs"}
        self.client.post(url, self.data() | typed)
        self.client.force_login(make_chief())
        self.press("split:par1", **{"0_before": "The ferry"})
        SavedDraft.objects.update(user=self.client.session["_auth_user_id"])
        page = self.client.get(f"{self.url}?draft=take")
        self.client.post(self.url, self.data(page))
        self.assertEqual(
            [text for _, text in self.blocks()],
            ["The talks went on.", "The ferry left, the talks too.", "Two, typed."],
        )
