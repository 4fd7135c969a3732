"""The archive's own texts, which editors write and readers read."""

import re

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import get_script_prefix
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cables.models import SitePage, clean_html
from cables.reading.conditional import cacheable, reader_page
from cables.sharing.permalinks import LANGUAGE
from cables.site_pages import in_language

_LINK = re.compile(r'(?<= href=")/(?!/)[^"]*')


def about_index(request):
    return about(request, "about")


def about(request, slug):
    return cacheable(_about(request, slug))


@reader_page
def _about(request, slug):
    page = get_object_or_404(SitePage, slug=slug)
    language = get_language()
    title, summary, text = (
        in_language(page, name, language) for name in ("title", "summary", "text")
    )
    others = [
        (other, in_language(other, "title", language))
        for other in SitePage.objects.exclude(pk=page.pk).only("slug", "title")
    ]
    context = {
        "title": title,
        "summary": summary,
        "text": text._replace(words=_led_on(clean_html(text.words))),
        "others": others,
    }
    return render(request, "cables/about.html", context)


def _led_on(html):
    """Lead the links of a text to pages in the language that its own address is in."""
    prefix = get_script_prefix()

    def led_on(found):
        path = found[0]
        is_led = LANGUAGE.match(path) or path.startswith(prefix)
        return path if is_led else f"{prefix}{path.lstrip('/')}"

    return _LINK.sub(led_on, html)


@require_safe
def design(request):
    """The page of all components is the staff's; people are known at the desk alone."""
    return cacheable(redirect("admin:design"))
