"""What a reader may be about to type, for the boxes of pages with script."""

from dataclasses import asdict

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from cables.reading.conditional import cacheable
from cables.search.complete import complete
from cables.search.index import IndexMissing, public_index
from cables.search.outbox import bring_up

#: Seconds: what is taken out is out of here as soon as anywhere.
MAX_AGE = 1


@require_safe
def suggest(request):
    try:
        bring_up(public_index)
    except IndexMissing:
        pass  # ids are known without it
    found = complete(request.GET.get("q", ""))
    answer = JsonResponse({"suggestions": [asdict(one) for one in found]})
    return cacheable(answer, max_age=MAX_AGE)
