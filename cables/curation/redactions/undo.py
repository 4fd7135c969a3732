"""Putting words back from the sealed original, in every place that they were taken from."""

import json

from django.utils import timezone

from cables.choices import Action, RedactionState
from cables.curation.revisions import add_revision
from cables.curation.versions import announce, lock, was_seen
from cables.models import holding_epoch
from cables.models.sealed import Redaction, SealedText
from cables.search.outbox import tell_readers

from .approve import make_room
from .errors import CannotPutBack, RedactionDecided
from .finding import find_marker, markers, stands_between
from .propose import count_words
from .saving import move_addresses, put_addresses_back, save_texts
from .texts import Place, Texts


@holding_epoch
def undo(redaction, *, user, why, expected_version=None):
    """
    Put the words of an approved redaction back where they stood, in all places. Whatever
    was edited around them stays. Raise CannotPutBack, and change nothing, where a place
    is not to be found.
    """
    cable = lock(redaction.sealed_text.cable, expected_version)
    redaction = _locked(redaction)
    claims = list(
        Redaction.objects.select_for_update(of=["self"]).filter(
            sealed_text__cable=cable, state=RedactionState.APPROVED
        )
    )
    this = next(one for one in claims if one.pk == redaction.pk)
    texts, seen = Texts(cable), was_seen(cable)
    kept = _kept(redaction)
    for entry, one in reversed(list(zip(this.places, kept, strict=True))):
        _put_back(texts, redaction, entry, one, claims)
    for one in claims:
        one.save(update_fields=["places"])
    save_texts(texts, user=user, why=why)
    _ended(this, user, why)
    if seen:
        announce(
            cable,
            Action.RESTORED,
            reason_code=redaction.reason,
            words=count_words(redaction),
            was_public=True,
        )
        tell_readers([cable.pk])
    return this


def _locked(redaction):
    row = (
        Redaction.objects.select_for_update(of=["self"])
        .select_related("sealed_text__cable")
        .get(pk=redaction.pk)
    )
    if row.state != RedactionState.APPROVED:
        label = RedactionState(row.state).label.lower()
        raise RedactionDecided(f"There is nothing to put back: it is {label}.")
    return row


def _kept(redaction):
    sealed = SealedText.objects.filter(
        cable=redaction.sealed_text.cable, field=f"places:{redaction.pk}"
    )
    return json.loads(sealed.get().text)


def _put_back(texts, redaction, entry, kept, claims):
    place = Place.read(entry["place"])
    place, start = _find(texts, place, entry, kept, claims, redaction)
    text, end = texts[place], start + len(kept["new"])
    texts.change(place, text[:start] + kept["old"] + text[end:])
    if place.kind == "paragraph":
        move_addresses(place.key, start, end, len(kept["old"]))
        put_addresses_back(place.key, start, kept.get("addresses", {}))
    number, entry["number"] = entry["number"], None
    if number is not None and str(place) == entry["place"]:
        make_room(place, number, claims, by=-1)


def _find(texts, place, entry, kept, claims, redaction):
    """Return (place, start) of what stands there instead of the words."""
    if not kept["new"]:  # a column that was too short for any marker
        if place in texts and not texts[place]:
            return place, 0
        raise _lost(entry, redaction)
    counted = None
    if place in texts:
        counted = _by_number(texts[place], place, entry, kept, claims)
    if counted is not None and stands_between(
        kept["before"], kept["after"], texts[place], counted, len(kept["new"])
    ):
        return place, counted
    places = [place] if place in texts else []
    if place.kind == "paragraph":  # it may have been split, merged or moved
        places += [one for one in texts.of_kind("paragraph") if one != place]
    for one in places:
        found = find_marker(kept["new"], kept["before"], kept["after"], texts[one])
        if found:
            return one, found[0]
    if counted is not None:  # all around it was written anew
        return place, counted
    raise _lost(entry, redaction)


def _by_number(text, place, entry, kept, claims):
    """Count the markers: sure only while the text has as many as were set there."""
    numbers = sorted(
        other["number"]
        for one in claims
        for other in one.places
        if other["place"] == str(place) and other["number"] is not None
    )
    starts = markers(text)
    if numbers != list(range(len(starts))):
        return None
    start = starts[entry["number"]]
    return start if text.startswith(kept["new"], start) else None


def _lost(entry, redaction):
    return CannotPutBack(
        f"The place in {entry['name']} where the words were taken out is not to be found: "
        "the text around it was changed. Write the marker back where it stood, or put "
        "the words back by hand.",
        redaction,
    )


def _ended(redaction, user, why):
    redaction.state = RedactionState.UNDONE
    redaction.ended_by, redaction.ended = user, timezone.now()
    redaction.ended_why = why[:500]
    redaction.save(update_fields=["state", "ended_by", "ended", "ended_why", "places"])
    add_revision(
        redaction,
        user=user,
        why=why,
        before={"state": RedactionState.APPROVED},
        after={"state": RedactionState.UNDONE},
        cable=redaction.sealed_text.cable,
    )
