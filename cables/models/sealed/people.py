"""How people come to the desk: by an invitation, never by signing up."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models


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
