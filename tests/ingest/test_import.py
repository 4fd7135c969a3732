"""Importing: what comes in, in each form, and that all forms agree."""

import json
from datetime import UTC, datetime
from unittest import mock, skipUnless

from django.db import connection
from django.utils import timezone

from cables.choices import State
from cables.ingest import jobs
from cables.ingest.run import import_cables
from cables.models import (
    Article,
    Cable,
    CableTag,
    Paragraph,
    Post,
    PostAlias,
    Recipient,
    Reference,
    Tag,
    TagAlias,
    content_sha256,
)
from cables.models.sealed import SourceRecord

from .cases import ImportCase
from .records import BODY, CSV, NO_DATA, SITE, csv_record


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
