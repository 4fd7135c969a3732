"""What a search says of what it mended, as a page and its catalogue have it."""

from unittest.mock import patch

from django.test import SimpleTestCase

from cables.search.query import parse_query
from cables.search.said import said

from .test_query import REPAIRED


class SaidTests(SimpleTestCase):
    def test_in_english_a_page_says_what_the_query_does(self):
        for text, *_ in REPAIRED:
            for repair in parse_query(text).repairs:
                with self.subTest(text=text):
                    self.assertEqual(said(repair), repair)

    def test_what_a_reader_typed_is_put_in_after_the_translation(self):
        (repair,) = parse_query("class:100%s").repairs
        with patch("cables.search.said._", return_value="¿%(name)s?") as catalogue:
            self.assertEqual(said(repair), '¿"100%s"?')
        self.assertNotIn("100", catalogue.call_args[0][0])
