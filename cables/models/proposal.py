"""What readers propose: an article that used cables, or a thread that discusses one."""

from django.conf import settings
from django.db import models

from cables.choices import ModerationState, ProposalKind

from .article import Article
from .discussion import Discussion


class Proposal(models.Model):
    """
    Readers' pages add rows and never read one: the readers' database role may not. It
    keeps what was typed, and nothing about who typed it.
    """

    kind = models.CharField(max_length=10, choices=ProposalKind)
    url = models.URLField(max_length=1000)
    title = models.CharField(max_length=300, blank=True)
    cables = models.TextField(blank=True, help_text="Ids or text, as it was pasted.")
    quote = models.TextField(blank=True)
    note = models.TextField(blank=True)
    made = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=10, choices=ModerationState, default=ModerationState.PROPOSED
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    decided = models.DateTimeField(null=True, blank=True)
    decided_why = models.CharField(max_length=500, blank=True)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="proposals"
    )
    discussion = models.ForeignKey(
        Discussion, models.SET_NULL, null=True, blank=True, related_name="proposals"
    )

    class Meta:
        ordering = ["-made", "-id"]
        indexes = [models.Index(fields=["state", "made", "id"], name="proposal_state")]
        permissions = [("decide_proposal", "Can approve and reject proposals")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ProposalKind.values),
                name="proposal_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ModerationState.values),
                name="proposal_state_known",
            ),
        ]

    def __str__(self):
        return self.title or self.url
