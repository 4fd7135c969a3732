"""The archive's own texts, which editors write and readers read."""

from django.shortcuts import get_object_or_404, render

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
