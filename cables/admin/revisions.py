"""
The history of any object of the desk: who, when, why; two moments compared; an earlier one
put back. What of it somebody may see, ``revision_sight`` says.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods

from cables.curation.errors import CurationError
from cables.curation.past import between, differences
from cables.curation.restore import (
    can_come_back,
    can_restore,
    restore,
    restore_link,
)
from cables.curation.revisions import first_broken
from cables.models.revision import Revision

from .import_history import imports_of
from .numbers import number_in, sent_version
from .revision_names import model_of
from .revision_sight import Sight

ON_A_PAGE = 50


def may_see(user, name):
    """Say whether somebody may see objects of the model that revisions call so."""
    model = model_of(name)
    if model is None:
        return user.is_superuser
    app, noun = model._meta.app_label, model._meta.model_name
    return any(user.has_perm(f"{app}.{verb}_{noun}") for verb in ("view", "change"))


def history_page(request, model, object_id, obj=None):
    """Show the history of one object, also of one that is gone."""
    name = model._meta.model_name
    rows = Revision.objects.filter(model=name, object_id=object_id)
    pages = Paginator(rows.select_related("user").order_by("-id"), ON_A_PAGE)
    page = pages.get_page(number_in(request.GET.get("p", "1")) or 1)
    told = [(row, differences([row])) for row in page]
    sight = Sight(request.user, told)
    return _render(
        request,
        "history",
        model,
        object_id,
        obj,
        "History",
        pages=page,
        rows=[(row, sight.of(row.why), sight.lines(row, one)) for row, one in told],
        imports=imports_of(request.user, obj) if page.number == 1 else [],
        may_see_values=sight.values,
        may_restore=(obj is not None or can_come_back(model))
        and _may_restore(request.user, model),
        broken=first_broken(obj) if obj is not None else None,
    )


@admin.site.page("revisions/<slug:name>/<int:object_id>/", name="revisions")
@require_GET
def any_history(request, name, object_id):
    """The history of what has no screen of its own, or is gone."""
    model, obj = _find(request, name, object_id)
    return history_page(request, model, object_id, obj)


@admin.site.page("revisions/<slug:name>/<int:object_id>/compare/", name="compare")
@require_GET
def compare(request, name, object_id):
    """Show what has changed between two moments, word by word."""
    model, obj = _find(request, name, object_id)
    if not request.user.has_perm("cables.view_revision"):
        raise PermissionDenied
    ends = sorted(number_in(request.GET.get(end, "")) or 0 for end in ("one", "two"))
    revisions = between(name, object_id, *ends)
    return _render(
        request,
        "compare",
        model,
        object_id,
        obj,
        "Compare",
        first=Revision.objects.filter(pk=ends[0]).first(),
        last=revisions[-1] if revisions else None,
        lines=_lines(request.user, revisions),
    )


def _lines(user, revisions):
    """Return what these revisions of one object have changed together, for reading."""
    if not revisions:
        return []
    told = [(revisions[-1], differences(revisions))]
    return Sight(user, told).lines(*told[0])


@admin.site.page(
    "revisions/<slug:name>/<int:object_id>/restore/<int:after>/", name="restore"
)
@require_http_methods(["GET", "POST"])
def put_back(request, name, object_id, after):
    """Show what would change, ask why, then put an earlier moment back."""
    model, obj = _find(request, name, object_id)
    if not can_restore(model) or (obj is None and not can_come_back(model)):
        raise Http404
    if not _may_restore(request.user, model):
        raise PermissionDenied
    if request.method == "POST":
        return _restore(request, model, object_id, obj, after)
    revisions = between(name, object_id, after)
    return _render(
        request,
        "restore",
        model,
        object_id,
        obj,
        "Restore",
        moment=Revision.objects.filter(pk=after, model=name).first(),
        number=len(revisions),
        newest=revisions[-1].pk if revisions else after,
        lines=_lines(request.user, revisions),
    )


def _restore(request, model, object_id, obj, after):
    why = request.POST.get("why", "").strip()[:500] or "An earlier state."
    try:
        given = {"user": request.user, "after": after, "why": why}
        given |= _seen(request, obj)
        obj = restore_link(object_id, **given) if obj is None else restore(obj, **given)
    except CurationError as error:
        messages.error(request, f"Nothing was put back. {error}")
        return redirect(request.path)
    messages.success(request, f"{obj}: put back as it was.")
    return redirect(history_url(model._meta.model_name, obj.pk))


def _seen(request, obj):
    """Return what the page showed: the version of a cable, of others the last revision."""
    if hasattr(obj, "version"):
        return {"expected_version": sent_version(request.POST, "version")}
    return {"newest": sent_version(request.POST, "newest")}


def _find(request, name, object_id):
    """Return the model and the object, None where it is gone; 403 without the right."""
    model = model_of(name)
    if model is None:
        raise Http404
    if not may_see(request.user, name):
        raise PermissionDenied
    obj = model.objects.filter(pk=object_id).first()
    if (
        obj is None
        and not Revision.objects.filter(model=name, object_id=object_id).exists()
    ):
        raise Http404
    return model, obj


def _may_restore(user, model):
    app, noun = model._meta.app_label, model._meta.model_name
    return can_restore(model) and user.has_perms(
        ["cables.restore_revision", "cables.view_revision", f"{app}.change_{noun}"]
    )


def _render(request, template, model, object_id, obj, title, **context):
    request.current_app = admin.site.name
    name = model._meta.model_name
    context = {
        **admin.site.each_context(request),
        "title": title,
        "subtitle": str(obj) if obj is not None else f"{name} {object_id}",
        "opts": model._meta,
        "original": obj,
        "name": name,
        "object_id": object_id,
        "list_url": _url(f"{model._meta.app_label}_{name}_changelist"),
        "object_url": _url(f"{model._meta.app_label}_{name}_change", object_id)
        if obj is not None
        else "",
        "history_url": history_url(name, object_id),
        **context,
    }
    return TemplateResponse(request, f"admin/revisions/{template}.html", context)


def history_url(name, object_id):
    """Return the address of the history of an object of the model called ``name``."""
    model = model_of(name)
    meta = model._meta if model else None
    known = meta and _url(f"{meta.app_label}_{name}_history", object_id)
    return known or reverse("admin:revisions", args=[name, object_id])


def _url(name, *arguments):
    try:
        return reverse(f"admin:{name}", args=arguments)
    except NoReverseMatch:
        return ""


class HasHistory:
    """For a screen: Django's link "History" leads to the revisions of the object."""

    def history_view(self, request, object_id, extra_context=None):
        key = number_in(object_id)
        if key is None:
            raise Http404
        obj = self.model.objects.filter(pk=key).first()
        name = self.model._meta.model_name
        known = Revision.objects.filter(model=name, object_id=key)
        if obj is None and not known.exists():
            raise Http404
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        return history_page(request, self.model, key, obj)
