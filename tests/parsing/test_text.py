"""Re-flowing: (as printed, as read), with what is odd about each."""

from unittest import TestCase

from cables.parsing.text import blanked, keep_lines, reflow, reflower, trimmed

READ = (
    ("one \ntwo", "one two"),  # a trailing blank, as un-reflowed lines have it
    ("one\ntwo", "one two"),  # none
    ("one\r\ntwo", "one two"),  # another machine's line ends
    ("one  two.  Three", "one two. Three"),  # typing habits
    (" \n \none \n \n", "one"),  # blank lines around
    ("one\ttwo\x0bthree\xa0four", "one two three four"),  # rare white space
    ("JURIS-\nDICTION", "JURIS-DICTION"),  # a broken word closes up
    ("hand- \nmade nets", "hand-made nets"),  # behind a trailing blank
    ("2002-\n2006", "2002-2006"),  # figures
    ("CAFTA-\n\n\nDR", "CAFTA-DR"),  # across blank lines
    ("long- \nand short-term", "long- and short-term"),  # the hyphen hangs
    ("long- \nor short-term", "long- or short-term"),
    ("the coast -- \nand Rome", "the coast -- and Rome"),  # a dash, no hyphen
    ("rest - \nand", "rest - and"),
    ("well -\nknown", "well - known"),  # a blank before it
    ("press: --------- Trade", "press: Trade"),  # a row of dashes
    ("a ____ b ==== c", "a b c"),  # rows of other marks
    ("----", ""),
    ("a --- b", "a --- b"),  # three are a dash
    ("XXXXXXXXXXXX said", "XXXXXXXXXXXX said"),  # removed words stay
    ("", ""),
)


class ReflowTests(TestCase):
    def test_reading(self):
        for printed, expected in READ:
            with self.subTest(printed):
                self.assertEqual(expected, reflow(printed))
                self.assertEqual(expected, reflower(printed)(printed))

    def test_tables_keep_their_lines(self):
        table = "\nA     1 \n \n B    2\n"
        self.assertEqual("A     1\n B    2", keep_lines(table))

    def test_trimmed(self):
        for text, expected in (
            (" ab ", (1, 3)),
            ("ab", (0, 2)),
            ("  ", (2, 2)),
            ("", (0, 0)),
        ):
            with self.subTest(text):
                self.assertEqual(expected, trimmed(text, 0, len(text)))

    def test_blanked(self):
        self.assertEqual("ab   fg", blanked("0ab\nc fg", [(1, 3), (6, 8)]))
