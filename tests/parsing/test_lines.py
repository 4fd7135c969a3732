"""Line scanning: which lines are told apart, and which only look it."""

from unittest import TestCase

from cables.parsing.lines import scan

KINDS = (
    ("-----", "rule"),
    ("--------------------------------------------- --------", "rule"),  # two rows
    ("_ _ _ _", "rule"),  # with blanks
    ("- - - -", "rule"),
    ("=====", "rule"),
    ("---", "bullet?"),  # three dashes frame nothing
    ("MEXICO 00001889  002 OF 002", "page"),
    ("MEXICO 00001889  002.2 OF 004", "page"),  # a page within a section
    ("  USUN NEW YORK 00000932  002 OF 003 ", "page"),  # blanks, a long name
    ("MEXICO 00001889  002 OF 002 and more", None),  # words go on
    ("PAGE 02        ROME 01196  01 OF 02  082030Z", "old_page"),
    ("CONFIDENTIAL", "section"),
    ("S E C R E T", "section"),
    ("SECRET//NOFORN", "section"),
    ("C O N F I D E N T I A L SECTION 02 OF 02 MEXICO 001889", "section"),
    ("CONFIDENTIAL sources say", None),  # a sentence
    ("SIPDIS", "handling"),
    ("NOFORN SIPDIS", "handling"),  # two words
    ("SIPDIS DEPT FOR EUR", None),  # words go on
    ("NNNN", "end"),
    ("BT", "end"),
    ("#1889", "end"),
    ("=======CABLE ENDS=======", "end"),
    ("1. text", "number"),
    ("1.(C) text", "number"),  # no blank
    ("1.Text", "number"),
    ("\xb61. text", "number"),  # a pilcrow of the original site
    ("12.39 countries", None),  # a figure
    ("1.5 percent", None),
    ("A. text", "letter"),
    ("a. text", "letter"),
    ("A.text", None),  # no blank
    ("U.S. policy", None),
    ("A) text", "paren"),
    ("(1) text", "paren"),
    ("(iii) text", "paren"),
    ("ii) text", "paren"),
    ("(iiiii) text", None),
    ("-- text", "bullet"),
    ("- text", "bullet"),
    ("--Text", "bullet"),  # no blank
    ("-5 degrees", None),
    ("* text", "bullet"),
    ("o text", "bullet"),
    ("of course", None),
    ("The text", None),
    ("", None),
)


class ScanTests(TestCase):
    def test_kinds(self):
        for line, expected in KINDS:
            for before in ("", "\n"):
                with self.subTest(line, before=before):
                    kinds = [
                        mark[0]
                        for mark in scan(f"{before}{line}\nx")
                        if mark[0] != "blank"
                    ]
                    if expected == "bullet?":
                        self.assertNotIn("rule", kinds)
                    else:
                        self.assertEqual([expected] if expected else [], kinds)

    def test_ranges(self):
        body = "  1.  (C) a\n \n\n  SIPDIS \n-- b"
        self.assertEqual(
            [
                ("number", "1."),
                ("blank", " \n"),
                ("handling", "SIPDIS "),
                ("bullet", "--"),
            ],
            [(kind, body[start:end]) for kind, start, end in scan(body)],
        )

    def test_blank_lines_are_one_mark(self):
        self.assertEqual(1, len(scan("a" + "\n" * 1000 + "b")))
