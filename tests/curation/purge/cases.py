"""Redactions as approval leaves them: the words sealed, and out of the public text."""

from django.utils import timezone

from cables.choices import ReasonCode, RedactionState
from cables.models.sealed import Redaction, SealedText
from tests.admin.editors import make_editor

BOX = "[redacted: protects a source]"


def take_out(block, words, *, state=RedactionState.APPROVED, **fields):
    """Redact words of a block: only there, so that their traces are left to a purge."""
    start = block.text.index(words)
    sealed = SealedText.objects.create(
        cable=block.cable, paragraph=block, text=block.text
    )
    redaction = Redaction.objects.create(
        sealed_text=sealed,
        start=start,
        end=start + len(words),
        **{
            "reason": ReasonCode.SOURCE_SAFETY,
            "replacement": BOX,
            "state": state,
            "proposed_by": make_editor(),
            "approved_by": make_editor(),
            "approved": timezone.now(),
        }
        | fields,
    )
    if state == RedactionState.APPROVED:
        block.text = block.text.replace(words, BOX)
        block.save(update_fields=["text"])
    return redaction


def blocks_of(cable, **texts):
    """Return a cable's blocks as its form sends them, with other texts for some keys."""
    return [
        {
            "id": block.pk,
            "kind": block.kind,
            "label": block.label,
            "marking": block.marking,
            "text": texts.get(block.key, block.text),
        }
        for block in cable.paragraphs.all()
    ]
