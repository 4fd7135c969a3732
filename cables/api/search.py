"""Searching: the same words and parameters as the page, read by the same code."""

from ninja import Router

from cables.filters import SearchFilter
from cables.reading.cable_forms import card_json
from cables.reading.search_facets import counting
from cables.search.results import load
from cables.sharing.permalinks import absolute

from .facets import named_facets
from .paging import RESULTS, next_address
from .parameters import SearchPage, SearchQuery
from .serving import by_index
from .shapes import Problem, SearchAnswer

router = Router(tags=["search"])
router.add_decorator(by_index, mode="view")

FARTHEST = 10_000  # results that can be walked through; a list says what to do then
KNOWN = set(SearchPage.model_fields)
NAMED = 5  # parameters that are not known, named in a note


@router.api_operation(
    ["GET", "HEAD"], "search", response={200: SearchAnswer, 503: Problem}
)
def search(request, asked: SearchQuery):
    """
    Cables with the paragraphs that match, counts by facet, and notes on what was not
    understood. Nothing in q is an error: a query that is wrong is repaired.
    """
    given = SearchFilter(request.GET)
    finder = given.finder()
    offset = _offset(asked.cursor)
    counts = counting(request, finder) if asked.facets == "yes" else None
    found = finder.find(order=given.order, offset=offset, limit=asked.limit)
    hits = load(found.keys, given.query, markings=given.choices.para)
    reached = offset + asked.limit
    return {
        "count": found.count,
        "next": _next(request, reached, found.count),
        "notes": [*given.notes, *_unknown(request), *_too_far(reached, found.count)],
        "results": [hit_json(hit) for hit in hits],
        "facets": named_facets(counts(found.count), given.names) if counts else None,
    }


def hit_json(hit):
    return card_json(hit.cable) | {
        "partial": hit.cable.is_partial,
        "paragraphs": [_snippet(one) for one in hit.paragraphs],
    }


def _snippet(match):
    text, marks = "", []
    for piece in match.pieces:
        if piece.marked:
            marks.append((len(text), len(text) + len(piece.text)))
        text += piece.text
    url = absolute(match.url)
    return {"key": match.paragraph.key, "url": url, "snippet": text, "marks": marks}


def _offset(cursor):
    """Results are ranked, not dated: a cursor says how many of them were shown."""
    return min(RESULTS.read(cursor), FARTHEST) if cursor else 0


def _next(request, reached, count):
    if reached >= min(count, FARTHEST):
        return None
    return next_address(request, RESULTS.write(reached))


def _too_far(reached, count):
    if reached >= FARTHEST and count > reached:
        yield (
            f"Only the first {FARTHEST:,} results can be walked through: narrow the "
            "search, by year for example, or walk through /api/v1/cables."
        )


def _unknown(request):
    for name in [name for name in request.GET if name not in KNOWN][:NAMED]:
        yield f"{name[:40]!r} is no parameter of a search: left out."
