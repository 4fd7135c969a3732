"""Press articles that used cables, their publishers, and the cables that they use most."""

import re

from django.db.models import Count, F, Q
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from cables.models import Article, ArticleLink, Cable, Publisher
from cables.reading import figures
from cables.reading.article_page import used_by
from cables.reading.conditional import reader_page
from cables.reading.dossier import CARD
from cables.reading.figures import figure

from .charts.coverage import coverage
from .listing import Paged
from .tables import Table, number, words

# Said each time: beside a count a model's own order does not hold.
_NEWEST = (F("date").desc(nulls_last=True), "-id")
_PUBLISHER = Lower("publisher__name").asc(nulls_last=True)
#: How a list of articles may be sorted: the name in ``?order=`` to what is read of it.
ORDERS = {
    "date": (pgettext_lazy("sort by", "Newest"), _NEWEST),
    "title": (pgettext_lazy("sort by", "Title"), (Lower("title"), *_NEWEST)),
    "publisher": (pgettext_lazy("sort by", "Publisher"), (_PUBLISHER, *_NEWEST)),
    "cables": (pgettext_lazy("sort by", "Most cables"), ("-used", *_NEWEST)),
}
PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2]))?")


def article_page(request, articles, name, *, without=()):
    """Return a page of articles in a reader's order, of one month or year if asked."""
    when = PERIOD.fullmatch(request.GET.get("when", ""))
    if when:
        articles = articles.filter(date__year=int(when["year"]))
    if when and when["month"]:
        articles = articles.filter(date__month=int(when["month"]))
    listing = Paged(request, articles, name=f"{name}:{when[0]}" if when else name)
    listing.when = when[0] if when else ""
    asked = request.GET.get("order", "")
    listing.orders = {
        name: label for name, (label, _order) in ORDERS.items() if name not in without
    }
    listing.order = asked if asked in listing.orders else "date"
    rows = _listed(articles).order_by(*ORDERS[listing.order][1])
    listing.rows = list(rows[listing.first_row - 1 : listing.last_row])
    return listing


def _listed(articles):
    public = Q(links__in=ArticleLink.objects.public())
    used = Count("links__cable", filter=public, distinct=True)
    return articles.select_related("publisher").annotate(used=used)


@reader_page
def articles(request):
    context = {
        "listing": article_page(request, Article.objects.public(), "articles"),
        "coverage": coverage(figure(request.edition, figures.by_article_month)),
    }
    return render(request, "cables/articles.html", context)


@reader_page
def article(request, pk):
    found = get_object_or_404(
        Article.objects.public().select_related("publisher"), pk=pk
    )
    context = {"article": found, "cables": used_by(found)}
    return render(request, "cables/article.html", context)


@reader_page
def most_used(request):
    counts = figure(request.edition, figures.by_use)
    listing = Paged(request, counts, name="most-used", total=len(counts))
    keys = [row[0] for row in listing.slice]
    columns = (*CARD, "is_partial", "post__name", "post__slug")
    cables = Cable.objects.public().filter(pk__in=keys).select_related("post")
    cards = {card.pk: card for card in cables.only(*columns)}
    listing.rows = [
        (cards[pk], articles, quoted)
        for pk, articles, quoted in listing.slice
        if pk in cards  # withdrawn between the two queries
    ]
    return render(request, "cables/most_used.html", {"listing": listing})


@reader_page
def publishers(request):
    counts = figure(request.edition, figures.by_publisher)
    rows = [(p, counts[p.pk]) for p in Publisher.objects.all() if p.pk in counts]
    columns = [
        words("name", _("Publisher"), lambda row: row[0].name),
        number("count", _("Articles"), lambda row: row[1]),
    ]
    context = {"table": Table(request, rows, columns)}
    return render(request, "cables/publishers.html", context)


@reader_page
def publisher(request, slug):
    found = get_object_or_404(Publisher, slug=slug)
    if found.pk not in figure(request.edition, figures.by_publisher):
        raise Http404("The archive has no article of this publisher.")
    rows = Article.objects.public().filter(publisher=found)
    listing = article_page(
        request, rows, f"publisher:{found.pk}", without=("publisher",)
    )
    context = {
        "publisher": found,
        "listing": listing,
        "figures": figure(request.edition, figures.of_publisher, found.pk),
        "coverage": coverage(
            figure(request.edition, figures.by_article_month, found.pk)
        ),
    }
    return render(request, "cables/publisher.html", context)
