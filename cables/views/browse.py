"""Browsing: lists of cables by post, country and classification."""

from collections import Counter
from operator import itemgetter
from typing import NamedTuple

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cables.choices import Classification
from cables.models import Cable, Post, PostAlias
from cables.reading.conditional import reader_page
from cables.reading.figures import counted

from .charts.timeline import by_years
from .charts.world import place_of, world
from .listing import Listing
from .tables import Column, Table, folded, number, words


class PostRow(NamedTuple):
    post: Post
    count: int
    of_country: int  # cables of all posts there
    placed: bool


@reader_page
def posts(request):
    counts = counted(request.edition, "post")
    found = [
        (post, counts[post.pk]) for post in Post.objects.all() if post.pk in counts
    ]
    totals = Counter()
    for post, n in found:
        totals[post.country_slug] += n
    rows = [
        PostRow(post, n, totals[post.country_slug], place_of(post) is not None)
        for post, n in found
    ]
    columns = [
        Column("country", _("Country"), lambda row: _by_country(row.post)),
        words("name", _("Post"), lambda row: row.post.name),
        number("count", _("Cables"), lambda row: row.count),
    ]
    context = {"table": Table(request, rows, columns), "world": world(found)}
    return render(request, "cables/posts.html", context)


def _by_country(post):
    """Return the name that posts are grouped by; those of no country come last."""
    return folded(post.country) or "~"


@reader_page
def post(request, slug):
    found = Post.objects.filter(slug=slug).first() or _post_known_as(slug)
    counts = _require_public(request, [found])
    if found.slug != slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    cables = Cable.objects.public().filter(post=found)
    context = {
        "post": found,
        "timeline": by_years(counted(request.edition, "year", post=[found.pk])),
        "listing": Listing(
            request,
            cables,
            name=f"post:{found.pk}",
            search={"post": found.slug},
            total=counts[found.pk],
        ),
    }
    return render(request, "cables/post.html", context)


def _post_known_as(name):
    """Return the post that has, or had, a name or address."""
    alias = PostAlias.objects.filter(name__iexact=name).select_related("post").first()
    if alias is None:
        raise Http404("The archive knows no such post.")
    return alias.post


def _require_public(request, posts):
    """
    Return the number of cables of every post; 404 where these posts have none. That a
    post is known says that a cable from it is here, perhaps a draft.
    """
    counts = counted(request.edition, "post")
    if not any(post.pk in counts for post in posts):
        raise Http404("The archive has no cable from there.")
    return counts


@reader_page
def countries(request):
    counts, table = counted(request.edition, "post"), {}
    for post in Post.objects.exclude(country_slug="").order_by("country", "name"):
        if post.pk in counts:
            row = {"name": post.country, "slug": post.country_slug}
            row = table.setdefault(post.country_slug, row | {"posts": 0, "count": 0})
            row["posts"] += 1
            row["count"] += counts[post.pk]
    columns = [
        words("name", _("Country"), itemgetter("name")),
        number("posts", _("Posts"), itemgetter("posts")),
        number("count", _("Cables"), itemgetter("count")),
    ]
    context = {"table": Table(request, table.values(), columns)}
    return render(request, "cables/countries.html", context)


@reader_page
def country(request, slug):
    posts = list(Post.objects.filter(country_slug=slug))
    counts = _require_public(request, posts)
    keys = [post.pk for post in posts if post.pk in counts]
    listing = Listing(
        request,
        Cable.objects.public().filter(post__in=keys),
        name=f"country:{slug}",
        search={"country": slug},
        total=sum(counts[key] for key in keys),
    )
    context = {
        "country": posts[0].country,
        "posts": [(post, counts[post.pk]) for post in posts if post.pk in counts],
        "timeline": by_years(counted(request.edition, "year", post=keys)),
        "listing": listing,
    }
    return render(request, "cables/country.html", context)


@reader_page
def classifications(request):
    counts = counted(request.edition, "classification")
    rows = [(value, counts.get(value, 0)) for value in Classification]
    ranks = list(Classification)
    columns = [
        Column(
            "rank", _("Classification"), lambda row: ranks.index(row[0]), numeric=True
        ),
        number("count", _("Cables"), lambda row: row[1]),
    ]
    context = {"table": Table(request, rows, columns)}
    return render(request, "cables/classifications.html", context)


@reader_page
def classification(request, slug):
    found = Classification.from_slug(slug)
    if found is None:
        return _other_case(slug)
    cables = Cable.objects.public().filter(classification=found)
    counts = counted(request.edition, "classification")
    context = {
        "classification": found,
        "listing": Listing(
            request,
            cables,
            name=f"class:{slug}",
            without=("classification",),
            search={"classification": slug},
            total=counts.get(found, 0),
        ),
    }
    return render(request, "cables/classification.html", context)


def _other_case(slug):
    if Classification.from_slug(slug.lower()) is None:
        raise Http404("The archive knows six classifications.")
    address = reverse("classification", args=[slug.lower()])
    return HttpResponsePermanentRedirect(address)
