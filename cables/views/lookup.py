"""The way from an id in any spelling to its cable."""

from django.http import HttpResponseRedirect
from django.shortcuts import render

from cables.forms import LookupForm
from cables.sharing.permalinks import cable_address
from cables.sharing.resolver import find_cable, understood

from .cable import citations_of, last_withdrawal
from .conditional import reader_page


@reader_page
def lookup(request):
    """Go straight to the cable; else say what was understood, and what was not."""
    form = LookupForm(request.GET) if "q" in request.GET else LookupForm()
    if not form.is_valid():
        return render(request, "cables/lookup.html", {"form": form})
    text = form.cleaned_data["q"]
    found = find_cable(text)
    if found:
        return HttpResponseRedirect(cable_address(found))
    reference_id = understood(text)
    context = {"form": form, "text": text, "reference_id": reference_id}
    if reference_id:
        context["withdrawal"] = last_withdrawal(reference_id)
        context["citations"] = citations_of(reference_id)
    return render(request, "cables/lookup.html", context)
