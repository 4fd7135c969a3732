"""What an editor says of a release: the cables that readers first saw on one day."""

from django.db import models
from django.urls import reverse


class ReleaseNote(models.Model):
    day = models.DateField(unique=True, help_text="On which its cables are released.")
    title = models.CharField(max_length=200)
    notes = models.TextField(
        blank=True, help_text="HTML; whatever could do harm is left out."
    )
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-day"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        day = self.day
        return reverse(
            "release-day", args=[day.year, f"{day.month:02}", f"{day.day:02}"]
        )
