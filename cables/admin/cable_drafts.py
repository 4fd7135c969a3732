"""Drafts of the desk's long forms: kept while somebody types, offered when they return."""

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from cables.curation.drafts import PAGES, draft_of, drop_draft, keep_draft
from cables.curation.paragraphs import in_order
from cables.kept_text import kept_page, values_in

from .cable_pages import get_cable
from .numbers import number_in
from .paragraph_conflict import FIELDS
from .paragraph_forms import PER_PAGE, Sheet, initial_of

VERSIONS = {"cable": "seen_version", "paragraphs": "version"}
ADDRESSES = {"cable": "cables_cable_change", "paragraphs": "cables_cable_paragraphs"}
LEFT_OUT = ("csrfmiddlewaretoken", "draft_page", "draft", "_", "draft_offered")
EARLIER = "Take up or discard your earlier draft first: what you type now is not kept beside it."
SAVED = "You have saved a newer version meanwhile: this is not kept."
KEPT = "What you typed is kept as a draft. Nothing of it is saved yet."


@require_POST
def draft(request, pk, modeladmin):
    """Keep what was sent as a draft, or discard the one that there is."""
    cable = get_cable(modeladmin, request, pk)
    if not modeladmin.has_change_permission(request, cable):
        raise PermissionDenied
    page = request.POST.get("draft_page")
    if page not in PAGES:
        raise BadRequest("A draft belongs to a page.")
    sheet = _sheet(request) if page == "paragraphs" else 0
    given = {"user": request.user, "page": page, "cable": cable, "sheet": sheet}
    if request.POST.get("draft") == "discard":
        drop_draft(**given)
        said = "The draft is discarded."
    else:
        said = _keep(modeladmin, request, given)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"said": said, "kept": said not in (EARLIER, SAVED)})
    there = address(page, cable) + (f"?from={sheet}" if sheet else "")
    if said == EARLIER:
        return _both(request, there, draft_of(**given))
    messages.info(request, said)
    return redirect(there)


def _both(request, there, earlier):
    """Show what was typed beside the draft that it would have replaced."""
    before = QueryDict(mutable=True)
    before.update(earlier.data)
    return kept_page(
        admin.site,
        request,
        title="You have an earlier draft",
        said=f"{EARLIER} Copy what you need from here first.",
        link=(there, "Take up or discard the earlier draft"),
        parts=[
            ("What you typed now", values_in(request.POST)),
            ("Your earlier draft", values_in(before)),
        ],
        status=409,
    )


def _sheet(request):
    """Return the place, from 0, of the first paragraph on the sheet that was sent."""
    return (number_in(request.POST.get("from", "")) or 0) // PER_PAGE * PER_PAGE


def _keep(modeladmin, request, given):
    cable = given["cable"]
    version = number_in(request.POST.get(VERSIONS[given["page"]], ""))
    if version is None:
        raise BadRequest("A draft was typed over a version.")
    if version < cable.version and _is_saved(modeladmin, request, given):
        return SAVED
    if is_offered(request) and draft_of(**given):
        return EARLIER
    keep_draft(**given, version=version, data=typed(request.POST))
    return KEPT


def _is_saved(modeladmin, request, given):
    """
    Say whether a draft that was sent before a save, and comes in behind it, has nothing
    but what was saved. Another save of the same person is no reason to let text go.
    """
    cable = given["cable"]
    if given["page"] == "cable":
        make = modeladmin.get_form(request, cable, change=True)
        form = make(typed(request.POST), instance=cable)
        return not {*form.changed_data} - {"seen_version", "why"}
    sheet = Sheet.sent(typed(request.POST))
    if not sheet.is_valid():
        return False
    there = in_order(cable)[given["sheet"] :][:PER_PAGE]
    return _words(sheet.typed()) == _words(initial_of(there))


def _words(blocks):
    return [[block[name] for name in FIELDS] for block in blocks]


def typed(data):
    """Return what was typed, without what belongs to the request."""
    return {
        name: value
        for name, value in data.items()
        if not name.startswith(LEFT_OUT[3]) and name not in LEFT_OUT
    }


def address(page, cable):
    return reverse(f"admin:{ADDRESSES[page]}", args=[cable.pk])


def offer(request, page, cable, sheet=0):
    """Return the draft to offer on a page that was just opened, or None."""
    if request.method != "GET" or is_taken(request):
        return None
    return draft_of(user=request.user, page=page, cable=cable, sheet=sheet)


def is_offered(request):
    """Say whether the page that was sent offered a draft, which nobody has taken up."""
    return bool(request.POST.get("draft_offered"))


def is_taken(request):
    return request.method == "GET" and request.GET.get("draft") == "take"
