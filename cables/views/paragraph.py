"""Pages of one paragraph alone, or of a range of them."""

from django.http import HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cables.reading import cable_forms
from cables.reading.answers import absent, conditionally, no_paragraph, plain_text
from cables.reading.dossier import Dossier
from cables.reading.selection import select, selection_context
from cables.sharing.citations import cite_blocks
from cables.sharing.fingerprints import PARAMETER
from cables.sharing.permalinks import paragraph_address
from cables.sharing.resolver import find_cable

from . import twins


@require_safe
def paragraph(request, year, month, reference_id, key, form="html"):
    """One paragraph, a range, or the way to the paragraph that now holds a key."""
    dossier = Dossier.open(reference_id=reference_id)
    if dossier is None:
        return elsewhere(request, reference_id, key, form)
    blocks = select(dossier, key)
    if blocks:
        address = paragraph_address(dossier.cable, key, form=form)
        if request.path != address:
            return HttpResponsePermanentRedirect(address)
        make = FORMS[form]
        response = conditionally(
            request, dossier, lambda: make(request, dossier, blocks, key)
        )
        if form == "html":
            work = cite_blocks(dossier.cable, blocks, key)
            twins.signposted(response, dossier.cable, work)
        return response
    return held_by_another(request, dossier, key, form)


def elsewhere(request, reference_id, key, form):
    found = find_cable(reference_id)
    if found is None:
        return absent(request, reference_id, form)
    return HttpResponsePermanentRedirect(paragraph_address(found, key, form=form))


def held_by_another(request, dossier, key, form):
    """Answer for a key that is an alias, a tombstone, or nothing at all."""
    alias = dossier.alias(key)
    if alias is None:
        return no_paragraph(request, dossier.cable, status=404, form=form)
    holder = next((b for b in dossier.paragraphs if b.pk == alias.paragraph_id), None)
    if holder is None:
        return no_paragraph(request, dossier.cable, status=410, form=form)
    address = paragraph_address(dossier.cable, holder.key, form=form)
    return HttpResponsePermanentRedirect(address)


FORMS = {
    "html": lambda request, dossier, blocks, key: render(
        request,
        "cables/paragraph.html",
        selection_context(dossier, blocks, key, seen=request.GET.get(PARAMETER, "")),
    ),
    "json": lambda request, dossier, blocks, key: JsonResponse(
        cable_forms.selection_json(dossier, blocks, key)
    ),
    "txt": lambda request, dossier, blocks, key: plain_text(
        cable_forms.selection_text(dossier, blocks, key)
    ),
}
FORMS |= {form: twins.passage_twin(form) for form in twins.FORMS}
