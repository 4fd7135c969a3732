"""Former ids of cables: what was once in print goes on working."""

from django.db import models

from .cable import Cable


class OldAddress(models.Model):
    """A reference id under which a cable was once known."""

    former_id = models.CharField(max_length=60, unique=True)
    cable = models.ForeignKey(Cable, models.CASCADE, related_name="old_addresses")

    class Meta:
        ordering = ["former_id"]
        verbose_name_plural = "old addresses"

    def __str__(self):
        return self.former_id
