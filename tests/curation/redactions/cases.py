"""A telegram, two people, and the verbs of redaction on it."""

from django.test import TestCase

from cables.choices import ReasonCode
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.redactions.undo import undo
from tests.admin.editors import make_editor

from .telegram import make_telegram, public_texts, span_of

SOURCE = "[redacted: protects a source]"


class RedactionCase(TestCase):
    def setUp(self):
        self.cable = make_telegram()
        self.author, self.second = make_editor(), make_editor()
        self.start = public_texts(self.cable)

    def block(self, key):
        return self.cable.paragraphs.get(key=key)

    def mark(self, key, words, number=0, **options):
        block = self.block(key)
        spans = [span_of(block.text, words, number)]
        return self.propose(paragraph=block, spans=spans, **options)[0]

    def mark_field(self, field, words, number=0, **options):
        value = getattr(self.cable, field)
        text = "\n".join(value) if isinstance(value, list) else value
        spans = [span_of(text, words, number)]
        return self.propose(field=field, spans=spans, **options)[0]

    def propose(self, **options):
        options = {"reason": ReasonCode.SOURCE_SAFETY, "user": self.author} | options
        return propose(self.cable, **options)

    def approve(self, *redactions, **options):
        found = approve(redactions, user=self.second, **options)
        self.cable.refresh_from_db()
        return found

    def undo(self, redaction):
        undo(redaction, user=self.second, why="A mistake.")
        self.cable.refresh_from_db()

    def texts(self):
        return public_texts(self.cable)
