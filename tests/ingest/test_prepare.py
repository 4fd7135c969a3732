"""What the pure half of ingest repeats of the models, and what it makes of a message."""

import subprocess
import sys
from datetime import UTC, datetime

from django.db import models
from django.test import SimpleTestCase

from cables.choices import Classification, Precision, SourceFormat
from cables.ingest import tables
from cables.ingest.encode import copy_line
from cables.ingest.prepare import LENGTHS, prepare, public_sha256
from cables.ingest.sources import fields
from cables.ingest.sources.base import Frame, SourceMessage
from cables.ingest.sources.csv_dump import read
from cables.ingest.sources.find import SOURCES
from cables.ingest.sources.jsonl import PRECISIONS
from cables.models import (
    Cable,
    CableTag,
    Change,
    Paragraph,
    ParagraphAlias,
    Recipient,
    Reference,
    Tag,
    content_sha256,
)
from cables.models.sealed import SourceRecord

from .records import BODY, HEADER, csv_record

MODELS = {
    tables.CABLE: Cable,
    tables.PARAGRAPH: Paragraph,
    tables.ALIAS: ParagraphAlias,
    tables.RECIPIENT: Recipient,
    tables.REFERENCE: Reference,
    tables.CABLE_TAG: CableTag,
    tables.SOURCE_RECORD: SourceRecord,
    tables.CHANGE: Change,
}


def values(**changed):
    frame = Frame(format="csv", file="a.csv", line=1, raw=csv_record(**changed))
    (message,) = read(frame)
    return prepare(message)


class AgreementTests(SimpleTestCase):
    def test_closed_vocabularies(self):
        self.assertEqual(set(fields.CLASSIFICATIONS), set(Classification.values))
        self.assertEqual(set(PRECISIONS), set(Precision.values))
        self.assertEqual(set(SOURCES), set(SourceFormat.values))

    def test_every_column_is_filled(self):
        """
        A column that may stay empty, or that the database fills, need not be; every
        other one is in the tables.
        """
        for table, model in MODELS.items():
            filled = set(tables.COLUMNS[table])
            for field in model._meta.concrete_fields:
                with self.subTest(table=table, column=field.column):
                    filled_by_database = field.primary_key or field.has_db_default()
                    if not (field.null or filled_by_database):
                        self.assertIn(field.column, filled)
            columns = {field.column for field in model._meta.concrete_fields}
            self.assertEqual(filled - columns, set())
            self.assertEqual(model._meta.db_table, table)

    def test_lengths(self):
        owners = {
            "recipient": Recipient,
            "reference": Reference,
            "paragraph": Paragraph,
        }
        for column, length in LENGTHS.items():
            owner, _, name = column.rpartition(".")
            model = owners.get(owner, Cable)
            if column == "tag":
                model, name = Tag, "name"
            with self.subTest(column):
                self.assertEqual(model._meta.get_field(name).max_length, length)

    def test_no_text_column_is_without_a_limit(self):
        """A column with a length that parsing fills is clipped or checked."""
        checked = {"reference_id", "classification", "created_precision", "sha256"}
        closed = {"precedence", "precedence_info", "state"}
        for field in Cable._meta.concrete_fields:
            if isinstance(field, models.CharField) and field.max_length:
                with self.subTest(field.name):
                    self.assertIn(field.name, LENGTHS.keys() | checked | closed)

    def test_the_public_hash_is_the_models(self):
        words = {"subject": "A", "header": "ü", "body": "c\n"}
        self.assertEqual(public_sha256(**words), content_sha256(**words))

    def test_workers_load_no_django(self):
        code = (
            "import sys; sys.modules['django'] = None; import cables.ingest.work; "
            "import cables.ingest.pool"
        )
        subprocess.run([sys.executable, "-c", code], check=True)


class PrepareTests(SimpleTestCase):
    def test_words_of_artefacts_do_not_count(self):
        marker = "\n \nMEXICO 00000012  002 OF 002 \n \n"
        whole = values()
        cut = values(body=BODY.replace("came in on", f"came {marker}in on"))
        self.assertEqual(whole.fields["word_count"], cut.fields["word_count"])

    def test_references_of_text_and_column(self):
        """The column adds what the text does not name; the own id is no reference."""
        found = values(references="05MEXICO11|06MEXICO12|04ROME7|00REFTEL:HARARE5829")
        cited = [(one.printed, one.cited_id, one.kind) for one in found.references]
        self.assertEqual(
            [one[1] for one in cited], ["05MEXICO11", "06STATE4567", "04ROME7", ""]
        )
        self.assertEqual(cited[-1], ("00REFTEL:HARARE5829", "", "other"))

    def test_a_reference_knows_its_block(self):
        found = values()
        one = found.references[0]
        self.assertIn("05 MEXICO 11", found.blocks[one.block].text)

    def test_values_are_clipped_to_their_columns(self):
        header = HEADER.replace("FM AMEMBASSY MEXICO", "FM " + "X" * 900)
        header = header.replace("SECSTATE WASHDC", "Y" * 900)
        found = values(header=header)
        self.assertLessEqual(len(found.fields["sender"]), 200)
        self.assertLessEqual(max(len(one.name) for one in found.recipients), 300)

    def test_problems_hold_no_words(self):
        found = values(body=BODY.replace("TAGS: PREL, PGOV, MX", "")).fields["problems"]
        self.assertTrue(found)
        self.assertEqual(set(found[0]), {"code", "source", "span"})


class CopyLineTests(SimpleTestCase):
    # Each: a value, how COPY reads it.
    VALUES = (
        (None, b"\\N"),
        ("a\tb\nc\rd\\N", b"a\\tb\\nc\\rd\\\\N"),
        ("", b""),
        ("ü \xa0", "ü \xa0".encode()),
        (7, b"7"),
        (True, b"1"),
        (b"\x00\xff", b"\\\\x00ff"),
        ([], b"[]"),
        (["a\n"], b'["a\\\\n"]'),
        (datetime(2006, 4, 10, 19, 22, tzinfo=UTC), b"2006-04-10 19:22:00"),
    )

    def test_values(self):
        for value, line in self.VALUES:
            with self.subTest(value=value):
                self.assertEqual(copy_line((value,)), line)


class SilentSourceTests(SimpleTestCase):
    def test_what_the_record_leaves_out_comes_from_the_message(self):
        message = SourceMessage(
            format="jsonl",
            file="a",
            line=1,
            raw=b"",
            reference_id="06MEXICO12",
            header=HEADER,
            body=BODY,
        )
        found = prepare(message)
        self.assertEqual(found.fields["classification"], "CONFIDENTIAL")
        self.assertEqual(found.origin, "Embassy Mexico")
        self.assertEqual(
            found.fields["created"], datetime(2006, 4, 10, 19, 22, tzinfo=UTC)
        )
