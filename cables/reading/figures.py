"""
The archive's counts. Each is counted once an edition, and kept in the cache under its
name: a page of 251,287 cables must not be counted for every reader.

The search index counts in milliseconds what the database counts in seconds. It is asked
where it stands at the reader's edition, else the database: both say the same.
"""

import hashlib

from django.core.cache import caches
from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear, TruncDate

from cables.models import Article, ArticleLink, Cable, CableTag, Publisher
from cables.search.counts import counts, is_at
from cables.search.index import IndexMissing

A_DAY = 86_400


def remembered(edition, name, count):
    """Return a count from this edition's cache, or count and keep it."""
    digest = hashlib.sha256(f"{edition.key}|{name}".encode()).hexdigest()[:32]
    key = f"figure:{digest}"
    value = caches["figures"].get(key)
    if value is None:
        value = count()
        caches["figures"].set(key, value, A_DAY)
    return value


def figure(edition, count, *args):
    """Return one of the figures below: ``figure(edition, by_release)``."""
    name = f"{count.__name__}{args}"
    return remembered(edition, name, lambda: count(*args))


def counted(edition, field, **within):
    """
    Return {value: number of public cables} for a field of ``search.counts``, of all
    cables or of those ``within``: ``counted(edition, "day", month=[200604])``.
    """
    name = f"counted:{field}:{sorted(within.items())}"
    return remembered(edition, name, lambda: _count(edition, field, within))


def _count(edition, field, within):
    if is_at(edition.epoch, edition.released):
        try:
            return counts(field, **within)
        except IndexMissing:  # swept away since
            pass
    return in_database(field, **within)


# --- counted by the database -------------------------------------------------------------
_YEAR, _MONTH = ExtractYear("created"), ExtractMonth("created")
_COLUMNS = {
    "classification": F("classification"),
    "post": F("post"),
    "year": _YEAR,
    "month": _YEAR * 100 + _MONTH,
    "day": _YEAR * 10_000 + _MONTH * 100 + ExtractDay("created"),
}


def in_database(field, **within):
    """Return the same as the index counts."""
    cables = Cable.objects.public()
    for name, values in within.items():
        cables = cables.filter(_within(name, values))
    if field != "tag":
        return _pairs(cables, _COLUMNS[field])
    # Not a join: one pass over the index of public cables, and a look-up for each tag.
    public = cables.order_by().values("pk")
    return _pairs(CableTag.objects.filter(content_object__in=public), F("tag"))


def _within(name, values):
    match name:
        case "tag":
            tagged = CableTag.objects.filter(tag__in=values)
            return Q(pk__in=tagged.values("content_object"))
        case "year":
            return Q.create([Q(created__year=n) for n in values], Q.OR)
        case "month":
            months = [(n // 100, n % 100) for n in values]
            return Q.create(
                [Q(created__year=year, created__month=n) for year, n in months], Q.OR
            )
        case _:
            return Q(**{f"{name}__in": values})


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


def by_release():
    return _pairs(Cable.objects.public(), TruncDate("released"))


def by_publisher():
    """Return (publisher's key, articles) for publishers of approved articles."""
    rows = Publisher.objects.annotate(
        n=Count("articles", filter=Q(articles__in=Article.objects.public()))
    )
    return {pk: n for pk, n in rows.values_list("pk", "n") if n}


def of_publisher(key):
    """Return what a publisher's page says: articles, cables, first and last date."""
    articles = Article.objects.public().filter(publisher=key)
    links = ArticleLink.objects.public().filter(article__publisher=key)
    told = articles.aggregate(first=Min("date"), last=Max("date"), articles=Count("pk"))
    return told | links.aggregate(cables=Count("cable", distinct=True))


def by_article_month(publisher=None):
    """Return {year * 100 + month: articles}, of one publisher or of all."""
    articles = Article.objects.public().exclude(date=None)
    if publisher is not None:
        articles = articles.filter(publisher=publisher)
    return _pairs(articles, ExtractYear("date") * 100 + ExtractMonth("date"))


def by_use():
    """Return [(cable's key, articles, of them with a quotation)], the most used first."""
    rows = ArticleLink.objects.public().order_by().values("cable")
    quoting = Count("article", filter=~Q(quote=""), distinct=True)
    rows = rows.annotate(n=Count("article", distinct=True), quoting=quoting)
    return list(rows.order_by("-n", "-quoting", "cable").values_list(*_USE))


_USE = ("cable", "n", "quoting")


def _pairs(rows, value):
    counted = rows.order_by().values(value=value).annotate(n=Count("pk"))
    return dict(counted.order_by("value").values_list("value", "n"))
