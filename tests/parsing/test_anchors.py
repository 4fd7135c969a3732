"""Anchors of the original site: each lands on the same words."""

from unittest import TestCase

from cables.parsing import parse_message
from cables.parsing.anchors import original_anchors

TEXTS = {
    "numbers and one capital": ("1. a\nB. b\n  23. c", ["par1", "parB", "par23"]),
    "a year": ("2005. It", ["par2005"]),
    "no blank after the dot": ("1.(C) a\n2.b", []),
    "small letters, two letters, brackets": ("a. x\nAB. x\nA) x\n(1) x", []),
    "not at a line start": ("see 1. a", []),
    "a blank before the line end": ("2030. \nx", ["par2030"]),
    "none": ("2030.\nx", []),
    "leading zeros": ("01. a", ["par01"]),
}


class OriginalAnchorTests(TestCase):
    def test_rule(self):
        for name, (text, expected) in TEXTS.items():
            with self.subTest(name):
                self.assertEqual(expected, list(original_anchors(text).values()))


class LandingTests(TestCase):
    def landing(self, body: str) -> dict[str, str]:
        cable = parse_message(header="", body=body, reference_id="06ROME1")
        words = {}
        for block in cable.blocks:
            words[block.key] = block.text
            for anchor in block.anchors:
                words[anchor.key] = block.text[anchor.offset :]
        return words

    def test_inside_a_paragraph(self):
        words = self.landing("1. They voted for\n47. The rest, by  \n2005. Later.")
        self.assertEqual("47. The rest, by 2005. Later.", words["par47"])
        self.assertEqual("2005. Later.", words["par2005"])

    def test_behind_a_page_marker(self):
        words = self.landing(
            "1. They voted for\n\nROME 00000001  002 OF 002\n\n47. The rest."
        )
        self.assertEqual("47. The rest.", words["par47"])

    def test_in_a_list_of_references(self):
        body = "SUBJECT: X\n\nREF: A. ROME 1\n     B. ROME 2\n\n1. Text:\n\nA. One.\n\nB. Two."
        words = self.landing(body)
        self.assertEqual("B. ROME 2", words["parB"])
        self.assertEqual("One.", words["parA"])
        self.assertEqual("Two.", words["parB-2"])

    def test_a_word_joined_at_the_anchor(self):
        words = self.landing("1. From 2002-\n2006. Later.")
        self.assertEqual("2006. Later.", words["par2006"])

    def test_the_first_of_two_keeps_the_name(self):
        words = self.landing("1. One.\n\n1. Two.\n\n1. Three.")
        self.assertEqual(
            ["One.", "Two.", "Three."],
            [words[key] for key in ("par1", "par1-2", "par1-3")],
        )
