"""A purge takes redacted words out of all that is kept beside the public text."""

from backports import zstd
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django_tasks_db.models import DBTaskResult

from cables.choices import (
    JobKind,
    JobState,
    ReasonCode,
    SourceFormat,
)
from cables.curation.purge.traces import PURGED
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.redactions.undo import undo
from cables.curation.revisions import (
    first_broken,
)
from cables.models import ImportRun, Proposal, ReaderReport
from cables.models.sealed import (
    ImportConflict,
    ImportReject,
    Job,
    JobItem,
    SavedDraft,
    SourceRecord,
)
from cables.search.index import desk_index, public_index
from cables.search.outbox import catch_up_all
from tests import factories as make
from tests.admin.editors import make_editor

from .cases import BOX, take_out
from .purge_case import WORDS, PurgeCase


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
            (change, "reason", f"{BOX} corrected"),
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
        found = self.counts(purge, "check")
        self.assertEqual((found["still shown"], found["left"]), (1, 0))
        self.assertEqual(
            {name for name in found if found[name]}, {"still shown", "paragraphs"}
        )
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
        report = ReaderReport.objects.create(
            kind="person",
            reference_id="06 Lowmoor 1",
            text=f"Take out {WORDS}!",
            note=f"{WORDS} again",
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
            (report, "text", f"Take out {BOX}!"),
            (report, "note", f"{PURGED} again"),
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
