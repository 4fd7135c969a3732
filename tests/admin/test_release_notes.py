from datetime import UTC, date, datetime

from django.test import TestCase
from django.utils import timezone

from cables.models import ReleaseNote, current_epoch
from cables.models.revision import Revision
from tests.factories import make_cable

from .editors import make_chief, make_editor
from .screens import url_of

DAY = date(2011, 8, 30)
TYPED = {
    "day": "2011-08-30",
    "title": "The whole of it",
    "notes": "<p>All <b>cables</b>.</p><script>alert(1)</script>",
}


class ReleaseNoteTests(TestCase):
    def setUp(self):
        self.client.force_login(make_editor("add_releasenote", "change_releasenote"))
        self.add = url_of("releasenote", "add")

    def test_what_readers_are_told_is_cleaned_and_remembered(self):
        self.client.post(self.add, TYPED)
        note = ReleaseNote.objects.get()
        self.assertEqual((note.day, note.title), (DAY, "The whole of it"))
        self.assertEqual(note.notes, "<p>All <b>cables</b>.</p>")
        revision = Revision.objects.get(model="releasenote", object_id=note.pk)
        self.assertEqual(revision.after["title"], "The whole of it")
        self.assertEqual(current_epoch(), 1)

    def test_a_look_saves_nothing(self):
        page = self.client.post(self.add, TYPED | {"_preview": "1"})
        self.assertContains(page, "<div><p>All <b>cables</b>.</p></div>")
        self.assertFalse(ReleaseNote.objects.exists())

    def test_a_day_has_one_note_and_lies_in_the_archive(self):
        self.client.post(self.add, TYPED)
        for changed, said in [
            ({}, "already exists"),
            ({"day": "1066-10-14"}, "must lie between"),
            ({"day": "2011-08-31", "title": "a\u202eb"}, "U+202E"),
        ]:
            with self.subTest(said=said):
                page = self.client.post(self.add, TYPED | changed)
                self.assertContains(page, said)
        self.assertEqual(ReleaseNote.objects.count(), 1)

    def test_the_way_to_its_cables(self):
        make_cable()
        note = ReleaseNote.objects.create(day=DAY, title="All")
        page = self.client.get(url_of("releasenote", "change", note.pk))
        self.assertContains(page, "1 with this date of release")
        self.assertContains(page, "/admin/cables/cable/?release=2011-08-30")

    def test_nobody_deletes_one(self):
        self.client.force_login(make_chief())
        note = ReleaseNote.objects.create(day=DAY, title="All")
        page = self.client.get(url_of("releasenote", "delete", note.pk))
        self.assertEqual(page.status_code, 403)


class ReadersTests(TestCase):
    def test_a_release_has_its_title_and_notes(self):
        make_cable()
        ReleaseNote.objects.create(
            day=DAY, title="All of it", notes="<p>So <b>much</b></p>"
        )
        page = self.client.get("/release/2011/08/30/")
        self.assertContains(page, "All of it")
        self.assertContains(page, "<p>So <b>much</b></p>")
        self.assertContains(self.client.get("/release/"), "All of it")

    def test_what_could_do_harm_is_left_out_wherever_it_came_from(self):
        make_cable()
        notes = "<p onclick='x()'>Yes</p><script>no()</script>"
        ReleaseNote.objects.create(day=DAY, title="<i>", notes=notes)
        page = self.client.get("/release/2011/08/30/")
        self.assertContains(page, "<p>Yes</p>")
        self.assertContains(page, "&lt;i&gt;")
        self.assertNotContains(page, "no()")

    def test_a_note_tells_nothing_of_what_is_to_come(self):
        later = datetime(2999, 5, 17, tzinfo=UTC)
        make_cable(released=later)
        make_cable(on_hold=True)
        for day in (later.date(), DAY, timezone.now().date()):
            note = ReleaseNote.objects.create(
                day=day, title="Canary", notes="<p>Heron</p>"
            )
            for url in (note.get_absolute_url(), "/release/"):
                page = self.client.get(url)
                text = page.text
                self.assertNotIn("Canary", text)
                self.assertNotIn("Heron", text)
