"""
What approving would do, worked out in memory: where words leave, where they stand else,
and what readers would have instead. Nothing is written.
"""

from django.db.models import prefetch_related_objects

from cables.curation.errors import CurationError

from .approve import CONTEXT, in_order
from .beside import texts_beside
from .locating import locate
from .passages import Passages, also_stands, edits
from .propose import count_words
from .texts import Texts
from .words import words_of


def preview(redactions):
    """
    Return for each proposal, all of one cable, what approving it alone would change: the
    places by name, the places that keep the words, or the sentence of a refusal.
    """
    redactions = list(redactions)
    if not redactions:
        return []
    texts = Texts(redactions[0].sealed_text.cable)
    prefetch_related_objects([texts.cable], "tags")
    passages, beside = Passages(texts), texts_beside(texts.cable)
    return [_foreseen(texts, passages, beside, one) for one in redactions]


def _foreseen(texts, passages, beside, redaction):
    words = words_of(redaction)
    found = {"redaction": redaction, "words": words, "count": count_words(redaction)}
    try:
        place, made = _edits(texts, passages, redaction)
    except CurationError as error:
        return found | {"refusal": str(error), "places": [], "also": []}
    own, text = made[0], texts[place]
    return found | {
        "place": place,
        "name": texts.name(place),
        "places": list(dict.fromkeys(texts.name(edit.place) for edit in made)),
        "also": also_stands(_after(texts, made), words, beside),
        "before": text[max(own.start - CONTEXT, 0) : own.start],
        "after": text[own.end : own.end + CONTEXT],
    }


def _edits(texts, passages, redaction):
    """Return the place of a proposal, and its edits: that of the place first."""
    place, start, end = locate(texts, redaction)
    made = edits(
        texts,
        passages,
        place,
        start,
        end,
        words=words_of(redaction),
        marker=redaction.replacement,
    )
    return place, sorted(made, key=lambda edit: edit.place != place)


def as_readers_would(cable, redactions):
    """Return the Texts of a cable with all of these proposals taken out that can be."""
    texts = Texts(cable)
    for redaction in in_order(redactions):
        try:
            _, made = _edits(texts, Passages(texts), redaction)
        except CurationError:
            continue
        for edit in sorted(made, key=lambda edit: edit.start, reverse=True):
            text = texts[edit.place]
            texts.change(edit.place, text[: edit.start] + edit.new + text[edit.end :])
    return texts


def _after(texts, made):
    """Return a copy of the texts as the edits would leave them."""
    after = object.__new__(Texts)
    after.__dict__ = texts.__dict__ | {"texts": dict(texts.texts)}
    for edit in sorted(made, key=lambda edit: edit.start, reverse=True):
        text = after[edit.place]
        after.texts[edit.place] = text[: edit.start] + edit.new + text[edit.end :]
    return after
