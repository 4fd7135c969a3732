"""What stands beside the texts of a cable and needs no judgement is cleaned at once."""

from django.contrib.auth import get_user_model
from django.test import Client

from cables.choices import JobKind
from cables.curation.purge.verbs import preview as purge_preview
from cables.models import ReleaseNote, SitePage, current_epoch
from cables.models.revision import Revision
from cables.models.sealed import ImportConflict, Job, JobItem, SavedDraft, SavedFilter
from tests.factories import make_article_link, make_cable, make_change

from .cases import SOURCE, RedactionCase

WORDS = "Mara Ilves"


class SweepTests(RedactionCase):
    def take_out(self):
        redaction = self.mark("par2", WORDS)
        self.approve(redaction)
        return redaction

    def reasons(self):
        client, pages = Client(), ("/changes/", "/changes/feed.atom", "/api/v1/changes")
        return "".join(client.get(page).content.decode() for page in pages)

    def test_no_reason_in_the_public_log_keeps_the_words(self):
        make_change(self.cable, reason=f"As MARA\nILVES asked, and {WORDS}.")
        self.assertIn(WORDS, self.reasons())
        epoch = current_epoch()
        self.take_out()
        said = self.reasons()
        self.assertNotIn("lves", said.lower())
        self.assertEqual(said.count(f"As {SOURCE} asked, and {SOURCE}."), 3)
        self.assertGreater(current_epoch(), epoch)

    def test_not_for_its_twins_nor_where_one_reason_was_given_for_many(self):
        twin = make_cable("06LOWMORE1889", canonical=self.cable)
        many = f"Errors that {WORDS} found"
        cables = (self.cable, twin, make_cable("06VESSIN1"))
        lines = [make_change(cable, reason=many) for cable in cables]
        lines.append(make_change(twin, reason=f"{WORDS} again"))
        other = make_change(cables[-1], reason=f"{WORDS} alone")
        self.take_out()
        for line in lines:
            line.refresh_from_db()
            self.assertNotIn(WORDS, line.reason)
        other.refresh_from_db()
        self.assertEqual(other.reason, f"{WORDS} alone")

    def test_of_a_cable_that_readers_do_not_see(self):
        line = make_change(self.cable, reason=WORDS)
        self.cable.on_hold = True
        self.cable.save()
        epoch = current_epoch()
        self.take_out()
        line.refresh_from_db()
        self.assertEqual(line.reason, SOURCE)
        self.assertGreater(current_epoch(), epoch)

    def test_a_long_reason_stays_in_its_column(self):
        line = make_change(self.cable, reason=f"{WORDS} " * 45)
        self.take_out()
        line.refresh_from_db()
        self.assertLessEqual(len(line.reason), 500)
        self.assertNotIn("lves", line.reason)

    def test_names_and_words_of_saved_filters(self):
        person = get_user_model().objects.create_user("filters")
        rows = [
            SavedFilter.objects.create(
                owner=person, name=name, shared=True, parameters=parameters
            )
            for name, parameters in (
                (WORDS, {"q": f'"{WORDS}" harbour', "year": "2006"}),
                (WORDS.upper(), {"q": "harbour"}),
                ("Harbour", {"year": "2006"}),
            )
        ]
        self.take_out()
        for row in rows:
            row.refresh_from_db()
        self.assertEqual(
            rows[0].parameters, {"q": f'"{SOURCE}" harbour', "year": "2006"}
        )
        self.assertNotEqual(rows[0].name, rows[1].name)
        self.assertNotIn("lves", "".join(row.name for row in rows).lower())
        self.assertEqual(
            (rows[2].name, rows[2].parameters), ("Harbour", {"year": "2006"})
        )

    def test_differences_items_of_jobs_and_unsaved_texts(self):
        key = self.cable.pk
        conflict = ImportConflict.objects.create(
            cable=self.cable, field="paragraphs", incoming=[{"text": f"On {WORDS}."}]
        )
        job = Job.objects.create(
            kind=JobKind.BULK,
            title=f"Put on hold: “{WORDS}”",
            options={"given": {"reason": WORDS}},
        )
        item = JobItem.objects.create(
            job=job,
            object_id=key,
            label="x",
            before={"subject": WORDS.upper()},
            note=f"Not {WORDS}",
        )
        draft = SavedDraft.objects.create(
            user=self.author,
            page="cable",
            object_id=key,
            version=1,
            data={"subject": f"{WORDS} and all that I typed"},
        )
        self.take_out()
        for row in (conflict, job, item, draft):
            row.refresh_from_db()
        self.assertEqual(conflict.incoming, [{"text": f"On {SOURCE}."}])
        self.assertEqual(job.title, "Put on hold: “[redacted]”")
        self.assertEqual(job.options, {"given": {"reason": SOURCE}})
        self.assertEqual(item.before, {"subject": SOURCE})
        self.assertEqual(item.note, "Not [redacted]")
        self.assertEqual(draft.data, {"subject": f"{SOURCE} and all that I typed"})

    def test_it_is_a_step_of_its_own_in_the_history_without_the_words(self):
        make_change(self.cable, reason=WORDS)
        make_change(self.cable, reason=f"{WORDS} too")
        redaction = self.take_out()
        rows = Revision.objects.filter(model="redaction", object_id=redaction.pk)
        told = rows.latest("id")
        self.assertEqual(told.after, {"public log": 2})
        self.assertEqual(told.user, self.second)
        self.assertNotIn("lves", f"{told.why} {told.after}")

    def test_nothing_to_clean_is_no_step(self):
        redaction = self.take_out()
        rows = Revision.objects.filter(model="redaction", object_id=redaction.pk)
        self.assertEqual(rows.count(), 2)  # proposed, approved

    def test_undoing_leaves_the_log_as_it_is(self):
        line = make_change(self.cable, reason=WORDS)
        self.undo(self.take_out())
        line.refresh_from_db()
        self.assertEqual(line.reason, SOURCE)
        self.assertIn(WORDS, self.block("par2").text)

    def test_a_purge_tells_of_texts_that_people_have_to_edit(self):
        day = self.cable.released.date()
        ReleaseNote.objects.create(day=day, title="A", notes="<p>Mara <i>Ilves</i></p>")
        ReleaseNote.objects.create(day=day.replace(year=2001), title=WORDS)
        SitePage.objects.create(slug="how", title="How", text="<p>Mara&nbsp;Ilves</p>")
        link = make_article_link(self.cable)
        link.article.publisher.name = WORDS
        link.article.publisher.save()
        self.take_out()
        found = purge_preview()["found"]
        self.assertEqual(found["release notes that are left"], 2)
        self.assertEqual((found["site texts"], found["publishers"]), (1, 1))
