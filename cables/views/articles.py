"""Press articles that used cables, and their publishers."""

from django.db.models import Count, F, Q
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from cables.models import Article, ArticleLink, Cable, Publisher
from cables.reading import figures
from cables.reading.conditional import reader_page
from cables.reading.dossier import CARD
from cables.reading.figures import figure

from .listing import Paged
from .tables import Table, number, words

# Said each time: beside a count a model's own order does not hold.
_NEWEST = (F("date").desc(nulls_last=True), "-id")
_NEWEST = (F("date").desc(nulls_last=True), "-id")
_PUBLISHER = Lower("publisher__name").asc(nulls_last=True)
#: How a list of articles may be sorted: the name in ``?order=`` to what is read of it.
ORDERS = {
    "date": ("Newest", _NEWEST),
    "title": ("Title", (Lower("title"), *_NEWEST)),
    "publisher": ("Publisher", (_PUBLISHER, *_NEWEST)),
    "cables": ("Most cables", ("-used", *_NEWEST)),
}


def article_page(request, articles, name, *, without=()):
    listing = Paged(request, articles, name=name)
    asked = request.GET.get("order", "")
    listing.orders = {
        name: label for name, (label, _) in ORDERS.items() if name not in without
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
    listing = article_page(request, Article.objects.public(), "articles")
    return render(request, "cables/articles.html", {"listing": listing})


@reader_page
def article(request, pk):
    found = get_object_or_404(
        Article.objects.public().select_related("publisher"), pk=pk
    )
    links = list(
        ArticleLink.objects.public()
        .filter(article=found)
        .select_related("paragraph")
        .defer("paragraph__text")
        .order_by("cable__created", "cable", "id")
    )
    cables = Cable.objects.public().filter(pk__in={link.cable_id for link in links})
    cards = {card.pk: card for card in cables.only(*CARD)}
    table = {}
    for link in links:
        if link.cable_id not in cards:  # withdrawn between the two queries
            continue
        if link.paragraph:
            link.paragraph.cable = cards[link.cable_id]
        table.setdefault(link.cable_id, (cards[link.cable_id], []))[1].append(link)
    context = {"article": found, "cables": list(table.values())}
    return render(request, "cables/article.html", context)


@reader_page
def publishers(request):
    counts = figure(request.edition, figures.by_publisher)
    rows = [(p, counts[p.pk]) for p in Publisher.objects.all() if p.pk in counts]
    columns = [
        words("name", "Publisher", lambda row: row[0].name),
        number("count", "Articles", lambda row: row[1]),
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
    context = {"publisher": found, "listing": listing}
    return render(request, "cables/publisher.html", context)
