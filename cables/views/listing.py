"""
Lists of cables in numbered pages, quick on every page at the size of the whole archive.

A high OFFSET makes a database walk all the rows before it. So the rows at which the
pages begin are looked up once an edition, and a page far in is read from its first row.
"""

from functools import cached_property
from urllib.parse import urlencode

from django.db.models import F, Func, IntegerField, OuterRef, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import Http404

from cables.choices import Classification
from cables.filters import ORDERS, CableFilter
from cables.models import ArticleLink
from cables.reading.dossier import CARD
from cables.reading.figures import remembered
from cables.reading.search_address import SEARCH

ROWS = 50
NEAR = 20  # pages that OFFSET reaches quickly
#: What a list is narrowed by, as a search asks for it.
_IN_A_SEARCH = {
    "classification": lambda value: Classification(value).slug,
    "articles": lambda wanted: "yes",
    "partial": lambda left_out: "no",
}


class Paged:
    """One page of a list, and all that leads to the others."""

    def __init__(self, request, rows, *, name, total=None):
        self.edition, self.name, self.all = request.edition, name, rows
        self.number = page_number(request)
        if total is None:
            total = remembered(self.edition, f"total:{name}", rows.count)
        self.total = total
        self.last = max(1, -(-self.total // ROWS))
        if self.number > self.last:
            raise Http404("There is no such page.")

    @property
    def slice(self):
        skipped = (self.number - 1) * ROWS
        return self.all[skipped : skipped + ROWS]

    @property
    def first_row(self):
        return (self.number - 1) * ROWS + 1

    @property
    def last_row(self):
        return min(self.number * ROWS, self.total)

    @property
    def pages(self):
        return page_window(self.number, self.last)


class Listing(Paged):
    """
    One page of a list of cables, which a reader may narrow and turn round. ``search``
    holds the parameters of a search in the same cables, where there is one, and
    ``total`` is how many there are, where that was counted already.
    """

    def __init__(self, request, cables, *, name, without=(), search=None, total=None):
        self.search = search
        self.filter = CableFilter(request.GET, cables, without=without)
        chosen = sorted(f"{k}={v}" for k, v in self.filter.chosen.items())
        name = f"{name}?{'&'.join(chosen)}"
        if self.filter.narrowed:
            total = None
        super().__init__(request, self.filter.qs, name=name, total=total)

    @property
    def search_url(self):
        """The address of a search among the cables that are listed here, or ""."""
        if not self.search:
            return ""
        parameters = self.search | {
            name: _IN_A_SEARCH.get(name, str)(value)
            for name, value in self.filter.chosen.items()
        }
        return f"{SEARCH}?{urlencode(parameters)}"

    @cached_property
    def rows(self):
        if not self.total:
            return []
        cables = self._from_first_row().select_related("post")
        cables = cables.annotate(article_count=_count_articles())
        columns = (*CARD, "is_partial", "word_count", "post__name", "post__slug")
        return list(cables.only(*columns))

    def _from_first_row(self):
        ordered = self.all.order_by(*ORDERS[self.filter.order])
        skipped = (self.number - 1) * ROWS
        if self.number <= NEAR:
            return ordered[skipped : skipped + ROWS]
        starts = remembered(self.edition, f"starts:{self.name}", self._page_starts)
        created, pk = starts[self.number - 1]
        if self.filter.order == "newest":
            rest = ordered.filter(created__lte=created).exclude(
                created=created, id__gt=pk
            )
        else:
            rest = ordered.filter(created__gte=created).exclude(
                created=created, id__lt=pk
            )
        return rest[:ROWS]

    def _page_starts(self):
        """Return (created, id) of the first row of every page."""
        order = ORDERS[self.filter.order]
        place = Window(RowNumber(), order_by=order)
        rows = self.all.order_by().annotate(place=place - 1)
        rows = rows.annotate(within=F("place") % ROWS).filter(within=0)
        return list(rows.order_by(*order).values_list("created", "id"))


def page_number(request):
    text = request.GET.get("page") or "1"
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text)):
        raise Http404("There is no such page.")
    return int(text)


def page_window(number, last):
    """Return the pages to name: first, last, and those around; None stands for a gap."""
    near = {1, last, *range(max(1, number - 2), min(last, number + 2) + 1)}
    window, before = [], 0
    for page in sorted(near):
        if page - before == 2:
            window.append(page - 1)
        elif page - before > 2:
            window.append(None)
        window.append(page)
        before = page
    return window


def _count_articles():
    rows = ArticleLink.objects.public().filter(cable=OuterRef("pk")).order_by()
    articles = Func(
        F("article"),
        function="COUNT",
        template="COUNT(DISTINCT %(expressions)s)",
        output_field=IntegerField(),
    )
    return Coalesce(Subquery(rows.annotate(n=articles).values("n")), 0)
