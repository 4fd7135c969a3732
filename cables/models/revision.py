"""
Revisions: who changed what, when and why. Sealed like ``models.sealed``, since the
difference that a redaction makes shows the words.
"""

from django.conf import settings
from django.db import models

from cables.choices import State

from .cable import Cable

#: In ``after`` of a row that tells of a purge: digests of what is left of other rows.
PURGED_ROWS = "purged rows"
#: A revision with one of these moved a cable, or took words out of it, or vouches for a
#: purge: another has looked at that. Putting words back is one person's work.
NO_AUTHORSHIP = ("state", "on_hold", "redactions", PURGED_ROWS)


class Revision(models.Model):
    """One saved change of one object. Rows are only ever added."""

    model = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    cable = models.ForeignKey(
        Cable, models.CASCADE, null=True, blank=True, related_name="revisions"
    )
    version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The cable's version after this change."
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    when = models.DateTimeField(auto_now_add=True)
    why = models.CharField(max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, help_text="Of this change and the last.")

    class Meta:
        ordering = ["-when", "-id"]
        indexes = [
            models.Index(fields=["model", "object_id"], name="revision_object"),
            models.Index(fields=["when", "id"], name="revision_when"),
            models.Index(fields=["user", "id"], name="revision_user"),
            models.Index(fields=["model", "id"], name="revision_model"),
        ]
        permissions = [
            ("restore_revision", "Can put an earlier version back"),
        ]

    def __str__(self):
        return f"{self.model} {self.object_id} at {self.when:%Y-%m-%d %H:%M}"


def own_work(cables, user):
    """
    Return the primary keys of those cables whose fields, tags or paragraphs ``user`` has
    changed since they were last published, or else since they came in; in one query.
    """
    published = Revision.objects.filter(
        model="cable",
        cable=models.OuterRef("cable"),
        id__gt=models.OuterRef("id"),
        after__state=State.PUBLISHED,
    )
    changes = Revision.objects.filter(
        ~models.Exists(published),
        model="cable",
        cable__in=[c.pk for c in cables],
        user=user,
    )
    for name in NO_AUTHORSHIP:
        changes = changes.exclude(after__has_key=name)
    return set(changes.order_by().values_list("cable", flat=True).distinct())
