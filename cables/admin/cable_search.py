"""The box over the cable list: an id in any spelling, the head of one, or words."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from cables.models import Cable, OldAddress
from cables.parsing import parse_reference_id

WINDOW = 20_000  # cables whose subjects are looked through at a time
FOUND = 1_000  # as many as are shown

ID_HEAD = re.compile(r"\d{2}[A-Z]+\d*")


@dataclass(frozen=True, slots=True)
class Found:
    """The keys of what was found, and how far the search went."""

    keys: list[int]
    is_cut: bool = False  # there are more than FOUND
    reached: datetime | None = None  # words: no cable older than this was looked at


def find(queryset, text):
    """Find cables among ``queryset`` by what an editor typed."""
    text = text.strip()
    if keys := _by_id(text):
        return Found(keys)
    compact = re.sub(r"\s", "", text).upper()
    if ID_HEAD.fullmatch(compact) and (keys := _by_head(compact)):
        return Found(keys[:FOUND], is_cut=len(keys) > FOUND)
    return _by_words(queryset, text.split())


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


def _by_head(head):
    # Only the id is read, so that SQLite answers from the index of ids alone.
    heads = Cable.objects.filter(reference_id__startswith=head).order_by()
    return list(heads.values_list("pk", flat=True)[: FOUND + 1])


def _by_words(queryset, words):
    """Look through the subjects of the newest cables that the filters leave."""
    newest = queryset.order_by("-created", "-pk").values_list("created", flat=True)
    reached = next(iter(newest[WINDOW - 1 : WINDOW]), None)
    # A date, not a subquery of keys: PostgreSQL took 28 s over the join of that.
    matching = queryset.filter(created__gte=reached) if reached else queryset
    for word in words:
        matching = matching.filter(subject__icontains=word)
    keys = list(matching.order_by().values_list("pk", flat=True)[: FOUND + 1])
    return Found(keys[:FOUND], is_cut=len(keys) > FOUND, reached=reached)
