"""Discussions: threads elsewhere about a cable or one of its paragraphs."""

from django.db import models

from cables.choices import ModerationState

from .cable import Cable, public_q
from .paragraph import Paragraph


class DiscussionQuerySet(models.QuerySet):
    def public(self, now=None):
        """Return approved threads about public cables."""
        return self.filter(public_q("cable__", now=now), state=ModerationState.APPROVED)


class Discussion(models.Model):
    """A thread on another site. Nothing of it is hosted here but its address."""

    cable = models.ForeignKey(
        Cable, models.CASCADE, related_name="discussions", db_index=False
    )
    paragraph = models.ForeignKey(
        Paragraph, models.SET_NULL, null=True, blank=True, related_name="discussions"
    )
    url = models.URLField(max_length=1000)
    title = models.CharField(max_length=300, blank=True)
    proposed = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=10, choices=ModerationState, default=ModerationState.PROPOSED
    )

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed", "-id"]
        indexes = [
            models.Index(
                fields=["state", "proposed", "id"], name="discussion_proposed"
            ),
        ]
        permissions = [("approve_discussion", "Can show discussions to readers")]
        constraints = [
            models.UniqueConstraint(
                fields=["cable", "url"], name="discussion_once_on_a_cable"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ModerationState.values),
                name="discussion_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(url__startswith="http://")
                | models.Q(url__startswith="https://"),
                name="discussion_url_is_web",
                violation_error_message="The address begins with https://.",
            ),
        ]

    def __str__(self):
        return self.title or self.url
