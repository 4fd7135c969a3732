"""Since when a row waits whose table has no moment: by a history, by a record."""

from django.db.models import F, Value

from cables.models.revision import Revision
from cables.models.sealed import SourceRecord


def arrivals(asked):
    """
    Return the first moment of each of these rows, in one statement. Ids rise with time,
    so that the lowest of a queue is its oldest: no table is looked through for it.
    """
    parts = [
        rows.order_by().annotate(place=Value(place)).values_list("place", "moment")
        for place, rows in asked.items()
    ]
    if not parts:
        return {}
    found = parts[0].union(*parts[1:], all=True).order_by()
    moments = {}
    for place, moment in found:
        moments[place] = min(moment, moments.get(place, moment))
    return moments


def record_of(**cable):
    """Return when the records of a cable came in."""
    return SourceRecord.objects.filter(**cable).annotate(moment=F("received"))


def history_of(model, key):
    """Return when something happened to an object, the first of which made it."""
    rows = Revision.objects.filter(model=model, object_id=key)
    return rows.annotate(moment=F("when"))
