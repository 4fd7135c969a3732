"""A purge takes redacted words out of all that is kept beside the public text."""

from unittest import mock

from backports import zstd
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import TransactionTestCase
from django_tasks_db.models import DBTaskResult

from cables.choices import (
    JobKind,
    JobState,
    ReasonCode,
    RedactionState,
    SourceFormat,
)
from cables.curation.cables import save_cable
from cables.curation.jobs import queue
from cables.curation.paragraphs import save_paragraphs
from cables.curation.purge import database, steps
from cables.curation.purge.traces import PURGED
from cables.curation.purge.verbs import (
    NothingToPurge,
    PurgeRuns,
    preview,
    start_purge,
)
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.redactions.undo import undo
from cables.curation.revisions import (
    add_revision,
    first_broken,
    history,
    last_editor,
)
from cables.models import ImportRun, Proposal, ReleaseNote
from cables.models.revision import Revision
from cables.models.sealed import (
    ImportConflict,
    ImportReject,
    Job,
    JobItem,
    Purge,
    SavedDraft,
    SourceRecord,
    TagMerge,
)
from cables.search.index import desk_index, public_index
from cables.search.outbox import catch_up_all
from tests import factories as make
from tests.admin.editors import make_editor

from .cases import BOX, blocks_of, take_out

WORDS = "Ilvar Quennerby"


class PurgeCase(TransactionTestCase):
    def setUp(self):
        # Writing all tables anew takes seconds: tests/leaks/test_raw_bytes.py does it.
        few = mock.patch.object(database, "tables", lambda: ["cables_change"])
        few.start()
        self.addCleanup(few.stop)
        self.user = make_editor()
        self.cable = make.make_cable(
            "06LOWMOOR1", paragraphs=[f"The talks began. {WORDS} said no."]
        )
        self.block = self.cable.paragraphs.get()

    def purge(self):
        job = start_purge(user=self.user, reason="A source is named.")
        queue.run_job.call(job.pk)
        job.refresh_from_db()
        self.assertEqual((job.state, job.message), (JobState.FINISHED, ""))
        return Purge.objects.get(pk=job.options["purge"])

    def counts(self, purge, step="words"):
        return next(one["counts"] for one in purge.steps if one["step"] == step)


class HistoryTests(PurgeCase):
    def setUp(self):
        super().setUp()
        texts = {"par1": f"The talks began. {WORDS.upper()} said yes."}
        save_paragraphs(
            self.cable,
            user=self.user,
            blocks=blocks_of(self.cable, **texts),
            why=f"{WORDS} asked for it",
        )
        save_cable(self.cable, user=self.user, values={"subject": "HARBOUR"})
        self.block.refresh_from_db()
        take_out(self.block, WORDS.upper())

    def test_words_leave_the_history_and_the_chain_holds(self):
        self.assertIn("Quennerby", str(list(Revision.objects.values())))
        purge = self.purge()
        self.assertEqual(self.counts(purge)["history"], 1)
        said = str(list(Revision.objects.values())).lower()
        self.assertNotIn("quennerby", said)
        first = history(self.cable).order_by("id").first()
        self.assertEqual(first.why, f"{PURGED} asked for it")
        before = first.before["paragraphs"]["par1"]["text"]
        self.assertEqual(before, f"The talks began. {BOX} said no.")
        self.assertIsNone(first_broken(self.cable))

    def test_words_leave_the_history_of_what_names_no_cable(self):
        note = ReleaseNote.objects.create(day=self.cable.released.date())
        form = {"kind": "article", "url": "https://lantern.example/1"}
        proposal = Proposal.objects.create(**form, cables="06LOWMOOR1", quote="So.")
        tag = make.make_tag("HARBOUR")
        self.cable.tags.add(tag)
        TagMerge.objects.create(
            name="PORT", target=tag, fields={}, packed=b"", cables=1
        )
        for row in (note, proposal, tag):
            told = {"before": {"title": WORDS}, "after": {"title": "A man"}}
            add_revision(row, user=self.user, why=f"not {WORDS}", **told)
        self.purge()
        said = str(list(Revision.objects.values())).lower()
        self.assertNotIn("quennerby", said)
        for row in (note, proposal, tag):
            self.assertIsNone(first_broken(row))

    def test_a_purged_row_that_is_changed_later_shows(self):
        self.purge()
        first = history(self.cable).order_by("id").first()
        Revision.objects.filter(pk=first.pk).update(why="forged")
        self.assertEqual(first_broken(self.cable), first)

    def test_a_row_that_no_purge_vouches_for_shows(self):
        first = history(self.cable).order_by("id").first()
        Revision.objects.filter(pk=first.pk).update(why="forged")
        self.assertEqual(first_broken(self.cable), first)

    def test_what_vouches_cannot_be_changed_unseen(self):
        self.purge()
        note = history(self.cable).first()
        save_cable(self.cable, user=self.user, values={"subject": "LATER"})
        note.after["purged rows"] = dict.fromkeys(note.after["purged rows"], "0" * 64)
        note.save()
        self.assertIsNotNone(first_broken(self.cable))

    def test_two_purges_of_one_row(self):
        self.purge()
        take_out(self.cable.paragraphs.get(), "talks began")
        self.purge()
        self.assertIsNone(first_broken(self.cable))
        self.assertNotIn("talks", str(list(Revision.objects.values())))

    def test_who_purges_has_not_edited(self):
        editor = last_editor(self.cable)
        self.user = make_editor()
        self.purge()
        self.assertEqual(last_editor(self.cable), editor)

    def test_later_edits_go_on_along_the_chain(self):
        self.purge()
        save_cable(self.cable, user=self.user, values={"subject": "LATER"})
        self.assertIsNone(first_broken(self.cable))


class PlaceTests(PurgeCase):
    def setUp(self):
        super().setUp()
        self.redaction = take_out(self.block, WORDS)

    def test_what_hangs_on_the_cable(self):
        link = make.make_article_link(self.cable, quote=f"“{WORDS} said no”")
        thread = make.make_discussion(self.cable, title=f"Who is {WORDS}?")
        change = make.make_change(self.cable, reason=f"{WORDS} corrected")
        reference = make.make_reference(self.cable, "05STATE1", printed=f"05 {WORDS}")
        recipient = make.make_recipient(self.cable, name=f"PASS TO {WORDS.upper()}")
        self.purge()
        for row, name, text in (
            (link, "quote", f"“{BOX} said no”"),
            (thread, "title", f"Who is {BOX}?"),
            (change, "reason", f"{PURGED} corrected"),
            (reference, "printed", f"05 {BOX}"),
            (recipient, "name", f"PASS TO {BOX}"),
        ):
            row.refresh_from_db()
            with self.subTest(row=row):
                self.assertEqual(getattr(row, name), text)

    def test_what_readers_see_of_other_cables_is_left(self):
        other = make.make_cable("06LOWMOOR2", paragraphs=[f"{WORDS} again."])
        link = make.make_article_link(other, quote=WORDS)
        self.purge()
        link.refresh_from_db()
        self.assertEqual(link.quote, WORDS)
        self.assertEqual(other.paragraphs.get().text, f"{WORDS} again.")

    def test_twins_go_with_it(self):
        twin = make.make_cable("06LOWMOOR0001", canonical=self.cable)
        for page, text in (("cable", "So."), ("paragraphs", WORDS.upper())):
            SavedDraft.objects.create(
                user=self.user,
                page=page,
                object_id=twin.pk,
                version=1,
                data={"rows": [{"text": text}]},
            )
        link = make.make_article_link(twin, quote=WORDS)
        self.purge()
        link.refresh_from_db()
        self.assertEqual(link.quote, BOX)
        self.assertEqual(SavedDraft.objects.get().page, "cable")

    def test_words_that_readers_still_see_are_counted_and_left(self):
        make.make_paragraph(self.cable, f"Later {WORDS} left.", label="2")
        purge = self.purge()
        self.assertEqual(self.counts(purge, "check"), {"still shown": 1, "left": 0})
        self.assertIn(WORDS, self.cable.paragraphs.get(key="par2").text)

    def test_sealed_words_stay_sealed(self):
        self.purge()
        self.redaction.refresh_from_db()
        self.assertIn(WORDS, self.redaction.sealed_text.text)

    def test_imports(self):
        run = ImportRun.objects.create(source="a.csv")
        raw = f"06LOWMOOR1 {WORDS}".encode()
        record = SourceRecord.objects.create(
            cable=self.cable,
            run=run,
            format=SourceFormat.CSV,
            file="a.csv",
            line=1,
            sha256="0" * 64,
            compressed=zstd.compress(raw, 1),
        )
        conflict = ImportConflict.objects.create(
            cable=self.cable, run=run, field="subject", incoming=f"ON {WORDS.upper()}"
        )
        reject = {"run": run, "file": "a.csv", "line": 2, "reason": "Not a date."}
        gone = [
            ImportReject.objects.create(
                **reject, reference_id="06LOWMOOR1", compressed=zstd.compress(raw)
            ),
            ImportReject.objects.create(
                **reject,
                compressed=zstd.compress(
                    b'"06lowmoor1" "Ilvar\\u0020Quennerby" ' + raw
                ),
            ),
        ]
        kept = ImportReject.objects.create(
            **reject,
            reference_id="06LOWMOOR2",
            compressed=zstd.compress(WORDS.encode()),
        )
        purge = self.purge()
        record.refresh_from_db()
        self.assertTrue(record.is_sealed)
        self.assertEqual(record.raw, raw)
        conflict.refresh_from_db()
        self.assertEqual(conflict.incoming, f"ON {BOX}")
        self.assertEqual(list(ImportReject.objects.all()), [kept])
        counts = self.counts(purge)
        self.assertEqual((counts["refused rows"], counts["records"]), (len(gone), 1))

    def test_the_desks_own_tables(self):
        job = Job.objects.create(
            kind=JobKind.BULK, title=f"On {WORDS}", state=JobState.FINISHED
        )
        item = JobItem.objects.create(
            job=job,
            object_id=self.cable.pk,
            label="06LOWMOOR1",
            note=f"Not {WORDS}",
            before={"subject": [WORDS]},
        )
        entry = LogEntry.objects.create(
            user=self.user,
            content_type=ContentType.objects.get_for_model(self.cable),
            object_id=str(self.cable.pk),
            object_repr=WORDS,
            action_flag=CHANGE,
            change_message='[{"changed": {"name": "\\u0049lvar Quennerby"}}]',
        )
        proposal = Proposal.objects.create(
            kind="article",
            url="https://lantern.example/1",
            cables="on 06lowmoor1",
            quote=WORDS,
            note=f"by {WORDS}",
        )
        task = DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}},
            task_path="a.b",
            backend_name="default",
            run_after=self.redaction.approved,
            exception_class_path="ValueError",
            traceback=f"ValueError: {WORDS}",
        )
        self.redaction.note = f"{WORDS} is at risk"
        self.redaction.save()
        self.purge()
        for row, name, value in (
            (job, "title", f"On {PURGED}"),
            (item, "note", f"Not {PURGED}"),
            (item, "before", {"subject": [BOX]}),
            (entry, "object_repr", PURGED),
            (entry, "change_message", '[{"changed": {"name": "[purged]"}}]'),
            (proposal, "quote", BOX),
            (proposal, "note", f"by {PURGED}"),
            (task, "traceback", f"ValueError: {PURGED}"),
            (self.redaction, "note", f"{PURGED} is at risk"),
        ):
            row.refresh_from_db()
            with self.subTest(row=row, name=name):
                self.assertEqual(getattr(row, name), value)

    def test_a_redactor_can_put_the_words_back_afterwards(self):
        cable = make.make_cable("06LOWMOOR7", paragraphs=[f"{WORDS} said yes."])
        block = cable.paragraphs.get()
        made = propose(
            cable,
            user=make_editor(),
            paragraph=block,
            spans=[(0, len(WORDS))],
            reason=ReasonCode.SOURCE_SAFETY,
        )
        approve(made, user=make_editor())
        self.purge()
        block.refresh_from_db()
        self.assertNotIn(WORDS, block.text)
        undo(made[0], user=make_editor(), why="No danger any more.")
        block.refresh_from_db()
        self.assertEqual(block.text, f"{WORDS} said yes.")
        self.assertIsNone(first_broken(cable))

    def test_indexes_are_made_anew(self):
        catch_up_all()
        folders = [index.stand().folder for index in (public_index, desk_index)]
        self.purge()
        for index, folder in zip((public_index, desk_index), folders, strict=True):
            self.assertNotEqual(index.stand().folder, folder)
            self.assertFalse((index.place / folder).exists())


class StartTests(PurgeCase):
    def test_nothing_waits(self):
        take_out(self.block, WORDS, state=RedactionState.PROPOSED, approved_by=None)
        with self.assertRaises(NothingToPurge):
            start_purge(user=self.user)

    def test_each_redaction_is_purged_once(self):
        redaction = take_out(self.block, WORDS)
        purge = self.purge()
        redaction.refresh_from_db()
        self.assertEqual(redaction.purge, purge)
        self.assertIsNotNone(purge.finished)
        self.assertEqual(purge.requested_by, self.user)
        with self.assertRaises(NothingToPurge):
            start_purge(user=self.user)

    def test_words_that_come_back_are_purged_again(self):
        redaction = take_out(self.block, WORDS)
        first = self.purge()
        ImportConflict.objects.create(cable=self.cable, field="sender", incoming=WORDS)
        self.assertEqual(preview()["redactions"], 1)
        again = self.purge()
        self.assertEqual(self.counts(again)["differences"], 1)
        self.assertEqual(ImportConflict.objects.get().incoming, BOX)
        redaction.refresh_from_db()
        self.assertEqual((redaction.purge, first.pk == again.pk), (again, False))
        with self.assertRaises(NothingToPurge):
            start_purge(user=self.user)

    def test_one_at_a_time(self):
        take_out(self.block, WORDS)
        start_purge(user=self.user)
        with self.assertRaises(PurgeRuns):
            start_purge(user=self.user)

    def test_preview_counts_and_changes_nothing(self):
        take_out(self.block, WORDS)
        link = make.make_article_link(self.cable, quote=WORDS)
        seen = preview()
        self.assertEqual((seen["redactions"], seen["cables"]), (1, 1))
        self.assertEqual(seen["found"]["quotations"], 1)
        self.assertNotIn("Quennerby", str(seen))
        link.refresh_from_db()
        self.assertEqual(link.quote, WORDS)

    def test_no_word_in_what_is_noted(self):
        take_out(self.block, WORDS)
        purge = self.purge()
        said = str(list(Job.objects.values())) + str(purge.steps)
        self.assertNotIn("Quennerby", said)


class ResumeTests(PurgeCase):
    """A worker that dies at any step leaves what the next one goes on with."""

    def test_every_step_can_die(self):
        for name in steps.STEPS:
            with self.subTest(step=name):
                self.die_in(name)

    def die_in(self, name):
        block = make.make_paragraph(self.cable, f"{name} {WORDS}.")
        take_out(block, WORDS)
        link = make.make_article_link(self.cable, quote=WORDS)
        job = start_purge(user=self.user)

        def die(work):
            raise KeyboardInterrupt  # as a kill: nothing is noted

        whole = dict(steps.STEPS)
        steps.STEPS[name] = die
        try:
            with self.assertRaises(KeyboardInterrupt):
                queue.run_job.call(job.pk)
        finally:
            steps.STEPS |= whole
        Job.objects.filter(pk=job.pk).update(beat=None, state=JobState.QUEUED)
        queue.run_job.call(job.pk)
        job.refresh_from_db()
        self.assertEqual(job.state, JobState.FINISHED, job.message)
        purge = Purge.objects.get(pk=job.options["purge"])
        self.assertEqual(self.counts(purge)["quotations"], 1)
        link.refresh_from_db()
        self.assertEqual(link.quote, BOX)
        self.assertEqual([one["step"] for one in purge.steps], list(whole))

    def test_a_failed_purge_is_gone_on_with(self):
        take_out(self.block, WORDS)
        job = start_purge(user=self.user)
        queue.stop(job)
        again = start_purge(user=self.user)
        self.assertEqual(again.options, job.options)
        queue.run_job.call(again.pk)
        self.assertIsNotNone(Purge.objects.get().finished)

    def test_what_was_undone_meanwhile_is_left(self):
        redaction = take_out(self.block, WORDS)
        link = make.make_article_link(self.cable, quote=WORDS)
        job = start_purge(user=self.user)
        redaction.state = RedactionState.UNDONE
        redaction.save()
        queue.run_job.call(job.pk)
        link.refresh_from_db()
        self.assertEqual(link.quote, WORDS)
