"""A cable's page says that it was corrected, and does not begin with a list of it."""

from datetime import UTC, datetime

from django.test import TestCase

from cables.choices import Action
from cables.models import Change
from tests.factories import make_cable, make_change


class CorrectionTests(TestCase):
    def setUp(self):
        self.cable = make_cable(paragraphs=["One."])

    def correct(self, day, reason="", action=Action.CORRECTED, **fields):
        change = make_change(self.cable, action, reason=reason, **fields)
        when = datetime(2011, 5, day, 12, tzinfo=UTC)
        Change.objects.filter(pk=change.pk).update(when=when)

    def page(self):
        return self.client.get(self.cable.get_absolute_url())

    def test_one(self):
        self.correct(3, "A page was missing.")
        page = self.page()
        self.assertContains(
            page,
            '<p class="notice"><b>Corrected on 3 May 2011.</b> A page was missing.</p>',
            html=True,
        )
        self.assertNotContains(page, "notice corrections")

    def test_several_are_folded_a_line_a_day(self):
        self.correct(3, "First.")
        self.correct(3, "Second.")
        self.correct(7, "Third & last.")
        page = self.page()
        self.assertContains(
            page,
            "<summary><b>Corrected 3 times,</b> last on 7 May 2011: "
            "Third &amp; last.</summary>",
            html=True,
        )
        self.assertContains(
            page, "<li>3 May 2011: Corrected. Second. Corrected. First.</li>", html=True
        )

    def test_words_that_left_are_said_unfolded(self):
        self.correct(3, "First.")
        self.correct(4, action=Action.REDACTED, words=12)
        summary = "<b>Corrected or redacted 2 times,</b> last on 4 May 2011."
        self.assertContains(self.page(), f"{summary} 12 words left the archive.")
