"""The SUBJECT line."""

from unittest import TestCase

from cables.parsing.subject import read_subject

LINES = (
    ("SUBJECT: A VISIT", "A VISIT"),
    ("SUBJECT:  A VISIT \nTO ROME", "A VISIT TO ROME"),  # two lines
    ("SUBJ: A VISIT", "A VISIT"),
    ("UBJECT: A VISIT", "A VISIT"),  # the first letter lost
    ("SUBJECT A VISIT", "A VISIT"),  # no colon
    ("SUBJECT: (C) A VISIT", "A VISIT"),  # a portion mark
    ("SUBJECT: (C//NF) A VISIT", "A VISIT"),
    ("SUBJECT: (SBU) A VISIT", "A VISIT"),
    ("SUBJECT: (CORRECTED COPY) A VISIT", "(CORRECTED COPY) A VISIT"),  # no mark
    ("SUBJECT: A VISIT (C)", "A VISIT (C)"),  # not leading
    ("SUBJECT: AMBASSADOR'S CALL: PART 2", "AMBASSADOR'S CALL: PART 2"),
    ("SUBJECT: ANTI-\nTERRORISM", "ANTI-TERRORISM"),  # a broken word
    ("SUBJECT:", ""),
)


class SubjectTests(TestCase):
    def test_lines(self):
        for line, expected in LINES:
            with self.subTest(line):
                self.assertEqual(expected, read_subject(line))
