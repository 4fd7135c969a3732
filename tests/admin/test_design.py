"""The page of all components."""

from django.test import TestCase

from .editors import make_editor


class DesignTests(TestCase):
    def test_every_component_for_staff_alone(self):
        self.assertEqual(self.client.get("/admin/design/").status_code, 302)
        self.client.force_login(make_editor())
        page = self.client.get("/admin/design/")
        for words in ("Two Harbours", 'class="redaction"', 'class="stamp s-secret"'):
            self.assertContains(page, words)
