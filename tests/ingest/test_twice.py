"""What is there already: the same again, doubles, files with a misleading name."""

import json
from unittest import mock

from django.db import DataError

from cables.ingest.run import import_cables
from cables.models import (
    Cable,
    OldAddress,
    current_epoch,
)
from cables.models.sealed import ImportReject, SourceRecord

from .cases import ImportCase
from .records import BODY, csv_record, page, text_message


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
