"""What an import found before it changed it, and what came to the desk to be imported."""

import json

from backports import zstd
from django.conf import settings
from django.db import models

from cables.models.import_run import ImportRun

from .fields import SealedTextField, seal, unseal


class ImportTrace(models.Model):
    """
    One object that a run changed, with what it was before, or that a run made beside its
    cables: what rolling the run back puts back, or takes away. Encrypted, since words
    that an import replaced may have to leave the archive later.
    """

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="traces", db_index=False
    )
    model = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    packed = models.BinaryField(null=True, help_text="What it was; none: it was made.")
    revision = models.BigIntegerField(
        default=0, help_text="The last row of the history when the run changed it."
    )

    class Meta:
        ordering = ["run", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["model", "object_id"], name="trace_object")]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "model", "object_id"], name="trace_once_in_a_run"
            ),
        ]

    def __str__(self):
        return f"{self.model} {self.object_id} by import {self.run_id}"

    @property
    def before(self):
        if self.packed is None:
            return None
        return json.loads(zstd.decompress(unseal(bytes(self.packed))))

    @before.setter
    def before(self, values):
        text = json.dumps(values, default=lambda moment: moment.isoformat())
        self.packed = seal(zstd.compress(text.encode(), 1))


class ImportSource(models.Model):
    """
    A file that somebody brought to the desk, or a path on the server. A file is kept under
    a name of the archive's own until it is imported; what it was called is only text.
    """

    name = models.CharField(max_length=1000, help_text="As it was given.")
    file = models.CharField(
        max_length=80, blank=True, help_text="In IMPORT_DIR; empty for a path."
    )
    size = models.PositiveBigIntegerField(default=0, help_text="In bytes.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    added = models.DateTimeField(auto_now_add=True)
    removed = models.DateTimeField(null=True, blank=True)
    report = SealedTextField(
        null=True,
        blank=True,
        help_text="What the last dry run found, as JSON: it quotes records.",
    )

    class Meta:
        ordering = ["-added", "-id"]
        default_permissions = ()

    def __str__(self):
        return self.name
