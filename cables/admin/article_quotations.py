"""Quotations of articles that do not stand in their cables as they are given."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.views.decorators.http import require_GET

from cables.choices import QuoteVerdict
from cables.curation.link_quotes import Texts, check_links
from cables.models import ArticleLink

from .desk_page import desk_page
from .numbers import number_in

PER_PAGE = 20
PATIENCE = 0.2  # seconds for those whose cable has changed
WRONG = (QuoteVerdict.ABSENT, QuoteVerdict.ALTERED)


@require_GET
def quotations(request, modeladmin):
    """
    List them, the newest first. Those whose cable has changed since they were looked
    at are looked at before, as many as an editor has patience for.
    """
    if not request.user.has_perms(["cables.view_article", "cables.view_cable"]):
        raise PermissionDenied
    waiting = check_links(seconds=PATIENCE)
    links = ArticleLink.objects.filter(quote_check__in=WRONG)
    chosen = request.GET.get("verdict", "")
    if chosen in WRONG:
        links = links.filter(quote_check=chosen)
    links = links.select_related("article", "cable", "paragraph")
    links = links.defer("cable__header", "cable__body").order_by("-id")
    pages = Paginator(links, PER_PAGE)
    page = pages.get_page(number_in(request.GET.get("page", "1")) or 1)
    return desk_page(
        modeladmin,
        request,
        "article/quotations.html",
        "Quotations that do not hold",
        page=page,
        rows=_rows(list(page)),
        waiting=waiting,
        chosen=chosen,
        verdicts=[(one, one.label) for one in WRONG],
    )


def _rows(links):
    """Give (link, what the checker says, the paragraph that has the words instead)."""
    texts = Texts().read([link.cable for link in links])
    for link in links:
        found, block = texts.check(link.quote, link.cable, link.paragraph), None
        if link.paragraph and not found.holds:
            there, block = texts.place_of(link.quote, link.cable)
            is_better = there.likeness > found.likeness and block != link.paragraph
            block = block if is_better else None
        yield link, found, block
