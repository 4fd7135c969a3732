"""What a later import would have set, had a person not set it: for an editor to decide."""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone

from cables.models import Cable, holding_epoch
from cables.models.sealed import ImportConflict

from .cables import EDITABLE, save_cable
from .errors import AlreadyDecided, CurationError
from .limits import check_embargo
from .markers import refuse_words
from .revisions import add_revision
from .tags import set_tags


def can_take(conflict):
    """Say whether the incoming value can be put in place as it is."""
    return conflict.field in EDITABLE or conflict.field == "tags"


@holding_epoch
def decide_conflict(conflict, *, user, take, expected_version=None):
    """
    Put the incoming value in place, or keep the one that a person set. Either way it
    is a person's value, and no import overwrites it.
    """
    conflict = ImportConflict.objects.select_for_update().get(pk=conflict.pk)
    if conflict.decided:
        raise AlreadyDecided("Somebody has decided this difference already.")
    if take:
        try:
            _take(conflict, user, expected_version)
        except (ObjectDoesNotExist, ValidationError) as error:
            said = " ".join(getattr(error, "messages", ["It is not there any more."]))
            raise CurationError(
                f"The incoming {conflict.field} cannot be put in place. {said}"
            ) from error
    conflict.decided, conflict.decided_by = timezone.now(), user
    conflict.save(update_fields=["decided", "decided_by"])
    add_revision(
        conflict,
        user=user,
        before={"decided": None},
        after={"decided": conflict.decided, "taken": take},  # never the value
        cable=conflict.cable,
    )
    return conflict


def _take(conflict, user, expected_version):
    why = (
        f"Taken from import {conflict.run_id}"
        if conflict.run_id
        else "Taken from an import"
    )
    given = {"user": user, "why": why, "expected_version": expected_version}
    if conflict.field == "tags":
        set_tags(conflict.cable, names=conflict.incoming, **given)
    elif conflict.field in EDITABLE:
        field = Cable._meta.get_field(conflict.field)
        value = _value(field, conflict.incoming)
        here = getattr(conflict.cable, field.name)
        refuse_words(conflict.cable, {field.name: (here, value)})
        _check_embargo(conflict.cable, {field.name: value})
        save_cable(conflict.cable, values={field.name: value}, **given)
    else:
        raise CurationError(
            f"The incoming {conflict.field} cannot be put in place as a whole: edit "
            "them, then keep what is there."
        )


def _check_embargo(cable, changed):
    try:
        check_embargo(cable, changed, "")
    except ValidationError as error:
        raise CurationError(
            "Readers see it now, and it would leave them until then: set the date of "
            "release in the form of the cable, and say why."
        ) from error


def _value(field, incoming):
    """Return a value of JSON as the column's own type."""
    if field.is_relation and incoming is not None:
        return field.related_model.objects.get(pk=incoming)
    return field.to_python(incoming)
