"""
The way from a cable's public page to the desk. The page itself is the same for all: a
script asks here what this person may do, in the browsers of people who have signed in.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cables.models import Cable

from .cable_verbs import VERBS, ask_or_do

OFFERED = ("hold", "release_hold", "withdraw")
PAGES = (
    ("Edit", "change_cable", "cables_cable_change"),
    ("Redact", "add_redaction", "cables_cable_redact"),
)


def may(modeladmin, request, verb):
    return getattr(modeladmin, f"has_{verb.permission}_permission")(request)


@admin.site.page("buttons/<str:reference_id>/", name="buttons")
@never_cache
@require_GET
def buttons(request, reference_id):
    """Say what this person may do with a cable, and where."""
    modeladmin = admin.site.get_model_admin(Cable)
    cable = get_object_or_404(Cable, reference_id=reference_id)
    if not modeladmin.has_view_or_change_permission(request, cable):
        return JsonResponse({"buttons": []})
    found = [
        {"label": label, "url": reverse(f"admin:{name}", args=[cable.pk])}
        for label, right, name in PAGES
        if request.user.has_perm(f"cables.{right}")
    ]
    found += [
        {
            "label": VERBS[name].label,
            "url": reverse("admin:cables_cable_do", args=[cable.pk, name]),
        }
        for name in OFFERED
        if VERBS[name].applies_to(cable) and may(modeladmin, request, VERBS[name])
    ]
    return JsonResponse({"buttons": found})


@admin.site.page("cables/cable/<int:pk>/do/<slug:name>/", name="cables_cable_do")
def do(request, pk, name):
    """Ask for one of the verbs, then do it: what the list asks for many."""
    modeladmin = admin.site.get_model_admin(Cable)
    if name not in VERBS:
        raise Http404
    cable = get_object_or_404(Cable, pk=pk)
    if not (
        modeladmin.has_view_or_change_permission(request, cable)
        and may(modeladmin, request, VERBS[name])
    ):
        raise PermissionDenied
    form = reverse("admin:cables_cable_change", args=[pk])
    answer = ask_or_do(modeladmin, request, Cable.objects.filter(pk=pk), name)
    if isinstance(answer, TemplateResponse):
        answer.context_data["back"] = form
        return answer
    return answer or redirect(form)
