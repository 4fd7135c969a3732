"""Marking words that should go: nothing changes for readers until another approves."""

from contextlib import suppress

from django.utils import timezone

from cables.choices import ReasonCode, RedactionState
from cables.curation.errors import WrongCable
from cables.curation.limits import check_said
from cables.curation.revisions import add_revision
from cables.curation.versions import lock
from cables.models import holding_epoch
from cables.models.marker import REDACTED, SHORT, marker
from cables.models.sealed import Redaction, SealedText

from .errors import (
    NoteMissing,
    OwnWork,
    RedactionDecided,
    RedactionRefused,
    ReplacementRefused,
)
from .locating import locate
from .passages import Passages
from .texts import FIELDS, Place, Texts
from .words import Skeleton, forms_of, words_of

#: Why words may be taken out of a cable. (One published by mistake is withdrawn.)
REASONS = (
    ReasonCode.SOURCE_SAFETY,
    ReasonCode.PRIVATE_DATA,
    ReasonCode.MINOR,
    ReasonCode.COURT_ORDER,
    ReasonCode.OTHER,
)
LONGEST = 80  # characters of what a marker says


@holding_epoch
def propose(
    cable,
    *,
    user,
    spans,
    paragraph=None,
    field="text",
    reason,
    note="",
    replacement="",
    suggestion="",
    expected_version=None,
):
    """
    Mark words of a paragraph, or of a column of the cable, and seal the text as it
    stands. ``spans`` are (start, end); those that overlap become one. Return the
    Redactions.
    """
    check_said(note, replacement)
    cable = lock(cable, expected_version)
    text = _text_of(cable, paragraph, field)
    spans = [trimmed(text, *span) for span in merged(spans)]
    _check_reason(reason, note)
    waiting = waiting_in(cable)
    sealed = _sealed(cable, paragraph, field, text, waiting)
    for span in spans:
        _check_span(text, *span)
    _check_marked(cable, paragraph, field, spans, waiting)
    made = []
    for start, end in spans:
        words = text[start:end]
        made.append(
            Redaction(
                sealed_text=sealed,
                start=start,
                end=end,
                reason=reason,
                note=note.strip(),
                replacement=replacement_for(words, reason, replacement),
                suggestion=suggestion,
                proposed_by=user,
            )
        )
    if sealed.pk is None:
        sealed.save()
    for redaction in made:
        redaction.save(force_insert=True)
        _record(redaction, user, {}, {"state": RedactionState.PROPOSED})
    return made


@holding_epoch
def withdraw_proposal(redaction, *, user):
    """Let the person who marked words take that back; it is rejected by themselves."""
    redaction = lock_waiting([redaction])[0]
    if redaction.proposed_by_id != user.pk:
        raise OwnWork("Only who proposed it takes it back; others may reject it.")
    return _end(redaction, user, "Taken back by who proposed it.")


@holding_epoch
def reject(redaction, *, user, why=""):
    """Let the words stand."""
    redaction = lock_waiting([redaction])[0]
    if redaction.proposed_by_id == user.pk:
        raise OwnWork("This is your own proposal: take it back instead.")
    return _end(redaction, user, why)


def lock_waiting(redactions):
    """Return the redactions, locked, in order; refuse where one is decided already."""
    keys = [one.pk for one in redactions]
    rows = (
        Redaction.objects.select_for_update(of=["self"])
        .select_related("sealed_text__cable", "sealed_text__paragraph")
        .filter(pk__in=keys)
        .order_by("pk")
    )
    found = list(rows)
    if len(found) != len(set(keys)):
        raise RedactionDecided("A proposal is not there any more.")
    for one in found:
        if one.state != RedactionState.PROPOSED:
            label = RedactionState(one.state).label.lower()
            raise RedactionDecided(f"Somebody decided this meanwhile: it is {label}.")
    return found


def waiting_in(cable):
    """Return the proposals that wait in a cable."""
    return list(
        Redaction.objects.filter(
            state=RedactionState.PROPOSED, sealed_text__cable=cable
        ).select_related("sealed_text")
    )


def replacement_for(words, reason, said=""):
    """Return the marker for these words; refuse one that says any of them."""
    said = said.strip()
    text = said if said.startswith("[") else marker(said) if said else ""
    if not text:
        text = marker(ReasonCode(reason).label.lower())
        return SHORT if forms_of(words).stand_in(text) else text
    if not REDACTED.fullmatch(text):
        raise ReplacementRefused(
            f"What readers see instead has no brackets and at most {LONGEST} "
            "characters: protects a source."
        )
    if forms_of(words).stand_in(text) or _telling(words) & _telling(text):
        raise ReplacementRefused("What readers see instead has some of the words.")
    return text


def _telling(text):
    """Return the words of a text but for those that every marker may have."""
    common = {"redacted", *" ".join(map(str, ReasonCode.labels)).lower().split()}
    words = {Skeleton(word.strip("[].,:;()")).letters for word in text.split()}
    return {word for word in words - common if len(word) > 2}


def merged(spans):
    """Return spans in order; those that overlap as one."""
    result = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def trimmed(text, start, end):
    """Narrow a span to what is not white space."""
    if not 0 <= start < end <= len(text):
        raise RedactionRefused("The text has no such place. Mark the words again.")
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, end - len(words) + len(words.rstrip()))


def _check_span(text, start, end):
    if not any(one.isalnum() for one in text[start:end]):
        raise RedactionRefused("There is no word in what was marked.")
    if any(
        found.start() < end and start < found.end() for found in REDACTED.finditer(text)
    ):
        raise RedactionRefused("A part of these words is taken out already.")


def _check_marked(cable, paragraph, field, spans, waiting):
    """Refuse what waits already: here, or in a text that says the same passage."""
    if not waiting:
        return
    texts = Texts(cable)
    passages, marked = Passages(texts), []
    for one in waiting:
        with suppress(RedactionRefused):
            marked.append(locate(texts, one))
    place = Place("paragraph", paragraph.pk) if paragraph else Place("field", field)
    for span in spans:
        found = passages.same(place, *span)
        for other, start, end in marked:
            pieces = [piece for several in found.get(other, []) for piece in several]
            if any(a < end and start < b for a, b in pieces):
                raise RedactionRefused(
                    f"Some of these words are marked already, in {texts.name(other)}, "
                    "and wait for approval: mark the others, or take that mark back."
                )


def _check_reason(reason, note):
    if reason not in REASONS:
        raise RedactionRefused("Choose a reason for which words may be taken out.")
    if reason == ReasonCode.OTHER and not note.strip():
        raise NoteMissing("Say in the note what the other reason is.")


def _text_of(cable, paragraph, field):
    if paragraph is not None:
        row = cable.paragraphs.filter(pk=paragraph.pk).first()
        if row is None:
            raise WrongCable(f"The paragraph is not in {cable.reference_id} any more.")
        return row.text
    if field not in FIELDS:
        raise RedactionRefused("No words can be taken out of this field.")
    return Texts(cable)[Place("field", field)]


def _sealed(cable, paragraph, field, text, waiting):
    """Return the sealed text of a proposal that waits, if it is the same; or a new one."""
    key = paragraph.pk if paragraph else None
    for one in waiting:
        sealed = one.sealed_text
        if (sealed.paragraph_id, sealed.field, sealed.text) == (key, field, text):
            return sealed
    return SealedText(cable=cable, paragraph=paragraph, field=field, text=text)


def _end(redaction, user, why):
    redaction.state = RedactionState.REJECTED
    redaction.ended_by, redaction.ended = user, timezone.now()
    redaction.ended_why = why[:500]
    redaction.save(update_fields=["state", "ended_by", "ended", "ended_why"])
    _record(
        redaction,
        user,
        {"state": RedactionState.PROPOSED},
        {"state": RedactionState.REJECTED},
        why=why,
    )
    return redaction


def _record(redaction, user, before, after, why=""):
    """Write that it was proposed or decided; the history has no words of it."""
    cable = redaction.sealed_text.cable
    add_revision(redaction, user=user, why=why, before=before, after=after, cable=cable)


def count_words(redaction):
    return max(len(words_of(redaction).split()), 1)
