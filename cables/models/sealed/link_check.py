"""Whether an article still answers at its address, each time that it was asked."""

from django.db import models

from cables.choices import LinkStatus
from cables.models.article import Article


class LinkCheck(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="checks")
    when = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=10, choices=LinkStatus)
    code = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of HTTP; empty where nothing answered."
    )
    detail = models.CharField(max_length=500, blank=True)
    moved_to = models.URLField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-when", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=LinkStatus.values),
                name="link_check_status_known",
            ),
        ]

    def __str__(self):
        return f"{self.article_id}: {self.status}"
