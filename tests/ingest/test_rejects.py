"""What cannot come in is listed, and takes nothing with it."""

import csv
import json
from unittest import mock

from django.db import DataError, connection

from cables.ingest import load
from cables.ingest.run import import_cables
from cables.models import (
    Cable,
    CableTag,
    ImportRun,
)
from cables.models.sealed import ImportReject, SourceRecord

from .cases import ImportCase
from .records import (
    BAD,
    BODY,
    csv_record,
    fields,
    page,
    text_message,
)

FORMATS = {"a.csv": "csv", "a.txt": "text", "a.html": "html", "a.jsonl": "jsonl"}


class RejectTests(ImportCase):
    def test_rejects_are_listed(self):
        report = self.load(csv_record(), BAD)
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
                BAD,
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
        self.load(csv_record(), BAD, BAD[:-3] + b"\n", rejects_path=path)
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


class DigitsTests(ImportCase):
    """Python reads no number of thousands of digits: a reject, or text as it is."""

    DIGITS = "7" * 5000

    def test_in_every_field_of_every_format(self):
        body = BODY.replace("2. (U)", f"{self.DIGITS}. (U)").replace("000012", "1 OF 2")
        for field in (*fields(), "text"):
            given = {"body": body} if field == "text" else {field: self.DIGITS}
            line = json.dumps({"post": "Embassy Mexico"} | fields(**given))
            line = line.replace(f'"{self.DIGITS}"', self.DIGITS)
            for name, raw in (
                ("a.csv", csv_record(**given)),
                ("a.txt", text_message(**given)),
                ("a.html", page(**given)),
                ("a.jsonl", line.encode()),
            ):
                with self.subTest(field=field, name=name):
                    report = self.load(raw, name=name, format=FORMATS[name])
                    records = report.changed + report.unchanged + report.rejected
                    self.assertEqual(records, 1)


class DryRunTests(ImportCase):
    def test_nothing_is_written(self):
        self.load(csv_record())
        before = (Cable.objects.values().get(), SourceRecord.objects.count())
        report = self.load(
            csv_record(classification="SECRET"),
            csv_record("06MEXICO13", number="13"),
            BAD,
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
