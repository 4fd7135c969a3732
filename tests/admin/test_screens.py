"""Every screen of the desk opens, for those who may, without a script of its own."""

import re

from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cables.models import (
    Tag,
)
from tests.admin.editors import make_chief, make_editor

from .screens import fill, url_of

MODELS = [
    "article",
    "cable",
    "change",
    "discussion",
    "importconflict",
    "importreject",
    "importrun",
    "oldaddress",
    "post",
    "publisher",
    "sitepage",
    "tag",
]
READ_ONLY = ["change", "importconflict", "importreject", "importrun"]
NOT_ADDED = [*READ_ONLY, "cable"]
INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=", re.I)


class ScreenTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        fill()

    def setUp(self):
        self.client.force_login(make_chief())

    def pages(self):
        yield reverse("admin:index")
        yield reverse("admin:app_list", args=["cables"])
        for model in MODELS:
            yield url_of(model, "changelist")
            key = apps.get_model("cables", model).objects.first().pk
            yield url_of(model, "change", key)
            yield url_of(model, "history", key)
            if model not in NOT_ADDED:
                yield url_of(model, "add")
        cable = apps.get_model("cables", "cable").objects.first().pk
        for page in ("paragraphs", "source", "conflicts"):
            yield url_of("cable", page, cable)
        yield url_of("tag", "merge", Tag.objects.first().pk)

    def test_every_screen_opens_under_the_policy(self):
        for url in self.pages():
            with self.subTest(url=url):
                response = self.client.get(url)
                self.assertEqual(response.status_code, 200)
                self.assertIn("default-src 'self'", response["Content-Security-Policy"])
                self.assertIsNone(INLINE.search(response.text))

    def test_every_control_has_a_name(self):
        for url in self.pages():
            text = self.client.get(url).text
            named = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', text))
            for control in re.findall(r"<(?:input|select|textarea)\b[^>]*>", text):
                if re.search(r'type="(hidden|submit)"|aria-label', control):
                    continue
                found = re.search(r'\sid="([^"]+)"', control)
                with self.subTest(url=url, control=control):
                    is_wrapped = re.search(rf"<label>[^<]*{re.escape(control)}", text)
                    self.assertTrue(is_wrapped or (found and found[1] in named))

    def test_all_is_closed_to_staff_without_rights(self):
        self.client.force_login(make_editor())
        for url in list(self.pages())[2:]:
            with self.subTest(url=url):
                self.assertEqual(self.client.get(url).status_code, 403)
                self.assertIn(self.client.post(url).status_code, (403, 405))

    def test_a_viewer_changes_nothing(self):
        rights = [f"view_{model}" for model in MODELS]
        self.client.force_login(make_editor(*rights))
        for model in MODELS:
            key = apps.get_model("cables", model).objects.first().pk
            url = url_of(model, "change", key)
            with self.subTest(model=model):
                self.assertEqual(self.client.get(url).status_code, 200)
                self.assertEqual(self.client.post(url, {"_save": 1}).status_code, 403)
                for page in ("add", "delete"):
                    arguments = [key] if page == "delete" else []
                    url = url_of(model, page, *arguments)
                    self.assertEqual(self.client.post(url).status_code, 403)

    def test_what_happened_is_not_edited_by_anybody(self):
        for model in READ_ONLY:
            key = apps.get_model("cables", model).objects.first().pk
            url = url_of(model, "change", key)
            with self.subTest(model=model):
                self.assertEqual(self.client.post(url, {"_save": 1}).status_code, 403)
                for page in ("add", "delete"):
                    arguments = [key] if page == "delete" else []
                    url = url_of(model, page, *arguments)
                    self.assertEqual(self.client.post(url).status_code, 403)

    def test_taggit_has_no_screen(self):
        registered = {model._meta.label for model in admin.site._registry}
        self.assertNotIn("taggit.Tag", registered)
        self.assertEqual(admin.site.site_header, "Editors' desk")


class QueryTests(TestCase):
    def test_lists_cost_the_same_with_3_rows_and_with_30(self):
        self.client.force_login(make_chief())
        counts = []
        for more in (3, 27):
            fill(more)
            counts.append({model: self.count(model) for model in MODELS})
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(max(counts[0].values()), 20)

    def count(self, model):
        with CaptureQueriesContext(connection) as queries:
            self.client.get(url_of(model, "changelist"))
        return len(queries)
