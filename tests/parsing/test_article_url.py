"""Addresses of articles that readers would not be led to."""

from unittest import TestCase

from cables.parsing.article_url import canonical_url, flaw_of, why_refused


class FlawTests(TestCase):
    def test_no_name_and_no_port_that_there_is_not(self):
        for address, flaw in (
            ("https://user:pass@e.example:99999/", "user"),
            ("https://user@e.example/", "user"),
            ("https://e.example:99999/", "port"),
            ("https://e.example:0/", "port"),
            ("https://e.example:x/", "port"),
            ("https://e.example:8443/@user", ""),
            ("https://e.example/", ""),
        ):
            with self.subTest(address=address):
                self.assertEqual(flaw_of(address), flaw)
                self.assertEqual(bool(canonical_url(address)), not flaw)

    def test_each_has_its_sentence(self):
        self.assertIn("user name", why_refused("https://user@e.example/"))
        self.assertIn("port", why_refused("https://e.example:99999/"))
        self.assertIn("is no web address", why_refused("lantern"))
