"""What leaves with a link."""

from urllib.parse import unquote

from django.test import TestCase, override_settings

from cables.sharing.resolver import find_cable
from cables.sharing.share_texts import share_links, share_text
from tests import factories as make


@override_settings(SITE_URL="https://archive.example", HASHTAG="cablegate")
class ShareTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable("06LOWMOOR1", subject="TOLLS & TALKS")

    def test_text_has_subject_address_and_hashtags(self):
        self.assertEqual(
            share_text(self.cable, "/cable/2006/04/06LOWMOOR1.html"),
            "TOLLS & TALKS https://archive.example/cable/2006/04/06LOWMOOR1.html"
            " #cablegate #06LOWMOOR1",
        )

    def test_paragraph_is_named(self):
        self.assertIn("TALKS, ¶3 https://", share_text(self.cable, "/x", label="3"))

    def test_long_subject_is_cut_at_a_word(self):
        self.cable.subject = "word " * 100
        text = share_text(self.cable, "/x")
        self.assertLess(len(text), 300)
        self.assertIn("word… https://", text)

    def test_links_carry_the_text_and_no_bare_hash_or_ampersand(self):
        links = {link.name: link.url for link in share_links(self.cable, "/x")}
        self.assertIn("TOLLS & TALKS", unquote(links["Mastodon"]))
        self.assertNotIn("& TALKS", links["Bluesky"])
        self.assertIn("%23cablegate%20%2306LOWMOOR1", links["E-mail"])

    @override_settings(SHARE_SERVICES=["email", "mastodon"])
    def test_links_lead_to_the_chosen_services_in_their_order(self):
        names = [link.name for link in share_links(self.cable, "/x")]
        self.assertEqual(names, ["E-mail", "Mastodon"])

    def test_page_without_services_has_no_list_of_them(self):
        address = self.cable.get_absolute_url()
        with_them = self.client.get(address)
        self.assertContains(with_them, "https://bsky.app/")
        with override_settings(SHARE_SERVICES=[]):
            without = self.client.get(address)
        self.assertNotContains(without, 'aria-label="Share"')
        self.assertNotEqual(without["ETag"], with_them["ETag"])


class ResolverTests(TestCase):
    def test_literal_id_wins_over_the_mended_one(self):
        make.make_cable("06LOWMOOR1")
        make.make_cable("06LOWMOOR001")
        self.assertEqual(find_cable("06LOWMOOR001").reference_id, "06LOWMOOR001")
        self.assertEqual(find_cable("06 Lowmoor 0001").reference_id, "06LOWMOOR1")

    def test_hidden_and_nonsense_are_nothing(self):
        make.make_draft("06LOWMOOR2", number=2)
        for text in ("06LOWMOOR2", "2", "", "   ", "#", "9" * 40, "x" * 9999, "٣"):
            with self.subTest(text=text[:20]):
                self.assertIsNone(find_cable(text))
