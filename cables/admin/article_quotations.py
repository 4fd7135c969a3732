"""Quotations of articles that do not stand in their cables as they are given."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.views.decorators.http import require_GET

from cables.choices import QuoteVerdict
from cables.curation.link_quotes import check, check_links, place_of
from cables.models import ArticleLink

from .desk_page import desk_page
from .numbers import number_in

PER_PAGE = 20
WRONG = (QuoteVerdict.ABSENT, QuoteVerdict.ALTERED)


@require_GET
def quotations(request, modeladmin):
    """
    List them, the lost ones first. Those whose cable has changed since they were looked
    at are looked at before, some hundreds each time.
    """
    if not request.user.has_perms(["cables.view_article", "cables.view_cable"]):
        raise PermissionDenied
    waiting = check_links()
    links = ArticleLink.objects.filter(quote_check__in=WRONG)
    chosen = request.GET.get("verdict", "")
    if chosen in WRONG:
        links = links.filter(quote_check=chosen)
    links = links.select_related("article", "cable", "paragraph").order_by("-id")
    pages = Paginator(links, PER_PAGE)
    page = pages.get_page(number_in(request.GET.get("page", "1")) or 1)
    return desk_page(
        modeladmin,
        request,
        "article/quotations.html",
        "Quotations that do not hold",
        page=page,
        rows=[_row(link) for link in page],
        waiting=waiting,
        chosen=chosen,
        verdicts=[(one, one.label) for one in WRONG],
    )


def _row(link):
    """Return (link, what the checker says, the paragraph that has the words instead)."""
    found = check(link.quote, link.cable, link.paragraph)
    if link.paragraph is None or found.holds:
        return link, found, None
    there, block = place_of(link.quote, link.cable)
    better = there.likeness > found.likeness and block != link.paragraph
    return link, found, block if better else None
