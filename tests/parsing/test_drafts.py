"""Drafts: which stretches of words begin a block, and which go on with one."""

from unittest import TestCase

from cables.parsing.drafts import draft_blocks
from cables.parsing.lines import scan


def kinds(text: str) -> str:
    """Return the kinds of the drafts, with a plus sign for each further piece."""
    return " ".join(
        draft.kind + "+" * (len(draft.pieces) - 1)
        for draft in draft_blocks(text, scan(text), 0)
    )


PAGE = "ROME 00000001  002 OF 002"
TEXTS = (
    ("Words.\n\nMore words.", "unnumbered unnumbered"),
    ("Some words\n\nmore words.", "unnumbered"),  # a lost page marker
    ("Words,\n\nMore words.", "unnumbered"),  # a comma, then a capital
    ("Some words\n\nMore words.", "unnumbered unnumbered"),  # no sign of going on
    (f"1. Words of\n\n{PAGE}\n\nmore.", "numbered+ artefact"),
    (f"1. Words.\n\n{PAGE}\n\nMore words.", "numbered artefact unnumbered"),
    (f"1. Words of\n{PAGE}\nMore.", "numbered+ artefact"),  # no blank lines
    # the line before the marker was full, so that its sentence ended in mid-paragraph
    (f"1. Words\n{'x' * 55} end.\n\n{PAGE}\n\nMore words.", "numbered+ artefact"),
    # … but in press reviews paragraphs without numbers follow each other
    (
        f"Words\n{'x' * 55} end.\n\n{PAGE}\n\nMore words.",
        "unnumbered artefact unnumbered",
    ),
    (f"1. Words of\n\n{PAGE}\n\n2. (C) More.", "numbered artefact numbered"),
    (f"TRADE\n\n{PAGE}\n\nIt fell.", "heading artefact unnumbered"),
    (f"1. Title of Things\n\n{PAGE}\n\nThe first.", "numbered artefact unnumbered"),
    (
        f"1. One of\n\n{PAGE}\n\ntwo of\n\n{PAGE}\n\nthree.",
        "numbered++ artefact artefact",
    ),
    ("-----\nWords.", "rule unnumbered"),
    (
        "S E C R E T SECTION 02 OF 02 ROME 000001\n\nTAGS: IT\nSUBJECT: X\n\nWords.",
        "artefact artefact unnumbered",
    ),
    ("", ""),
)


class DraftTests(TestCase):
    def test_kinds(self):
        for text, expected in TEXTS:
            with self.subTest(text):
                self.assertEqual(expected, kinds(text))

    def test_a_text_made_of_labels_stops_being_cut(self):
        text = "A. \n\n" * 5000
        self.assertLess(len(draft_blocks(text, scan(text), 0)), 4100)

    def test_a_start_inside_the_body(self):
        text = "SUBJECT: X\n\n1. Words."
        (draft,) = draft_blocks(text, scan(text), text.index("1."))
        self.assertEqual(("numbered", "1"), (draft.kind, draft.label))
