"""The archive's own texts: there from the start, cleaned on the way out."""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection
from django.test import TestCase

from cables.models import SitePage

migration = import_module("cables.migrations.0002_site_pages")


class AboutTests(TestCase):
    def test_new_archive_has_its_texts(self):
        for slug in ("structure", "discussing", "faq", "privacy"):
            with self.subTest(slug=slug):
                page = self.client.get(f"/about/{slug}/")
                self.assertContains(page, "<h2")
        self.assertContains(self.client.get("/about/"), "About this archive")

    def test_harm_is_left_out(self):
        SitePage.objects.filter(slug="faq").update(
            text='<p onclick="x()">Words<script>x()</script>'
            '<a href="javascript:x()">y</a><img src="https://other.example/a.png"></p>'
        )
        page = self.client.get("/about/faq/")
        self.assertContains(page, "<p>Words<a")
        for harm in ("onclick", "<script>", "javascript:", "<img"):
            self.assertNotContains(page, harm)

    def test_migration_goes_both_ways_and_spares_what_was_edited(self):
        SitePage.objects.filter(slug="faq").update(text="<p>Edited.</p>")
        editor = SimpleNamespace(connection=connection)
        migration.remove_untouched_pages(apps, editor)
        self.assertEqual(SitePage.objects.get().slug, "faq")
        migration.add_pages(apps, editor)
        self.assertEqual(SitePage.objects.count(), 5)
        self.assertEqual(SitePage.objects.get(slug="faq").text, "<p>Edited.</p>")
