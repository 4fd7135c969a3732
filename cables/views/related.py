"""The page of what is like a cable."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from cables.reading.alike import alike
from cables.reading.answers import absent
from cables.reading.conditional import search_page
from cables.reading.dossier import Dossier
from cables.sharing.permalinks import absolute
from cables.sharing.resolver import find_cable

MORE = 20


@search_page
def related(request, year, month, reference_id):
    """Cables like one, at an address of their own; without an index it says so."""
    dossier = Dossier.open(reference_id=reference_id)
    if dossier is None:
        found = find_cable(reference_id)
        if found is None:
            return absent(request, reference_id)
        return HttpResponsePermanentRedirect(related_address(found))
    address = related_address(dossier.cable)
    if request.path != address:
        return HttpResponsePermanentRedirect(address)
    context = {
        "cable": dossier.cable,
        "alike": alike(dossier, limit=MORE),
        "address": absolute(address),
        "searchable": request.stand is not None,
    }
    return render(request, "cables/related.html", context)


def related_address(cable):
    place = [cable.created.year, cable.created.month, cable.reference_id]
    return reverse("related", args=place)
