"""What an editor mistypes, or somebody forges, comes back beside the field."""

from unittest.mock import patch

from django.test import Client, TestCase
from django.urls import reverse

from cables.choices import Relation
from cables.models import Article, ArticleLink, Cable, Tag, TagAlias
from tests.admin.editors import make_chief, make_editor
from tests.admin.test_cable_form import form_data
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_draft,
    make_tag,
)

RUBBISH = ("abc", "x" * 20_000, "9" * 50, "9" * 18)
TURNS = "\u202eDNUOR YAW REHTO EHT"


class SlipTests(TestCase):
    def setUp(self):
        self.client = Client(raise_request_exception=False)
        self.client.force_login(make_chief())
        self.cable = make_cable(paragraphs=["One harbour.", "Two."])
        self.article = make_article()
        self.link = make_article_link(self.cable, article=self.article)

    def url(self, screen, *keys):
        return reverse(f"admin:cables_{screen}", args=keys)

    def post(self, screen, row, **changes):
        url = self.url(f"{screen}_change", row.pk)
        data = form_data(self.client.get(url))
        return self.client.post(url, data | changes)

    def assertRefused(self, answer, field, sentence):
        self.assertEqual(answer.status_code, 200)
        errors = answer.context["adminform"].form.errors
        self.assertIn(sentence, " ".join(errors.get(field, ["(nothing)"])))
        self.assertContains(answer, "to mend</h2>")
        self.assertEqual(Cable.objects.get(pk=self.cable.pk).version, 1)

    # --- selects -----------------------------------------------------------------------
    def test_rubbish_in_a_select(self):
        for screen, row, names in (
            ("cable", self.cable, ["post", "canonical"]),
            ("article", self.article, ["publisher"]),
        ):
            for name in names:
                for value in RUBBISH:
                    with self.subTest(name=name, value=value[:20]):
                        answer = self.post(screen, row, **{name: value})
                        self.assertRefused(answer, name, "Select a valid choice")
                answer = self.post(screen, row, **{name: "a\0b"})
                self.assertRefused(answer, name, "Null characters are not allowed")

    def test_rubbish_in_a_new_row(self):
        for value in (*RUBBISH, "a\0b"):
            with self.subTest(value=value[:20]):
                row = {"article_links-1-article": value}
                answer = self.post("cable", self.cable, **row)
                formset = answer.context["inline_admin_formsets"][0].formset
                self.assertIn("article", formset.errors[1])

    def test_rubbish_as_the_tag_to_merge_into(self):
        url = self.url("tag_merge", make_tag().pk)
        for value in (*RUBBISH, "a\0b"):
            with self.subTest(value=value[:20]):
                answer = self.client.post(url, {"target": value})
                self.assertIn("target", answer.context["form"].errors)

    # --- values ------------------------------------------------------------------------
    def test_impossible_values(self):
        cases = (
            ("created", {"created_0": "0001-01-01"}, "between 1900 and 2100"),
            ("created", {"created_0": "9999-01-01"}, "between 1900 and 2100"),
            ("declassify_on", {"declassify_on": "1899-12-31"}, "between 1900"),
            ("reasons", {"reasons": "b,z"}, "letters from a to h"),
            ("reason_section", {"reason_section": "9.9"}, "1.4 or 1.5"),
            ("subject", {"subject": f"TALKS {TURNS}"}, "U+202E"),
            ("subject", {"subject": " "}, "A published cable has a subject"),
            ("tag_lines", {"tag_lines": "PREL\n\0"}, "Null characters are not allowed"),
            ("tag_lines", {"tag_lines": f"{TURNS}"}, "U+202E"),
            ("tag_lines", {"tag_lines": "' OR 1=1"}, "is no code of a tag"),
            ("tag_lines", {"tag_lines": "/../"}, "is no code of a tag"),
            ("captions", {"captions": "SIPDIS\nA\0B"}, "Null characters are not"),
            ("captions", {"captions": "\u2066SIPDIS"}, "U+2066"),
            ("attention", {"attention": "A\x07"}, "U+0007"),
            ("classified_by", {"classified_by": TURNS}, "U+202E"),
            ("signatory", {"signatory": "MO\x1bOR"}, "U+001B"),
            ("why", {"signatory": "MOOR", "why": TURNS}, "U+202E"),
            ("section_count", {"section_count": "9" * 11}, "99 sections at most"),
            ("reference_id", {"reference_id": "281"}, "has letters"),
        )
        for field, changes, sentence in cases:
            with self.subTest(changes=changes):
                answer = self.post("cable", self.cable, **changes)
                self.assertRefused(answer, field, sentence)

    def test_what_came_in_is_no_mistake_of_the_editor(self):
        Cable.objects.filter(pk=self.cable.pk).update(
            subject="", reasons="x", reason_section="2.9"
        )
        answer = self.post("cable", self.cable, signatory="MOOR")
        self.assertEqual(answer.status_code, 302)

    def test_an_id_of_digits_that_came_in_stays(self):
        Cable.objects.filter(pk=self.cable.pk).update(
            reference_id="281", signatory="MO\x1bOR"
        )
        answer = self.post("cable", self.cable, signatory="MO\x1bOR, JUNIOR")
        self.assertEqual(answer.status_code, 302)

    def test_reasons_of_verbs_read_as_they_were_typed(self):
        url = self.url("cable_change", self.cable.pk)
        asked = {"_selected_action": self.cable.pk, "CHANGE_FORM-action": "hold"}
        asked |= {f"version-{self.cable.pk}": 1, "confirmed": "yes"}
        answer = self.client.post(url, asked | {"reason": TURNS})
        self.assertIn("U+202E", answer.context["form"].errors["reason"][0])
        url = self.url("article_decide", self.article.pk)
        sent = {"decision": "reject", "why": TURNS}
        answer = self.client.post(url, sent, follow=True)
        self.assertContains(answer, "Reason: There is an invisible character (U+202E)")
        self.assertEqual(Article.objects.get().state, "approved")

    def test_a_draft_may_have_no_subject(self):
        answer = self.post("cable", make_draft(paragraphs=["One."]), subject="")
        self.assertEqual(answer.status_code, 302)

    def test_a_section_with_a_mistake_is_open(self):
        answer = self.post("cable", self.cable, reasons="zz")
        folded = [part.name for part in answer.context["adminform"] if part.classes]
        self.assertEqual(folded, ["Transmission", "Body as received"])
        self.assertContains(answer, '<a href="#id_reasons">Reasons</a>: Write letters')
        answer = self.post("cable", self.cable, created_0="x")
        self.assertContains(answer, '<a href="#id_created_0">Created</a>:')

    # --- paragraphs --------------------------------------------------------------------
    def sheet(self):
        url = self.url("cable_paragraphs", self.cable.pk)
        sheet = self.client.get(url).context["sheet"]
        forms = [sheet.formset.management_form, *sheet.formset.forms, sheet.save]
        return url, {
            bound.html_name: str(bound.value() or "")
            for form in forms
            for bound in form
            if bound.name != "DELETE"
        }

    def test_paragraphs_that_cannot_be(self):
        url, whole = self.sheet()
        self.enterContext(patch("cables.curation.limits.LONGEST_PARAGRAPH", 20))
        for changes, sentence in (
            ({"form-0-text": " "}, "A paragraph of a published cable has words"),
            ({"form-1-text": "W" * 21}, "has 21 characters"),
            ({"form-1-text": TURNS[:15]}, "U+202E"),
            ({"form-2-text": TURNS[:15], "form-2-kind": "bullet"}, "U+202E"),
            ({"form-0-marking": "C<b>"}, "A marking has letters"),
            ({"form-0-ORDER": "9" * 40}, "less than or equal to"),
            ({"form-0-ORDER": "-1"}, "greater than or equal to"),
        ):
            with self.subTest(changes=changes):
                answer = self.client.post(url, whole | changes)
                self.assertContains(answer, sentence)
                number = int(next(iter(changes)).split("-")[1])
                self.assertTrue(answer.context["sheet"].formset[number].errors)
                self.assertContains(answer, "1 thing to mend")
        self.assertEqual(Cable.objects.get(pk=self.cable.pk).version, 1)

    def test_the_last_words_stay(self):
        url, whole = self.sheet()
        gone = {"form-0-DELETE": "on", "form-1-DELETE": "on"}
        answer = self.client.post(url, whole | gone)
        self.assertContains(answer, "A published cable has paragraphs with words")
        self.assertEqual(self.cable.paragraphs.count(), 2)

    # --- forged numbers of rows --------------------------------------------------------
    def test_more_rows_than_anybody_types(self):
        for number in ("9" * 50, "1000"):
            for screen, row, prefix in (
                ("cable", self.cable, "article_links"),
                ("article", self.article, "links"),
            ):
                with self.subTest(number=number, screen=screen):
                    name = f"{prefix}-TOTAL_FORMS"
                    answer = self.post(screen, row, **{name: number})
                    self.assertContains(answer, "Please submit at most 51 forms.")
                    shown = answer.context["inline_admin_formsets"][0].formset
                    self.assertEqual(len(shown.forms), 51)

    def test_rows_for_reading_are_those_that_are_there(self):
        for prefix in ("references", "recipients", "old_addresses"):
            for number in ("9" * 50, "x"):
                name = f"{prefix}-TOTAL_FORMS"
                answer = self.post("cable", self.cable, **{name: number})
                self.assertEqual(answer.status_code, 302)

    # --- articles ----------------------------------------------------------------------
    def test_a_quotation_that_is_not_there(self):
        row = {"article_links-0-relation": "quotes"}
        words = {"article_links-0-quote": "Nobody wrote this."}
        answer = self.post("cable", self.cable, **row, **words)
        self.assertContains(answer, "These words are not in")
        self.assertContains(answer, 'name="article_links-0-keep"')
        self.assertEqual(ArticleLink.objects.get().quote, "")
        kept = {"article_links-0-keep": "on"}
        answer = self.post("cable", self.cable, **row, **words, **kept)
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(ArticleLink.objects.get().quote, "Nobody wrote this.")

    def test_a_quotation_that_is_there(self):
        two = self.cable.paragraphs.get(key="par2")
        for paragraph, quote, status in (
            ("", "“one\nHARBOUR”", 302),
            (two.pk, "One harbour", 200),
            (two.pk, "two", 302),
        ):
            with self.subTest(paragraph=paragraph, quote=quote):
                row = {
                    "article_links-0-relation": Relation.QUOTES,
                    "article_links-0-paragraph": paragraph,
                    "article_links-0-quote": quote,
                }
                answer = self.post("cable", self.cable, **row)
                self.assertEqual(answer.status_code, status)

    def test_a_quotation_from_the_side_of_the_article(self):
        row = {"links-0-key": "par2", "links-0-quote": "One harbour"}
        answer = self.post("article", self.article, **row)
        self.assertContains(answer, "These words are not in paragraph #par2")
        answer = self.post("article", self.article, **row | {"links-0-key": "par1"})
        self.assertEqual(answer.status_code, 302)

    def test_an_address_has_one_spelling(self):
        url = "https://Lantern.example:443/talks?id=7&utm_source=x#top"
        answer = self.post("article", self.article, url=url)
        self.assertEqual(answer.status_code, 302)
        known = Article.objects.get().url
        self.assertEqual(known, "https://lantern.example/talks?id=7")
        other = make_article()
        for odd, sentence in (
            ("https://user:pass@e.example/", "has a user name"),
            ("https://e.example:99999/", "names a port that there is not"),
        ):
            for name in ("url", "archived_url"):
                answer = self.post("article", other, **{name: odd})
                self.assertRefused(answer, name, sentence)
        answer = self.post("article", other, url=url)
        self.assertRefused(answer, "url", "There is this article already")
        there = self.url("article_change", self.article.pk)
        self.assertContains(answer, f'already: <a href="{there}">')

    # --- tags --------------------------------------------------------------------------
    def test_spellings_of_a_tag(self):
        tag = make_tag("ECON")
        make_tag("PREL")
        for line, sentence in (
            ("prel", "PREL is a tag of its own: merge the two instead."),
            ("<b>X</b>", "is no spelling of a tag"),
            ("/../", "is no spelling of a tag"),
        ):
            with self.subTest(line=line):
                answer = self.post("tag", tag, alias_lines=line)
                self.assertRefused(answer, "alias_lines", sentence)
        answer = self.post("tag", tag, alias_lines="O'HARA, J. & CO/X-2")
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(TagAlias.objects.get().name, "O'HARA, J. & CO/X-2")

    def test_the_code_of_a_tag(self):
        tag, url = make_tag("ECON"), self.url("tag_add")
        make_tag("PREL")
        for code, sentence in (
            ("/../", "is no code of a tag"),
            ("<B>", "is no code of a tag"),
            ("\u26f5", "is no code of a tag"),
            ("\u202eEVIL", "U+202E"),
            ("prel", "There is a tag with the code PREL."),
        ):
            with self.subTest(code=code):
                self.assertRefused(self.post("tag", tag, name=code), "name", sentence)
        answer = self.client.post(url, {"name": "a\0b", "kind": "subject"})
        self.assertRefused(answer, "name", "Null characters are not allowed")
        Tag.objects.filter(pk=tag.pk).update(name="<B>")  # as an import left it
        answer = self.post("tag", tag, title="Economy")
        self.assertEqual(answer.status_code, 302)

    # --- words of the page -----------------------------------------------------------
    def test_who_only_looks_is_not_told_to_save(self):
        url, told = self.url("cable_change", self.cable.pk), "Save first: what is typed"
        self.assertContains(self.client.get(url), told)
        self.client.force_login(make_editor("view_cable", "withdraw_cable"))
        page = self.client.get(url)
        self.assertContains(page, "Withdraw…")
        self.assertNotContains(page, told)

    # --- posts -------------------------------------------------------------------------
    def test_degrees(self):
        answer = self.post("post", self.cable.post, latitude="99", longitude="1")
        self.assertRefused(answer, "latitude", "The latitude is between -90 and 90.")

    def test_the_history_names_fields_as_the_form_does(self):
        self.post("cable", self.cable, reason_section="1.4", is_partial="on")
        page = self.client.get(self.url("cable_history", self.cable.pk))
        self.assertContains(page, "<summary>Is partial</summary>")
        self.assertNotContains(page, "is_partial")
