"""
The columns in which redacted words of a cable may still stand, and what is done there.

What readers see of the cable itself is looked at only (``shown``): there, people decide
place by place what goes. ``tests/leaks/test_columns.py`` holds both tables against all
columns that there are.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, JSONField, Model, Q, TextField
from django_tasks_db.models import DBTaskResult

from cables.models import (
    Article,
    ArticleLink,
    Cable,
    Change,
    Discussion,
    Paragraph,
    Proposal,
    ReaderReport,
    Recipient,
    Reference,
    ReleaseNote,
)
from cables.models.sealed import (
    ImportConflict,
    Job,
    JobItem,
    Purge,
    Redaction,
    SavedFilter,
    TagMerge,
)

from .traces import PURGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Columns of one table, and which rows of it belong to a group."""

    name: str  # in the counts of a purge
    model: type[Model]
    rows: Callable
    texts: tuple[str, ...] = ()  # get the replacement, which fits what readers see
    notes: tuple[str, ...] = ()  # get "[purged]"
    is_public: bool = False
    at_once: bool = False  # cleaned when a redaction is approved, not by a purge only

    def find(self, group, mark=PURGED):
        """
        Yield (primary key, new values, how many places) of each row with the words.
        ``mark`` stands in their place in notes.
        """
        fields = (*self.texts, *self.notes)
        for key, *values in self.rows(group).values_list("pk", *fields).distinct():
            found, clean = 0, {}
            for name, value in zip(fields, values, strict=True):
                value = _read(value, name)
                if count := group.traces.count(value):
                    said = mark if name in self.notes else None
                    found += count
                    clean[name] = self._fit(name, group.traces.clean(value, said))
            if found:
                yield key, clean, found

    def _fit(self, name, value):
        if name in JSON_IN_TEXT and not isinstance(value, str):
            value = json.dumps(value)
        length = self.model._meta.get_field(name).max_length
        return value[:length] if isinstance(value, str) and length else value


class NamedOnce(Place):
    """A place in whose table no two rows of a person may come to have one name."""

    def find(self, group, mark=PURGED):
        for key, clean, found in super().find(group, mark):
            if "name" in clean:
                length = self.model._meta.get_field("name").max_length
                ending = f" {key}"
                clean["name"] = clean["name"][: length - len(ending)] + ending
            yield key, clean, found


#: Texts that are written as JSON, in which letters may be escaped.
JSON_IN_TEXT = {"change_message"}


def _read(value, name):
    if name in JSON_IN_TEXT:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def columns_of(model):
    """Return the names of the columns that hold free text, in JSON too."""
    return tuple(
        field.name
        for field in model._meta.fields
        if isinstance(field, (CharField, TextField, JSONField)) and not field.choices
    )


def of_cable(model):
    return lambda group: model.objects.filter(cable__in=group.cables).order_by("pk")


def release_notes(group):
    days = Cable.objects.filter(pk__in=group.cables).order_by()
    return ReleaseNote.objects.filter(day__in=days.values("released__date"))


def _proposals(group):
    named = Q(article__in=group.articles) | Q(discussion__cable__in=group.cables)
    for reference_id in group.reference_ids:
        named |= Q(cables__icontains=reference_id)
    return Proposal.objects.filter(named).order_by("pk")


def _log_entries(group):
    objects = [
        (Cable, group.cables),
        (Article, group.articles),
        *(
            (model, model.objects.filter(cable__in=group.cables))
            for model in (ArticleLink, Discussion, Paragraph)
        ),
    ]
    mine = Q(pk=None)
    for model, rows in objects:
        keys = [str(getattr(row, "pk", row)) for row in rows]
        kind = ContentType.objects.get_for_model(model)
        mine |= Q(content_type=kind, object_id__in=keys)
    return LogEntry.objects.filter(mine).order_by("pk")


def _tag_merges(group):
    tags = Cable.tags.through.objects.filter(content_object__in=group.cables)
    return TagMerge.objects.filter(target__in=tags.values("tag")).order_by("pk")


CLEANED = (
    Place(
        name="references",
        model=Reference,
        rows=of_cable(Reference),
        texts=("label", "printed", "note"),
        is_public=True,
    ),
    Place(
        name="recipients",
        model=Recipient,
        rows=of_cable(Recipient),
        texts=("name",),
        is_public=True,
    ),
    Place(
        name="quotations",
        model=ArticleLink,
        rows=of_cable(ArticleLink),
        texts=("quote",),
        is_public=True,
    ),
    Place(
        name="discussions",
        model=Discussion,
        rows=of_cable(Discussion),
        texts=("title",),
        is_public=True,
    ),
    Place(
        name="public log",
        model=Change,
        rows=of_cable(Change),
        texts=("reason",),
        is_public=True,
        at_once=True,
    ),
    Place(
        name="release notes",
        model=ReleaseNote,
        rows=release_notes,
        texts=("title", "notes"),
        is_public=True,
    ),
    Place(
        name="proposals",
        model=Proposal,
        rows=_proposals,
        texts=("title", "cables", "quote"),
        notes=("note", "decided_why"),
    ),
    Place(
        name="reader reports",
        model=ReaderReport,
        # All: a reader may have named the cable in any way, or another one.
        rows=lambda group: ReaderReport.objects.order_by("pk"),
        texts=("reference_id", "paragraph", "text"),
        notes=("note",),
    ),
    Place(
        name="differences",
        model=ImportConflict,
        rows=of_cable(ImportConflict),
        texts=("incoming",),
        at_once=True,
    ),
    Place(
        name="items of jobs",
        model=JobItem,
        rows=lambda group: JobItem.objects.filter(object_id__in=group.cables),
        texts=("before",),
        notes=("note",),
        at_once=True,
    ),
    NamedOnce(
        name="saved filters",
        model=SavedFilter,
        rows=lambda group: SavedFilter.objects.order_by("pk"),
        texts=("parameters",),
        notes=("name",),
        at_once=True,
    ),
    Place(
        name="jobs",
        model=Job,
        rows=lambda group: Job.objects.filter(
            items__object_id__in=group.cables
        ).order_by("pk"),
        texts=("options", "progress"),
        notes=("title", "message"),
        at_once=True,
    ),
    Place(
        name="redactions",
        model=Redaction,
        rows=lambda group: Redaction.objects.filter(
            sealed_text__cable__in=group.cables
        ).order_by("pk"),
        notes=("note", "ended_why"),
    ),
    Place(
        name="purges",
        model=Purge,
        rows=lambda group: Purge.objects.filter(
            redactions__sealed_text__cable__in=group.cables
        ).order_by("pk"),
        notes=("reason",),
    ),
    Place(name="merges of tags", model=TagMerge, rows=_tag_merges, notes=("why",)),
    Place(
        name="log entries",
        model=LogEntry,
        rows=_log_entries,
        notes=("object_repr", "change_message"),
    ),
    Place(
        name="task results",
        model=DBTaskResult,
        rows=lambda group: DBTaskResult.objects.exclude(traceback="").order_by("pk"),
        notes=("traceback",),
    ),
)
