"""The Classified By line."""

from unittest import TestCase

from cables.parsing.classified_by import read_classified_by
from cables.parsing.records import Span

# line, title, name, reasons, section
LINES = (
    (
        "Classified By: Ambassador Antonio O. Garza for reasons 1.4 (b,d)",
        "Ambassador",
        "Antonio O. Garza",
        "bd",
        "1.4",
    ),
    (
        "Classified By: Ambassador Ada Quill for reasons 1.4 (b) and (d).",
        "Ambassador",
        "Ada Quill",
        "bd",
        "1.4",
    ),  # "and"
    (
        "CLASSIFIED BY: DCM JOHN DOE FOR REASONS 1.5 B AND D",
        "DCM",
        "JOHN DOE",
        "bd",
        "1.5",
    ),  # no brackets
    (
        "Classified By: JANE DOE, POLITICAL COUNSELOR. REASON 1.5 (B, D)",
        "POLITICAL COUNSELOR",
        "JANE DOE",
        "bd",
        "1.5",
    ),  # name first
    (
        "Classified By: Political Counselor Jane Doe. Reason: 1.5 d",
        "Political Counselor",
        "Jane Doe",
        "d",
        "1.5",
    ),
    (
        "Classified By: EUR/RPM DIRECTOR OTTO KLAR, REASON: 1.5 (B) AND (D)",
        "EUR/RPM DIRECTOR",
        "OTTO KLAR",
        "bd",
        "1.5",
    ),  # an office
    (
        "Classified By: Charge d'Affaires John Doe, Reasons 1.4 b/d",
        "Charge d'Affaires",
        "John Doe",
        "bd",
        "1.4",
    ),
    (
        "Classified By: Consul General Jane Doe; E.O. 12958 reasons: 1.4 (a), (c), (h)",
        "Consul General",
        "Jane Doe",
        "ach",
        "1.4",
    ),
    (
        "(C) Classified By: Ambassador Jane Doe, for reasons 1.4 (b)",
        "Ambassador",
        "Jane Doe",
        "b",
        "1.4",
    ),  # a portion mark
    ("Classified By: Jane Doe", "", "Jane Doe", "", ""),  # no reason
    (
        "CLASSIFIED BY AMBASSADOR JANE DOE. REASONS: 1.4 (B AND D)",
        "AMBASSADOR",
        "JANE DOE",
        "bd",
        "1.4",
    ),  # no colon
    ("Classified By:", "", "", "", ""),
    (
        "Classified By: Ambassador Jane \nDoe for reasons 1.4 \n(b,d)",
        "Ambassador",
        "Jane Doe",
        "bd",
        "1.4",
    ),  # broken lines
)


class ClassifiedByTests(TestCase):
    def test_lines(self):
        for line, title, name, reasons, section in LINES:
            with self.subTest(line):
                read = read_classified_by(line, Span(0, len(line)))
                self.assertEqual(
                    (title, name, tuple(reasons), section),
                    (read.title, read.name, read.reasons, read.section),
                )
