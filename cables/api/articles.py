"""Press articles that used public cables."""

from collections import defaultdict

from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from ninja import Router

from cables.models import Article, ArticleLink, Cable
from cables.sharing.permalinks import absolute, address_in_context

from .paging import ARTICLES, answer, counted
from .parameters import ArticleQuery
from .serving import by_edition
from .shapes import ArticleList

router = Router(tags=["articles"])
router.add_decorator(by_edition, mode="view")

USES = 50  # of one article that a list names


@router.api_operation(
    ["GET", "HEAD"], "articles", response=ArticleList, summary="All articles"
)
def articles(request, asked: ArticleQuery):
    """Articles and the paragraphs that they used; what was added last comes first."""
    rows = Article.objects.public()
    page = ARTICLES.page(
        rows.select_related("publisher"), asked.cursor, asked.limit, falling=True
    )
    counts, uses = _uses(page)
    return answer(
        request,
        page,
        limit=asked.limit,
        place=ARTICLES,
        count=counted(request, "articles", rows),
        shape=lambda article: article_json(
            article, counts.get(article.pk, 0), uses[article.pk]
        ),
    )


def _uses(articles):
    """Return how many cables each article uses, and its first links."""
    links = ArticleLink.objects.public().filter(article__in=articles).order_by()
    counted_links = links.values("article").annotate(n=Count("cable", distinct=True))
    counts = dict(counted_links.values_list("article", "n"))
    place = Window(RowNumber(), partition_by="article", order_by="id")
    rows = links.annotate(place=place).filter(place__lte=USES)
    rows = list(rows.select_related("paragraph").defer("paragraph__text"))
    cables = Cable.objects.public().filter(pk__in={row.cable_id for row in rows})
    cards = cables.only("reference_id", "created").in_bulk()
    uses = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.pk):
        if card := cards.get(row.cable_id):
            uses[row.article_id].append(use_json(row, card))
    return counts, uses


def use_json(link, cable):
    key = link.paragraph.key if link.paragraph else None
    return {
        "reference_id": cable.reference_id,
        "url": absolute(address_in_context(cable, key)),
        "relation": link.relation,
        "paragraph": key,
        "quote": link.quote,
    }


def article_json(article, cables_count, cables):
    return {
        "id": article.pk,
        "url": article.url,
        "page": absolute(article.get_absolute_url()),
        "title": article.title,
        "publisher": article.publisher.name if article.publisher else "",
        "author": article.author,
        "date": article.date,
        "language": article.language,
        "archived_url": article.archived_url,
        "cables_count": cables_count,
        "cables": cables,
    }
