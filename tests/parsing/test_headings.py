"""Headings without rows of dashes: short lines in capitals or title case."""

from unittest import TestCase

from cables.parsing.headings import looks_like_heading

LINES = (
    ("COMMENT", True),
    ("Two Ferries, Two Captains", True),
    ("Co-Operation", True),
    ("QUESTIONS?", True),
    ("THE END OF THE LIST(S)", True),
    ("Harbors and the Price of Frozen Fish", True),  # small words
    ("NEXT STEPS:", True),  # a colon
    ("Trade with the U.S.", True),  # ends in initials
    ("MANY BOATS,\nBUT NOT SO FAST", True),  # two lines
    ("Source: Harbor Office", False),
    ("Words that go on", False),
    ("It rained.", False),  # a sentence
    ("THE END.", False),
    ("See http://www.example.org", False),
    ("GP-3", False),  # hardly letters
    ("A\nB\nC", False),  # three lines
    ("X" * 300, False),
    ("12 345", False),
    ("", False),
)


class HeadingTests(TestCase):
    def test_lines(self):
        for text, expected in LINES:
            with self.subTest(text):
                self.assertIs(looks_like_heading(text, 0, len(text)), expected)
