"""The outbox of the search indexes: which cables' documents have to be made anew."""

from django.db import models
from django.utils import timezone


class SearchTask(models.Model):
    """
    One cable whose search document changed, or with no cable: all of them. Written in
    the transaction of the change; an index that stands at ``step`` has done all tasks up
    to it. Steps rise in the order of commits, since whoever raises one holds the row of
    the epoch until then.
    """

    step = models.PositiveBigIntegerField(db_index=True)
    epoch = models.PositiveBigIntegerField(help_text="The publication epoch it made.")
    # No foreign key: a task outlives its cable, and tells the index that it is gone.
    cable_id = models.PositiveBigIntegerField(null=True)
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["step", "id"]

    def __str__(self):
        return f"{self.step}: {self.cable_id or 'all cables'}"
