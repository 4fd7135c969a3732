"""A quotation is its words: not its line ends, its marks or its capitals."""

from django.test import SimpleTestCase

from cables.models.quotation import holds_quote

TEXT = "¶ The Minister said:\n“the harbour’s  talks – ‘all of them’ – went on…”"

HELD = (
    "the harbour's talks",
    "THE HARBOUR’S\nTALKS",
    "“the harbour's talks”",
    "talks - 'all of them' -",
    "went on...",
    "minister said: \"the harbour's",
)
NOT_HELD = ("harbour talks", "the harbour's talks went on", "", "“”", "  ")


class QuotationTests(SimpleTestCase):
    def test_the_same_words(self):
        for quote in HELD:
            with self.subTest(quote=quote):
                self.assertTrue(holds_quote(TEXT, quote))

    def test_other_words_or_none(self):
        for quote in NOT_HELD:
            with self.subTest(quote=quote):
                self.assertFalse(holds_quote(TEXT, quote))
