"""
What a run finds before it changes it, and what it makes beside its cables: kept in the
batch's transaction, so that the run can be rolled back (``rollback``).
"""

from cables.models import (
    ArticleLink,
    CableTag,
    Discussion,
    Paragraph,
    ParagraphAlias,
    Recipient,
    Reference,
)
from cables.models.revision import Revision
from cables.models.sealed import ImportTrace, SourceRecord

CABLE, TWIN = "cable", "twin"
#: The lists of a cable: where they are, the column of the cable, and what tells a row.
LISTS = {
    "paragraphs": (
        Paragraph,
        "cable_id",
        ("id", "position", "kind", "label", "marking", "key", "text"),
    ),
    "aliases": (ParagraphAlias, "cable_id", ("id", "key", "paragraph_id", "offset")),
    "recipients": (
        Recipient,
        "cable_id",
        (
            *("id", "position", "role", "route", "name"),
            *("precedence", "number", "excluded"),
        ),
    ),
    "references": (
        Reference,
        "cable_id",
        (
            *("id", "paragraph_id", "position", "label", "printed"),
            *("cited_id", "target_id", "kind", "note"),
        ),
    ),
    "tags": (CableTag, "content_object_id", ("id", "tag_id", "position")),
    "links": (
        ArticleLink,
        "cable_id",
        (
            *("id", "article_id", "paragraph_id", "relation", "quote"),
            *("state", "approved_by_id"),
        ),
    ),
    "discussions": (Discussion, "cable_id", ("id", "paragraph_id")),
}
#: What goes or moves with the paragraphs of a cable.
WITH_PARAGRAPHS = ("paragraphs", "aliases", "references", "links", "discussions")


def rows_of(name, cable_id):
    """Return the rows of one list of a cable, each as a dictionary."""
    model, column, fields = LISTS[name]
    return list(
        model.objects.filter(**{column: cable_id}).order_by("id").values(*fields)
    )


class Before:
    """One cable as it was: what changes of it, as it was first found."""

    def __init__(self, cable_id, *, kept=True):
        self.cable_id = cable_id
        self.kept = kept  # otherwise nobody will ask
        self.columns = {}
        self.lists = {}

    def column(self, name, value):
        self.columns.setdefault(name, value)

    def keep(self, *names):
        """Read lists that are about to change."""
        for name in names:
            if self.kept and name not in self.lists:
                self.lists[name] = rows_of(name, self.cable_id)

    def with_earlier(self, before):
        """Return all of it: what an earlier record of the same run had found counts."""
        return {
            "columns": self.columns | before.get("columns", {}),
            "lists": self.lists | before.get("lists", {}),
        }


class Befores:
    """What the cables of one batch were; nothing for those that the run has brought."""

    def __init__(self, run):
        self.run = run
        self.known = {}  # cable id: its trace by an earlier batch
        self.own = set()
        self.found = {}
        self.revision = 0

    def look_up(self, cable_ids):
        """See which of the cables were there before the run; call it under the epoch."""
        row = self.run.stored_row
        keys = list(cable_ids)
        if row is None or not keys:
            return
        traces = ImportTrace.objects.filter(run=row, model=CABLE, object_id__in=keys)
        self.known |= {trace.object_id: trace for trace in traces}
        records = SourceRecord.objects.filter(cable__in=keys).order_by()
        runs = {}
        for cable_id, run_id in records.values_list("cable_id", "run_id").distinct():
            runs.setdefault(cable_id, set()).add(run_id)
        self.own |= {
            key
            for key, found in runs.items()
            if found == {row.pk} and key not in self.known
        }
        last = Revision.objects.order_by("-id").values_list("id", flat=True)
        self.revision = last.first() or 0

    def of(self, cable_id):
        """Return what is to be filled in before a cable is changed."""
        if self.run.stored_row is None:
            return Before(cable_id, kept=self.run.wants_samples)
        return Before(cable_id, kept=cable_id not in self.own)

    def add(self, before):
        """Take what was found of a cable whose change is done."""
        if before.kept and self.run.stored_row is not None:
            earlier = self.found.get(before.cable_id, {})
            self.found[before.cable_id] = before.with_earlier(earlier)

    def save(self):
        new = []
        for cable_id, values in self.found.items():
            trace = self.known.get(cable_id)
            if trace is None:
                trace = ImportTrace(
                    run=self.run.stored_row,
                    model=CABLE,
                    object_id=cable_id,
                    revision=self.revision,
                )
                trace.before = values
                new.append(trace)
            else:
                had = trace.before
                trace.before = {
                    part: values[part] | had.get(part, {}) for part in values
                }
                trace.save(update_fields=["packed"])
        ImportTrace.objects.bulk_create(new)


def note_made(run, row):
    """Keep that a run made a row which is none of a cable's own."""
    if run is not None:
        ImportTrace.objects.create(
            run=run, model=row._meta.model_name, object_id=row.pk
        )


def note_conflict(run, conflict):
    """Keep what an open conflict has said before this run says something else."""
    if run is None or conflict.run_id == run.pk:
        return
    trace = ImportTrace(run=run, model="importconflict", object_id=conflict.pk)
    trace.before = {"incoming": conflict.incoming, "run": conflict.run_id}
    ImportTrace.objects.bulk_create([trace], ignore_conflicts=True)


def note_twins(run, cable_ids):
    ImportTrace.objects.bulk_create(
        [ImportTrace(run=run, model=TWIN, object_id=key) for key in cable_ids],
        ignore_conflicts=True,
    )
