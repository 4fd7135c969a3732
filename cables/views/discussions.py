"""Discussions elsewhere: all of them on one list."""

from django.shortcuts import render

from cables.reading.conditional import reader_page
from cables.reading.threads import newest_threads, place_of

from .listing import Paged


@reader_page
def discussions(request):
    listing = Paged(request, newest_threads(), name="discussions")
    threads = list(listing.slice)
    for thread in threads:
        thread.place = place_of(thread)
    context = {"listing": listing, "threads": threads}
    return render(request, "cables/discussions.html", context)
