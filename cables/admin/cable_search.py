"""
The box over the cable list: an id in any spelling, the head of one, or words in the
language of the readers' search, looked for in cables of every state.
"""

import re
from dataclasses import dataclass
from datetime import datetime

import tantivy
from django.db.models import Q

from cables.choices import Classification
from cables.models import Cable, OldAddress, Post
from cables.parsing import parse_reference_id
from cables.search.find import Choices, Finder
from cables.search.index import IndexMissing, desk_index
from cables.search.query import Query, parse_query
from cables.search.schema import STATES

from .numbers import number_in

WINDOW = 20_000  # cables whose subjects are looked through at a time
FOUND = 1_000  # as many as are shown

ID_HEAD = re.compile(r"\d{2}[A-Z]+\d*")


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of what was found, and how far the search went."""

    keys: list[int]
    is_cut: bool = False  # there are more than FOUND
    reached: datetime | None = None  # no index: no cable older than this was looked at
    query: Query | None = None  # how the words were understood, where an index is
    subjects_only: bool = False  # there is none


def find(queryset, text, params, *, unfinished=False, most=None):
    """
    Find cables among ``queryset`` by what an editor typed; ``params`` are those of the
    list, which narrowed the queryset. ``unfinished``: the last word goes on being typed.
    Words find at most ``most``: FOUND, unless another number is given.
    """
    most = most or FOUND
    text = text.strip()
    if keys := _by_id(text):
        return Found(keys)
    compact = re.sub(r"\s", "", text).upper()
    if ID_HEAD.fullmatch(compact) and (keys := _by_head(compact, most)):
        return Found(keys[:most], is_cut=len(keys) > most)
    if unfinished and text[-1:].isalnum():
        text += "*"
    try:
        return _in_index(parse_query(text), params, most)
    except IndexMissing:
        return _in_subjects(queryset, text.rstrip("*").split(), most)


def _by_id(text):
    bare = "".join(filter(str.isalnum, text))
    spellings = {text.upper(), parse_reference_id(text), parse_reference_id(bare)}
    ids = spellings - {None, ""}
    known = Q(reference_id__in=ids)
    if text.isascii() and text.isdigit() and len(text) < 10:
        known |= Q(number=int(text))
    keys = list(Cable.objects.filter(known).values_list("pk", flat=True))
    former = OldAddress.objects.filter(former_id__in=ids)
    return keys or list(former.values_list("cable", flat=True))


def _by_head(head, most):
    # Only the id is read, so that SQLite answers from the index of ids alone.
    heads = Cable.objects.filter(reference_id__startswith=head).order_by()
    return list(heads.values_list("pk", flat=True)[: most + 1])


def _in_subjects(queryset, words, most):
    """Look through the subjects of the newest cables that the filters leave."""
    newest = queryset.order_by("-created", "-pk").values_list("created", flat=True)
    reached = next(iter(newest[WINDOW - 1 : WINDOW]), None)
    # A date, not a subquery of keys: PostgreSQL took 28 s over the join of that.
    matching = queryset.filter(created__gte=reached) if reached else queryset
    for word in words:
        matching = matching.filter(subject__icontains=word)
    keys = list(matching.order_by().values_list("pk", flat=True)[: most + 1])
    return Found(
        keys[:most], is_cut=len(keys) > most, reached=reached, subjects_only=True
    )


def _in_index(query, params, most):
    """Return the newest of the cables that hold the words, narrowed as the list is."""
    finder = Finder(query, _choices(params), index=desk_index)
    if (state := params.get("state__exact")) in STATES:
        here = finder.compiler.numbers("state", [STATES[state]])
        finder.chosen = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, one) for one in (finder.chosen, here)]
        )
    found = finder.find(order="newest", limit=most)
    return Found(found.keys, is_cut=found.count > most, query=query)


def _choices(params):
    """
    Return what the index can narrow by itself, so that the newest ``FOUND`` are those of
    the year that is asked for. The list narrows by everything once more.
    """
    classification, year = params.get("classification__exact"), params.get("year")
    post = number_in(params.get("post", ""))
    slug = post and Post.objects.filter(pk=post).values_list("slug", flat=True).first()
    year = number_in(year)
    return Choices(
        classification=(classification,) if classification in Classification else (),
        post=(slug,) if slug else (),
        year=(year,) if year else (),
    )
