"""Dates: every form in which telegrams write a day or a moment."""

from datetime import date
from unittest import TestCase

from cables.parsing.dates import (
    find_date,
    find_date_time_group,
    full_year,
    looks_like_date,
    sent_at,
)

DAYS = (
    ("04/06/2016", date(2016, 4, 6)),  # month first
    ("6/30/08", date(2008, 6, 30)),  # two digits of year, no zeros
    ("12/31/85", date(1985, 12, 31)),  # of the last century
    ("2020/02/23", date(2020, 2, 23)),  # year first
    ("2020-02-23", date(2020, 2, 23)),
    ("23/02/2016", date(2016, 2, 23)),  # day first: there is no month 23
    ("04-06-2016", date(2016, 4, 6)),
    ("04.06.2016", date(2016, 4, 6)),
    ("04 / 06 / 2016", date(2016, 4, 6)),  # blanks between
    ("20160406", date(2016, 4, 6)),  # no separators
    ("APRIL 6, 2016", date(2016, 4, 6)),
    ("April 6 2016", date(2016, 4, 6)),
    ("6 APR 16", date(2016, 4, 6)),
    ("06 April, 2016", date(2016, 4, 6)),
    ("6APR2016", date(2016, 4, 6)),
    ("X1, 04/06/2016", date(2016, 4, 6)),  # something before it
    ("02/29/2015", None),  # no such day
    ("13/13/2015", None),
    ("00/00/0000", None),
    ("APRIL 2016", None),  # no day
    ("AFTER KOREAN UNIFICATION", None),
    ("", None),
)


class DateTests(TestCase):
    def test_days(self):
        for text, expected in DAYS:
            with self.subTest(text):
                found = find_date(text)
                self.assertEqual(expected, found and found[0])

    def test_looks_like_date(self):
        self.assertTrue(looks_like_date("DECL 02/29/2015"))
        self.assertFalse(looks_like_date("X1-X8"))

    def test_centuries(self):
        for short, year in (
            (0, 2000),
            (59, 2059),
            (60, 1960),
            (99, 1999),
            (2006, 2006),
        ):
            self.assertEqual(year, full_year(short))


GROUPS = (
    ("101922Z APR 06", "2006-04-10T19:22:00+00:00"),
    ("081521Z Sep 05", "2005-09-08T15:21:00+00:00"),  # small letters
    ("281848Z DEC 66", "1966-12-28T18:48:00+00:00"),  # another century
    ("101922Z  APR  2006", "2006-04-10T19:22:00+00:00"),  # blanks, four digits
    ("101922Z APRIL 06", "2006-04-10T19:22:00+00:00"),  # the month in full
    ("321922Z APR 06", None),  # no such day
    ("102522Z APR 06", None),  # no such hour
    ("101961Z APR 06", None),  # no such minute
)


class DateTimeGroupTests(TestCase):
    def test_groups(self):
        for text, expected in GROUPS:
            with self.subTest(text):
                sent = sent_at(find_date_time_group(f"R {text}\nFM ROME"))
                self.assertEqual(expected, sent and sent.isoformat())

    def test_no_group(self):
        for text in ("", "R APR 06", "101922 APR 06", "101922Z XXX 06"):
            self.assertIsNone(find_date_time_group(text))
