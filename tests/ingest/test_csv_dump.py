"""The reader of the data release: every odd record, and what becomes of it."""

import io
from datetime import UTC, datetime
from unittest import mock, skipUnless

from django.test import SimpleTestCase

from cables.ingest.sources import csv_dump
from cables.ingest.sources.base import Reject, SourceMessage

from .records import BODY, CSV, NO_DATA, csv_record

GOOD = csv_record("06MEXICO1", number="1")
NEXT = csv_record("06MEXICO2", number="2")


def read(content):
    found = []
    for frame in csv_dump.frames(io.BytesIO(content), "a.csv"):
        found += csv_dump.read(frame)
    return found


def messages(found):
    return [one for one in found if isinstance(one, SourceMessage)]


def rejects(found):
    return [one for one in found if isinstance(one, Reject)]


class RecordTests(SimpleTestCase):
    def test_fields(self):
        (message,) = read(csv_record("06MEXICO12"))
        self.assertEqual(message.reference_id, "06MEXICO12")
        self.assertEqual(message.number, 12)
        self.assertEqual(message.created, datetime(2006, 4, 10, 19, 22, tzinfo=UTC))
        self.assertEqual(message.created_precision, "minute")
        self.assertEqual(message.references, ("05MEXICO11",))
        self.assertEqual(message.body, BODY)
        self.assertIsNone(message.released)

    # Each: what is odd, the bytes, the ids that come in.
    ODD = (
        ("two records", GOOD + NEXT, ["06MEXICO1", "06MEXICO2"]),
        ("no line end after the last", GOOD + NEXT[:-1], ["06MEXICO1", "06MEXICO2"]),
        ("a byte order mark", b"\xef\xbb\xbf" + GOOD, ["06MEXICO1"]),
        (
            "Windows line ends",
            GOOD.replace(b"\n", b"\r\n") + NEXT.replace(b"\n", b"\r\n"),
            ["06MEXICO1", "06MEXICO2"],
        ),
        ("empty lines between", GOOD + b"\n\n" + NEXT, ["06MEXICO1", "06MEXICO2"]),
        ("an ISO date", csv_record(created="2006-04-10 19:22:00"), ["06MEXICO12"]),
        ("an id in small letters", csv_record("06mexico12"), ["06MEXICO12"]),
        ("no number", csv_record(number=""), ["06MEXICO12"]),
        ("a malformed id", csv_record("092OF5"), ["092OF5"]),
        (
            "junk among the references",
            csv_record(references="00REFTEL:HARARE5829|06MEXICO12||X"),
            ["06MEXICO12"],
        ),
        ("a field that ends with a line end", csv_record(header="A\n"), ["06MEXICO12"]),
        (
            "a field that ends with a quotation mark",
            csv_record(header='He said "yes"') + NEXT,
            ["06MEXICO12", "06MEXICO2"],
        ),
        (
            "a body that quotes a record",
            csv_record(body=BODY + '\n"60015","4/10/2006","06MEXICO9"\n') + NEXT,
            ["06MEXICO12", "06MEXICO2"],
        ),
        (
            "a field that ends with a backslash",
            csv_record(header="A\\"),
            ["06MEXICO12"],
        ),
    )

    def test_odd_records_come_in(self):
        for odd, content, ids in self.ODD:
            with self.subTest(odd):
                found = read(content)
                self.assertEqual([one.reference_id for one in messages(found)], ids)
                self.assertEqual(rejects(found), [])

    def test_text_is_kept_to_the_letter(self):
        body = BODY + "\n \nA \\ and \"b\" and 'c', ünïcode,\ttab \n"
        (message,) = read(csv_record(body=body))
        self.assertEqual(message.body, body)

    def test_raw_is_the_record_byte_for_byte(self):
        found = read(GOOD + NEXT)
        self.assertEqual([one.raw for one in found], [GOOD, NEXT])

    def test_lines_are_counted(self):
        content = GOOD + b"\n" + NEXT + csv_record("06MEXICO3", number="3")
        lines = [one.line for one in read(content)]
        first = GOOD.count(b"\n") + 2
        self.assertEqual(lines, [1, first, first + NEXT.count(b"\n")])

    def test_files_longer_than_a_piece_are_cut_alike(self):
        content = b"".join(
            csv_record(f"06MEXICO{n}", number=str(n)) for n in range(1, 40)
        )
        whole = read(content)
        for piece in (7, 100, 1999):
            with self.subTest(piece), mock.patch.object(csv_dump, "PIECE", piece):
                self.assertEqual(read(content), whole)


def without(text, count=1):
    return lambda record: record.replace(text, b"", count)


class BrokenRecordTests(SimpleTestCase):
    # Each: what is wrong, how a good record is spoilt, the column that is named.
    BROKEN = (
        ("a quotation mark without backslash", (b"SIPDIS", b'SIP"DIS'), "body"),
        ("no quotation mark at the end", (b'EXAMPLE"\n', b"EXAMPLE\n"), "body"),
        ("seven columns", (b'"CONFIDENTIAL",', b""), ""),
        ("nine columns", (b'"CONFIDENTIAL",', b'"CONFIDENTIAL","",'), ""),
        ("a wrong date", (b"4/10/2006", b"4/31/2006"), "datetime"),
        ("no date", (b"4/10/2006 19:22", b""), "datetime"),
        ("a year that cannot be", (b"4/10/2006", b"4/10/0006"), "datetime"),
        (
            "an unknown classification",
            (b'"CONFIDENTIAL"', b'"COSMIC"'),
            "classification",
        ),
        ("no id", (b"06MEXICO2", b""), "reference id"),
        ("an id with blanks", (b"06MEXICO2", b"06 MEXICO 2"), "reference id"),
        ("an id that is too long", (b"06MEXICO2", b"06" + b"M" * 80), "reference id"),
        ("a number that is none", (b'"2"', b'"two"'), "id"),
        ("a number that is too big", (b'"2"', b'"99999999999"'), "id"),
        ("an origin that is too long", (b"Embassy Mexico", b"E" * 200), "origin"),
        ("bytes that are not UTF-8", (b"Monday", b"Mo\xffday"), "body"),
        ("a NUL", (b"Monday", b"Mon\0day"), "body"),
        ("an empty body", (BODY.encode(), b""), "body"),
        ("a body over 1 MiB", (b"Monday", b"Monday " * 200_000), "body"),
    )

    def test_broken_records_are_named_and_the_next_comes_in(self):
        third = csv_record("06MEXICO3", number="3")
        for wrong, (old, new), column in self.BROKEN:
            bad = NEXT.replace(old, new, 1)
            self.assertNotEqual(bad, NEXT)
            with self.subTest(wrong):
                found = read(GOOD + bad + third)
                ids = [one.reference_id for one in messages(found)]
                self.assertEqual(ids, ["06MEXICO1", "06MEXICO3"])
                (one,) = rejects(found)
                self.assertEqual(one.column, column)
                self.assertEqual(one.line, 1 + GOOD.count(b"\n"))
                self.assertEqual(one.file, "a.csv")
                self.assertRegex(one.reason, r"^[A-Z].+\.$")
                self.assertEqual(one.raw, bad[: len(one.raw)])

    def test_rows_without_quotation_marks(self):
        """A row that is no record does not take its neighbours with it."""
        bad = b"7,4/10/2006 19:22,06MEXICO7,Embassy Mexico,SECRET,,header,body\n"
        found = read(GOOD + bad + bad + NEXT)
        self.assertEqual(len(messages(found)), 2)
        self.assertEqual([one.raw for one in rejects(found)], [bad, bad])
        self.assertIn("quotation marks", rejects(found)[0].reason)

    def test_words_between_records(self):
        found = read(GOOD + b"these are no columns\n" + NEXT)
        self.assertEqual(len(messages(found)), 2)
        (one,) = rejects(found)
        self.assertEqual(one.raw, b"these are no columns\n")
        self.assertEqual(one.line, 1 + GOOD.count(b"\n"))

    def test_a_record_that_never_ends_does_not_fill_the_memory(self):
        """It is cut, its beginning kept, and the record behind it comes in."""
        with (
            mock.patch.object(csv_dump, "MAX_RECORD", 5000),
            mock.patch.object(csv_dump, "PIECE", 1000),
        ):
            endless = b'"2","4/10/2006 19:22","06MEXICO2","' + b"x " * 9000 + b"\n"
            found = read(GOOD + endless + csv_record("06MEXICO3", number="3"))
        ids = [one.reference_id for one in messages(found)]
        self.assertEqual(ids, ["06MEXICO1", "06MEXICO3"])
        (one,) = rejects(found)
        self.assertEqual(one.reference_id, "06MEXICO2")
        self.assertLessEqual(len(one.raw), 5000)

    def test_the_id_of_a_broken_record_is_told_where_it_can_be_read(self):
        (one,) = rejects(read(NEXT.replace(b'"CONFIDENTIAL",', b"")))
        self.assertEqual(one.reference_id, "06MEXICO2")


@skipUnless(CSV.is_dir(), NO_DATA)
class RealRowsTests(SimpleTestCase):
    def test_first_two_rows(self):
        content = (CSV / "first_two_rows.csv").read_bytes()
        found = read(content)
        self.assertEqual(
            [(one.number, one.reference_id) for one in found],
            [(1, "66BUENOSAIRES2481"), (2, "72TEHRAN1164")],
        )
        self.assertEqual(b"".join(one.raw for one in found), content)
