"""
Words that were taken out of the public text: no editing takes away the box that says why,
no record brings the words back, and nobody says them beside the cable.
"""

from collections import Counter

from cables.choices import RedactionState
from cables.models.marker import REDACTED
from cables.models.sealed import Redaction

from .batches import ask
from .errors import WordsComeBack
from .redactions.words import forms_of, words_of


def lost_markers(before, after):
    """Return the boxes of the texts ``before`` that the texts ``after`` lack."""
    return sorted((_count(before) - _count(after)).elements())


def texts_in(value):
    """Return the texts that a field has: none, one, or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def _count(texts):
    return Counter(found for text in texts for found in REDACTED.findall(text))


def refuse_words(cable, changes):
    """
    Refuse what would bring words back that were taken out of the cable. ``changes`` has
    (text now, text to be) by the name of what would have it.
    """
    if names := words_back(cable, changes):
        raise WordsComeBack(names[0])


def words_back(cable, changes):
    """Return the names of those changes that have the words more often than now."""
    changes = {
        name: (old, new)
        for name, (old, new) in changes.items()
        if old != new and texts_in(new)
    }
    forms = forms_taken_out(cable) if changes else []
    return [
        name
        for name, (old, new) in changes.items()
        if any(_times(form, new) > _times(form, old) for form in forms)
    ]


def blocks_back(cable, here, blocks):
    """
    Return the places of the blocks that would bring words back; ``here`` has the text of
    each block by its id. Words that stand in one block may go to another.
    """
    was, will = Counter(here.values()), Counter(one["text"] for one in blocks)
    old, new = [*(was - will).elements()], [*(will - was).elements()]
    forms = forms_taken_out(cable) if new else []
    more = [form for form in forms if _times(form, new) > _times(form, old)]
    return [
        place
        for place, one in enumerate(blocks)
        if any(
            _times(form, one["text"]) > _times(form, here.get(one.get("id"), ""))
            for form in more
        )
    ]


def forms_taken_out(cable):
    """Return what finds the words that approved redactions took out of the cable."""
    return ask(_forms_by_cable, cable)


def _forms_by_cable(cables):
    found = {cable.pk: [] for cable in cables}
    rows = Redaction.objects.filter(
        sealed_text__cable__in=found, state=RedactionState.APPROVED
    )
    for one in rows.select_related("sealed_text").order_by("pk"):
        found[one.sealed_text.cable_id].append(forms_of(words_of(one)))
    return found


def says_removed_words(cable, texts):
    """
    Say whether texts beside a cable give words that were taken out of it and that stand
    nowhere in what readers see of it.
    """
    if not (texts := [one for one in texts if one]):
        return False
    said = [form for form in forms_taken_out(cable) if any(map(form.stand_in, texts))]
    if not said:
        return False
    seen = [cable.subject, *cable.paragraphs.values_list("text", flat=True)]
    return not all(any(map(form.stand_in, seen)) for form in said)


def refuse_said(cable, *texts):
    """Refuse such texts, wherever readers meet them beside the cable."""
    if says_removed_words(cable, texts):
        raise WordsComeBack("", WordsComeBack.SAID)


def refuse_said_of_many(cables, *texts):
    """Refuse texts that stand beside several cables, a queryset, where they do so of one."""
    if any(texts):
        taken = Redaction.objects.filter(state=RedactionState.APPROVED)
        with_some = cables.filter(pk__in=taken.values("sealed_text__cable"))
        for cable in with_some.order_by().defer("header", "body"):
            refuse_said(cable, *texts)


def _times(form, value):
    return sum(len(form.spans(one)) for one in texts_in(value))
