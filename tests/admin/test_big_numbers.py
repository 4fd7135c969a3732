"""A number that no column can hold is a wrong number at the desk, and never a crash."""

import re

from django.test import Client, TestCase
from django.urls import reverse

from cables.choices import State
from cables.models import Cable
from cables.models.sealed import ImportConflict
from tests.admin.editors import make_chief
from tests.admin.test_cable_form import form_data
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_draft,
    make_old_address,
)

BIG = ("9" * 30, "9" * 5000, "-" + "9" * 30, "١" * 5000, "x")
SCREENS = (
    *("cable", "article", "publisher", "post", "tag", "discussion", "oldaddress"),
    *("sitepage", "change", "importrun", "importreject", "importconflict"),
)
COUNTED = (
    "p",
    "e",
    "id",
    "id__exact",
    "id__in",
    "cable",
    "post",
    "run__in",
    "words__in",
)
NUMBERS = ("number", "post", "canonical", "publisher", "section")
HOLDS_NUMBER = re.compile(
    "INITIAL_FORMS$|id$|version$|ORDER$|-paragraph$|-article$|-cable$"
)


class BigNumberTests(TestCase):
    def setUp(self):
        self.client = Client(raise_request_exception=False)
        self.client.force_login(make_chief())
        self.cable = make_cable(paragraphs=["One."])
        self.article = make_article()
        make_article_link(self.cable, article=self.article)
        make_discussion(self.cable)
        make_old_address(self.cable, "06FORMER1")
        self.conflict = ImportConflict.objects.create(
            cable=self.cable, field="subject", incoming="X"
        )

    def url(self, name, *keys):
        return reverse(f"admin:cables_{name}", args=keys)

    def answer(self, method, *args, **kwargs):
        response = getattr(self.client, method)(*args, **kwargs)
        where = str(args)[:300].replace("9" * 5000, "9…").replace("١" * 5000, "١…")
        with self.subTest(method=method, where=where, **kwargs):
            self.assertLess(response.status_code, 500)
        return response

    def test_addresses(self):
        pages = ("change", "history", "delete", "paragraphs", "source", "conflicts")
        for big in BIG:
            for page in pages:
                self.answer("get", f"/admin/cables/cable/{big}/{page}/")
            for screen in SCREENS[1:]:
                self.answer("get", f"/admin/cables/{screen}/{big}/change/")
            self.answer("get", f"/admin/r/{big}/{big}/")
            self.answer("get", f"/admin/cables/tag/{big}/merge/")

    def test_parameters_of_lists(self):
        for screen in SCREENS:
            url = self.url(f"{screen}_changelist")
            for name in COUNTED:
                for big in BIG[:2]:
                    self.answer("get", url, {name: big})

    def test_parameters_of_other_pages(self):
        key = self.cable.pk
        for big in BIG:
            self.answer("get", self.url("cable_history", key), {"p": big})
            self.answer("get", self.url("cable_paragraphs", key), {"from": big})
            self.answer("get", self.url("cable_change", key), {"_to_field": big})
            self.answer("get", self.url("article_add"), {"publisher": big})
            for field in ("post", "canonical"):
                query = {
                    "app_label": "cables",
                    "model_name": "cable",
                    "field_name": field,
                }
                for name in ("page", "p", "term"):
                    url = reverse("admin:autocomplete")
                    self.answer("get", url, query | {name: big})

    def test_choosing_rows_of_a_list(self):
        draft = make_draft(paragraphs=["One."])
        for screen, verb in (
            ("cable", "publish"),
            ("article", "approve"),
            ("discussion", "approve"),
        ):
            for big in BIG:
                data = {"action": verb, "_selected_action": big, "index": big}
                self.answer("post", self.url(f"{screen}_changelist"), data)
        for big in BIG:
            data = {
                "action": "publish",
                "_selected_action": draft.pk,
                "confirmed": "yes",
                f"version-{draft.pk}": big,
                "select_across": big,
            }
            self.answer("post", self.url("cable_changelist"), data)
        self.assertEqual(Cable.objects.get(pk=draft.pk).state, State.DRAFT)

    def test_conflicts(self):
        url = self.url("cable_conflicts", self.cable.pk)
        for big in BIG:
            sent = {"conflict": big, "decision": "take", "version": "1"}
            self.assertEqual(self.answer("post", url, sent).status_code, 404)
            sent = {"conflict": self.conflict.pk, "decision": "take", "version": big}
            self.answer("post", url, sent)
        self.conflict.refresh_from_db()
        self.assertIsNone(self.conflict.decided)

    def test_forms(self):
        for screen, key in (("cable", self.cable.pk), ("article", self.article.pk)):
            url = self.url(f"{screen}_change", key)
            whole = form_data(self.client.get(url))
            names = [*filter(HOLDS_NUMBER.search, whole), *NUMBERS]
            for name in dict.fromkeys(names):
                for big in BIG[:2]:
                    self.answer("post", url, whole | {name: big})

    def test_paragraphs(self):
        url = self.url("cable_paragraphs", self.cable.pk)
        sheet = self.client.get(url).context["sheet"]
        whole = {
            bound.html_name: str(bound.value() or "")
            for form in [
                sheet.formset.management_form,
                *sheet.formset.forms,
                sheet.save,
            ]
            for bound in form
        }
        for name in filter(HOLDS_NUMBER.search, whole):
            for big in BIG:
                self.answer("post", url, whole | {name: big})
