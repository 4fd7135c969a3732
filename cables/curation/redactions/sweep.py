"""
What holds the words beside the texts of a cable and needs nobody's judgement, cleaned
when they are taken out: reasons in the public log, differences that an import left, what
a job would put back, texts that somebody typed and has not saved. A purge does the rest.
"""

from cables.curation.purge.groups import group_of
from cables.curation.purge.places import CLEANED
from cables.curation.purge.records import drafts_with_words
from cables.curation.revisions import add_revision
from cables.models import Change, raise_epoch
from cables.models.marker import SHORT
from cables.models.sealed import SavedDraft

WHY = "The words left what stood beside the texts of the cable, too."


def sweep(cable, redactions, *, user):
    """
    Clean what stands beside a cable and its twins, and tell of it, in numbers, in the
    history of the first of these redactions. They are approved already.
    """
    group = group_of(cable.canonical_id or cable.pk)
    counts = {
        place.name: count
        for place in CLEANED
        if place.at_once and (count := _clean(place, group))
    }
    if drafts := _clean_drafts(group):
        counts["unsaved texts"] = drafts
    if not counts:
        return
    add_revision(
        redactions[0], user=user, why=WHY, before={}, after=counts, cable=cable
    )


def _clean(place, group):
    """Take the words out of the rows of a place; return how many there were."""
    if place.model is Change:
        return _clean_log(place, group)
    rows = list(place.find(group, mark=SHORT))
    for pk, values, _ in rows:
        place.model.objects.filter(pk=pk).update(**values)
    return len(rows)


def _clean_log(place, group):
    """
    Take the words out of the reasons that the public log gives. One reason may have been
    given for many cables at once: it is cleaned for all of them.
    """
    found = {pk: values for pk, values, _ in place.find(group)}
    reasons = Change.objects.filter(pk__in=found).values_list("reason", "pk")
    if not found:
        return 0
    raise_epoch()
    return sum(
        Change.objects.filter(reason=reason).update(**found[pk])
        for reason, pk in dict(reasons).items()
    )


def _clean_drafts(group):
    """Take the words out of what people typed; all else that they typed stays."""
    drafts = SavedDraft.objects.filter(pk__in=drafts_with_words(group))
    for draft in drafts:
        data = group.traces.clean(draft.data)
        SavedDraft.objects.filter(pk=draft.pk).update(data=data)
    return len(drafts)
