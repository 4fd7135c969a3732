"""
Where a cable's values come from: what a person set, what the record's parser says, what
a later import offers; and a button that takes one of them.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect

from cables.curation.cables import GIVEN_BACK, give_back
from cables.curation.conflicts import can_take, decide_conflict
from cables.curation.drafts import keep_draft
from cables.curation.errors import CurationError
from cables.curation.reparse import give_back_tags
from cables.curation.tags import tag_names
from cables.ingest.merge import same
from cables.models import Cable
from cables.models.sealed import ImportConflict

from .cable_drafts import address, typed
from .cable_pages import (
    as_text,
    field_label,
    get_cable,
    may_see_conflicts,
    may_see_record,
)
from .form_values import put_value
from .numbers import number_in, sent_version
from .record import newest_record, read_again

NAMES = (
    *("subject", "number", "created", "created_precision", "classification"),
    *("is_partial", "transmission_id", "date_time_group", "precedence"),
    *("precedence_info", "sender", "section", "section_count", "header", "captions"),
    *("attention", "executive_order", "declassify_on", "declassify_note"),
    *("classified_by", "classified_by_title", "reasons", "reason_section"),
    *("signatory", "body"),
)
assert set(NAMES) == GIVEN_BACK
NO_VERSION = 0  # of what was typed over nobody knows what
SPLIT = ("created", "released")  # a date and a time: two controls


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that a later import would have set."""

    pk: int
    text: str
    is_takeable: bool


@dataclass(slots=True)
class Value:
    """One field: who said what it has, and what else it could have."""

    name: str
    label: str
    by_person: bool
    is_typed: bool = False  # the form has another value, not saved
    parsed: str | None = None  # None: no record says anything
    differs: bool = False
    offers: list[Offer] = field(default_factory=list)

    @property
    def anchor(self):
        name = self.control
        return f"id_{name}_0" if name in SPLIT else f"id_{name}"

    @property
    def control(self):
        """Return the name of the field in the form."""
        return "tag_lines" if self.name == "tags" else self.name

    @property
    def is_told(self):
        """Say whether there is anything to decide or to know."""
        return self.by_person or self.differs or bool(self.offers)


def values_of(request, cable, record):
    """Return what there is to know of each field, as far as this person may see it."""
    parsed = _parsed(record)
    found = {name: _value(cable, name, parsed) for name in (*NAMES, "tags")}
    if may_see_conflicts(request, cable):
        for conflict in ImportConflict.objects.filter(cable=cable, decided=None):
            value = found.setdefault(conflict.field, _value(cable, conflict.field, {}))
            value.offers.append(
                Offer(conflict.pk, as_text(conflict.incoming), can_take(conflict))
            )
    return list(found.values())


def _parsed(record):
    """Return by field what today's parser makes of a record: nothing without one."""
    read = read_again(record) if record else None
    if read is None:
        return {}
    return read.fields | {"tags": [code for code, _ in read.tags]}


def record_for(request, cable):
    """Return the newest record for those who may see it; else None."""
    return newest_record(cable) if may_see_record(request.user, cable) else None


def _value(cable, name, parsed):
    value = Value(name, field_label(name), by_person=name in cable.curated)
    if name in parsed:
        here = tag_names(cable) if name == "tags" else getattr(cable, name)
        value.parsed = shown(parsed[name])
        value.differs = not same(here, parsed[name])
    return value


def shown(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return as_text(value)


def take(modeladmin, request, pk):
    """
    Take the value that the button names: "parsed:subject", or "offer:12". What else was
    typed is kept as a draft, and comes back with the page.
    """
    cable = get_cable(modeladmin, request, pk)
    if not modeladmin.has_change_permission(request, cable):
        raise PermissionDenied
    where, _, what = request.POST["_take"].partition(":")
    if where == "parsed":
        name, act = _from_record(request, cable, what)
    else:
        name, act = _from_import(request, cable, what)
    is_typed = _keep_typed(modeladmin, request, cable, name)
    try:
        act(
            user=request.user,
            expected_version=sent_version(request.POST, "seen_version"),
        )
    except (CurationError, ValidationError) as error:
        said = " ".join(getattr(error, "messages", [str(error)]))
        modeladmin.message_user(request, said, messages.ERROR)
    else:
        said = f"{field_label(name)}: taken."
        modeladmin.log_change(request, cable, said)
        modeladmin.message_user(request, said, messages.SUCCESS)
    return redirect(address("cable", cable) + ("?draft=take" if is_typed else ""))


def _from_record(request, cable, name):
    parsed = _parsed(record_for(request, cable))
    if name not in parsed or name not in (*NAMES, "tags"):
        raise Http404
    value, why = parsed[name], "Given back to the record"

    def act(**given):
        if name == "tags":
            give_back_tags(cable, names=value, why=why, **given)
        else:
            give_back(cable, values={name: value}, why=why, **given)

    return name, act


def _from_import(request, cable, text):
    if not may_see_conflicts(request, cable):
        raise PermissionDenied
    rows = ImportConflict.objects.filter(cable=cable, pk=number_in(text))
    conflict = rows.first()
    if conflict is None:
        raise Http404

    def act(**given):
        decide_conflict(conflict, take=True, **given)

    return conflict.field, act


def _keep_typed(modeladmin, request, cable, name):
    """Keep what was typed in the other fields; return whether anything was."""
    form_class = modeladmin.get_form(request, cable, change=True)
    stored = Cable.objects.get(pk=cable.pk)
    form = form_class(request.POST, instance=stored)
    own = {"tag_lines" if name == "tags" else name, "seen_version"}
    if not set(form.changed_data) - own:
        return False
    version = number_in(request.POST.get("seen_version", "")) or NO_VERSION
    data = typed(request.POST) | {"seen_version": str(version)}
    name = "tag_lines" if name == "tags" else name
    if name in form.fields:
        put_value(data, form_class(instance=stored, as_stored=True)[name])
    keep_draft(user=request.user, page="cable", cable=cable, version=version, data=data)
    return True
