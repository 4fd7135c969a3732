"""
Many proposals decided on one page: those that one search over the archive has made. Each
is shown with its words, and each cable is saved by itself: what one refuses keeps none of
the others.
"""

from itertools import groupby

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.template.response import TemplateResponse

from cables.choices import RedactionState
from cables.curation.errors import CurationError
from cables.curation.redactions.approve import approve
from cables.curation.redactions.foresee import preview
from cables.curation.redactions.propose import count_words

from .numbers import sent_version

AT_ONCE = 100


@admin.action(permissions=["approve"], description="Approve…")
def approve_many(modeladmin, request, queryset):
    rows = (
        queryset.filter(state=RedactionState.PROPOSED)
        .select_related("sealed_text__cable", "sealed_text__paragraph", "proposed_by")
        .order_by("sealed_text__cable", "proposed", "pk")
    )
    chosen = list(rows.defer(None)[: AT_ONCE + 1])
    if len(chosen) > AT_ONCE:
        text = f"At most {AT_ONCE} proposals at a time: choose fewer."
        modeladmin.message_user(request, text, messages.ERROR)
        return None
    groups = [
        (cable, list(those))
        for cable, those in groupby(chosen, lambda one: one.sealed_text.cable)
    ]
    if "confirmed" in request.POST:
        return _do(modeladmin, request, groups)
    return _ask(modeladmin, request, groups)


def _do(modeladmin, request, groups):
    words = cables = 0
    for cable, those in groups:
        try:
            version = sent_version(request.POST, f"version-{cable.pk}")
            done = approve(those, user=request.user, expected_version=version)
        except CurationError as error:
            text = f"{cable.reference_id} is as it was. {error}"
            modeladmin.message_user(request, text, messages.ERROR)
            continue
        taken = sum(map(count_words, done))
        words, cables = words + taken, cables + 1
        modeladmin.log_change(request, cable, f"{_count(taken, 'word')} taken out.")
    if cables:
        text = f"{_count(words, 'word')} taken out of {_count(cables, 'cable')}."
        modeladmin.message_user(request, text, messages.SUCCESS)


def _ask(modeladmin, request, groups):
    shown, words, seen = [], 0, 0
    for cable, those in groups:
        foreseen = preview(those)
        for one in foreseen:
            one["is_own"] = one["redaction"].proposed_by_id == request.user.pk
        ready = [one for one in foreseen if not one["is_own"] and "refusal" not in one]
        words += sum(one["count"] for one in ready)
        seen += bool(ready) and cable.is_public
        shown.append((cable, foreseen))
    request.current_app = modeladmin.admin_site.name
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": f"Approve {_count(sum(len(o) for _, o in shown), 'redaction')}",
        "groups": shown,
        "words": words,
        "seen": seen,
        "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/cables/redaction/many.html", context)


def _count(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
