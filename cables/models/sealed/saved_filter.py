"""What the cable list is narrowed by, kept under a name."""

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """A filter of the cable list, as one person named it: for them, or for all."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    name = models.CharField(max_length=60)
    parameters = models.JSONField(help_text="Of the list's address: name to value.")
    shared = models.BooleanField(
        "for everybody at the desk", default=False, help_text="Others see it too."
    )

    class Meta:
        default_permissions = ()  # whoever may look at the cables
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="filter_name_once_for_a_person"
            ),
        ]
        indexes = [
            models.Index(
                fields=["name"],
                condition=models.Q(shared=True),
                name="filter_shared",
            ),
        ]

    def __str__(self):
        return self.name
