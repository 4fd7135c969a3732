"""The way from an id in any spelling to its cable."""

from django.http import HttpResponseRedirect
from django.shortcuts import render

from cables.forms import LookupForm
from cables.sharing.permalinks import address_in_context
from cables.sharing.resolver import find_cable, paragraph_in, understood

from .cable import citations_of, known_key, last_withdrawal
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
        key = known_key(found, paragraph_in(text))
        return HttpResponseRedirect(address_in_context(found, key))
    reference_id = understood(text)
    context = {"form": form, "text": text, "reference_id": reference_id}
    if reference_id:
        context["withdrawal"] = last_withdrawal(reference_id)
        context["citations"] = citations_of(reference_id)
    return render(request, "cables/lookup.html", context)
