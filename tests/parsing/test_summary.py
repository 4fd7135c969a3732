"""The summary, without the words that open and close it."""

from unittest import TestCase

from cables.parsing import parse_message

TEXTS = (
    ("1. (C) Summary: Short. End summary.\n\n2. More.", "Short."),
    ("1. SUMMARY. Short. END SUMMARY.\n\n2. More.", "Short."),
    ("1. Summary.  Short.  End Summary\n\n2. More.", "Short."),  # no full stop
    ("1. Summary: Short.\n\n2. More.", "Short."),  # no closing word: one paragraph
    (
        "1. Summary: Short.\n\n2. Longer. End summary.\n\n3. More.",
        "Short. Longer.",
    ),  # two paragraphs
    ("SUMMARY: Short. End Summary.\n\n2. More.", "Short."),  # unnumbered
    (
        "SUMMARY\n-------\n\n1. Short.\n\nDETAILS\n-------\n\n2. More.",
        "Short.",
    ),  # a heading
    ("SUMMARY\n\n1. Short.\n\n2. Longer. End summary.\n\n3. More.", "Short. Longer."),
    ("BEGIN SUMMARY\n\nSHORT. END SUMMARY\n\n1. MORE.", "SHORT."),
    ("1. Summary and Action Request: Short. End summary.", "Short."),
    ("1. Summary: Short. (End summary.)", "Short."),  # in brackets
    ("1. In summary, nothing.", ""),
    ("1. Text.", ""),
)


class SummaryTests(TestCase):
    def test_texts(self):
        for text, expected in TEXTS:
            with self.subTest(text):
                body = f"UNCLAS ROME 1\n\nSUBJECT: X\n\n{text}\n\nDOE"
                cable = parse_message(header="", body=body, reference_id="06ROME1")
                self.assertEqual(expected, cable.summary)
