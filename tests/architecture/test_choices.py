"""The parser's literal values are the ones that the columns offer."""

from typing import get_args

from django.test import SimpleTestCase

from cables import choices
from cables.parsing import records


class ChoicesTests(SimpleTestCase):
    def test_parser_and_columns_agree(self):
        pairs = [
            (records.BlockKind, choices.BlockKind),
            (records.TagKind, choices.TagKind),
            (records.ReferenceKind, choices.ReferenceKind),
            (records.Role, choices.Role),
        ]
        for literal, column in pairs:
            with self.subTest(column=column.__name__):
                self.assertEqual(set(get_args(literal)), set(column.values))
