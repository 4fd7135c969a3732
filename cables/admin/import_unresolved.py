"""Ids that cables cite and that lead to no cable here: what an archive lacks."""

from django.db.models import Count
from django.http import Http404
from django.views.decorators.http import require_GET

from cables.models import Reference

from . import queues
from .import_pages import page, require
from .numbers import number_in

ROWS = 100
FARTHEST = 1_000  # pages: behind them each id is cited once


@require_GET
def unresolved(request, modeladmin):
    """Show the ids, those that most references name first."""
    require(request, "view_reference")
    number = number_in(request.GET.get("p", "1"))
    if not number or number > FARTHEST:
        raise Http404
    missing = Reference.objects.filter(queues.MISSING).exclude(cited_id="")
    counted = missing.order_by().values("cited_id").annotate(count=Count("pk"))
    start = (number - 1) * ROWS
    rows = list(counted.order_by("-count", "cited_id")[start : start + ROWS + 1])
    return page(
        modeladmin,
        request,
        "unresolved",
        "Cited cables that are not here",
        rows=rows[:ROWS],
        number=number,
        before=number - 1,
        after=number + 1 if len(rows) > ROWS else None,
    )
