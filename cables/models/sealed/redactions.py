"""Words that were taken out of the public text, and the purges that removed their traces."""

from django.conf import settings
from django.db import models

from cables.choices import ReasonCode, RedactionState
from cables.models.cable import Cable
from cables.models.paragraph import Paragraph

from .fields import SealedTextField


class SealedText(models.Model):
    """
    The words of a block, or of a field of the cable, as they stood when a redaction was
    proposed: what its ``start`` and ``end`` count in.
    """

    cable = models.ForeignKey(Cable, models.CASCADE, related_name="sealed_texts")
    paragraph = models.ForeignKey(
        Paragraph, models.SET_NULL, null=True, blank=True, related_name="sealed_texts"
    )
    field = models.CharField(max_length=40, default="text")
    text = SealedTextField()
    sealed = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["cable", "id"]

    def __str__(self):
        return f"{self.cable_id}.{self.field}"


class Purge(models.Model):
    """
    One removal of all that redacted words left behind: in the history, the indexes, the
    caches, the exported files, the pages of the database.
    """

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty where it was run from the command line.",
    )
    requested = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500)
    finished = models.DateTimeField(null=True, blank=True)
    steps = models.JSONField(
        default=list, help_text="What was done, how much of it, in how many seconds."
    )

    class Meta:
        ordering = ["-requested", "-id"]

    def __str__(self):
        return f"Purge {self.pk}"


class Redaction(models.Model):
    """Words that leave the public text: where, why, and on whose word."""

    sealed_text = models.ForeignKey(
        SealedText, models.PROTECT, related_name="redactions"
    )
    start = models.PositiveIntegerField(help_text="Into the sealed text.")
    end = models.PositiveIntegerField()
    reason = models.CharField(max_length=13, choices=ReasonCode)
    note = models.TextField(blank=True, help_text="For the desk only.")
    replacement = models.CharField(max_length=200)
    suggestion = models.CharField(
        max_length=30, blank=True, help_text="The rule that suggested it, if one did."
    )
    state = models.CharField(
        max_length=8, choices=RedactionState, default=RedactionState.PROPOSED
    )
    places = models.JSONField(
        default=list,
        blank=True,
        help_text="Where words were taken out when it was approved; no words.",
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    proposed = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    approved = models.DateTimeField(null=True, blank=True)
    # Rejected, or undone after it was approved.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)
    purge = models.ForeignKey(
        Purge, models.PROTECT, null=True, blank=True, related_name="redactions"
    )

    class Meta:
        ordering = ["sealed_text", "start"]
        indexes = [
            models.Index(
                fields=["proposed", "id"],
                condition=models.Q(state="proposed"),
                name="redaction_waiting",
            ),
        ]
        permissions = [
            ("approve_redaction", "Can approve redactions of others"),
            ("restore_redaction", "Can put redacted words back"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="redaction_not_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=ReasonCode.values),
                name="redaction_reason_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RedactionState.values),
                name="redaction_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=ReasonCode.OTHER) | ~models.Q(note=""),
                name="redaction_other_has_note",
                violation_error_message="Say in the note what the other reason is.",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("proposed_by")),
                name="redaction_approved_by_another",
                violation_error_message="A second person approves a redaction.",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RedactionState.APPROVED)
                | models.Q(approved_by__isnull=False),
                name="redaction_approved_by_somebody",
            ),
        ]

    def __str__(self):
        return f"Redaction {self.pk}"
