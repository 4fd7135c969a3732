"""The archive's own texts: how a cable is built, how to discuss one, questions."""

import nh3
from django.db import models
from django.urls import reverse

# Editors write HTML; headings start at h2, since the title is the page's h1.
ALLOWED = {
    *("p", "br", "h2", "h3", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "hr"),
    *("a", "abbr", "b", "strong", "i", "em", "code", "pre", "kbd", "small", "q"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}, "abbr": {"title"}, "th": {"scope"}, "*": {"id", "lang"}}


def clean_html(html):
    """Return an editor's HTML without anything that could do harm."""
    return nh3.clean(
        html,
        tags=ALLOWED,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
    )


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
