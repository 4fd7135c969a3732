"""How people come to the desk, by an invitation, and how they come back to it."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q


class Invitation(models.Model):
    """A link that lets one person make one account with these roles, once."""

    name = models.CharField(max_length=150, help_text="Of the person, or an address.")
    roles = models.ManyToManyField(Group, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    accepted = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made", "-id"]

    def __str__(self):
        return self.name


class WayIn(models.Model):
    """
    A link by which one person gets in again, once, with a password of their own choice.
    One administrator asks for it and another approves it, and neither is that person:
    nobody can come in as somebody else alone.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    why = models.CharField("reason", max_length=500)
    asked = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    approved = models.DateTimeField(null=True, blank=True)
    token_sha256 = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Empty until approved."
    )
    expires = models.DateTimeField(
        help_text="The request; once it is approved, the link."
    )
    used = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "way in"
        verbose_name_plural = "ways in"
        ordering = ["-asked", "-id"]
        default_permissions = ("add", "view")
        permissions = [("approve_wayin", "Can approve a way in")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by=F("asked_by")), name="way_in_needs_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("asked_by")) & ~Q(person=F("approved_by")),
                name="way_in_for_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(token_sha256="") | Q(approved__isnull=False),
                name="way_in_has_a_link_once_approved",
            ),
            models.UniqueConstraint(
                fields=["token_sha256"],
                condition=~Q(token_sha256=""),
                name="way_in_link_once",
            ),
        ]

    def __str__(self):
        return f"Way in of {self.person}"


class DoorCount(models.Model):
    """
    Failed sign-ins and used codes, where no cache server counts them: the columns are
    those of Django's cache in a database. It forgets what has expired.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.cache_key
