"""Rows of dashes: which heading each belongs to."""

from unittest import TestCase

from .test_blocks import told

TEXTS = {
    "above and below": ("-----\nTrade\n-----", ["heading|u3|||Trade"]),
    "below only": (
        "PRICES\n------\n\n1. Text.",
        ["heading|u3|||PRICES", "numbered|par1|1||Text."],
    ),
    "a blank line below the row": (
        "_ _ _ _\n\nAT LAST AWAY\n_ _ _ _\n\n1. Text.",
        ["heading|u3|||AT LAST AWAY", "numbered|par1|1||Text."],
    ),
    "any words between two rows": (
        "=====\nand the other boats?\n=====",
        ["heading|u3|||and the other boats?"],
    ),
    "two lines between rows": ("-----\nONE\nTWO\n-----", ["heading|u3|||ONE TWO"]),
    "no blank line above": (
        "1. Text.\nTRADE\n-----\n2. More.",
        ["numbered|par1|1||Text.", "heading|u3|||TRADE", "numbered|par2|2||More."],
    ),
    "a letter before an underlined heading": (
        "A. TRADE AND FISH\n-----\n\n1. Text.",
        ["heading|parA|A||TRADE AND FISH", "numbered|par1|1||Text."],
    ),
    "a page marker between": (
        "=====\n\nROME 00000001  002 OF 002\n\n\nCOMMENT\n=====",
        ["heading|u3|||COMMENT", "artefact|u4|||ROME 00000001 002 OF 002"],
    ),
    "a paragraph between rows is no heading": (
        "-----\nOne.\nTwo.\nThree.\nFour.\n-----",
        [
            "artefact|u3|||-----",
            "unnumbered|u4|||One. Two. Three. Four.",
            "artefact|u5|||-----",
        ],
    ),
}


class FrameTests(TestCase):
    def test_texts(self):
        for name, (text, expected) in TEXTS.items():
            with self.subTest(name):
                self.assertEqual(expected, told(text))
