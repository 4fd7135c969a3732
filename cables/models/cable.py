"""The cable: one diplomatic telegram, as readers see it."""

import hashlib
import re

from django.conf import settings
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from cables.choices import Classification, Precedence, Precision, State

from .post import Post
from .tag import CableTag

#: What an id may hold, as imports have it too. An id is part of addresses: with another
#: character no address of the cable can be made, and no page that links to it.
REFERENCE_ID = re.compile(r"[0-9A-Z][0-9A-Z:._-]*")


def content_sha256(*, subject, header, body):
    """Return the hex digest of a cable's public words: what a mirror can check."""
    text = "\0".join((subject, header, body))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class CableQuerySet(models.QuerySet):
    def public(self, now=None):
        """
        Return what readers may see: published, not on hold, and released. This is the
        only door for reader code.
        """
        return self.filter(public_q(now=now))

    def newest(self):
        return self.order_by("-created", "-id")


def public_q(prefix="", now=None):
    """Return the condition "is public" for a cable at the end of ``prefix``."""
    return models.Q(
        **{
            f"{prefix}state": State.PUBLISHED,
            f"{prefix}on_hold": False,
            f"{prefix}released__lte": now or timezone.now(),
        }
    )


class Cable(models.Model):
    """
    One telegram. ``header`` and ``body`` are the record as received with removed words
    replaced: everything here is fit for readers once the cable is public. The record
    as it came, and every removed word, live in ``models.sealed``.
    """

    reference_id = models.CharField(
        max_length=60,
        unique=True,
        help_text="As in the source, in capitals: 06MEXICO1889.",
    )
    number = models.PositiveIntegerField(
        unique=True, null=True, blank=True, help_text="The number in the data release."
    )
    created = models.DateTimeField(help_text="When the telegram was sent, in UTC.")
    created_precision = models.CharField(
        max_length=6, choices=Precision, default=Precision.MINUTE
    )
    released = models.DateTimeField(
        null=True, blank=True, help_text="When readers may first see it, in UTC."
    )
    classification = models.CharField(max_length=40, choices=Classification)
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="cables", db_index=False
    )
    subject = models.TextField(blank=True)

    # the transmission header, decoded
    transmission_id = models.CharField(max_length=40, blank=True)
    precedence = models.CharField(max_length=2, choices=Precedence, blank=True)
    precedence_info = models.CharField(max_length=2, choices=Precedence, blank=True)
    date_time_group = models.CharField(max_length=40, blank=True)
    sender = models.CharField(max_length=200, blank=True)

    # the opening of the body, decoded
    section = models.PositiveSmallIntegerField(default=0)
    section_count = models.PositiveSmallIntegerField(default=0)
    captions = models.JSONField(default=list, blank=True)
    attention = models.JSONField(default=list, blank=True)
    executive_order = models.CharField(max_length=20, blank=True)
    declassify_on = models.DateField(null=True, blank=True)
    declassify_note = models.TextField(blank=True)
    classified_by = models.CharField(max_length=200, blank=True)
    classified_by_title = models.CharField(max_length=200, blank=True)
    reasons = models.CharField(
        max_length=40, blank=True, help_text="Letters, joined by commas: b,d."
    )
    reason_section = models.CharField(max_length=8, blank=True)
    signatory = models.CharField(max_length=200, blank=True)

    header = models.TextField(blank=True)
    body = models.TextField(blank=True)
    is_partial = models.BooleanField(default=False)
    canonical = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="twins",
        help_text="For a malformed twin: the same cable under its correct id.",
    )
    word_count = models.PositiveIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    on_hold = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    modified = models.DateTimeField(default=timezone.now, editable=False)
    curated = models.JSONField(
        default=list,
        editable=False,
        help_text="Names of the fields that a person set: no import overwrites them.",
    )
    problems = models.JSONField(
        default=list,
        editable=False,
        help_text="What the parser could not read: code, source and span, no words.",
    )

    tags = TaggableManager(through=CableTag, blank=True)

    objects = CableQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-id"]
        indexes = [
            models.Index(fields=["created", "id"], name="cable_created"),
            models.Index(fields=["post", "created", "id"], name="cable_post_created"),
            models.Index(
                fields=["classification", "created", "id"], name="cable_class_created"
            ),
            models.Index(fields=["released", "created", "id"], name="cable_released"),
            models.Index(fields=["state", "created", "id"], name="cable_state_created"),
            # Holds all that a count of public cables asks for: without it SQLite walks
            # past each body to learn whether a cable is on hold (600 ms become 9).
            models.Index(
                fields=[
                    *("state", "on_hold", "released", "created"),
                    *("classification", "post", "id"),
                ],
                name="cable_public",
            ),
            # Few cables are either, and the desk asks for those: without an index a
            # database reads all rows to find them.
            models.Index(
                fields=["created", "id"],
                condition=models.Q(on_hold=True),
                name="cable_on_hold",
            ),
            models.Index(
                fields=["created", "id"],
                condition=models.Q(is_partial=True),
                name="cable_partial",
            ),
            models.Index(
                fields=["created", "id"],
                condition=~models.Q(problems=[]),
                name="cable_problems",
            ),
            # How long a queue of the desk has waited.
            models.Index(
                fields=["modified", "id"],
                condition=models.Q(on_hold=True),
                name="cable_hold_age",
            ),
            models.Index(
                fields=["modified", "id"],
                condition=models.Q(state="review"),
                name="cable_review_age",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reference_id=Upper("reference_id"))
                & ~models.Q(reference_id=""),
                name="cable_reference_id_in_capitals",
                violation_error_message="Write the reference id in capitals.",
            ),
            models.CheckConstraint(
                condition=models.Q(classification__in=Classification.values),
                name="cable_classification_known",
            ),
            models.CheckConstraint(
                condition=models.Q(created_precision__in=Precision.values),
                name="cable_precision_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="cable_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.PUBLISHED)
                | models.Q(released__isnull=False),
                name="cable_published_has_release",
                violation_error_message="A published cable has a date of release.",
            ),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="cable_version_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(canonical__isnull=True)
                | ~models.Q(canonical=models.F("id")),
                name="cable_not_its_own_twin",
                violation_error_message="A cable cannot be the twin of itself.",
            ),
        ]
        permissions = [
            ("publish_cable", "Can publish cables"),
            ("withdraw_cable", "Can withdraw cables"),
            ("hold_cable", "Can put cables on hold and take them off"),
            ("change_many_cables", "Can change many cables at once"),
        ]

    def __str__(self):
        return self.reference_id

    def get_absolute_url(self):
        return reverse(
            "cable",
            args=[self.created.year, f"{self.created.month:02}", self.reference_id],
        )

    @property
    def is_public(self):
        return (
            self.state == State.PUBLISHED
            and not self.on_hold
            and self.released is not None
            and self.released <= timezone.now()
        )

    @property
    def hashtags(self):
        return f"#{settings.HASHTAG} #{self.reference_id}"
