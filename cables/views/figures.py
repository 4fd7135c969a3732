"""
The archive's counts. Each is counted once an edition, and kept in the cache under its
name: a page of 251,287 cables must not be counted for every reader.
"""

import hashlib

from django.core.cache import cache
from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear, TruncDate

from cables.models import Article, ArticleLink, Cable, CableTag, Publisher

A_DAY = 86_400


def remembered(edition, name, count):
    """Return a count from this edition's cache, or count and keep it."""
    digest = hashlib.sha256(f"{edition.key}|{name}".encode()).hexdigest()[:32]
    key = f"figure:{digest}"
    value = cache.get(key)
    if value is None:
        value = count()
        cache.set(key, value, A_DAY)
    return value


def figure(edition, count, *args):
    """Return one of the figures below: ``figure(edition, by_month, 2006)``."""
    name = f"{count.__name__}{args}"
    return remembered(edition, name, lambda: count(*args))


def whole():
    """The figures of the front page."""
    cables = Cable.objects.public().aggregate(
        cables=Count("id"),
        posts=Count("post", distinct=True),
        first=Min("created"),
        last=Max("created"),
    )
    used = ArticleLink.objects.public()
    return cables | {"articles": used.aggregate(n=Count("article", distinct=True))["n"]}


def by_year():
    return _pairs(Cable.objects.public(), ExtractYear("created"))


def by_month(year):
    rows = Cable.objects.public().filter(created__year=year)
    return _pairs(rows, ExtractMonth("created"))


def by_day(year, month):
    rows = Cable.objects.public().filter(created__year=year, created__month=month)
    return _pairs(rows, ExtractDay("created"))


def by_release():
    return _pairs(Cable.objects.public(), TruncDate("released"))


def by_classification():
    return _pairs(Cable.objects.public(), "classification")


def by_post():
    """Return the number of cables for each post's key."""
    return _pairs(Cable.objects.public(), "post")


def by_tag():
    """Return the number of cables for each tag's key."""
    # Not a join: one pass over the index of public cables, and a look-up for each tag.
    public = Cable.objects.public().order_by().values("pk")
    return _pairs(CableTag.objects.filter(content_object__in=public), "tag")


def by_publisher():
    """Return (publisher's key, articles) for publishers of approved articles."""
    rows = Publisher.objects.annotate(
        n=Count("articles", filter=Q(articles__in=Article.objects.public()))
    )
    return {pk: n for pk, n in rows.values_list("pk", "n") if n}


def _pairs(rows, column):
    counted = rows.order_by().values(value=_expression(column)).annotate(n=Count("pk"))
    return dict(counted.order_by("value").values_list("value", "n"))


def _expression(column):
    return F(column) if isinstance(column, str) else column
