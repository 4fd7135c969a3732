"""The fields of a cable, as a person sets them."""

from django.core.exceptions import ValidationError

from cables.choices import Action, State
from cables.models import Cable, OldAddress, content_sha256, holding_epoch, raise_epoch
from cables.models.cable import REFERENCE_ID

from .errors import IdTaken
from .limits import check_cable
from .revisions import add_revision, snapshot
from .versions import announce, lock, mark_curated, save_version

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


def check_id(value):
    """Refuse an id that no address can hold."""
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
    changed = sorted(name for name in values if getattr(cable, name) != values[name])
    if not changed:
        return cable
    was_public, former_id = cable.is_public, cable.reference_id
    before = snapshot(cable, changed)
    _set(cable, {name: values[name] for name in changed})
    if cable.reference_id != former_id:
        _keep_former_id(cable, former_id)
    save_version(
        cable,
        user=user,
        why=why,
        before=before,
        after=snapshot(cable, changed),
        fields=[*changed, "curated", "sha256"],
    )
    if was_public or cable.is_public:
        announce(cable, Action.CORRECTED, reason=why, was_public=was_public)
    elif cable.state == State.WITHDRAWN:
        raise_epoch()  # the log and its old address name it
    return cable


def _set(cable, values):
    for name, value in values.items():
        setattr(cable, name, value)
    mark_curated(cable, values)
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
