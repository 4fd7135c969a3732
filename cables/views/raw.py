"""The record of a cable as it was received, with removed words replaced."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cables.reading.answers import conditionally
from cables.reading.cable_forms import record_text
from cables.reading.dossier import Dossier
from cables.sharing.permalinks import absolute, cable_address
from cables.views.cable import redirect_or_absent


@require_safe
def raw(request, year, month, reference_id):
    dossier = Dossier.open(reference_id=reference_id)
    if dossier is None:
        return redirect_or_absent(request, reference_id)
    cable = dossier.cable
    address = reverse(
        "raw", args=[cable.created.year, cable.created.month, cable.reference_id]
    )
    if request.path != address:
        return HttpResponsePermanentRedirect(address)
    return conditionally(request, dossier, lambda: _page(request, dossier))


def _page(request, dossier):
    cable = dossier.cable
    header, body = record_text(cable)
    context = {
        "cable": cable,
        "dossier": dossier,
        "header": header,
        "body": body,
        "address": absolute(cable_address(cable)),
        "twin_txt": cable_address(cable, form="txt"),
    }
    return render(request, "cables/raw.html", context)
