"""Paragraphs: the blocks of a cable's body, each with an address of its own."""

from django.db import models
from django.urls import reverse

from cables.choices import BlockKind

from .cable import Cable, public_q


class ParagraphQuerySet(models.QuerySet):
    def public(self, now=None):
        """Return the blocks of public cables: the only door for reader code."""
        return self.filter(public_q("cable__", now=now))


class Paragraph(models.Model):
    """
    A block of the body, in order. ``key`` is its address ("par3", "u1"): unique in its
    cable, never reused, and independent of ``position``.
    """

    # The unique key begins with the cable: an index of its own would say it twice.
    cable = models.ForeignKey(
        Cable, models.CASCADE, related_name="paragraphs", db_index=False
    )
    position = models.PositiveIntegerField(help_text="From 0, in reading order.")
    kind = models.CharField(max_length=10, choices=BlockKind)
    label = models.CharField(
        max_length=20, blank=True, help_text="As printed: 3, B; empty where none is."
    )
    marking = models.CharField(
        max_length=40, blank=True, help_text="Portion marking: U, SBU, C, S, C/NF."
    )
    key = models.CharField(max_length=40)
    text = models.TextField(blank=True)

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        ordering = ["cable", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cable", "key"], name="paragraph_key_once_in_a_cable"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=BlockKind.values),
                name="paragraph_kind_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(key=""), name="paragraph_key_not_empty"
            ),
        ]

    def __str__(self):
        return f"{self.cable_id}#{self.key}"

    def get_absolute_url(self):
        """Return the address in context: the cable's page at this paragraph."""
        return f"{self.cable.get_absolute_url()}#{self.key}"

    def get_alone_url(self):
        """Return the address of the page that holds this paragraph alone."""
        cable = self.cable
        return reverse(
            "paragraph",
            args=[
                cable.created.year,
                f"{cable.created.month:02}",
                cable.reference_id,
                self.key,
            ],
        )


class ParagraphAlias(models.Model):
    """
    Another address of a block: a key that was merged into it, or an anchor of the
    original site that lands inside it. Without a paragraph it is a tombstone: the words
    are gone, and the key is never given to others.
    """

    cable = models.ForeignKey(
        Cable, models.CASCADE, related_name="paragraph_aliases", db_index=False
    )
    key = models.CharField(max_length=40)
    paragraph = models.ForeignKey(
        Paragraph, models.SET_NULL, null=True, blank=True, related_name="aliases"
    )
    offset = models.PositiveIntegerField(
        default=0, help_text="Characters into the paragraph's text."
    )

    class Meta:
        ordering = ["cable", "key"]
        verbose_name_plural = "paragraph aliases"
        constraints = [
            models.UniqueConstraint(
                fields=["cable", "key"], name="alias_key_once_in_a_cable"
            ),
        ]

    def __str__(self):
        return f"{self.cable_id}#{self.key}"
