"""Work in the background: what was asked for, how far it is, what became of each item."""

from django.conf import settings
from django.db import models

from cables.choices import ItemState, JobKind, JobState


class Job(models.Model):
    """
    One piece of work that somebody asked for. A worker that runs it holds ``claim`` and
    writes ``beat``: a job whose beat has stopped is given to another one.
    """

    kind = models.CharField(max_length=12, choices=JobKind)
    title = models.CharField(max_length=200, help_text="What it does, for people.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    options = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=9, choices=JobState, default=JobState.QUEUED)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    blocked = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    made = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    beat = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    message = models.TextField(blank=True, help_text="Why it failed, or a last word.")
    progress = models.JSONField(
        default=dict, blank=True, help_text="Of jobs whose work is not made of items."
    )
    undoes = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        ordering = ["-made", "-id"]
        indexes = [models.Index(fields=["state", "made"], name="job_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="job_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=JobKind.values), name="job_kind_known"
            ),
        ]

    def __str__(self):
        return self.title


class JobItem(models.Model):
    """One object that a job works on. What it was before is what undoing puts back."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="items", db_index=False)
    object_id = models.BigIntegerField()
    label = models.CharField(max_length=100, help_text="The reference id, for people.")
    state = models.CharField(max_length=7, choices=ItemState, default=ItemState.WAITING)
    note = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["job", "id"]
        indexes = [models.Index(fields=["job", "state", "id"], name="job_item_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "object_id"], name="job_item_once_in_a_job"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ItemState.values),
                name="job_item_state_known",
            ),
        ]

    def __str__(self):
        return f"{self.label}: {self.state}"
