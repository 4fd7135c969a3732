"""COPY's text form: (row, the line), with what is odd about each."""

from datetime import UTC, date, datetime

from django.test import SimpleTestCase

from cables.ingest.encode import copy_line, copy_lines, plain_row

TEXTS = (
    ((1, "C", "plain"), b"1\tC\tplain"),
    ((1, "", ""), b"1\t\t"),  # empty, not NULL
    ((1, "a\tb", "c"), b"1\ta\\tb\tc"),  # a tab would part columns
    ((1, "a\nb", "c\r"), b"1\ta\\nb\tc\\r"),  # line ends would part rows
    ((1, "a\\b", "\\N"), b"1\ta\\\\b\t\\\\N"),  # no escape, no NULL
    ((1, "M\xe9xico", "\U0001f4dc"), "1\tM\xe9xico\t\U0001f4dc".encode()),
)
OTHERS = (
    ((1, None), b"1\t\\N"),
    ((1, b"\x00\xff"), b"1\t\\\\x00ff"),
    ((1, ["b", "d"]), b'1\t["b", "d"]'),
    ((1, date(2016, 4, 6)), b"1\t2016-04-06"),
    ((1, datetime(2006, 4, 10, 19, 22, tzinfo=UTC)), b"1\t2006-04-10 19:22:00"),
)


class EncodeTests(SimpleTestCase):
    def test_texts(self):
        for row, line in TEXTS:
            with self.subTest(row=row):
                self.assertEqual(copy_line(row), line)
                self.assertEqual(copy_lines([row]), [line])

    def test_rows_stay_in_order(self):
        rows = [row for row, _ in TEXTS]
        self.assertEqual(copy_lines(rows), [line for _, line in TEXTS])
        self.assertEqual(copy_lines([]), [])

    def test_other_values(self):
        for row, line in OTHERS:
            with self.subTest(row=row):
                self.assertEqual(copy_line(row), line)

    def test_sqlite_takes_what_django_keeps(self):
        row = (1, True, None, ["b"], datetime(2006, 4, 10, 19, 22, tzinfo=UTC))
        kept = (1, 1, None, '["b"]', "2006-04-10 19:22:00")
        self.assertEqual(plain_row(row), kept)
