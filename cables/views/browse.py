"""Browsing: lists of cables by date, release, post, country, tag and classification."""

import calendar
from datetime import UTC, date, datetime, timedelta

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render

from cables.choices import Classification
from cables.models import Cable, Post, PostAlias

from . import figures
from .conditional import reader_page
from .figures import figure
from .listing import Listing

YEARS = range(1900, 2101)


@reader_page
def dates(request):
    context = {"years": figure(request.edition, figures.by_year)}
    return render(request, "cables/dates.html", context)


@reader_page
def year(request, year):
    counts = figure(request.edition, figures.by_month, _known(year))
    months = [(date(year, n, 1), counts.get(n, 0)) for n in range(1, 13)]
    listing = _between(request, f"year:{year}", date(year, 1, 1), date(year + 1, 1, 1))
    context = {"year": date(year, 1, 1), "months": months, "listing": listing}
    return render(request, "cables/year.html", context)


@reader_page
def month(request, year, month):
    first = _date(year, month, 1)
    after = (first + timedelta(days=32)).replace(day=1)
    counts = figure(request.edition, figures.by_day, year, month)
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    context = {
        "month": first,
        "weeks": [
            [(d, counts.get(d.day, 0)) if d.month == month else None for d in week]
            for week in weeks
        ],
        "days": [(date(year, month, day), n) for day, n in counts.items()],
        "listing": _between(request, f"month:{first}", first, after),
    }
    return render(request, "cables/month.html", context)


@reader_page
def day(request, year, month, day):
    first = _date(year, month, day)
    listing = _between(request, f"day:{first}", first, first + timedelta(days=1))
    return render(request, "cables/day.html", {"day": first, "listing": listing})


def _between(request, name, first, after):
    cables = Cable.objects.public().filter(
        created__gte=_midnight(first), created__lt=_midnight(after)
    )
    return Listing(request, cables, name=name, without=("year",))


@reader_page
def releases(request):
    counts = figure(request.edition, figures.by_release)
    days = sorted(counts.items(), reverse=True)
    return render(request, "cables/releases.html", {"days": days})


@reader_page
def release_day(request, year, month, day):
    first = _date(year, month, day)
    cables = Cable.objects.public().filter(
        released__gte=_midnight(first),
        released__lt=_midnight(first + timedelta(days=1)),
    )
    listing = Listing(request, cables, name=f"release:{first}")
    context = {"day": first, "listing": listing}
    return render(request, "cables/release_day.html", context)


@reader_page
def posts(request):
    counts = figure(request.edition, figures.by_post)
    rows = [(post, counts[post.pk]) for post in Post.objects.all() if post.pk in counts]
    return render(request, "cables/posts.html", {"posts": rows})


@reader_page
def post(request, slug):
    found = Post.objects.filter(slug=slug).first() or _post_known_as(slug)
    _require_public(request, [found])
    if found.slug != slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    cables = Cable.objects.public().filter(post=found)
    listing = Listing(request, cables, name=f"post:{found.pk}")
    return render(request, "cables/post.html", {"post": found, "listing": listing})


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
    counts = figure(request.edition, figures.by_post)
    if not any(post.pk in counts for post in posts):
        raise Http404("The archive has no cable from there.")
    return counts


@reader_page
def countries(request):
    counts, table = figure(request.edition, figures.by_post), {}
    for post in Post.objects.exclude(country_slug="").order_by("country", "name"):
        if post.pk in counts:
            row = table.setdefault(
                post.country_slug, [post.country, post.country_slug, 0, []]
            )
            row[2] += counts[post.pk]
            row[3].append(post)
    rows = [
        {"name": name, "slug": slug, "count": n, "posts": posts}
        for name, slug, n, posts in table.values()
    ]
    return render(request, "cables/countries.html", {"countries": rows})


@reader_page
def country(request, slug):
    posts = list(Post.objects.filter(country_slug=slug))
    counts = _require_public(request, posts)
    listing = Listing(
        request,
        Cable.objects.public().filter(post__in=[post.pk for post in posts]),
        name=f"country:{slug}",
    )
    context = {
        "country": posts[0].country,
        "posts": [(post, counts.get(post.pk, 0)) for post in posts],
        "listing": listing,
    }
    return render(request, "cables/country.html", context)


@reader_page
def classifications(request):
    counts = figure(request.edition, figures.by_classification)
    rows = [(value, counts.get(value, 0)) for value in Classification]
    return render(request, "cables/classifications.html", {"classifications": rows})


@reader_page
def classification(request, slug):
    found = Classification.from_slug(slug)
    if found is None:
        return _other_case(slug)
    cables = Cable.objects.public().filter(classification=found)
    context = {
        "classification": found,
        "listing": Listing(
            request, cables, name=f"class:{slug}", without=("classification",)
        ),
    }
    return render(request, "cables/classification.html", context)


def _other_case(slug):
    if Classification.from_slug(slug.lower()) is None:
        raise Http404("The archive knows six classifications.")
    return HttpResponsePermanentRedirect(f"/classification/{slug.lower()}/")


def _known(year):
    if year not in YEARS:
        raise Http404("The archive holds no such year.")
    return year


def _date(year, month, day):
    try:
        return date(_known(year), month, day)
    except ValueError as error:
        raise Http404("There is no such date.") from error


def _midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
