"""Redactions: the queue of proposals, the page that decides one, and putting words back."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.timesince import timesince

from cables.choices import RedactionState
from cables.curation.errors import CurationError
from cables.curation.redactions.approve import approve
from cables.curation.redactions.errors import CannotPutBack
from cables.curation.redactions.foresee import preview
from cables.curation.redactions.propose import (
    count_words,
    reject,
    withdraw_proposal,
)
from cables.curation.redactions.twins import twins_of
from cables.curation.redactions.undo import undo
from cables.curation.redactions.words import words_of
from cables.models.sealed import Redaction

from .fields import PlainTexts
from .import_runs import Record
from .numbers import number_in, sent_version
from .redaction_elsewhere import elsewhere
from .redaction_many import approve_many
from .redaction_texts import may_see_words, waiting_for

WAITING_FIRST = Case(
    When(state=RedactionState.PROPOSED, then=Value(0)),
    default=Value(1),
    output_field=IntegerField(),
)


LONG = (
    *("note", "sealed_text__text", "sealed_text__paragraph__text"),
    *("sealed_text__cable__body", "sealed_text__cable__header"),
)


class DecisionForm(PlainTexts, forms.Form):
    why = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        help_text="For the history; needed to put words back. Do not write the words.",
    )


@admin.register(Redaction)
class RedactionAdmin(Record):
    actions = [approve_many]
    change_list_template = "admin/cables/redaction/change_list.html"
    list_display = ["where", "cable", "state", "reason", "suggestion", "age", "by"]
    list_display_links = ["where"]
    list_filter = ["state", "reason"]
    list_select_related = [
        "sealed_text__cable",
        "sealed_text__paragraph",
        "proposed_by",
    ]
    ordering = [WAITING_FIRST, "proposed", "pk"]
    sortable_by = []
    search_fields = ["sealed_text__cable__reference_id"]
    search_help_text = "A part of a reference id."

    def get_queryset(self, request):
        return super().get_queryset(request).defer(*LONG)

    def has_approve_permission(self, request):
        return request.user.has_perm("cables.approve_redaction")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/elsewhere/",
                wrap(elsewhere),
                {"modeladmin": self},
                name="cables_redaction_elsewhere",
            ),
            *super().get_urls(),
        ]

    @admin.display(description="Where")
    def where(self, redaction):
        return where_of(redaction)

    @admin.display(description="Cable")
    def cable(self, redaction):
        cable = redaction.sealed_text.cable
        url = reverse("admin:cables_cable_redact", args=[cable.pk])
        return format_html('<a href="{}">{}</a>', url, cable.reference_id)

    @admin.display(description="Proposed")
    def age(self, redaction):
        return f"{timesince(redaction.proposed, depth=1)} ago"

    @admin.display(description="By")
    def by(self, redaction):
        return str(redaction.proposed_by)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return decide(request, object_id, self)

    def history_view(self, request, object_id, extra_context=None):
        return redirect("admin:cables_redaction_change", object_id)


def where_of(redaction):
    sealed = redaction.sealed_text
    if sealed.field != "text":
        return sealed.field.replace("_", " ").capitalize()
    block = sealed.paragraph
    if block is None:
        return "A paragraph that is gone"
    return f"¶{block.label}" if block.label else f"#{block.key}"


def decide(request, object_id, modeladmin):
    """Show one redaction, and the proposals of its cable that may go with it."""
    key = number_in(object_id)
    if key is None:
        raise Http404
    rows = Redaction.objects.select_related(
        "sealed_text__cable", "sealed_text__paragraph", "proposed_by", "approved_by"
    )
    redaction = get_object_or_404(rows, pk=key)
    user = request.user
    if not (modeladmin.has_view_permission(request) or redaction.proposed_by == user):
        raise PermissionDenied
    form = DecisionForm(request.POST or None)
    lost = None
    if request.method == "POST" and form.is_valid():
        try:
            _do(modeladmin, request, redaction, form.cleaned_data["why"])
            return redirect(request.path)
        except CannotPutBack as error:
            lost = error
        except CurationError as error:
            modeladmin.message_user(request, str(error), messages.ERROR)
        redaction = get_object_or_404(rows, pk=key)
    return _page(modeladmin, request, redaction, form, lost)


def _do(modeladmin, request, redaction, why):
    verbs = {
        "approve": (_approve, "approve_redaction"),
        "reject": (_reject, "approve_redaction"),
        "take_back": (_take_back, "add_redaction"),
        "undo": (_undo, "restore_redaction"),
    }
    verb, right = verbs.get(request.POST.get("action"), (None, None))
    if verb is None:
        raise Http404
    if not request.user.has_perm(f"cables.{right}"):
        raise PermissionDenied
    text = verb(request, redaction, why)
    cable = redaction.sealed_text.cable
    modeladmin.log_change(request, cable, text)
    modeladmin.message_user(request, f"{cable.reference_id}: {text}", messages.SUCCESS)


def _approve(request, redaction, why):
    chosen = {number_in(key) for key in request.POST.getlist("with")}
    cable = redaction.sealed_text.cable
    others = [
        one for one in waiting_for(cable) if one.pk in chosen and one.pk != redaction.pk
    ]
    done = approve(
        [redaction, *others],
        user=request.user,
        expected_version=sent_version(request.POST, "version"),
    )
    words = sum(map(count_words, done))
    places = len({(one["place"], one["number"]) for r in done for one in r.places})
    return f"{_count(words, 'word')} taken out, in {_count(places, 'place')}."


def _reject(request, redaction, why):
    reject(redaction, user=request.user, why=why)
    return "A redaction was rejected: the words stay."


def _take_back(request, redaction, why):
    withdraw_proposal(redaction, user=request.user)
    return "A proposed redaction was taken back."


def _undo(request, redaction, why):
    if not why.strip():
        raise CurationError("Say why the words come back.")
    undone = undo(
        redaction,
        user=request.user,
        why=why,
        expected_version=sent_version(request.POST, "version"),
    )
    words = _count(count_words(undone), "word")
    return f"{words} put back, in {_count(len(undone.places), 'place')}."


def _count(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _page(modeladmin, request, redaction, form, lost):
    cable, user = redaction.sealed_text.cable, request.user
    is_waiting = redaction.state == RedactionState.PROPOSED
    sees = may_see_words(user, redaction)
    others = [one for one in waiting_for(cable) if one.pk != redaction.pk]
    foreseen = preview([redaction, *others]) if is_waiting else []
    this, *rest = foreseen or [None]
    for one in rest:
        one["shows_words"] = may_see_words(user, one["redaction"])
        one["where"] = where_of(one["redaction"])
        one["is_own"] = one["redaction"].proposed_by_id == user.pk
    request.current_app = modeladmin.admin_site.name
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": f"Redaction in {where_of(redaction)}",
        "subtitle": cable.reference_id,
        "cable": cable,
        "redaction": redaction,
        "form": form,
        "lost": lost,
        "is_waiting": is_waiting,
        "is_own": redaction.proposed_by_id == user.pk,
        "sees": sees,
        "words": words_of(redaction) if sees else None,
        "count": count_words(redaction),
        "this": this,
        "rest": rest,
        "is_seen": cable.is_public,
        "may_decide": user.has_perm("cables.approve_redaction"),
        "may_restore": user.has_perm("cables.restore_redaction"),
        "may_mark": user.has_perm("cables.add_redaction"),
        "where_taken": list(dict.fromkeys(one["name"] for one in redaction.places)),
        "twins": _twins(redaction) if sees else [],
    }
    return TemplateResponse(request, "admin/cables/redaction/decide.html", context)


def _twins(redaction):
    """Return the cables that have the same passage, while the redaction stands."""
    if redaction.state in (RedactionState.REJECTED, RedactionState.UNDONE):
        return []
    return twins_of(redaction)
