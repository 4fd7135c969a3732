"""What a merge of two tags changed, so that it can be undone."""

from django.conf import settings
from django.db import models

from cables.models.tag import Tag


class TagMerge(models.Model):
    """One tag that became another, with the place that it had on each cable."""

    target = models.ForeignKey(Tag, models.SET_NULL, null=True, related_name="merges")
    name = models.CharField(max_length=100, help_text="Of the tag that is gone.")
    fields = models.JSONField(help_text="Its fields and spellings.")
    packed = models.BinaryField(
        help_text="JSON, packed with Zstandard: a row for each cable that had it."
    )
    cables = models.PositiveIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    when = models.DateTimeField(auto_now_add=True)
    why = models.CharField(max_length=500, blank=True)
    undone = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["-when", "-id"]

    def __str__(self):
        return f"{self.name} into {self.target}"
