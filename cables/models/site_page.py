"""The archive's own texts: how a cable is built, how to discuss one, questions."""

from django.db import models
from django.urls import reverse


class SitePage(models.Model):
    """A page under ``/about/`` that editors edit."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=300, blank=True)
    text = models.TextField(help_text="HTML; whatever could do harm is left out.")
    position = models.PositiveSmallIntegerField(default=0)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("about", args=[self.slug])
