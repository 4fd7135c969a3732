"""
The cable's page exactly as readers would get it, with what was typed and not saved.

A preview is a publication that is taken back: in a transaction the typed values are
saved by the same verbs and the cable is made public, the readers' own code makes the
page, and all is rolled back.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from cables.choices import State
from cables.curation.cables import EDITABLE, save_cable
from cables.curation.errors import CurationError
from cables.curation.paragraphs import save_paragraphs
from cables.curation.tags import set_tags
from cables.models import Cable
from cables.reading.cable_page import cable_context
from cables.reading.dossier import Dossier

from .cable_pages import get_cable
from .cable_paragraphs import blocks_in
from .mistakes import mistakes_of

#: The page stands in a frame of the desk, and in no other site's.
FRAMED = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}
#: A link in the frame opens beside the desk: what was typed there must stay.
LINKS = b'<base target="_blank">'


@xframe_options_sameorigin
@csp_override(FRAMED)
def preview(request, pk, modeladmin):
    """Show the cable as it stands, or with what the form that was sent has."""
    cable = get_cable(modeladmin, request, pk)
    mistakes, save = [], []
    if request.method == "POST":
        if not modeladmin.has_change_permission(request, cable):
            raise PermissionDenied
        mistakes, save = _typed(modeladmin, request, cable)
    if not mistakes:
        try:
            return HttpResponse(as_readers_see(cable, save))
        except (CurationError, ValidationError) as error:
            mistakes = getattr(error, "messages", [str(error)])
    return TemplateResponse(
        request, "admin/cables/cable/no_preview.html", {"mistakes": mistakes}
    )


def as_readers_see(cable, save=()):
    """Return the page's bytes as readers would get them after each of ``save`` was done."""
    if cable.is_public and not save:
        return _page(Dossier.open(pk=cable.pk))  # which holds up no editor who saves
    with transaction.atomic():
        for one in save:
            one(cable)
        stored = Cable.objects.only("released", "reference_id").get(pk=cable.pk)
        now = timezone.now()
        told = stored.released or now
        Cable.objects.filter(pk=cable.pk).update(
            state=State.PUBLISHED, on_hold=False, released=min(told, now)
        )
        dossier = Dossier.open(pk=cable.pk)
        dossier.cable.released = told
        content = _page(dossier)
        transaction.set_rollback(True)
    return content


def _page(dossier):
    page = render(_request(dossier.cable), "cables/cable.html", cable_context(dossier))
    return page.content.replace(b"<head>", b"<head>\n" + LINKS, 1)


def _request(cable):
    """Return the request of a reader, of whom nothing is known."""
    request = HttpRequest()
    request.method, request.path = "GET", cable.get_absolute_url()
    request.path_info = request.path
    return request


def _typed(modeladmin, request, cable):
    """Return (sentences about mistakes, functions that save what was typed)."""
    if "form-TOTAL_FORMS" in request.POST:
        blocks, mistakes = blocks_in(request, cable)
        return mistakes, [
            lambda one: save_paragraphs(one, user=request.user, blocks=blocks)
        ]
    data = request.POST.copy()
    data["seen_version"] = cable.version
    form = modeladmin.get_form(request, cable, change=True)(data, instance=cable)
    if not form.is_valid():
        found = [f"{one.label}: {one.text}" for one in mistakes_of(form)]
        return [*form.non_field_errors(), *found], []
    given = {"user": request.user, "why": form.cleaned_data["why"]}
    values = {
        name: form.cleaned_data[name] for name in form.changed_data if name in EDITABLE
    }
    save = [lambda one: save_cable(one, values=values, **given)]
    if "tag_lines" in form.changed_data:
        names = form.cleaned_data["tag_lines"]
        save.append(lambda one: set_tags(one, names=names, **given))
    return [], save
