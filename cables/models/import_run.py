"""Import runs: which source came in when, and how far it got."""

from django.conf import settings
from django.db import models

from cables.choices import RunState, SourceFormat


class ImportRun(models.Model):
    """One call of the importer. ``checkpoint`` says where a resumed run goes on."""

    source = models.CharField(max_length=1000, help_text="Paths, as they were given.")
    format = models.CharField(max_length=5, choices=SourceFormat, blank=True)
    state = models.CharField(max_length=11, choices=RunState, default=RunState.RUNNING)
    started = models.DateTimeField(auto_now_add=True)
    finished = models.DateTimeField(null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    options = models.JSONField(default=dict, blank=True)
    checkpoint = models.JSONField(default=dict, blank=True)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    conflict_count = models.PositiveIntegerField(default=0)

    rolled_back = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started", "-id"]
        permissions = [
            ("run_import", "Can import"),
            ("roll_back_import", "Can roll an import back"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=RunState.values),
                name="import_run_state_known",
            ),
        ]

    def __str__(self):
        return f"Import {self.pk} of {self.source}"
