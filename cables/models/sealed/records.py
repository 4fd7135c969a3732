"""What came in: each record byte for byte, what was refused, and what waits for a word."""

from backports import zstd
from django.conf import settings
from django.db import models

from cables.choices import SourceFormat
from cables.models.cable import Cable
from cables.models.import_run import ImportRun

from .fields import seal, unseal


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
    is_sealed = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Encrypted, since words of it were purged from the archive.",
    )
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
        packed = bytes(self.compressed)
        return zstd.decompress(unseal(packed) if self.is_sealed else packed)

    def seal(self):
        """Encrypt the record: no byte of its words is left in the table."""
        if not self.is_sealed:
            self.compressed, self.is_sealed = seal(bytes(self.compressed)), True


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
        return f"{self.file}:{self.line}"  # a reason may quote sealed words

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
        indexes = [
            models.Index(
                fields=["noticed", "id"],
                condition=models.Q(decided__isnull=True),
                name="conflict_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cable", "field"],
                condition=models.Q(decided__isnull=True),
                name="one_open_conflict_for_a_field",
            ),
        ]

    def __str__(self):
        return f"{self.cable_id}.{self.field}"
