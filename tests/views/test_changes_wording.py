"""The public log says which way words went."""

from django.test import TestCase

from cables.choices import Action, ReasonCode
from tests.factories import make_cable, make_change


class WordingTests(TestCase):
    def test_words_that_came_back_are_not_said_to_have_left(self):
        cable = make_cable(paragraphs=["One."])
        make_change(cable, Action.REDACTED, words=7, reason_code=ReasonCode.MINOR)
        make_change(cable, Action.RESTORED, words=5)
        for url in ("/changes/", "/changes/feed.atom"):
            text = " ".join(self.client.get(url).text.split())
            with self.subTest(url=url):
                self.assertIn("Words put back", text)
                self.assertIn("5 words came back", text)
                self.assertIn("7 words left", text)
        page = self.client.get(cable.get_absolute_url())
        self.assertContains(page, "2 words left the archive")
