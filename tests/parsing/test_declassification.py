"""The executive order line."""

from datetime import date
from unittest import TestCase

from cables.parsing.declassification import read_declassification

LINES = (
    ("E.O. 12958: DECL: 04/06/2016", "12958", date(2016, 4, 6), ""),
    ("E.O. 12958: N/A", "12958", None, ""),  # nothing stated
    ("E.0. 12958: N/A", "12958", None, ""),  # a nought for the O
    ("E.O. 12958:  N/A", "12958", None, ""),
    ("EO 12958: DECL: 6/30/08", "12958", date(2008, 6, 30), ""),  # no points
    ("E.O. 12958 DECL 2020/02/23", "12958", date(2020, 2, 23), ""),  # no colons
    ("E.O. 12958:DECL:04/06/2016", "12958", date(2016, 4, 6), ""),  # no blanks
    ("E.O. 12958: DECLASSIFY ON: 04/06/2016", "12958", date(2016, 4, 6), ""),
    ("E.O. 12958: DECL: X1", "12958", None, "X1"),  # an exemption
    ("E.O. 12958: DECL: 04/06/2016, X1", "12958", date(2016, 4, 6), "X1"),  # both
    (
        "E.O. 12958: DECL: AFTER KOREAN UNIFICATION",
        "12958",
        None,
        "AFTER KOREAN UNIFICATION",
    ),
    ("E.O. 12356: DECL: OADR", "12356", None, "OADR"),  # older orders
    ("E.O. 12065: GDS 3/4/85", "12065", date(1985, 3, 4), "GDS"),
    ("E.O. 11652: GDS", "11652", None, "GDS"),
    ("E.O. 13526: DECL: 2020/02/01", "13526", date(2020, 2, 1), ""),
    # the date tells of the past
    (
        "E.O. 12958: DECL: DECLASSIFIED BY NARA 09/02/2009",
        "12958",
        None,
        "DECLASSIFIED BY NARA 09/02/2009",
    ),
    (
        "E.O. 12958: AS AMENDED; DECLASSIFIED JUNE 21, 2006",
        "12958",
        None,
        "AS AMENDED; DECLASSIFIED JUNE 21, 2006",
    ),
    (
        "E.O. 12958/12356: DECL: 04/06/2016",
        "12958, 12356",
        date(2016, 4, 6),
        "",
    ),  # two orders
    ("E.O. 12958: DECL: 02/30/2016", "12958", None, "02/30/2016"),  # no such day
    ("E.O.", "", None, ""),
    ("E.O. 12958", "12958", None, ""),
)


class DeclassificationTests(TestCase):
    def test_lines(self):
        for line, order, on, note in LINES:
            with self.subTest(line):
                read = read_declassification(line)
                self.assertEqual((order, on, note), (read.order, read.on, read.note))

    def test_dates_that_cannot_be_read_are_named(self):
        self.assertTrue(
            read_declassification("E.O. 12958: DECL: 02/30/2016").unreadable
        )
        self.assertFalse(read_declassification("E.O. 12958: DECL: X1").unreadable)
