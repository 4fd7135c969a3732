"""The cable's page, its twins, and what answers where there is no cable."""

import re

from django.http import (
    Http404,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.reading import cable_forms
from cables.reading.answers import (
    absent,
    conditionally,
    known_key,
    last_withdrawal,
    no_paragraph,
    plain_text,
)
from cables.reading.cable_page import cable_context
from cables.reading.dossier import Dossier
from cables.sharing.citations import cite_cable
from cables.sharing.fingerprints import PARAMETER
from cables.sharing.permalinks import address_in_context, cable_address
from cables.sharing.resolver import find_cable

from . import twins

USUAL = re.compile("[0-9][0-9A-Za-z]*")  # an id
FORMS = {
    "html": lambda request, dossier: render(
        request,
        "cables/cable.html",
        cable_context(
            dossier,
            seen=request.GET.get(PARAMETER, ""),
            parts=request.GET.get("parts", ""),
        ),
    ),
    "json": lambda request, dossier: JsonResponse(cable_forms.cable_json(dossier)),
    "txt": lambda request, dossier: plain_text(cable_forms.cable_text(dossier)),
}

FORMS |= {form: twins.cable_twin(form) for form in twins.FORMS}


@require_safe
def cable(request, year, month, reference_id, form="html"):
    """One cable at its own address; under any other spelling of it, the way there."""
    dossier = Dossier.open(reference_id=reference_id)
    if dossier is None:
        return redirect_or_absent(request, reference_id, form)
    address = cable_address(dossier.cable, form=form)
    if request.path != address:
        return HttpResponsePermanentRedirect(address)
    response = conditionally(request, dossier, lambda: FORMS[form](request, dossier))
    if form == "html":
        twins.signposted(response, dossier.cable, cite_cable(dossier.cable))
    return response


@require_safe
def cable_by_id(request, reference_id):
    """An id alone: the way to the cable, or a page that says who cites it."""
    return redirect_or_absent(request, reference_id)


@require_safe
def short(request, reference_id, label=""):
    """
    An id right below the root. What has another form than most ids have may be any
    address at all, so that the page for it, where it is no cable's, is a plain 404.
    """
    if not (
        USUAL.fullmatch(reference_id)
        or find_cable(reference_id)
        or last_withdrawal(reference_id)
    ):
        raise Http404("Nothing stands at this address.")
    if label:
        return cable_at_paragraph(request, reference_id, label)
    return redirect_or_absent(request, reference_id)


def redirect_or_absent(request, text, form="html"):
    found = find_cable(text)
    if found:
        return HttpResponsePermanentRedirect(cable_address(found, form=form))
    return absent(request, text, form)


@require_safe
def cable_at_paragraph(request, reference_id, label):
    """``/06MEXICO1889/3``: the way to ¶3 in its cable."""
    found = find_cable(reference_id)
    if found is None:
        return absent(request, reference_id)
    label = label.removesuffix(".html")
    key = known_key(found, f"par{label.upper()}", label)
    if not key:
        return no_paragraph(request, found, status=404)
    return HttpResponsePermanentRedirect(address_in_context(found, key))
