"""A record may hold anything: what turns its text does not turn the page around it."""

from django.contrib.staticfiles import finders
from django.test import SimpleTestCase


class TurnedTextTests(SimpleTestCase):
    def test_words_of_the_record_are_isolated(self):
        with open(finders.find("cables/cables.css")) as sheet:
            self.assertIn("[lang], a { unicode-bidi: isolate; }", sheet.read())
