"""The fields of a cable, as a person sets them."""

from django.core.exceptions import ValidationError

from cables.choices import Action, State
from cables.models import Cable, OldAddress, content_sha256, holding_epoch, raise_epoch
from cables.models.cable import REFERENCE_ID

from .batches import tell_all
from .errors import IdTaken, WordsComeBack, WordsTakenOut
from .limits import (
    check_cable,
    check_embargo,
    check_new_texts,
    check_release,
)
from .markers import lost_markers, refuse_words, texts_in, words_back
from .revisions import add_revision, snapshot
from .versions import announce, lock, mark_curated, save_version, unmark_curated

EDITABLE = frozenset(
    [
        "reference_id",
        "number",
        "created",
        "created_precision",
        "released",
        "classification",
        "post",
        "subject",
        "transmission_id",
        "precedence",
        "precedence_info",
        "date_time_group",
        "sender",
        "section",
        "section_count",
        "captions",
        "attention",
        "executive_order",
        "declassify_on",
        "declassify_note",
        "classified_by",
        "classified_by_title",
        "reasons",
        "reason_section",
        "signatory",
        "header",
        "body",
        "is_partial",
        "canonical",
    ]
)
#: What a record says of itself; an id is in print, and these are people's to decide.
GIVEN_BACK = EDITABLE - {"reference_id", "released", "post", "canonical"}
AS_RECEIVED = ("header", "body")


def check_id(value):
    """Refuse an id that no address can hold, and one of digits alone."""
    if value and not any(one.isalpha() for one in value):
        raise ValidationError("A reference id has letters, too: 06MEXICO1889.")
    if not REFERENCE_ID.fullmatch(value):
        raise ValidationError(
            "Write the reference id in capitals. It has letters from A to Z, digits and "
            "the signs : . _ - only, and begins with a letter or a digit: 06MEXICO1889."
        )


@holding_epoch
def save_cable(cable, *, user, values, why="", expected_version=None):
    """
    Save what a person set, a value for each field that they touched. Values that are
    there already change nothing; the others are theirs from now on.
    """
    if unknown := values.keys() - EDITABLE:
        raise ValueError(f"save_cable does not set {', '.join(sorted(unknown))}")
    cable = lock(cable, expected_version)
    changed = _differing(cable, values)
    pairs = {name: (getattr(cable, name), value) for name, value in changed.items()}
    _check_texts(pairs)
    if names := words_back(cable, pairs):
        raise WordsComeBack(names[0], WordsComeBack.TYPED)
    if changed:
        _save(cable, changed, mark_curated, user=user, why=why)
    return cable


@holding_epoch
def give_back(cable, *, user, values, why="", expected_version=None):
    """
    Give fields back to the record: they have what its parser says, and imports fill them
    again.
    """
    if unknown := values.keys() - GIVEN_BACK:
        raise ValueError(f"give_back does not set {', '.join(sorted(unknown))}")
    cable = lock(cable, expected_version)
    refuse_words(cable, {name: (getattr(cable, name), values[name]) for name in values})
    changed = _differing(cable, values)
    if changed or set(cable.curated) & values.keys():
        _save(
            cable,
            changed,
            lambda one, _: unmark_curated(one, values),
            user=user,
            why=why,
            told=["curated"],
        )
    return cable


@holding_epoch
def take_values(cable, *, user, values, why="", problems=None):
    """Set what a parser found in fields that are the record's, and go on to be so."""
    if unknown := values.keys() - GIVEN_BACK:
        raise ValueError(f"take_values does not set {', '.join(sorted(unknown))}")
    cable = lock(cable)
    refuse_words(cable, {name: (getattr(cable, name), values[name]) for name in values})
    changed = _differing(cable, values)
    if problems is not None and problems != cable.problems:
        cable.problems = problems
        cable.save(update_fields=["problems"])
    if changed:
        _save(cable, changed, lambda *_: None, user=user, why=why)
    return cable


def _check_texts(pairs):
    """Header and body are as received, which may be anything; the form looks at them."""
    pairs = {name: pair for name, pair in pairs.items() if name not in AS_RECEIVED}
    new = {name: value for name, (_, value) in pairs.items()}
    check_new_texts(new, {name: stored for name, (stored, _) in pairs.items()})


def _differing(cable, values):
    names = sorted(name for name in values if getattr(cable, name) != values[name])
    return {name: values[name] for name in names}


def _save(cable, changed, mark, *, user, why, told=()):
    """Write changed fields as the next version; ``told`` are noted beside them."""
    was_public, former_id = cable.is_public, cable.reference_id
    noted = [*changed, *told]
    before = snapshot(cable, noted)
    _check_markers(cable, changed)
    check_release(cable, changed, user)
    check_embargo(cable, changed, why)
    _set(cable, changed)
    mark(cable, changed)
    if cable.reference_id != former_id:
        _keep_former_id(cable, former_id)
    save_version(
        cable,
        user=user,
        why=why,
        before=before,
        after=snapshot(cable, noted),
        fields=[*changed, "curated", "sha256"],
    )
    if was_public or cable.is_public:
        announce(cable, Action.CORRECTED, reason=why, was_public=was_public)
    elif cable.state == State.WITHDRAWN:
        tell_all(cable)  # the log and its old address name it


def _check_markers(cable, changed):
    """Refuse to lose the box that says why words are gone."""
    for name, value in changed.items():
        if lost := lost_markers(texts_in(getattr(cable, name)), texts_in(value)):
            raise WordsTakenOut(lost)


def _set(cable, values):
    for name, value in values.items():
        setattr(cable, name, value)
    cable.sha256 = content_sha256(
        subject=cable.subject, header=cable.header, body=cable.body
    )
    check_cable(cable, values)
    untouched = [f.name for f in cable._meta.fields if f.name not in values]
    if "reference_id" in values:
        _check_field("reference_id", cable.reference_id)
    cable.clean_fields(exclude=untouched)
    cable.validate_unique(exclude=untouched)
    cable.validate_constraints()


def _check_field(name, value):
    try:
        check_id(value)
    except ValidationError as error:
        raise ValidationError({name: error}) from error


def _keep_former_id(cable, former_id):
    """An id that was in print goes on leading to this cable, and to no other."""
    taken = OldAddress.objects.filter(former_id=cable.reference_id)
    if other := taken.exclude(cable=cable).select_related("cable").first():
        raise IdTaken(
            f"{cable.reference_id} was the id of {other.cable.reference_id}, and "
            "links in print still lead there."
        )
    taken.delete()
    OldAddress.objects.update_or_create(former_id=former_id, defaults={"cable": cable})


@holding_epoch
def add_former_id(cable, *, former_id, user, why=""):
    """Let an id under which the cable was once known lead to it."""
    former_id = former_id.strip().upper()
    _check_field("former_id", former_id)
    holder = Cable.objects.filter(reference_id=former_id).first()
    if holder:
        raise IdTaken(f"{former_id} is the id of a cable: it leads there.")
    address = OldAddress(former_id=former_id, cable=cable)
    address.full_clean()
    address.save()
    after = {"former_id": former_id}
    add_revision(address, user=user, why=why, before={}, after=after, cable=cable)
    raise_epoch()
    return address
