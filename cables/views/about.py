"""The archive's own texts, which editors write and readers read."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cables.models import SitePage, clean_html
from cables.reading.conditional import cacheable, reader_page


def about_index(request):
    return about(request, "about")


def about(request, slug):
    return cacheable(_about(request, slug))


@reader_page
def _about(request, slug):
    page = get_object_or_404(SitePage, slug=slug)
    others = SitePage.objects.exclude(pk=page.pk).only("slug", "title", "position")
    context = {"page": page, "text": clean_html(page.text), "others": others}
    return render(request, "cables/about.html", context)


@require_safe
def design(request):
    """The page of all components is the staff's; people are known at the desk alone."""
    return cacheable(redirect("admin:design"))
