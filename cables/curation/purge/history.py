"""
Words leave the history, and the chain of digests still vouches for every row.

A purged row keeps its digest, on which the next row's stands. A new row at the end of the
chain has the digests of what is left of the purged ones (``revisions.first_broken``).
"""

from django.db.models import Q

from cables.curation.revisions import PURGED_ROWS, note_purged
from cables.models.revision import Revision

from .traces import PURGED

FIELDS = ("before", "after")


def revisions_with_words(group):
    """Yield (revision without the words, how many places) for each that holds them."""
    articles = Q(model="article", object_id__in=group.articles.values("pk"))
    mine = Revision.objects.filter(Q(cable__in=group.cables) | articles)
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
