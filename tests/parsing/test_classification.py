"""The classification line and the captions."""

from unittest import TestCase

from cables.parsing.classification import (
    archive_value,
    captions_in,
    is_caption_line,
    read_classification,
)

LINES = (
    ("C O N F I D E N T I A L SECTION 01 OF 02 MEXICO 001889", ("CONFIDENTIAL", 1, 2)),
    ("CONFIDENTIAL MEXICO 001889", ("CONFIDENTIAL", 0, 0)),  # letters not spaced
    ("S E C R E T MEXICO 001889", ("SECRET", 0, 0)),
    ("SECRET//NOFORN", ("SECRET", 0, 0)),
    ("UNCLAS SECTION 03 OF 04 BERLIN 001148", ("UNCLASSIFIED", 3, 4)),
    ("U N C L A S ROME 1", ("UNCLASSIFIED", 0, 0)),
    ("UNCLASSIFIED BUENOS AIRES 2481", ("UNCLASSIFIED", 0, 0)),
    ("unclas rome 1", ("UNCLASSIFIED", 0, 0)),  # lower case
    ("LIMITED OFFICIAL USE ROME 1", ("UNCLASSIFIED", 0, 0)),  # an older level
    ("SECRETARY RICE", None),  # a word that begins like one
    ("SIPDIS", None),
    ("", None),
)
VALUES = (
    ("UNCLASSIFIED", "", [], "UNCLASSIFIED"),
    ("UNCLASSIFIED", "", ["SENSITIVE"], "UNCLASSIFIED//FOR OFFICIAL USE ONLY"),
    (
        "UNCLASSIFIED",
        "UNCLAS ROME 1 FOR OFFICIAL USE ONLY",
        [],
        "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
    ),
    ("CONFIDENTIAL", "", ["SIPDIS"], "CONFIDENTIAL"),
    ("CONFIDENTIAL", "", ["SENSITIVE"], "CONFIDENTIAL"),  # changes nothing here
    ("CONFIDENTIAL", "", ["NOFORN"], "CONFIDENTIAL//NOFORN"),
    ("SECRET", "", ["NOFORN", "SIPDIS"], "SECRET//NOFORN"),
)
CAPTION_LINES = (
    ("SIPDIS", True),
    ("SENSITIVE SIPDIS", True),
    ("NOFORN, EXDIS", True),
    ("SIPDIS PARIS PASS USOECD", False),  # an attention line begins
    ("SENSITIVITY", False),
    ("", False),
)


class ClassificationTests(TestCase):
    def test_lines(self):
        for line, expected in LINES:
            with self.subTest(line):
                read = read_classification(line)
                self.assertEqual(expected, read and tuple(read))

    def test_archive_values(self):
        for level, line, captions, expected in VALUES:
            with self.subTest(level, captions=captions):
                self.assertEqual(expected, archive_value(level, line, captions))

    def test_caption_lines(self):
        for line, expected in CAPTION_LINES:
            with self.subTest(line):
                self.assertIs(is_caption_line(line), expected)

    def test_captions(self):
        line = "C O N F I D E N T I A L ROME 1 NOFORN SIPDIS FOR OFFICIAL USE ONLY"
        self.assertEqual(["NOFORN", "SIPDIS", "FOUO"], captions_in(line))
