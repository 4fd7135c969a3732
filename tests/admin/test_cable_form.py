from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cables.choices import Relation
from cables.curation.cables import save_cable
from cables.curation.tags import set_tags, tag_names
from cables.models import ArticleLink, Cable, current_epoch
from cables.models.revision import Revision
from tests.admin.editors import make_chief, make_editor
from tests.factories import (
    make_alias,
    make_article,
    make_article_link,
    make_cable,
    make_draft,
    make_old_address,
    make_recipient,
    make_reference,
)


def form_data(response):
    """Return what a browser would send back, were nothing typed."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for bound in form:
            _add(data, bound)
    return data | {"_continue": "1"}


def _add(data, bound):
    widget, value = bound.field.widget, bound.value()
    if hasattr(widget, "decompress"):
        names = [f"{bound.html_name}{suffix}" for suffix in widget.widgets_names]
        parts = value if isinstance(value, list) else widget.decompress(value)
        for name, part in zip(names, parts, strict=True):
            data[name] = "" if part is None else str(part)
    elif value is True:
        data[bound.html_name] = "on"
    elif value is not None and value is not False:
        sent = widget.format_value(value)
        sent = sent[0] if isinstance(sent, list) and sent else sent or ""
        data[bound.html_name] = str(sent).replace("\n", "\r\n")  # as browsers do


class CableFormTests(TestCase):
    def setUp(self):
        self.user = make_chief()
        self.client.force_login(self.user)
        self.cable = make_cable(
            subject="HARBUOR TALKS",
            body="First line\n  second line \n\n",
            tags=["PREL", "PGOV"],
            paragraphs=["One.", "Two."],
        )
        self.url = reverse("admin:cables_cable_change", args=[self.cable.pk])

    def open(self):
        response = self.client.get(self.url)
        self.assertEqual(response.status_code, 200)
        return response

    def save(self, data, **typed):
        return self.client.post(self.url, data | typed)

    def stored(self):
        return Cable.objects.get(pk=self.cable.pk)

    def test_saving_what_is_there_changes_nothing(self):
        response = self.save(form_data(self.open()))
        self.assertEqual(response.status_code, 302, _errors(response))
        stored = self.stored()
        self.assertEqual((stored.version, stored.curated), (1, []))
        self.assertEqual(stored.body, self.cable.body)
        self.assertFalse(Revision.objects.exists())

    def test_edit(self):
        data = form_data(self.open())
        response = self.save(
            data, subject="HARBOUR TALKS", tag_lines="PGOV\r\nECON", why="A slip."
        )
        self.assertEqual(response.status_code, 302, _errors(response))
        stored = self.stored()
        self.assertEqual(stored.subject, "HARBOUR TALKS")
        self.assertEqual(tag_names(stored), ["PGOV", "ECON"])
        self.assertEqual(stored.curated, ["subject", "tags"])
        self.assertEqual(
            Revision.objects.filter(cable=self.cable, why="A slip.").count(), 2
        )
        self.assertEqual(current_epoch(), 2)
        page = self.open()
        self.assertContains(page, "Set by a person: imports leave it.", count=2)

    def test_an_embargo_on_what_readers_see_takes_a_reason(self):
        data = form_data(self.open())
        typed = {"released_0": "2099-05-17", "released_1": "09:00:00"}
        response = self.save(data, **typed)
        errors = response.context["adminform"].form.errors
        self.assertEqual(list(errors), ["why"])
        self.assertTrue(self.stored().is_public)
        response = self.save(data, **typed, why="Asked to wait.")
        self.assertEqual(response.status_code, 302)
        self.assertFalse(self.stored().is_public)

    def test_the_second_editor_sees_both_texts_and_loses_nothing(self):
        data = form_data(self.open())
        other = make_editor()
        values = {"subject": "THEIRS", "signatory": "MOOR"}
        save_cable(self.cable, user=other, values=values)
        set_tags(self.cable, user=other, names=["ECON"])
        response = self.save(data, subject="MINE", sender="AMEMBASSY")
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, f"Saved meanwhile by <bdi>{other}</bdi>")
        self.assertEqual(self.stored().subject, "THEIRS")
        form = response.context["adminform"].form
        shown = [(d.theirs, d.mine) for d in form.differences]
        self.assertEqual(shown, [("THEIRS", "MINE")])
        self.assertContains(response, "THEIRS")
        again = form_data(response)
        self.assertEqual(again["subject"], "MINE")
        self.assertEqual(again["signatory"], "MOOR")
        self.assertEqual(again["tag_lines"], "ECON")
        response = self.client.post(self.url, again)
        self.assertEqual(response.status_code, 302, _errors(response))
        stored = self.stored()
        self.assertEqual(
            (stored.subject, stored.sender, stored.signatory),
            ("MINE", "AMEMBASSY", "MOOR"),
        )
        self.assertEqual(tag_names(stored), ["ECON"])

    def test_conflicts_in_dates_choices_and_boxes(self):
        data = form_data(self.open())
        other = make_editor()
        save_cable(
            self.cable,
            user=other,
            values={
                "is_partial": True,
                "classification": "SECRET",
                "created": self.cable.created.replace(hour=3),
                "captions": ["NOFORN"],
                "number": 77,
            },
        )
        response = self.save(data, subject="MINE")
        self.assertEqual(response.context["adminform"].form.differences, [])
        response = self.client.post(self.url, form_data(response))
        self.assertEqual(response.status_code, 302, _errors(response))
        stored = self.stored()
        self.assertEqual(stored.subject, "MINE")
        self.assertTrue(stored.is_partial)
        self.assertEqual(stored.classification, "SECRET")
        self.assertEqual(stored.created.hour, 3)
        self.assertEqual(stored.captions, ["NOFORN"])
        self.assertEqual(stored.number, 77)

    def test_errors_stand_beside_their_fields(self):
        response = self.save(form_data(self.open()), reference_id="06lowmoor1")
        self.assertContains(response, "Write the reference id in capitals.")
        self.assertEqual(self.stored().version, 1)

    def test_what_the_whole_row_must_keep_is_an_error_too(self):
        data = form_data(self.open())
        cases = [
            ({"released_0": "", "released_1": ""}, "has a date of release."),
            ({"canonical": self.cable.pk}, "cannot be the twin of itself."),
            ({"tag_lines": "X" * 101}, "is longer than 100 characters."),
            ({"classification": "TOP SECRET"}, "is not one of the available"),
        ]
        for typed, error in cases:
            with self.subTest(typed=typed):
                self.assertContains(self.save(data, **typed), error)
        self.assertEqual(self.stored().version, 1)

    def test_an_id_that_leads_elsewhere_is_an_error_not_a_crash(self):
        make_old_address(make_cable(), "06MOOR9")
        response = self.save(form_data(self.open()), reference_id="06MOOR9")
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, "06MOOR9 was the id of")

    def test_articles_with_a_paragraph_of_this_cable(self):
        article = make_article()
        other = make_cable(paragraphs=["Other."]).paragraphs.get()
        data = form_data(self.open())
        row = "article_links-0-"
        block = self.cable.paragraphs.get(key="par2")
        typed = {f"{row}article": article.pk, f"{row}relation": Relation.QUOTES}
        response = self.client.post(
            self.url, data | typed | {f"{row}paragraph": other.pk}
        )
        self.assertEqual(response.status_code, 200)
        self.assertFalse(ArticleLink.objects.exists())
        response = self.client.post(
            self.url, data | typed | {f"{row}paragraph": block.pk, f"{row}quote": "Two"}
        )
        self.assertEqual(response.status_code, 302, _errors(response))
        link = ArticleLink.objects.get()
        self.assertEqual((link.paragraph, link.state), (block, "proposed"))

    def test_change_and_remove_an_article(self):
        make_article_link(self.cable)
        one = make_article_link(self.cable)
        data = form_data(self.open())
        index = next(i for i in (0, 1) if data[f"article_links-{i}-id"] == str(one.pk))
        typed = {
            f"article_links-{index}-quote": "One",
            f"article_links-{1 - index}-DELETE": "on",
        }
        response = self.client.post(self.url, data | typed)
        self.assertEqual(response.status_code, 302, _errors(response))
        self.assertEqual(ArticleLink.objects.get().quote, "One")

    def test_everything_that_belongs_to_it_is_shown(self):
        target = make_cable("06STATE1")
        make_reference(self.cable, target), make_reference(self.cable, "06STATE2")
        make_recipient(self.cable, "SECSTATE WASHDC")
        make_old_address(self.cable, "06MOOR9")
        make_alias(self.cable, "par9")
        Cable.objects.filter(pk=self.cable.pk).update(
            problems=[{"code": "no-tags-line", "source": "body", "span": None}]
        )
        page = self.open()
        target_url = reverse("admin:cables_cable_change", args=[target.pk])
        for text in (
            f'href="{target_url}"',
            "06STATE2",
            "SECSTATE WASHDC",
            "06MOOR9",
            "#par9: removed",
            "no-tags-line",
            self.cable.get_absolute_url(),
        ):
            with self.subTest(text=text):
                self.assertContains(page, text)

    def test_a_draft_has_no_page_to_view(self):
        draft = make_draft()
        page = self.client.get(reverse("admin:cables_cable_change", args=[draft.pk]))
        self.assertNotContains(page, "View on site")
        self.assertContains(page, "It has no paragraphs.")

    def test_queries_do_not_grow_with_what_belongs_to_it(self):
        def fill(number):
            for _ in range(number):
                make_article_link(self.cable)
                make_reference(self.cable, make_cable())
                make_alias(self.cable, f"x{self.cable.paragraph_aliases.count()}")

        counts = []
        for number in (3, 27):
            fill(number)
            with CaptureQueriesContext(connection) as queries:
                self.open()
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])

    def test_a_viewer_sees_and_changes_nothing(self):
        data = form_data(self.open())
        self.client.force_login(make_editor("view_cable"))
        page = self.client.get(self.url)
        self.assertContains(page, "HARBUOR TALKS")
        self.assertContains(page, "PREL, PGOV")
        self.assertNotContains(page, "Publish…")
        self.assertNotContains(page, 'name="_save"')
        self.assertEqual(self.save(data, subject="MINE").status_code, 403)
        self.assertEqual(self.stored().subject, "HARBUOR TALKS")


def _errors(response):
    context = response.context or {}
    return context.get("errors", "")
