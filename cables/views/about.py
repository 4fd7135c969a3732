"""The archive's own texts, which editors write and readers read."""

import nh3
from django.shortcuts import get_object_or_404, render

from cables.models import SitePage

from .conditional import cacheable, reader_page

# Editors write HTML; headings start at h2, since the title is the page's h1.
ALLOWED = {
    *("p", "br", "h2", "h3", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "hr"),
    *("a", "abbr", "b", "strong", "i", "em", "code", "pre", "kbd", "small", "q"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}, "abbr": {"title"}, "th": {"scope"}, "*": {"id", "lang"}}


def about_index(request):
    return about(request, "about")


def about(request, slug):
    return cacheable(_about(request, slug))


@reader_page
def _about(request, slug):
    page = get_object_or_404(SitePage, slug=slug)
    others = SitePage.objects.exclude(pk=page.pk).only("slug", "title", "position")
    context = {"page": page, "text": clean(page.text), "others": others}
    return render(request, "cables/about.html", context)


def clean(html):
    """Return an editor's HTML without anything that could do harm."""
    return nh3.clean(
        html,
        tags=ALLOWED,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
    )
