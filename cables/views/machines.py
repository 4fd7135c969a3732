"""Answers for machines: robots, and whoever watches over the site."""

from django.conf import settings
from django.db import DatabaseError
from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from cables.models import current_epoch
from cables.reading.answers import plain_text
from cables.reading.conditional import cacheable
from cables.search.index import INDEXES, IndexMissing
from cables.search.writer import behind, is_behind
from cables.sharing.permalinks import absolute

#: What is for whoever asks, in each language.
ASKED = ("/search/", "/lookup/")


def robots(request):
    """
    Searches and their exports are for whoever asks: a crawler finds every cable by the
    sitemap, and would follow facets for ever.
    """
    prefixes = ["", *(f"/{code}" for code, name in settings.LANGUAGES)]
    asked = [f"{prefix}{path}" for path in ASKED for prefix in prefixes]
    closed = (*asked, "/admin/")
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {absolute(reverse('sitemap'))}",
        f"# Newest releases: {absolute(reverse('feed'))}",
        "",
    ]
    return cacheable(plain_text("\n".join(lines)))


@never_cache
def live(request):
    """The process answers."""
    return JsonResponse({"live": True})


@never_cache
def ready(request):
    """The process can read its database; and how far the search indexes are behind."""
    try:
        epoch = current_epoch()
        search = {name: _index_state(index) for name, index in INDEXES.items()}
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    return JsonResponse({"ready": True, "epoch": epoch, "search": search})


def _index_state(index):
    """``behind`` counts the cables that the index has to take in; None is all of them."""
    try:
        stand = index.stand()
        late = behind(index) if is_behind(index) else 0
    except IndexMissing:
        return {"built": False, "epoch": None, "behind": None}
    return {"built": True, "epoch": stand.epoch, "behind": late}
