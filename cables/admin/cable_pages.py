"""Pages beside a cable's form: the record as received, differences, its history."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from cables.choices import RedactionState
from cables.curation.conflicts import can_take, decide_conflict
from cables.curation.errors import CurationError
from cables.curation.tags import tag_names
from cables.models import Cable
from cables.models.sealed import ImportConflict, Redaction

from .desk_page import desk_page
from .numbers import number_in, sent_version


def page(modeladmin, request, template, cable, title, **context):
    """Render a page that belongs to a cable, with the desk's frame around it."""
    request.current_app = modeladmin.admin_site.name
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "original": cable,
        "title": title,
        "subtitle": cable.reference_id,
        **context,
    }
    return TemplateResponse(request, f"admin/cables/cable/{template}.html", context)


class NoSuchCable(Http404):
    """A page was asked for of a cable that is not in the archive."""


def told_if_missing(view):
    """Let a page of a cable that is not there answer 404, in the desk's frame."""

    @wraps(view)
    def answer(request, *args, modeladmin, **kwargs):
        try:
            return view(request, *args, modeladmin=modeladmin, **kwargs)
        except NoSuchCable:
            title = "There is no such cable"
            return desk_page(
                modeladmin, request, "cable/missing.html", title, status=404
            )

    return answer


def get_cable(modeladmin, request, pk):
    """Return the cable; raise NoSuchCable or PermissionDenied."""
    cable = Cable.objects.select_related("post").filter(pk=pk).first()
    if cable is None:
        raise NoSuchCable
    if not modeladmin.has_view_or_change_permission(request, cable):
        raise PermissionDenied
    return cable


@require_GET
def source(request, pk, modeladmin):
    """Show the records that the cable was made from, byte for byte where they are text."""
    cable = get_cable(modeladmin, request, pk)
    if not may_see_record(request.user, cable):
        raise PermissionDenied
    records = [
        (record, record.raw.decode("utf-8", "backslashreplace"))
        for record in cable.source_records.select_related("run")
    ]
    title = "Record as received"
    return page(modeladmin, request, "source", cable, title, records=records)


def may_see_record(user, cable):
    """
    Say whether somebody may see what came in. Where words were taken out of the cable, it
    has them: it is as sealed as they are.
    """
    rights = ["cables.view_sourcerecord"]
    if _has_lost_words(cable):
        rights.append("cables.view_sealedtext")
    return user.has_perms(rights)


def may_see_conflicts(request, cable):
    user = request.user
    may_see = user.has_perm("cables.view_importconflict")
    return may_see and (not _has_lost_words(cable) or may_see_record(user, cable))


def _has_lost_words(cable):
    return Redaction.objects.filter(
        sealed_text__cable=cable, state=RedactionState.APPROVED
    ).exists()


def conflicts(request, pk, modeladmin):
    """Let an editor take or keep each value that a later import would have changed."""
    cable = get_cable(modeladmin, request, pk)
    if not may_see_conflicts(request, cable):
        raise PermissionDenied
    may_decide = modeladmin.has_change_permission(request, cable)
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        _decide(modeladmin, request, cable)
        return redirect("admin:cables_cable_conflicts", pk)
    waiting = ImportConflict.objects.filter(cable=cable, decided=None)
    rows = [
        (
            conflict,
            field_label(conflict.field),
            as_text(_here(cable, conflict.field)),
            as_text(conflict.incoming),
            can_take(conflict),
        )
        for conflict in waiting.select_related("run")
    ]
    title = "Differences to decide"
    return page(
        modeladmin, request, "conflicts", cable, title, rows=rows, may_decide=may_decide
    )


def _decide(modeladmin, request, cable):
    key = number_in(request.POST.get("conflict", ""))
    if key is None:
        raise Http404
    conflict = get_object_or_404(ImportConflict, pk=key, cable=cable)
    take = request.POST.get("decision") == "take"
    try:
        decide_conflict(
            conflict,
            user=request.user,
            take=take,
            expected_version=sent_version(request.POST, "version"),
        )
    except CurationError as error:
        modeladmin.message_user(request, str(error), messages.ERROR)
    else:
        text = f"{field_label(conflict.field)}: {'taken' if take else 'kept as it is'}."
        modeladmin.log_change(request, cable, text)
        modeladmin.message_user(request, text, messages.SUCCESS)


def field_label(name):
    """Return what the form calls a column, or what is kept beside it."""
    names = {field.name: field.verbose_name for field in Cable._meta.fields}
    return capfirst(names.get(name, name.replace("_", " ")))


def _here(cable, field):
    """Return the value that a person set, in the form of an incoming one."""
    match field:
        case "tags":
            return tag_names(cable)
        case "paragraphs":
            return cable.paragraphs.order_by("position", "id").values_list(
                "key", "text"
            )
        case "recipients":
            return cable.recipients.values_list("role", "route", "name")
        case _:
            return getattr(cable, field, "")


def as_text(value):
    """Return a value for reading: a list has its items one a line."""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return "" if value is None else str(value)
    return "\n".join(
        item if isinstance(item, str) else "  ".join(str(part) for part in item if part)
        for item in value
    )
