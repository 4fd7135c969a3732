"""Addresses of the original site that have other names here."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from cables.choices import Classification

# In the order of the original site, whose addresses number them from 1.
CLASSIFICATIONS = {
    1: Classification.CONFIDENTIAL,
    2: Classification.CONFIDENTIAL_NOFORN,
    3: Classification.SECRET,
    4: Classification.SECRET_NOFORN,
    5: Classification.UNCLASSIFIED,
    6: Classification.FOUO,
}


def month(request, year, month, page):
    return _to("month", year, month, page=page)


def release(request, year, month, day, page):
    return _to("release-day", year, month, day, page=page)


def tag(request, slug, page):
    return _to("tag", slug.replace("/", "-"), page=page)


def classification(request, number, page):
    value = CLASSIFICATIONS.get(int(number)) if len(number) < 3 else None
    if value is None:
        raise Http404("The original site numbered six classifications.")
    return _to("classification", value.slug, page=page)


def origin(request):
    """The numbers of origins changed with every build: the list is what is left."""
    return _to("posts")


def questions(request):
    return _to("about", "faq")


def _to(name, *args, page="0"):
    # The original site counted its pages from 0, this one counts from 1.
    number = int(page) + 1 if len(page) < 6 else 1
    query = {"page": number} if number > 1 else None
    return HttpResponsePermanentRedirect(reverse(name, args=args, query=query))
