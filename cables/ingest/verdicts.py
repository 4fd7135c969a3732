"""
What of a run can be taken back, and why the rest cannot.

The rule: nothing that a person did is lost, nothing that readers have seen vanishes
without a word, and what a later import said stands until that one is rolled back.
"""

from django.utils import timezone

from cables.choices import State
from cables.models import (
    ArticleLink,
    Cable,
    CableTag,
    Change,
    Paragraph,
    ParagraphAlias,
    Recipient,
    Reference,
    public_q,
)
from cables.models.revision import Revision
from cables.models.sealed import (
    ImportConflict,
    ImportTrace,
    SavedDraft,
    SealedText,
    SourceRecord,
)

from .traces import CABLE

LATER, EDITED, SEEN, ATTACHED, UNKNOWN = (
    *("later", "edited", "seen", "attached", "unknown"),
)
REASONS = {
    LATER: "A later import brought or changed it too: roll that one back first.",
    EDITED: "A person has worked on it since.",
    SEEN: "Readers have seen it: it can be withdrawn, not removed.",
    ATTACHED: "Something hangs on it that did not come with this import.",
    UNKNOWN: "It was there before, and nothing tells what it was.",
}
#: What goes with a cable. Anything else that points at one keeps it.
TAKEN_ALONG = {
    *(Paragraph, ParagraphAlias, Recipient, Reference, CableTag, SourceRecord),
    *(Change, ArticleLink, ImportConflict, Cable),
}
PAGES = ("cable", "paragraphs")  # forms whose unsaved words are kept


def created_by(run):
    """Return the keys of the cables that a run has brought, in order."""
    records = SourceRecord.objects.filter(run=run).order_by()
    traced = changed_by(run).values_list("object_id", flat=True)
    return sorted(set(records.values_list("cable_id", flat=True)) - set(traced))


def changed_by(run):
    """Return the traces of the cables that a run found and changed, or looked at."""
    return ImportTrace.objects.filter(run=run, model=CABLE).order_by("id")


def keep_created(run, keys):
    """Return key to the reason, for those of a run's new cables that have to stay."""
    found = {}
    for reason, stay in (
        (SEEN, _seen(keys)),
        (ATTACHED, _attached(run, keys)),
        (EDITED, _edited(keys)),
        (LATER, _in_other_runs(run, keys)),
        (UNKNOWN, _older(run, keys)),
    ):
        found |= dict.fromkeys(stay, reason)
    return found


def keep_changed(run, traces):
    """
    Return key to the reason, for those of a run's changed cables that stay whole; and
    the keys of those that a person has changed since, whose values stay.
    """
    keys = [trace.object_id for trace in traces]
    later = _with_later_traces(run, traces)
    published = [
        trace.object_id for trace in traces if "state" in trace.before["columns"]
    ]
    found = dict.fromkeys(_seen(published), SEEN) | dict.fromkeys(later, LATER)
    marks = {trace.object_id: trace.revision for trace in traces}
    rows = Revision.objects.filter(
        cable__in=keys, id__gt=min(marks.values(), default=0)
    )
    edited = {
        key
        for key, revision in rows.values_list("cable_id", "id")
        if revision > marks[key]
    }
    return found, edited


def _with_later_traces(run, traces):
    marks = {trace.object_id: trace.pk for trace in traces}
    others = ImportTrace.objects.filter(model=CABLE, object_id__in=list(marks))
    others = others.exclude(run=run).values_list("object_id", "id")
    return {key for key, other in others if other > marks[key]}


def _seen(keys):
    cables = Cable.objects.filter(pk__in=keys)
    now_public = cables.filter(public_q(now=timezone.now()))
    told = Change.objects.filter(cable__in=keys, was_public=True)
    withdrawn = cables.filter(state=State.WITHDRAWN)
    return {
        *now_public.values_list("pk", flat=True),
        *told.values_list("cable_id", flat=True),
        *withdrawn.values_list("pk", flat=True),
    }


def _edited(keys):
    typed = SavedDraft.objects.filter(object_id__in=keys, page__in=PAGES)
    return {
        *Revision.objects.filter(cable__in=keys).values_list("cable_id", flat=True),
        *SealedText.objects.filter(cable__in=keys).values_list("cable_id", flat=True),
        *typed.values_list("object_id", flat=True),
    }


def _in_other_runs(run, keys):
    records = SourceRecord.objects.filter(cable__in=keys).exclude(run=run)
    traces = ImportTrace.objects.filter(model=CABLE, object_id__in=keys)
    return {
        *records.values_list("cable_id", flat=True),
        *traces.exclude(run=run).values_list("object_id", flat=True),
    }


def _older(run, keys):
    """Return the cables whose first record came with another run."""
    rows = SourceRecord.objects.filter(cable__in=keys).order_by("-id")
    first = dict(rows.values_list("cable_id", "run_id"))
    return {cable for cable, of in first.items() if of != run.pk}


def _attached(run, keys):
    found = set(_links_of_others(run, keys))
    decided = ImportConflict.objects.filter(cable__in=keys, decided__isnull=False)
    found |= set(decided.values_list("cable_id", flat=True))
    for relation in Cable._meta.related_objects:
        if relation.related_model not in TAKEN_ALONG:
            name = relation.field.attname
            rows = relation.related_model._base_manager
            rows = rows.filter(**{f"{name}__in": keys})
            found |= set(rows.order_by().values_list(name, flat=True))
    return found


def _links_of_others(run, keys):
    """Return the cables that articles use whose link this run did not make."""
    links = dict(
        ArticleLink.objects.filter(cable__in=keys).values_list("id", "cable_id")
    )
    made = ImportTrace.objects.filter(
        run=run, model="articlelink", object_id__in=list(links)
    )
    for key in made.values_list("object_id", flat=True):
        del links[key]
    return links.values()
