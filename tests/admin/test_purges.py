"""The desk's screen of purges: who may start one, and what it says before."""

import tempfile
from pathlib import Path

from django.test import TestCase
from django.urls import reverse

from cables.admin.purges import uploads
from cables.curation.purge.files import remove_files
from cables.curation.purge.groups import group_of
from cables.models import ArticleLink, Cable
from cables.models.sealed import Job, Purge
from tests import factories as make
from tests.admin.editors import make_editor
from tests.curation.purge.cases import take_out

WORDS = "Ilvar Quennerby"


class PurgeScreenTests(TestCase):
    def setUp(self):
        self.start = reverse("admin:cables_purge_start")
        self.list = reverse("admin:cables_purge_changelist")
        cable = make.make_cable("06LOWMOOR1", paragraphs=[f"{WORDS} said no."])
        take_out(cable.paragraphs.get(), WORDS)
        make.make_article_link(cable, quote=WORDS)
        self.user = make_editor("add_purge", "view_purge")
        self.client.force_login(self.user)

    def test_says_in_numbers_what_will_happen(self):
        page = self.client.get(self.start)
        self.assertContains(page, "The words of 1 redaction leave")
        self.assertContains(page, "quotations: 1")
        self.assertNotContains(page, "Quennerby")

    def test_starts_one_with_a_reason(self):
        self.client.post(self.start, {"reason": ""})
        self.assertFalse(Purge.objects.exists())
        page = self.client.post(self.start, {"reason": "A source."}, follow=True)
        purge = Purge.objects.get()
        self.assertEqual((purge.requested_by, purge.reason), (self.user, "A source."))
        self.assertContains(page, f"Purge {purge.pk}: the words of 1 redaction")
        self.assertEqual(Job.objects.get().options, {"purge": purge.pk})
        page = self.client.post(self.start, {"reason": "Again."})
        self.assertContains(page, "is at work already")

    def test_shows_what_was_done(self):
        counts = {"counts": {"history": 1204, "records": 0}, "done": True}
        steps = [{"step": "words", "seconds": 1.234, **counts}]
        purge = Purge.objects.create(requested_by=self.user, reason="Why.", steps=steps)
        page = self.client.get(reverse("admin:cables_purge_change", args=[purge.pk]))
        self.assertContains(page, "history: 1,204")
        self.assertNotContains(page, "records: 0")

    def test_shows_what_the_check_found_place_by_place_and_files(self):
        found = {"left": 0, "still shown": 1204, "paragraphs": 1204, "history": 0}
        steps = [
            {"step": "files", "seconds": 0, "done": True, "counts": {"files": 0}},
            {"step": "check", "seconds": 0, "done": True, "counts": found},
        ]
        purge = Purge.objects.create(requested_by=self.user, reason="Why.", steps=steps)
        page = self.client.get(reverse("admin:cables_purge_change", args=[purge.pk]))
        self.assertContains(page, "files: 0")
        self.assertContains(page, "left: 0; still shown: 1,204")
        rows = (
            ("Paragraphs (readers see it; left to people)", "1,204"),
            ("History", "0"),
        )
        for name, count in rows:
            row = f'<tr><th scope="row">{name}</th><td>{count}</td></tr>'
            self.assertContains(page, row, html=True)

    def test_the_list_of_redactions_leads_here(self):
        redactions = reverse("admin:cables_redaction_changelist")
        self.client.force_login(make_editor("add_purge", "view_redaction"))
        self.assertContains(self.client.get(redactions), self.start)
        self.client.force_login(make_editor("view_redaction"))
        self.assertNotContains(self.client.get(redactions), self.start)

    def test_uploads_that_hold_a_cable_are_found(self):
        group = group_of(Cable.objects.get().pk)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            texts = {
                "a.csv": b"1,06LOWMOOR1,x",
                "b.csv": b"1,06LOWMOOR12",
                "c.csv": b"",
            }
            for file, raw in texts.items():
                (folder / file).write_bytes(raw)
            with self.settings(IMPORT_DIR=folder):
                self.assertEqual(list(uploads(group)), [folder / "a.csv"])
                self.assertEqual(remove_files(group), 1)
            self.assertFalse((folder / "a.csv").exists())

    def test_rights(self):
        self.client.force_login(make_editor("view_purge"))
        self.assertEqual(self.client.get(self.start).status_code, 403)
        self.assertEqual(self.client.post(self.start, {"reason": "x"}).status_code, 403)
        self.assertNotContains(self.client.get(self.list), self.start)
        self.client.force_login(make_editor("view_cable"))
        self.assertEqual(self.client.get(self.list).status_code, 403)
        self.client.logout()
        self.assertEqual(self.client.get(self.start).status_code, 302)
        self.assertFalse(Purge.objects.exists())

    def test_nothing_to_purge(self):
        self.client.post(self.start, {"reason": "A source."})
        Purge.objects.update(finished="2026-01-01T00:00Z")
        ArticleLink.objects.update(quote="")
        self.assertContains(self.client.get(self.start), "No approved redaction")
