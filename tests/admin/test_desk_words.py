"""Words, dates and names as the desk prints them."""

import re
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from cables.admin import import_facts
from cables.curation.revisions import add_revision
from cables.models import ImportRun
from tests.admin.editors import make_chief
from tests.factories import make_cable, make_tag

MOMENT = datetime(2026, 11, 24, 16, 9, tzinfo=UTC)


class ListTests(TestCase):
    def setUp(self):
        self.client.force_login(make_chief())

    def test_titles_and_filters(self):
        make_cable()
        page = self.client.get(reverse("admin:cables_cable_changelist"))
        self.assertContains(page, "<h1>Cables</h1>", html=True)
        self.assertContains(page, "<summary>Partial extract</summary>", html=True)
        self.assertNotRegex(page.content.decode(), r"By |to change|\d results?")
        page = self.client.get(
            reverse("admin:cables_cable_changelist"), {"is_partial__exact": "1"}
        )
        self.assertEqual(page.context["cl"].result_count, 0)

    def test_nothing_found_and_something_found(self):
        make_tag("PREL")
        address = reverse("admin:cables_tag_changelist")
        page = self.client.get(address, {"q": "nowhere"})
        self.assertContains(page, "Nothing found.")
        self.assertContains(page, '<a href="?">Show all</a>')
        self.assertContains(self.client.get(address, {"q": "prel"}), "1 found.")
        self.assertNotContains(self.client.get(address), "Show all")

    def test_dates_have_one_form(self):
        run = ImportRun.objects.create(source="a.csv", finished=MOMENT)
        ImportRun.objects.filter(pk=run.pk).update(started=MOMENT)
        for name, keys in (("changelist", []), ("change", [run.pk])):
            page = self.client.get(reverse(f"admin:cables_importrun_{name}", args=keys))
            self.assertContains(page, "2026-11-24 16:09")
            self.assertNotContains(page, "Nov.")
            self.assertContains(page, "All times at the desk are in UTC.")

    def test_names_of_people_stand_apart(self):
        person = make_chief()
        cable = make_cable()
        add_revision(
            cable, user=person, before={"subject": "A"}, after={"subject": "B"}
        )
        for address in (
            reverse("admin:log"),
            reverse("admin:revisions", args=["cable", cable.pk]),
        ):
            self.assertContains(self.client.get(address), f"<bdi>{person}</bdi>")

    def test_how_an_import_was_asked_for_and_how_far_it_came(self):
        run = ImportRun.objects.create(
            source="a.csv",
            options={
                "publish": True,
                "released": "2011-08-30T00:00:00+00:00",
                "fresh": True,
                "job": 7,
                "source_id": 3,
                "set_aside": [["one", "CREATE", "x"]],
                "other": "<b>",
            },
            checkpoint={"records": 1200, "bytes": 9, "file": "a.csv", "line": 4001},
        )
        self.assertEqual(
            [*import_facts.asked(run)],
            [
                "New cables to be published.",
                "Date of release: 2011-08-30 00:00.",
                "The archive was empty before.",
                "Run by job 7.",
                "Indexes that are still to be made again: 1.",
                "other: <b>",
            ],
        )
        page = self.client.get(reverse("admin:cables_importrun_change", args=[run.pk]))
        self.assertContains(page, "other: &lt;b&gt;")
        self.assertContains(page, "The last one: a.csv, line 4,001.")
        self.assertNotContains(page, "source_id")
        run = ImportRun.objects.create(source="b.csv", options={"publish": False})
        page = self.client.get(reverse("admin:cables_importrun_change", args=[run.pk]))
        self.assertContains(page, "New cables to be drafts.")


class ReaderTemplateTests(SimpleTestCase):
    def test_each_names_the_form_of_its_dates(self):
        """What the desk prints by default is no form for readers."""
        folder = Path(settings.BASE_DIR) / "templates" / "cables"
        for file in folder.rglob("*.html"):
            with self.subTest(file=file.name):
                self.assertIsNone(
                    re.search(r"\|(date|time)(?!:)\b", file.read_text(encoding="utf-8"))
                )
