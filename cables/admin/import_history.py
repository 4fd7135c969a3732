"""
What imports have changed of a cable, for its history: they leave no revisions, but what
they found is kept, sealed, to be rolled back.
"""

from cables.models import Cable
from cables.models.sealed import ImportTrace

from .cable_pages import field_label, may_see_record
from .revision_text import NOTHING, Shown, as_text

MOST = 20  # runs


def imports_of(user, cable):
    """
    Return (run, what it has changed) of each import, the last one first. What stood there
    before is for who may see both the history's values and the record as received.
    """
    if not isinstance(cable, Cable):
        return []
    traces = ImportTrace.objects.filter(
        model="cable", object_id=cable.pk, packed__isnull=False
    )
    sees = user.has_perm("cables.view_revision") and may_see_record(user, cable)
    return [
        (trace.run, list(_lines(trace.before, sees)))
        for trace in traces.select_related("run").order_by("-id")[:MOST]
    ]


def _lines(before, sees):
    values = before.get("columns", {}) | before.get("lists", {})
    for name, value in values.items():
        label = field_label(name.removesuffix("_id"))
        if sees and name not in ("problems", "word_count"):
            text = _rows(name, value) if name in before.get("lists", {}) else value
            yield Shown(label, [(as_text(text) or NOTHING, False)])
        else:
            yield Shown(label)


def _rows(name, rows):
    if name == "paragraphs":
        return [row["text"] for row in rows]
    if name == "recipients":
        return [row["name"] for row in rows]
    return f"{len(rows):,}"
