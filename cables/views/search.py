"""The page of a search: what is found, what it can be narrowed by, or what to try."""

import re

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import pgettext_lazy

from cables.filters import SearchFilter
from cables.reading.answers import known_key
from cables.reading.conditional import reader_page, search_page
from cables.reading.search_address import NAMES, SearchAddress
from cables.reading.search_facets import counting, facets, labels_for
from cables.reading.search_labels import TITLES
from cables.search.index import IndexMissing
from cables.search.results import load
from cables.sharing.pasted import ids_alone
from cables.sharing.permalinks import address_in_context
from cables.sharing.resolver import find_cable, paragraph_in, understood

from .listing import page_window
from .search_advice import advice
from .search_chips import parts
from .search_help import FIELDS, WORDS
from .search_hits import rows

ROWS = 20
DEEPEST = 10_000  # results that pages lead to
ORDERS = {
    "relevance": pgettext_lazy("order of cables", "Best match"),
    "newest": pgettext_lazy("order of cables", "Newest"),
    "oldest": pgettext_lazy("order of cables", "Oldest"),
}
_ID_LIKE = re.compile(r"(?=\S*[0-9])\S+|#\S+(?:\s+#\S+)*")


@search_page
def search(request):
    """Go straight to a cable where the words are nothing but its id; else search."""
    wanted = SearchFilter(request.GET)
    text = (wanted.cleaned.get("q") or "").strip()
    as_words = bool(request.GET.get("words"))
    is_id = not as_words and reads_as_id(text)
    if is_id and (cable := find_cable(text)):
        key = known_key(cable, paragraph_in(text))
        return HttpResponseRedirect(address_in_context(cable, key))
    address = SearchAddress(wanted, words=as_words)
    context = {"filter": wanted, "q": text, "address": address}
    context["absent_id"] = understood(text) if is_id else None
    context["several_ids"] = 0 if as_words else ids_alone(text)
    try:
        return _results(request, wanted, address, context)
    except IndexMissing:
        answer = render(request, "cables/search_missing.html", context, status=503)
        answer["Retry-After"] = "60"
        return answer


def reads_as_id(text):
    """Whether a text may be an id and nothing else. In quotation marks it is words."""
    if not text or text[0] in "\"'“”‘’":
        return False
    return bool(understood(text) or _ID_LIKE.fullmatch(text))


def _results(request, wanted, address, context):
    finder = wanted.finder()
    number = _page_number(request)
    if number is None or number > DEEPEST // ROWS:
        return _beyond(request, finder.count(), context)
    counts = counting(request, finder)
    found = finder.find(order=wanted.order, offset=(number - 1) * ROWS, limit=ROWS)
    if number > max(1, last_page(found.count)):
        return _beyond(request, found.count, context)
    hits = load(found.keys, finder.query, markings=wanted.choices.para)
    counted = counts(found.count)
    whole = request.GET.get("more", "")
    whole = whole if whole in TITLES else ""
    labels = labels_for(wanted, counted, whole)
    chips = parts(wanted, labels, address)
    context |= {
        "count": found.count,
        "first": (number - 1) * ROWS + 1,
        "last": min(number * ROWS, found.count),
        "rows": rows(hits),
        "facets": facets(wanted, counted, labels, address, whole),
        "chips": chips,
        "pages": _pages(number, last_page(found.count), address),
        "orders": _orders(wanted, address),
        "kept": address.pairs("sort", "words"),
        "urls": _urls(address, found.count),
        "is_cut": found.count > DEEPEST,
        "advice": None if found.count else advice(finder, chips, address),
    }
    return render(request, "cables/search.html", context)


def last_page(count):
    return -(-min(count, DEEPEST) // ROWS)


def _page_number(request):
    text = request.GET.get("page") or "1"
    is_number = text.isascii() and text.isdigit() and len(text) < 8 and int(text)
    return int(text) if is_number else None


def _pages(number, last, address):
    """Return (name, address, is this) of the pages to name; no address is a gap."""
    if last < 2:
        return None
    return {
        "before": address.url(page=number - 1) if number > 1 else "",
        "after": address.url(page=number + 1) if number < last else "",
        "near": [
            _page(page, number, address) if page else None
            for page in page_window(number, last)
        ],
    }


def _page(page, number, address):
    name = number_format(page, force_grouping=True)
    return name, address.url(page=page), page == number


def _orders(wanted, address):
    orders = ORDERS if wanted.query.words else ("newest", "oldest")
    shown = wanted.order if wanted.order in orders else "newest"
    return [(ORDERS[one], address.url(sort=one), one == shown) for one in orders]


def _urls(address, count):
    """The same search in other forms, and without any choice."""
    csv, jsonl = (reverse("search-export", args=[form]) for form in ("csv", "jsonl"))
    return {
        "csv": address.url(csv, words=None),
        "jsonl": address.url(jsonl, words=None),
        "feed": address.url(reverse("search-feed"), words=None, sort=None),
        "clear": address.url(**dict.fromkeys(NAMES)),
    }


def _beyond(request, count, context):
    """Say how far the pages lead, and how to come to what lies behind them."""
    last, address = last_page(count), context["address"]
    context |= {
        "count": count,
        "is_cut": count > DEEPEST,
        "last_page": last,
        "first_url": address.url(),
        "last_url": address.url(page=last) if last > 1 else "",
        "orders": _orders(context["filter"], address),
    }
    return render(request, "cables/search_beyond.html", context, status=404)


@reader_page
def search_help(request):
    context = {"fields": FIELDS, "words": WORDS}
    return render(request, "cables/search_help.html", context)
