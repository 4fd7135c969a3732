"""
Words that were taken out of the public text: no editing takes away the box that says why,
and no record brings the words back.
"""

from collections import Counter

from cables.choices import RedactionState
from cables.models.marker import REDACTED
from cables.models.sealed import Redaction

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
    rows = Redaction.objects.filter(
        sealed_text__cable=cable, state=RedactionState.APPROVED
    )
    return [forms_of(words_of(one)) for one in rows.select_related("sealed_text")]


def _times(form, value):
    return sum(len(form.spans(one)) for one in texts_in(value))
