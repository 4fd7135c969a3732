"""
Sealed tables: records as received and words that were taken out. Reader code cannot
import this module (``tests/architecture``), and the readers' database role cannot read
its tables.
"""

from backports import zstd
from django.conf import settings
from django.db import models

from cables.choices import ReasonCode, SourceFormat

from .cable import Cable
from .import_run import ImportRun
from .paragraph import Paragraph


class SourceRecord(models.Model):
    """
    A record exactly as it came, byte for byte. The same bytes for the same cable are
    kept once, and are how a second import knows that nothing has changed.
    """

    cable = models.ForeignKey(
        Cable, models.CASCADE, related_name="source_records", db_index=False
    )
    run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, related_name="source_records"
    )
    format = models.CharField(max_length=5, choices=SourceFormat)
    file = models.CharField(max_length=1000)
    line = models.PositiveBigIntegerField(help_text="First line in the file, from 1.")
    sha256 = models.CharField(max_length=64)
    compressed = models.BinaryField(help_text="The bytes, packed with Zstandard.")
    received = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["cable", "id"]
        indexes = [models.Index(fields=["sha256"], name="source_record_sha256")]
        constraints = [
            models.UniqueConstraint(
                fields=["cable", "sha256"], name="source_record_once_for_a_cable"
            ),
        ]

    def __str__(self):
        return f"{self.file}:{self.line}"

    @property
    def raw(self):
        return zstd.decompress(bytes(self.compressed))


class ImportReject(models.Model):
    """Something that an import could not take in: kept, with where and why."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejects")
    file = models.CharField(max_length=1000)
    line = models.PositiveBigIntegerField(help_text="First line in the file, from 1.")
    column = models.CharField(max_length=40, blank=True)
    reference_id = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500)
    compressed = models.BinaryField(help_text="The bytes, packed with Zstandard.")

    class Meta:
        ordering = ["run", "id"]

    def __str__(self):
        return f"{self.file}:{self.line}: {self.reason}"

    @property
    def raw(self):
        return zstd.decompress(bytes(self.compressed))


class ImportConflict(models.Model):
    """A later import disagrees with what a person has set: for an editor to decide."""

    cable = models.ForeignKey(Cable, models.CASCADE, related_name="import_conflicts")
    run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, related_name="conflicts"
    )
    field = models.CharField(max_length=40)
    incoming = models.JSONField()
    noticed = models.DateTimeField(auto_now_add=True)
    decided = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["-noticed", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cable", "field"],
                condition=models.Q(decided__isnull=True),
                name="one_open_conflict_for_a_field",
            ),
        ]

    def __str__(self):
        return f"{self.cable_id}.{self.field}"


class SealedText(models.Model):
    """The original words of a block, or of a field of the cable, before a redaction."""

    cable = models.ForeignKey(Cable, models.CASCADE, related_name="sealed_texts")
    paragraph = models.ForeignKey(
        Paragraph, models.SET_NULL, null=True, blank=True, related_name="sealed_texts"
    )
    field = models.CharField(max_length=40, default="text")
    text = models.TextField()
    sealed = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["cable", "id"]

    def __str__(self):
        return f"{self.cable_id}.{self.field}"


class Redaction(models.Model):
    """Words that left the public text: where, why, and on whose word."""

    sealed_text = models.ForeignKey(
        SealedText, models.PROTECT, related_name="redactions"
    )
    start = models.PositiveIntegerField(help_text="Into the sealed text.")
    end = models.PositiveIntegerField()
    reason = models.CharField(max_length=13, choices=ReasonCode)
    note = models.TextField(blank=True)
    replacement = models.CharField(max_length=200)
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

    class Meta:
        ordering = ["sealed_text", "start"]
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
                condition=models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("proposed_by")),
                name="redaction_approved_by_another",
                violation_error_message="A second person approves a redaction.",
            ),
        ]

    def __str__(self):
        return f"{self.sealed_text_id}[{self.start}:{self.end}]"
