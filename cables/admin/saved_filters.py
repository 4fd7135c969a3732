"""Filters of the cable list under a name: saved, renamed, shared, deleted."""

from django import forms
from django.contrib import messages
from django.contrib.admin.views.main import IS_POPUP_VAR, SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cables.choices import Classification, State
from cables.curation.errors import FilterRefused
from cables.curation.saved_filters import (
    change_filter,
    delete_filter,
    filters_of,
    may_delete,
    save_filter,
)
from cables.models import Post
from cables.models.sealed import SavedFilter

from .desk_page import desk_page
from .fields import PlainTexts
from .numbers import number_in

#: What is kept of the list's address, and its name in words. Places in the list (a page,
#: an order, how far a search has looked) are none of it.
PARAMETERS = {
    SEARCH_VAR: "words",
    "state__exact": "state",
    "classification__exact": "classification",
    "post": "post",
    "year": "year",
    "on_hold__exact": "on hold",
    "is_partial__exact": "partial extract",
    "conflict": "differences to decide",
    "mine": "what is yours",
    "embargo": "embargo",
    "release": "day of release",
    "problems": "problems of reading",
    "run": "import",
}
YES_NO = {"0": "no", "1": "yes"}
VALUES = {
    "state__exact": dict(State.choices),
    "classification__exact": dict(Classification.choices),
    "on_hold__exact": YES_NO,
    "is_partial__exact": YES_NO,
}


class FilterForm(PlainTexts, forms.ModelForm):
    class Meta:
        model = SavedFilter
        fields = ["name", "shared"]


def kept(given):
    """Return what of the parameters of an address belongs to a filter, as a dictionary."""
    found = {name: given.get(name, "").strip() for name in PARAMETERS}
    return {name: value for name, value in found.items() if value}


def address(parameters):
    return reverse("admin:cables_cable_changelist", query=kept(parameters))


def described(parameters):
    """Say in words what a filter leaves of the list: (name, value) of each parameter."""
    return [(PARAMETERS[name], _value(name, one)) for name, one in parameters.items()]


def _value(name, value):
    if name == "post" and (key := number_in(value)) is not None:
        return str(Post.objects.filter(pk=key).first() or value)
    return str(VALUES.get(name, {}).get(value, value))


def above_list(request):
    """Return what stands above the cable list, by one query."""
    if request.method != "GET" or IS_POPUP_VAR in request.GET:
        return {}
    present = kept(request.GET)
    saved = [
        {
            "row": row,
            "url": address(row.parameters),
            "is_own": row.owner_id == request.user.pk,
            "is_present": kept(row.parameters) == present,
            "may_delete": may_delete(row, request.user),
        }
        for row in filters_of(request.user)
    ]
    is_saved = any(one["is_present"] and one["is_own"] for one in saved)
    return {
        "saved_filters": saved,
        "to_save": None
        if is_saved or not present
        else reverse("admin:cables_cable_filter_save", query=present),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def save(request, modeladmin):
    """Ask for a name for what the list is narrowed by, and keep it."""
    _see(modeladmin, request)
    parameters = kept(request.GET)
    form = FilterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_filter(
                user=request.user, parameters=parameters, **form.cleaned_data
            )
        except FilterRefused as error:
            form.add_error(None, str(error))
        else:
            return _done(request, saved, f"The filter “{saved}” is saved.")
    return _asking(modeladmin, request, "Save this filter", form, parameters)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, key, modeladmin):
    """Rename a filter of one's own, share it or keep it to oneself."""
    saved = _find(modeladmin, request, key)
    if saved.owner_id != request.user.pk:
        raise PermissionDenied("Only whose filter it is changes it.")
    name = saved.name
    form = FilterForm(request.POST or None, instance=saved)
    if request.method == "POST" and form.is_valid():
        try:
            change_filter(saved, user=request.user, **form.cleaned_data)
        except FilterRefused as error:
            form.add_error(None, str(error))
        else:
            seen = "for everybody at the desk" if saved.shared else "for you alone"
            return _done(request, saved, f"The filter “{saved}” is kept, {seen}.")
    return _asking(
        modeladmin, request, f"Filter “{name}”", form, saved.parameters, saved
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, key, modeladmin):
    """Ask first, then forget a filter."""
    saved = _find(modeladmin, request, key)
    if not may_delete(saved, request.user):
        raise PermissionDenied(
            "Only whose filter it is, or an administrator, deletes it."
        )
    if request.method == "POST":
        delete_filter(saved, user=request.user)
        messages.success(request, f"The filter “{saved}” is deleted.")
        return redirect("admin:cables_cable_changelist")
    return desk_page(
        modeladmin,
        request,
        "cable/filter_delete.html",
        f"Delete the filter “{saved}”?",
        saved=saved,
        narrowed=described(kept(saved.parameters)),
        back=address(saved.parameters),
    )


def _see(modeladmin, request):
    if not modeladmin.has_view_permission(request):
        raise PermissionDenied


def _find(modeladmin, request, key):
    _see(modeladmin, request)
    saved = filters_of(request.user).filter(pk=key).first() if number_in(key) else None
    if saved is None:
        raise Http404("There is no such filter.")
    return saved


def _done(request, saved, said):
    messages.success(request, said)
    return redirect(address(saved.parameters))


def _asking(modeladmin, request, title, form, parameters, saved=None):
    return desk_page(
        modeladmin,
        request,
        "cable/filter.html",
        title,
        form=form,
        saved=saved,
        narrowed=described(kept(parameters)),
        back=address(parameters),
    )


#: (address below ``filters/``, its view, its name)
PAGES = (
    ("save/", save, "cables_cable_filter_save"),
    ("<int:key>/", change, "cables_cable_filter"),
    ("<int:key>/delete/", delete, "cables_cable_filter_delete"),
)
