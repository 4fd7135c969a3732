"""
Words leave the history, and the chain of digests still vouches for every row.

A purged row keeps its digest, on which the next row's stands. A new row at the end of the
chain has the digests of what is left of the purged ones (``revisions.first_broken``).
"""

from django.db.models import Q

from cables.curation.revisions import PURGED_ROWS, note_purged
from cables.models import Post, Publisher, Tag
from cables.models.revision import Revision
from cables.models.sealed import TagMerge

from .places import CLEANED
from .shown import SHOWN, Written
from .traces import PURGED

FIELDS = ("before", "after")
#: What stands beside cables under a name of its own.
BESIDE = (Post, Publisher, Tag)


def revisions_with_words(group):
    """Yield (revision without the words, how many places) for each that holds them."""
    articles = Q(model="article", object_id__in=group.articles.values("pk"))
    mine = Revision.objects.filter(Q(cable__in=group.cables) | articles | _rows(group))
    rows = (
        mine.exclude(after__has_key=PURGED_ROWS).select_related("cable").order_by("pk")
    )
    for revision in rows.iterator(chunk_size=200):
        values = [getattr(revision, name) for name in (*FIELDS, "why")]
        if found := sum(map(group.traces.count, values)):
            for name in FIELDS:
                setattr(revision, name, group.traces.clean(getattr(revision, name)))
            revision.why = group.traces.clean(revision.why, PURGED)[:500]
            yield revision, found


def _rows(group):
    """Choose the histories of rows that a purge cleans and that name no cable."""
    found = Q(pk=None)
    for place in CLEANED:
        meta = place.model._meta
        if meta.app_label == "cables" and not hasattr(place.model, "cable"):
            keys = list(place.rows(group).order_by().values_list("pk", flat=True))
            found |= Q(model=meta.model_name, object_id__in=keys)
            if place.model is TagMerge:  # told in the history of the tag that stayed
                tags = place.rows(group).order_by().values_list("target", flat=True)
                found |= Q(model="tag", object_id__in=list(tags))
    for place in SHOWN:
        name = place.model._meta.model_name
        if isinstance(place, Written):  # few, and each of them may tell of any cable
            found |= Q(model=name)
        elif place.model in BESIDE:
            keys = place.rows(group).order_by().values_list("pk", flat=True)
            found |= Q(model=name, object_id__in=keys.distinct())
    return found


def purge_history(group, purge):
    """Take the words out of the history; return how many rows held them."""
    purged = list(revisions_with_words(group))
    chains = {}
    for revision, _ in purged:
        revision.save(update_fields=["before", "after", "why"])
        chains.setdefault((revision.model, revision.object_id), []).append(revision)
    for rows in chains.values():
        note_purged(rows, purge=purge)
    return len(purged)
