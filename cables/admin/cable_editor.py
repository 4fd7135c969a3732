"""The cable editor: record, source and preview side by side, and the draft kept of it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from cables.curation.drafts import draft_of, drop_draft
from cables.curation.states import NO_RELEASE, OWN_WORK

from . import cable_values
from .cable_drafts import is_offered, is_taken, offer
from .numbers import number_in


class CableEditor:
    """For the screen of cables: what its form has beyond Django's."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        if obj and is_taken(request) and self.has_change_permission(request, obj):
            form.draft = draft_of(user=request.user, page="cable", cable=obj)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and "_take" in request.POST:
            return cable_values.take(self, request, number_in(object_id))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        is_saved = form.instance.version != form.cleaned_data["seen_version"]
        request.is_unchanged = not (is_saved or any(f.has_changed() for f in formsets))
        if not is_offered(request):
            drop_draft(user=request.user, page="cable", cable=form.instance)

    def response_change(self, request, cable):
        if not getattr(request, "is_unchanged", False):
            return super().response_change(request, cable)
        self.message_user(request, "Nothing was changed.", messages.INFO)
        if "_continue" in request.POST:
            return redirect(request.get_full_path())
        return self.response_post_save_change(request, cable)

    def log_change(self, request, obj, message):
        if not getattr(request, "is_unchanged", False):
            return super().log_change(request, obj, message)
        return None

    def panes(self, request, cable, form):
        """Return what the editor shows beside the form."""
        record = cable_values.record_for(request, cable)
        values = cable_values.values_of(request, cable, record)
        unsaved = form.unsaved() if hasattr(form, "unsaved") else set()
        for value in values:
            value.is_typed = value.control in unsaved
        return {
            "draft": offer(request, "cable", cable),
            "record": record,
            "record_text": record.raw.decode("utf-8", "backslashreplace")
            if record
            else "",
            "open_conflicts": sum(len(value.offers) for value in values),
            "told_values": [value for value in values if value.is_told],
        }


def with_places(cable, sentences):
    """Pair each sentence of a blocker or a warning with the address that mends it."""
    return [(sentence, _place(cable, sentence)) for sentence in sentences]


def _place(cable, sentence):
    for start, place in PLACES.items():
        if sentence.startswith(start):
            return place if place.startswith("#") else _page(cable, place)
    if "await" in sentence and "redaction" in sentence:
        return _page(cable, "redact")
    if "from a later import" in sentence:
        return _page(cable, "conflicts")
    return "#problems" if "while reading" in sentence else ""


PLACES = {
    "Subject is empty": "#id_subject",
    NO_RELEASE: "#id_released_0",
    "It has no paragraphs": "paragraphs",
    "It is on hold": "#verbs",
    OWN_WORK: "history",
}


def _page(cable, name):
    try:
        return reverse(f"admin:cables_cable_{name}", args=[cable.pk])
    except NoReverseMatch:
        return ""
