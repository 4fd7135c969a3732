"""References: what a cable cites, and so what cites it."""

from django.db import models

from cables.choices import ReferenceKind

from .cable import Cable, public_q
from .paragraph import Paragraph


class ReferenceQuerySet(models.QuerySet):
    def public(self, now=None):
        """Return the references that public cables make: the only door for readers."""
        return self.filter(public_q("cable__", now=now))


class Reference(models.Model):
    """
    One reference of a cable. ``cited_id`` is the id that it names, whether or not that
    cable is in the archive; ``target`` is the cable once it is.
    """

    cable = models.ForeignKey(Cable, models.CASCADE, related_name="references")
    paragraph = models.ForeignKey(
        Paragraph, models.SET_NULL, null=True, blank=True, related_name="references"
    )
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=8, blank=True, help_text="The A of REF A.")
    printed = models.CharField(max_length=300)
    cited_id = models.CharField(max_length=60, blank=True, db_index=True)
    target = models.ForeignKey(
        Cable, models.SET_NULL, null=True, blank=True, related_name="citations"
    )
    kind = models.CharField(max_length=8, choices=ReferenceKind)
    note = models.CharField(max_length=80, blank=True, help_text="NOTAL, EXDIS.")

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["cable", "position", "id"]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(target__isnull=True, kind=ReferenceKind.CABLE),
                name="reference_missing",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ReferenceKind.values),
                name="reference_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | ~models.Q(cited_id=""),
                name="reference_target_has_id",
            ),
        ]

    def __str__(self):
        return self.printed
