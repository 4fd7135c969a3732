"""What is hidden until a script shows it, is: no rule of a style sheet shows it before."""

from django.contrib.staticfiles import finders
from django.test import SimpleTestCase


class HiddenTests(SimpleTestCase):
    def test_hidden_is_stronger_than_any_display(self):
        for name in ("cables/admin.css", "cables/cables.css"):
            with self.subTest(name=name), open(finders.find(name)) as sheet:
                self.assertIn("[hidden] { display: none !important; }", sheet.read())
