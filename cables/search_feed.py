"""The feed of any search: what of it came to readers last."""

from django.urls import reverse

from cables.filters import SearchFilter
from cables.models import Cable
from cables.reading.answers import no_index
from cables.reading.conditional import search_page
from cables.reading.search_address import SearchAddress
from cables.search.arrivals import newest_released
from cables.search.index import IndexMissing
from cables.search.results import load
from cables.sharing.permalinks import absolute

from .feed_entries import cable_summary, feed_name, one_line
from .feeds import ENTRIES, CableFeed


class SearchFeed(CableFeed):
    """Newest releases that a search finds, whatever order its page is in."""

    cached = staticmethod(search_page)
    subtitle = "What a search of the archive finds, the newest release first."

    def __call__(self, request):
        try:
            return super().__call__(request)
        except IndexMissing:
            return no_index(request)

    def get_object(self, request):
        search = SearchFilter(request.GET)
        search.address = SearchAddress(search)
        return search

    def title(self, search):
        asked = one_line(", ".join(_said(search.address)))[:120]
        return feed_name(f"search for {asked}" if asked else "search")

    def link(self, search):
        return absolute(search.address.url())

    def feed_url(self, search):
        # The same for all that mean the same; a feed has an order of its own.
        return absolute(search.address.url(reverse("search-feed"), sort=None))

    def items(self, search):
        keys = newest_released(search.finder(), most=ENTRIES)
        rows = Cable.objects.public().filter(pk__in=keys).values_list("pk", "modified")
        modified = dict(rows)
        hits = load(keys, search.query, markings=search.choices.para, most=1)
        cables = [_with_excerpt(hit) for hit in hits if hit.cable.pk in modified]
        for cable in cables:
            cable.modified = modified[cable.pk]
        return sorted(cables, key=_newest_first)

    def item_description(self, cable):
        return cable_summary(cable, cable.excerpt)


def _said(address):
    """Yield what a search asks for, in words: "harbour", "tag PREL"."""
    for name, values in address.values.items():
        for value in values if name != "sort" else ():
            yield value if name == "q" else f"{name} {value}"


def _with_excerpt(hit):
    hit.cable.excerpt = hit.paragraphs[0].pieces if hit.paragraphs else ()
    return hit.cable


def _newest_first(cable):
    return -cable.released.timestamp(), -cable.created.timestamp(), -cable.pk
