"""Importing: what comes in, what is there already, what is rejected, what goes on."""

import csv
import json
from datetime import UTC, datetime, timedelta
from unittest import mock, skipUnless

from django.contrib.auth import get_user_model
from django.db import DataError, connection
from django.test import TestCase
from django.utils import timezone

from cables.choices import Action, ReasonCode, RunState, State
from cables.ingest import jobs, load
from cables.ingest.report import Progress
from cables.ingest.run import import_cables
from cables.ingest.sources.base import SourceError
from cables.models import (
    Article,
    Cable,
    CableTag,
    ImportRun,
    OldAddress,
    Paragraph,
    Post,
    PostAlias,
    Recipient,
    Reference,
    Tag,
    TagAlias,
    content_sha256,
    current_epoch,
)
from cables.models.sealed import ImportReject, Redaction, SealedText, SourceRecord

from .records import BODY, CSV, NO_DATA, SITE, Folder, csv_record, page, text_message


class ImportCase(TestCase):
    def setUp(self):
        self.folder = Folder(self)

    def load(self, *contents, name="a.csv", **options):
        """Import one file that holds the contents; return the report."""
        path = self.folder.write(name, b"".join(contents))
        return import_cables(paths=[path], **options)

    def assertCounts(self, report, **counts):
        wanted = dict.fromkeys(
            ("created", "updated", "unchanged", "rejected", "conflicts"), 0
        )
        found = {name: getattr(report, name) for name in wanted}
        self.assertEqual(found, wanted | counts)


class NewCableTests(ImportCase):
    def test_a_cable_with_everything(self):
        report = self.load(csv_record())
        self.assertCounts(report, created=1)
        cable = Cable.objects.get()
        self.assertEqual(cable.reference_id, "06MEXICO12")
        self.assertEqual(cable.state, State.DRAFT)
        self.assertIsNone(cable.released)
        self.assertEqual(cable.created, datetime(2006, 4, 10, 19, 22, tzinfo=UTC))
        self.assertEqual(cable.subject, "THE HARBOUR AT HIGHGATE")
        self.assertEqual((cable.captions, cable.curated), (["SIPDIS"], []))
        self.assertEqual(cable.reasons, "b,d")
        self.assertFalse(cable.on_hold)
        self.assertGreater(cable.word_count, 20)
        self.assertEqual(
            cable.sha256,
            content_sha256(subject=cable.subject, header=cable.header, body=cable.body),
        )
        self.assertEqual(
            list(cable.recipients.values_list("role", "route", "name", "number")),
            [
                ("action", "RUEHC", "SECSTATE WASHDC", "0160"),
                ("info", "RUEHXX", "AMEMBASSY HIGHGATE", ""),
            ],
        )
        self.assertEqual(cable.changes.count(), 0)
        cable.full_clean()

    def test_paragraphs_have_the_keys_of_their_blocks(self):
        self.load(csv_record())
        numbered = Paragraph.objects.filter(kind="numbered").order_by("position")
        self.assertEqual(
            list(numbered.values_list("key", "label", "marking", "text"))[1],
            ("par2", "2", "U", "Two ships came in on Monday."),
        )
        reference = Reference.objects.order_by("position").first()
        self.assertEqual(reference.cited_id, "05MEXICO11")
        self.assertIn("05 MEXICO 11", reference.paragraph.text)
        for one in Paragraph.objects.all():
            one.full_clean()

    def test_tags_are_in_order_each_once_and_named(self):
        Tag.objects.create(name="MARR", slug="MARR")
        TagAlias.objects.create(tag=Tag.objects.get(), name="PGVO")
        body = BODY.replace("PREL, PGOV, MX", "PREL, MX, PGVO, PREL, CLINTON HILLARY")
        self.load(csv_record(body=body))
        names = CableTag.objects.order_by("position").values_list(
            "tag__name", flat=True
        )
        self.assertEqual(list(names)[:3], ["PREL", "MX", "MARR"])
        tag = Tag.objects.get(name="PREL")
        self.assertEqual(
            (tag.kind, tag.title, tag.slug),
            ("subject", "External Political Relations", "PREL"),
        )

    def test_posts_by_name_alias_or_new(self):
        self.load(
            csv_record("06MEXICO1", number="1"),
            csv_record("06MEXICO2", number="2", origin="embassy  mexico"),
            csv_record("06ELSEWHERE3", number="3", origin="Embassy Élsewhere"),
        )
        mexico = Post.objects.get(slug="embassy-mexico")
        self.assertEqual(mexico.cables.count(), 2)
        self.assertEqual((mexico.country, mexico.country_slug), ("Mexico", "mexico"))
        self.assertEqual(PostAlias.objects.get().name, "MEXICO")
        self.assertEqual(Post.objects.exclude(pk=mexico.pk).get().country, "")

    def test_the_record_is_kept_byte_for_byte(self):
        raw = csv_record()
        self.load(csv_record("06MEXICO1", number="1"), raw)
        record = SourceRecord.objects.get(cable__reference_id="06MEXICO12")
        self.assertEqual(record.raw, raw)
        self.assertEqual((record.format, record.file), ("csv", "a.csv"))
        self.assertEqual(record.line, 1 + raw.count(b"\n"))

    def test_ids_stay_clear_of_rows_made_by_hand(self):
        """Ids are reserved: a cable made afterwards does not collide with them."""
        self.load(csv_record("06MEXICO1", number="1"))
        post = Post.objects.get()
        made = Cable.objects.create(
            reference_id="06MEXICO3",
            created=timezone.now(),
            classification="SECRET",
            post=post,
        )
        Paragraph.objects.create(cable=made, position=0, kind="numbered", key="par1")
        self.load(csv_record("06MEXICO4", number="4"), name="b.csv")
        self.assertEqual(Cable.objects.count(), 3)

    def test_foreign_keys_hold(self):
        self.load(csv_record("06MEXICO1", number="1"), csv_record())
        connection.check_constraints()


class PublishTests(ImportCase):
    RELEASED = datetime(2011, 8, 30, tzinfo=UTC)

    def test_publish(self):
        self.load(csv_record(), publish=True)
        cable = Cable.objects.get()
        self.assertTrue(cable.is_public)
        self.assertEqual(cable.changes.get().action, Action.PUBLISHED)
        self.assertEqual(current_epoch(), 1)

    def test_the_given_release_is_before_the_sources(self):
        self.load(page(), name="a.html", publish=True, released=self.RELEASED)
        self.assertEqual(Cable.objects.get().released, self.RELEASED)

    def test_the_sources_release_is_before_now(self):
        self.load(page(), name="a.html", publish=True)
        released = Cable.objects.get().released
        self.assertEqual(released, datetime(2011, 2, 12, 12, tzinfo=UTC))

    def test_drafts_are_published_by_a_later_import(self):
        self.load(csv_record())
        report = self.load(csv_record(), publish=True)
        self.assertCounts(report, updated=1)
        self.assertTrue(Cable.objects.get().is_public)
        self.assertCounts(self.load(csv_record(), publish=True), unchanged=1)

    def test_no_import_brings_back_what_an_editor_withdrew_or_holds(self):
        self.load(csv_record())
        for state, on_hold in (
            (State.WITHDRAWN, False),
            (State.REVIEW, False),
            (State.DRAFT, True),
        ):
            Cable.objects.update(state=state, on_hold=on_hold)
            for raw in (csv_record(), csv_record(classification="SECRET")):
                with self.subTest(state=state, on_hold=on_hold):
                    self.load(raw, publish=True)
                    self.assertFalse(Cable.objects.get().is_public)

    def test_no_import_publishes_what_an_editor_could_not(self):
        self.load(csv_record(), csv_record("06MEXICO13", number="13"))
        ready, sealed = Cable.objects.order_by("number")
        redaction = Redaction.objects.create(
            sealed_text=SealedText.objects.create(cable=sealed, text="Two ships"),
            start=0,
            end=3,
            reason=ReasonCode.choices[0][0],
            replacement="XXX",
            proposed_by=get_user_model().objects.create_user("one"),
        )
        Paragraph.objects.filter(cable=ready).delete()
        raw = csv_record(), csv_record("06MEXICO13", number="13")
        self.assertCounts(self.load(*raw, publish=True), unchanged=2)
        self.assertFalse(Cable.objects.exclude(state=State.DRAFT).exists())
        redaction.approved_by = get_user_model().objects.create_user("two")
        redaction.save()
        self.assertCounts(self.load(*raw, publish=True), updated=1, unchanged=1)
        self.assertTrue(Cable.objects.get(number=13).is_public)

    def test_an_import_without_publish_takes_nothing_back(self):
        self.load(csv_record(), publish=True)
        self.load(csv_record(classification="SECRET"))
        self.assertEqual(Cable.objects.get().state, State.PUBLISHED)

    def test_a_release_to_come_is_not_brought_forward(self):
        """A page that names an old date does not publish what waits for a new one."""
        later = timezone.now() + timedelta(days=30)
        self.load(csv_record(), publish=True, released=later)
        self.load(page(), name="a.html", publish=True)
        self.assertFalse(Cable.objects.get().is_public)


class MisnamedTests(ImportCase):
    """A file's name, or the first id in a line, may name a cable that is known."""

    def setUp(self):
        super().setUp()
        self.load(csv_record())

    def test_a_file_named_as_another_cable_comes_in_under_its_own_id(self):
        message = text_message("06MEXICO13", number="13")
        for dry_run in (True, False):
            with self.subTest(dry_run=dry_run):
                report = self.load(message, name="06MEXICO12.txt", dry_run=dry_run)
                self.assertCounts(report, created=1)
        self.assertEqual(
            set(Cable.objects.values_list("reference_id", flat=True)),
            {"06MEXICO12", "06MEXICO13"},
        )
        again = self.load(message, name="06MEXICO12.txt")
        self.assertCounts(again, unchanged=1)

    def test_a_line_that_cites_another_cable_first_comes_in(self):
        line = {
            "references": [{"reference_id": "06MEXICO12", "cited_id": "06MEXICO12"}],
            "reference_id": "06MEXICO13",
            "created": "2006-04-10 19:22",
            "post": "Embassy Mexico",
            "body": BODY,
        }
        report = self.load(json.dumps(line).encode(), name="a.jsonl")
        self.assertCounts(report, created=1)
        self.assertEqual(Cable.objects.get(reference_id="06MEXICO13").body, BODY)

    def test_the_only_record_that_the_database_refuses_is_named_once(self):
        self.folder.write("a.csv", csv_record("06MEXICO13"))
        with mock.patch("cables.ingest.batch.store_new", side_effect=DataError("no")):
            report = import_cables(paths=[self.folder.path])
        self.assertCounts(report, rejected=1)

    def test_a_record_of_a_cable_that_could_not_be_stored_is_named(self):
        self.folder.write("06MEXICO13.txt", text_message("06MEXICO13", number="13"))
        rows = (
            csv_record("06MEXICO13", number="13"),
            csv_record("06MEXICO14", number=""),
        )
        self.folder.write("a.csv", b"".join(rows))
        with mock.patch("cables.ingest.batch.store_new", side_effect=DataError("no")):
            report = import_cables(paths=[self.folder.path])
        self.assertCounts(report, rejected=3)


class TwiceTests(ImportCase):
    def test_the_same_bytes_change_nothing(self):
        self.load(csv_record(), publish=True)
        before = (Cable.objects.values().get(), current_epoch())
        report = self.load(csv_record(), name="b.csv", publish=True)
        self.assertCounts(report, unchanged=1)
        self.assertEqual((Cable.objects.values().get(), current_epoch()), before)
        self.assertEqual(SourceRecord.objects.count(), 1)

    def test_other_bytes_that_say_the_same_are_kept_and_change_nothing(self):
        self.load(csv_record(), publish=True)
        before = (Cable.objects.values().get(), current_epoch())
        report = self.load(csv_record(created="2006-04-10 19:22:00"))
        self.assertCounts(report, unchanged=1)
        self.assertEqual((Cable.objects.values().get(), current_epoch()), before)
        self.assertEqual(SourceRecord.objects.count(), 2)

    def test_all_formats_of_one_cable_agree(self):
        paths = [
            self.folder.write(name, content)
            for name, content in (
                ("a.csv", csv_record()),
                ("b.txt", text_message()),
                ("c.html", page(references="")),
            )
        ]
        report = import_cables(paths=paths)
        self.assertCounts(report, created=1, updated=1, unchanged=1)  # released is new
        self.assertEqual(SourceRecord.objects.count(), 3)
        self.assertCounts(import_cables(paths=paths), unchanged=3)

    def test_twice_in_one_import(self):
        """The first counts, the second names its place; so it is the next time."""
        contents = (
            csv_record(),
            csv_record("06MEXICO13", number="13"),
            csv_record(classification="SECRET"),
            csv_record(),
        )
        self.assertCounts(self.load(*contents), created=2, rejected=2)
        self.assertEqual(
            Cable.objects.get(reference_id="06MEXICO12").classification, "CONFIDENTIAL"
        )
        self.assertIn("a.csv line 1", ImportReject.objects.first().reason)
        self.assertCounts(self.load(*contents), unchanged=2, rejected=2)

    def test_a_number_belongs_to_one_cable(self):
        report = self.load(csv_record(), csv_record("06MEXICO13"))
        self.assertCounts(report, created=1, rejected=1)
        self.assertIn("06MEXICO12", ImportReject.objects.get().reason)

    def test_a_former_id_leads_to_its_cable(self):
        """An editor has mended an id: the record under the old one makes no twin."""
        self.load(csv_record("092OF5"))
        cable = Cable.objects.get()
        Cable.objects.update(reference_id="06MEXICO12", curated=["reference_id"])
        OldAddress.objects.create(former_id="092OF5", cable=cable)
        self.assertCounts(self.load(csv_record("092OF5")), unchanged=1)
        report = self.load(csv_record("092OF5", classification="SECRET"))
        self.assertCounts(report, updated=1)
        self.assertEqual(Cable.objects.get().reference_id, "06MEXICO12")


class RejectTests(ImportCase):
    BAD = csv_record("06MEXICO2", number="2", classification="COSMIC")

    def test_rejects_are_listed(self):
        report = self.load(csv_record(), self.BAD)
        self.assertCounts(report, created=1, rejected=1)
        row = ImportReject.objects.get()
        self.assertEqual(row.run_id, report.run_id)
        self.assertEqual(
            (row.file, row.line, row.column, row.reference_id, row.raw),
            (
                "a.csv",
                1 + csv_record().count(b"\n"),
                "classification",
                "06MEXICO2",
                self.BAD,
            ),
        )

    def test_what_only_the_database_refuses_takes_nothing_with_it(self):
        """The rest of its batch comes in, posts and tags of the batch included."""
        records = [csv_record(f"06MEXICO{n}", number=str(n)) for n in (1, 2, 3)]
        good = load.store_new

        def refuse(*, cables, posts, tags):
            good(cables=cables, posts=posts, tags=tags)
            if any(cable.values.number == 2 for cable in cables):
                raise DataError("value too\nlong")

        with mock.patch("cables.ingest.batch.store_new", refuse):
            report = self.load(*records)
        self.assertCounts(report, created=2, rejected=1)
        self.assertEqual(CableTag.objects.count(), 6)
        self.assertIn("value too long", ImportReject.objects.get().reason)
        connection.check_constraints()

    def test_rejects_can_be_mended_and_fed_again(self):
        path = self.folder.path / "bad.csv"
        self.load(csv_record(), self.BAD, self.BAD[:-3] + b"\n", rejects_path=path)
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        lines = csv_record().count(b"\n")
        self.assertEqual(
            [(row["line"], row["column"]) for row in rows],
            [(str(1 + lines), "classification"), (str(1 + 2 * lines), "body")],
        )
        raw = self.folder.path / "bad.csv.raw"
        mended = raw.read_bytes().replace(b"COSMIC", b"SECRET", 1)
        raw.write_bytes(mended)
        report = import_cables(paths=[raw])
        self.assertCounts(report, created=1, rejected=1)

    def test_pages_are_mended_where_they_lie(self):
        path = self.folder.path / "bad.csv"
        self.load(page(classification="COSMIC"), name="a.html", rejects_path=path)
        self.assertIn("a.html,1,classification,06MEXICO12", path.read_text())
        self.assertEqual((self.folder.path / "bad.csv.raw").read_bytes(), b"")


class DryRunTests(ImportCase):
    def test_nothing_is_written(self):
        self.load(csv_record())
        before = (Cable.objects.values().get(), SourceRecord.objects.count())
        report = self.load(
            csv_record(classification="SECRET"),
            csv_record("06MEXICO13", number="13"),
            RejectTests.BAD,
            dry_run=True,
            publish=True,
            rejects_path=self.folder.path / "bad.csv",
        )
        self.assertCounts(report, created=1, updated=1, rejected=1)
        self.assertEqual(report.samples["created"], ["06MEXICO13"])
        self.assertEqual(report.samples["updated"], ["06MEXICO12"])
        after = (Cable.objects.values().get(), SourceRecord.objects.count())
        self.assertEqual(after, before)
        self.assertEqual(
            (ImportRun.objects.count(), ImportReject.objects.count()), (1, 0)
        )
        self.assertIn("COSMIC", (self.folder.path / "bad.csv").read_text())

    def test_a_page_and_a_row_of_a_cable_that_is_not_there(self):
        paths = [
            self.folder.write("a.html", page()),
            self.folder.write("b.csv", csv_record()),
        ]
        report = import_cables(paths=paths, dry_run=True)
        self.assertCounts(report, created=1, updated=1)


class ResumeTests(ImportCase):
    RECORDS = [csv_record(f"06MEXICO{n}", number=str(n)) for n in range(1, 8)]

    def setUp(self):
        super().setUp()
        batches = mock.patch.object(jobs, "BATCH", 2)
        batches.start()
        self.addCleanup(batches.stop)

    def stop_after(self, batches):
        calls = iter([False] * (batches - 1) + [True])
        return lambda: next(calls)

    def test_a_stopped_run_goes_on_where_it_was(self):
        report = self.load(*self.RECORDS, stop=self.stop_after(2))
        self.assertTrue(report.interrupted)
        self.assertCounts(report, created=4)
        self.assertEqual(ImportRun.objects.get().state, RunState.INTERRUPTED)
        report = self.load(*self.RECORDS, resume=True)
        self.assertFalse(report.interrupted)
        self.assertCounts(report, created=7)
        self.assertEqual(Cable.objects.count(), 7)
        run = ImportRun.objects.get()
        self.assertEqual((run.state, run.created_count), (RunState.FINISHED, 7))

    def test_a_resumed_run_publishes_as_the_first_half_did(self):
        released = datetime(2011, 8, 30, tzinfo=UTC)
        self.load(
            *self.RECORDS, stop=self.stop_after(2), publish=True, released=released
        )
        self.load(*self.RECORDS, resume=True)
        self.assertEqual(
            set(Cable.objects.values_list("state", "released")),
            {(State.PUBLISHED, released)},
        )

    def test_a_double_is_found_across_the_interruption(self):
        records = [*self.RECORDS, csv_record("06MEXICO1", number="1", origin="X")]
        self.load(*records, stop=self.stop_after(1))
        report = self.load(*records, resume=True)
        self.assertCounts(report, created=7, rejected=1)

    def test_a_reject_before_the_interruption_is_no_double(self):
        """A good record of an id comes in though a bad one of that id came first."""
        bad = csv_record("06MEXICO8", number="8", classification="COSMIC")
        good = csv_record("06MEXICO8", number="8")
        records = [bad, *self.RECORDS, good]
        path = self.folder.path / "bad.csv"
        self.load(*records, stop=self.stop_after(1))
        report = self.load(*records, resume=True, rejects_path=path)
        self.assertCounts(report, created=8, rejected=1)
        self.assertIn("COSMIC", path.read_text())

    def test_nothing_to_resume(self):
        self.load(*self.RECORDS)
        with self.assertRaisesMessage(SourceError, "no unfinished import"):
            self.load(*self.RECORDS, resume=True)

    def test_a_source_that_has_changed_is_not_resumed(self):
        self.load(*self.RECORDS, stop=self.stop_after(2))
        longer = [b"\n", *self.RECORDS]
        with self.assertRaisesMessage(SourceError, "has changed"):
            self.load(*longer, resume=True)

    def test_limit(self):
        self.assertCounts(self.load(*self.RECORDS, limit=3), created=3)
        self.assertCounts(self.load(*self.RECORDS), created=4, unchanged=3)

    def test_progress(self):
        seen = []
        self.load(*self.RECORDS, progress=seen.append)
        self.assertEqual([one.records for one in seen], [2, 4, 6, 7])
        self.assertIsInstance(seen[-1], Progress)
        self.assertEqual(seen[-1].done, seen[-1].total)

    def test_a_batch_that_fails_leaves_the_ones_before(self):
        with (
            mock.patch("cables.ingest.run.Progress.of", side_effect=[1, ValueError]),
            self.assertRaises(ValueError),
        ):
            self.load(*self.RECORDS)
        self.assertEqual(ImportRun.objects.get().state, RunState.FAILED)
        self.assertCounts(self.load(*self.RECORDS, resume=True), created=7)


class ProcessesTests(ImportCase):
    def test_workers_bring_the_same_as_one_process(self):
        records = [csv_record(f"06MEXICO{n}", number=str(n)) for n in range(1, 30)]
        with mock.patch.object(jobs, "BATCH", 5):
            report = self.load(*records, csv_record("06MEXICO1"), processes=2)
        self.assertCounts(report, created=29, rejected=1)
        self.assertEqual(Paragraph.objects.filter(key="par2").count(), 29)
        self.assertEqual(Recipient.objects.count(), 58)
        connection.check_constraints()


@skipUnless(SITE.is_dir(), NO_DATA)
class RealFilesTests(ImportCase):
    def test_pages_then_rows(self):
        report = import_cables(paths=[SITE])
        self.assertCounts(report, created=30)
        self.assertCounts(import_cables(paths=[SITE]), unchanged=30)
        row = CSV / "06MEXICO1889.csv"
        before = Cable.objects.values().get(reference_id="06MEXICO1889")
        self.assertCounts(import_cables(paths=[row]), unchanged=1)
        self.assertCounts(import_cables(paths=[row]), unchanged=1)
        after = Cable.objects.values().get(reference_id="06MEXICO1889")
        self.assertEqual(after, before)
        self.assertEqual(Article.objects.filter(links__cable=before["id"]).count(), 1)

    def test_rows_then_pages(self):
        """The page adds the release and the article, and makes nothing worse."""
        import_cables(paths=[CSV / "06MEXICO1889.csv"])
        before = Cable.objects.values().get()
        self.assertCounts(import_cables(paths=[SITE]), created=29, updated=1)
        after = Cable.objects.values().get(reference_id="06MEXICO1889")
        changed = {name for name in before if before[name] != after[name]}
        self.assertEqual(changed, {"released", "version", "modified"})


class JsonExportTests(ImportCase):
    def test_json_lines_and_a_row_agree(self):
        self.load(csv_record())
        cable = Cable.objects.get()
        line = json.dumps(
            {
                "reference_id": cable.reference_id,
                "number": cable.number,
                "created": cable.created.isoformat(),
                "classification": cable.classification,
                "post": cable.post.name,
                "references": [one.cited_id for one in cable.references.all()],
                "header": cable.header,
                "body": cable.body,
            }
        )
        report = self.load(line.encode(), name="a.jsonl")
        self.assertCounts(report, unchanged=1)
