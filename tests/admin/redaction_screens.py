"""A telegram, and those who mark, approve and put back, at the screens of redaction."""

from django.test import TestCase
from django.urls import reverse

from cables.choices import ReasonCode
from cables.curation.redactions.propose import propose
from tests.admin.editors import make_editor
from tests.curation.redactions.telegram import make_telegram, span_of

SOURCE = "[redacted: protects a source]"
MARKS = ("view_cable", "add_redaction", "view_redaction")
DECIDES = ("view_cable", "view_redaction", "approve_redaction")


class ScreenCase(TestCase):
    def setUp(self):
        self.cable = make_telegram()
        self.marker = make_editor(*MARKS)
        self.second = make_editor(*DECIDES)
        self.redactor = make_editor(*MARKS, *DECIDES, "restore_redaction")
        self.url = reverse("admin:cables_cable_redact", args=[self.cable.pk])
        self.block = self.cable.paragraphs.get(key="par2")
        self.client.force_login(self.marker)

    def mark(self, words="Mara Ilves", user=None, block=None, **options):
        block = block or self.block
        options = {"reason": ReasonCode.SOURCE_SAFETY} | options
        return propose(
            self.cable,
            user=user or self.marker,
            paragraph=block,
            spans=[span_of(block.text, words)],
            **options,
        )[0]

    def page_of(self, redaction):
        return reverse("admin:cables_redaction_change", args=[redaction.pk])

    def post_mark(self, **data):
        data = {
            "action": "mark",
            "place": f"paragraph:{self.block.pk}",
            "words": "Mara Ilves",
            "reason": "source_safety",
            "version": self.cable.version,
        } | data
        return self.client.post(self.url, data)

    def act(self, user, redaction, action, **data):
        self.client.force_login(user)
        return self.client.post(
            self.page_of(redaction),
            {"action": action, "version": self.cable.version} | data,
            follow=True,
        )
