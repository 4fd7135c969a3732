"""Reference ids: (what people write, what is stored), with what is odd about each."""

import time
from unittest import TestCase

from cables.parsing import (
    find_reference_ids,
    parse_reference_id,
    post_code_of,
    reference_id_year,
)

WITH_YEAR = (
    ("06MEXICO1889", "06MEXICO1889"),  # as it should be
    ("06mexico1889", "06MEXICO1889"),  # lower case
    ("06 MEXICO 1889", "06MEXICO1889"),  # blanks
    ("06MEXICO001889", "06MEXICO1889"),  # leading zeros
    ("#06MEXICO1889", "06MEXICO1889"),  # a hashtag
    ("  06MEXICO1889.", "06MEXICO1889"),  # a full stop after it, blanks before
    ("(06MEXICO1889)", "06MEXICO1889"),  # in brackets
    ("'06 MEXICO 1889", "06MEXICO1889"),  # an apostrophe for the century
    ("2006 MEXICO 1889", "06MEXICO1889"),  # four digits of year
    ("2006MEXICO1889", "06MEXICO1889"),  # the same without blanks
    ("1985MEXICO1", "85MEXICO1"),  # a year of the last century
    ("06 LA PAZ 12", "06LAPAZ12"),  # a post of two words
    ("06 DAR ES SALAAM 12", "06DARESSALAAM12"),  # of three
    ("06 USUN NEW YORK 932", "06USUNNEWYORK932"),
    ("06 N'DJAMENA 3", "06NDJAMENA3"),  # an apostrophe inside
    ("05 SECSTATE 188288", "05STATE188288"),  # the department's other name
    ("05SECSTATE188288", "05STATE188288"),  # the same in one word
    ("06 AMEMBASSY MEXICO 1889", "06MEXICO1889"),  # the address's name of the post
    ("06 MEXICO 00001889 002 OF 002", "06MEXICO1889"),  # a page marker with a year
    ("06\xa0MEXICO\xa01889", "06MEXICO1889"),  # blanks that do not break
    ("00ROME0", "00ROME0"),  # a serial of nought
    # addresses, of this site, of the original one and of others
    ("https://cables.example/cable/2006/04/06MEXICO1889.html#par3", "06MEXICO1889"),
    ("http://cables.example/cable/2006/04/06MEXICO1889", "06MEXICO1889"),
    ("/cable/2006/04/06MEXICO1889/par3.html", "06MEXICO1889"),
    ("/06MEXICO1889/3", "06MEXICO1889"),
    ("https://x.example/plusd/cables/06MEXICO1889_a.html", "06MEXICO1889"),
    ("http://x.example/cable.php?id=06MEXICO1889", "06MEXICO1889"),
    ("http://x.example/cable.php?q=1&id=06MEXICO1889#top", "06MEXICO1889"),
    ("/cables/06MEXICO1889", "06MEXICO1889"),
    ("/cables/06MEXICO1889/", "06MEXICO1889"),  # a slash at the end
    ("x.example/cable/1966/12/66BUENOSAIRES2481.html?a=b", "66BUENOSAIRES2481"),
    ("06MEXICO1889.html", "06MEXICO1889"),  # the last part alone
    ("06MEXICO1889#par3", "06MEXICO1889"),  # with a paragraph
    ("06MEXICO1889_a", "06MEXICO1889"),  # another archive's file name
    ("http://x.example/cable.php?id=06%20MEXICO%201889", "06MEXICO1889"),  # escaped
    ("06-MEXICO-1889", "06MEXICO1889"),  # hyphens
    ("06_mexico_1889", "06MEXICO1889"),
    ("cable 06MEXICO1889", "06MEXICO1889"),  # a word before it
    ("Reftel: 06 MEXICO 1889", "06MEXICO1889"),
    # malformed in the archive itself: the id all the same
    ("092OF5", "092OF5"),
    ("08SECTION01GF02BISHIEK21", "08SECTION01GF02BISHIEK21"),
    ("7575LIBREVILLE1895", "7575LIBREVILLE1895"),
    ("7575libreville1895", "7575LIBREVILLE1895"),
    ("https://x.example/cable/2009/01/092OF5.html", "092OF5"),
)
BY_YEAR = (
    ("MEXICO 1889", 2006, "06MEXICO1889"),
    ("MEXICO 1889", 6, "06MEXICO1889"),  # a year of two digits
    ("MEXICO 00001889 002 OF 002", 2006, "06MEXICO1889"),  # a page marker
    ("MEXICO 00001889  002.2 OF 004", 2006, "06MEXICO1889"),  # with a point
    ("la paz 12", 2009, "09LAPAZ12"),
    ("SECSTATE 36633", 2005, "05STATE36633"),
    ("05 MEXICO 12", 2006, "05MEXICO12"),  # its own year wins
    ("ROME 1", 1972, "72ROME1"),
)
NONE = (
    "",
    "60015",  # a pure number is another kind of id
    "MEXICO",
    "MEXICO 1889",  # no year
    "hello world",
    "1. (C) Summary",
    "00REFTEL:HARARE5829",  # junk of the data release
    "06MEXICO",
    "06MEXICO123456789",  # a serial too long
    "06MÉXICO1889",  # not ASCII
    "٠٦MEXICO1889",  # digits, but not ours
    "/date/2006-04_0.html",  # another page of the original site
    "/tag/PREL_0.html",
    "https://x.example/",
    "06 MEXICO 1889 and 06 MEXICO 1890",  # two
    "\x00\x00",
    "\ud800" * 3,
    "?id=",
)


class ParseTests(TestCase):
    def test_ids_with_a_year(self):
        for text, expected in WITH_YEAR:
            with self.subTest(text):
                self.assertEqual(expected, parse_reference_id(text))

    def test_ids_that_need_a_year(self):
        for text, year, expected in BY_YEAR:
            with self.subTest(text):
                self.assertEqual(expected, parse_reference_id(text, year=year))

    def test_no_ids(self):
        for text in NONE:
            with self.subTest(text):
                self.assertIsNone(parse_reference_id(text))

    def test_hostile_input_is_refused_at_once(self):
        start = time.process_time()
        for text in ("7" * 2**20, "A " * 2**19, "/" * 2**20, "\x00" * 2**20, "(" * 499):
            self.assertIsNone(parse_reference_id(text, year=2006))
        self.assertLess(time.process_time() - start, 5)

    def test_year(self):
        for reference_id, year in (
            ("06MEXICO1889", 2006),
            ("66BUENOSAIRES2481", 1966),
            ("59ROME1", 2059),  # the turn of the century lies at 60
            ("60ROME1", 1960),
            ("7575LIBREVILLE1895", 1975),  # malformed, but it begins with a year
            ("X", None),
            ("", None),
            ("٠٦ROME1", None),
        ):
            with self.subTest(reference_id):
                self.assertEqual(year, reference_id_year(reference_id))

    def test_post_code(self):
        for reference_id, code in (
            ("06MEXICO1889", "MEXICO"),
            ("09USUNNEWYORK932", "USUNNEWYORK"),
            ("092OF5", ""),  # malformed ids have no post
            ("08SECTION01GF02BISHIEK21", ""),
            ("", ""),
        ):
            with self.subTest(reference_id):
                self.assertEqual(code, post_code_of(reference_id))


FOUND = (
    ("see 06MEXICO1889.", ["06MEXICO1889"]),
    ("see 06 MEXICO 1889,", ["06MEXICO1889"]),
    ("06MEXICO1889 and 07ROME2", ["06MEXICO1889", "07ROME2"]),
    ("see 05QUARNA12 for more", ["05QUARNA12"]),  # a post that is not known
    ("in STATE 12345", ["06STATE12345"]),
    ("in SECSTATE 012345", ["06STATE12345"]),
    ("in SAN JOSE 1819 we said", ["06SANJOSE1819"]),  # two words
    ("in SAN JOSE\n1819 we said", ["06SANJOSE1819"]),  # broken before the serial
    ("ref SAN \nJOSE 1819", ["06SANJOSE1819"]),  # broken inside the post
    ("in MEXICO 2006", []),  # a year
    ("in Mexico 1889 people", []),  # a place and a number, not in capitals
    ("ROME 12", []),  # too short to be sure
    ("QUARNA 1234", []),  # a post that is not known, without a year
    ("NOTE 4 ON BOX 66 OF NOV 18", []),  # words between numbers
    ("UNSCR 1701", []),  # a resolution
    ("F-16 and B52", []),
    ("06MEXICO1889X", []),  # letters go on
    ("2006 elections in 12 towns", []),
    ("", []),
)


class FindTests(TestCase):
    def test_ids_in_running_text(self):
        for text, expected in FOUND:
            with self.subTest(text):
                found = find_reference_ids(text, year=2006)
                self.assertEqual(expected, [one.canonical for one in found])
                for one in found:
                    self.assertEqual(one.printed, text[one.span.start : one.span.end])

    def test_without_a_year_only_whole_ids_count(self):
        found = find_reference_ids("STATE 12345 and 06STATE12345")
        self.assertEqual(["06STATE12345"], [one.canonical for one in found])

    def test_the_same_text_printed(self):
        (found,) = find_reference_ids("said in SECSTATE 012345 that", year=2005)
        self.assertEqual(
            ("SECSTATE 012345", (8, 23)), (found.printed, tuple(found.span))
        )
