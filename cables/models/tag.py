"""TAGS: Traffic Analysis by Geography and Subject, the archive's subject headings."""

import re

from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from cables.choices import TagKind


class Tag(TagBase):
    """
    One TAGS entry. ``name`` is the code as printed ("PREL", "CLINTON, HILLARY"): taggit
    finds and adds tags by it. What the code stands for is ``title``.
    """

    kind = models.CharField(
        max_length=12, choices=TagKind, default=TagKind.UNKNOWN, db_index=True
    )
    title = models.CharField(max_length=200, blank=True)
    definition = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=TagKind.values), name="tag_kind_known"
            ),
        ]

    @property
    def code(self):
        return self.name

    def slugify(self, tag, i=None):
        """
        Return the tag as it stands in addresses: "PREL", "CLINTON-HILLARY". The case
        stays, since ``/tag/PREL/`` is what the archive has always linked to.
        """
        slug = re.sub(r"[^0-9A-Za-z]+", "-", tag).strip("-")[:90] or "TAG"
        return f"{slug}-{i}" if i is not None else slug

    def get_absolute_url(self):
        return reverse("tag", args=[self.slug])


class TagAlias(models.Model):
    """Another spelling of a tag: a mistyped one, or one that was merged into it."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "tag aliases"

    def __str__(self):
        return self.name


class CableTag(ItemBase):
    """A tag on a cable, in the order of the TAGS line."""

    content_object = models.ForeignKey(
        "cables.Cable",
        models.CASCADE,
        related_name="cable_tags",
        db_column="cable_id",
        db_index=False,
    )
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="cable_tags")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="tag_once_on_a_cable"
            ),
        ]

    def __str__(self):
        return f"{self.tag_id} on {self.content_object_id}"
