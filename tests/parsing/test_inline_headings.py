"""Headings that stand at the end of a re-flowed paragraph."""

from unittest import TestCase

from .test_blocks import told

TEXTS = {
    "between rows": (
        "1.(U) Weeks. -------- Trade Falls --------\n\n2.(U) More.",
        [
            "numbered|par1|1|U|Weeks.",
            "heading|u3|||Trade Falls",
            "numbered|par2|2|U|More.",
        ],
    ),
    "rows that were broken themselves": (
        "1.(U) Weeks. --------- - Trade Falls Again --------- -",
        ["numbered|par1|1|U|Weeks.", "heading|u3|||Trade Falls Again"],
    ),
    "not at the end": (
        "1. One ----- two ----- three.",
        ["numbered|par1|1||One two three."],
    ),
}


class InlineHeadingTests(TestCase):
    def test_texts(self):
        for name, (text, expected) in TEXTS.items():
            with self.subTest(name):
                self.assertEqual(expected, told(text))
