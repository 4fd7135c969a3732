"""
Taking words out, on the word of a second person: of the paragraph, of every public text of
the cable that says the same passage, and of what stands beside it (``sweep``).
"""

import json

from django.utils import timezone

from cables.choices import Action, RedactionState
from cables.curation.revisions import add_revision
from cables.curation.versions import announce, lock, was_seen
from cables.models import holding_epoch
from cables.models.sealed import Redaction, SealedText
from cables.search.outbox import tell_readers

from .errors import OwnWork, RedactionRefused
from .finding import markers
from .locating import locate
from .passages import Passages, edits
from .propose import count_words, lock_waiting
from .saving import inner_addresses, move_addresses, save_texts
from .sweep import sweep
from .texts import BODY, HEADER, Texts
from .words import words_of

CONTEXT = 200  # characters that tell, when words are put back, where they stood


@holding_epoch
def approve(redactions, *, user, expected_version=None):
    """
    Take the words of these proposals, all of one cable, out of its public texts. Return
    the redactions. Raise a CurationError, and change nothing, where one cannot be had.
    """
    redactions = list(redactions)
    if not redactions:
        raise RedactionRefused("Choose at least one proposal.")
    cable = lock(redactions[0].sealed_text.cable, expected_version)
    waiting = lock_waiting(redactions)
    if any(one.sealed_text.cable_id != cable.pk for one in waiting):
        raise RedactionRefused("Approve the proposals of one cable at a time.")
    if any(one.proposed_by_id == user.pk for one in waiting):
        raise OwnWork("A second person approves: this is your own proposal.")
    seen = was_seen(cable)
    texts = Texts(cable)
    for redaction in in_order(waiting):
        take_out(texts, redaction)
        _approved(redaction, user)
    save_texts(texts, user=user, why="Words taken out.", by_two=True)
    sweep(cable, waiting, user=user)
    _tell(cable, waiting, seen)
    return waiting


def in_order(redactions):
    """What was marked in the body or header goes first: paragraphs follow from there."""
    whole = (BODY.key, HEADER.key)
    return sorted(
        redactions,
        key=lambda one: (
            one.sealed_text.field not in whole,
            one.sealed_text_id,
            one.start,
        ),
    )


def take_out(texts, redaction):
    """Change the texts, in memory, and keep in the redaction and sealed what was there."""
    place, start, end = locate(texts, redaction)
    made = edits(
        texts,
        Passages(texts),
        place,
        start,
        end,
        words=words_of(redaction),
        marker=redaction.replacement,
    )
    made.sort(key=lambda edit: (edit.place != place, str(edit.place), edit.start))
    others = list(_taken_out(texts.cable))
    redaction.places, sealed, moved = [], [], {}
    for edit in made:
        shift = moved.get(edit.place, 0)
        sealed.append(_apply(texts, edit, shift, redaction, others))
        moved[edit.place] = shift + len(edit.new) - len(edit.old)
    for one in others:
        one.save(update_fields=["places"])
    _seal(redaction, sealed)


def _apply(texts, edit, shift, redaction, others):
    """Make one edit; note its place without words, and return what to seal of it."""
    text, start = texts[edit.place], edit.start + shift
    end = start + len(edit.old)
    number = len([at for at in markers(text) if at < start]) if edit.new else None
    if edit.new:
        make_room(edit.place, number, [redaction, *others])
    redaction.places.append(
        {"place": str(edit.place), "name": texts.name(edit.place), "number": number}
    )
    kept = {
        "old": edit.old,
        "new": edit.new,
        "before": text[max(start - CONTEXT, 0) : start],
        "after": text[end : end + CONTEXT],
    }
    if edit.place.kind == "paragraph":
        kept["addresses"] = inner_addresses(edit.place.key, start, end)
        move_addresses(edit.place.key, start, end, len(edit.new))
    texts.change(edit.place, text[:start] + edit.new + text[end:])
    return kept


def make_room(place, number, redactions, by=1):
    """Count on (or back) the markers that stand at or behind a place of a text."""
    for redaction in redactions:
        for entry in redaction.places:
            there = entry["place"] == str(place) and entry["number"] is not None
            if there and entry["number"] >= number:
                entry["number"] += by


def _taken_out(cable):
    return Redaction.objects.select_for_update(of=["self"]).filter(
        sealed_text__cable=cable, state=RedactionState.APPROVED
    )


def _seal(redaction, kept):
    """Seal what was taken out of each place, as it was written there."""
    SealedText.objects.create(
        cable=redaction.sealed_text.cable,
        field=f"places:{redaction.pk}",
        text=json.dumps(kept),
    )


def _approved(redaction, user):
    redaction.state = RedactionState.APPROVED
    redaction.approved_by, redaction.approved = user, timezone.now()
    redaction.save(update_fields=["state", "approved_by", "approved", "places"])
    add_revision(
        redaction,
        user=user,
        before={"state": RedactionState.PROPOSED},
        after={"state": RedactionState.APPROVED},
        cable=redaction.sealed_text.cable,
    )


def _tell(cable, redactions, seen):
    """Count for readers, where there are any, how many words left and why."""
    words = {}
    for one in redactions:
        words[one.reason] = words.get(one.reason, 0) + count_words(one)
    for reason, count in words.items():
        if seen:
            announce(
                cable,
                Action.REDACTED,
                reason_code=reason,
                words=count,
                was_public=True,
            )
    if seen:
        tell_readers([cable.pk])
