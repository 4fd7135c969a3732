"""Tables: lines set in columns."""

from unittest import TestCase

from cables.parsing.tables import is_table

TEXTS = (
    ("Cod      120   90\nHerring   30    2", True),
    (
        "Fish:       -- Large --\n            TONS   SHARE\nCod          120   90",
        True,
    ),
    ("One line   of columns", False),
    ("Words with  two blanks.  As typed\nin many  texts.", False),
    ("-- a   point\n-- a   second", False),  # bullets
    ("A sentence with   a gap\nand a line\nand another\nand more", False),
    ("", False),
)


class TableTests(TestCase):
    def test_texts(self):
        for text, expected in TEXTS:
            with self.subTest(text):
                self.assertIs(is_table(text, 0, len(text)), expected)
