"""Recipients: the addressees of a cable, for action and for information."""

from django.db import models

from cables.choices import Precedence, Role

from .cable import Cable


class Recipient(models.Model):
    """One addressee line of the transmission header."""

    cable = models.ForeignKey(Cable, models.CASCADE, related_name="recipients")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=6, choices=Role)
    route = models.CharField(
        max_length=20, blank=True, help_text="Routing indicator: RUEHC."
    )
    name = models.CharField(max_length=300)
    precedence = models.CharField(max_length=2, choices=Precedence, blank=True)
    number = models.CharField(max_length=20, blank=True)
    excluded = models.BooleanField(
        default=False, help_text="Named by XMT: did not get the message."
    )

    class Meta:
        ordering = ["cable", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="recipient_role_known"
            ),
        ]

    def __str__(self):
        return self.name
