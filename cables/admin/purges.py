"""Purges: what was done to remove the traces of redacted words, and the start of one."""

import re
from mmap import ACCESS_READ, mmap

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse

from cables.curation.errors import CurationError
from cables.curation.purge.files import finds_files
from cables.curation.purge.shown import SHOWN
from cables.curation.purge.verbs import preview, start_purge
from cables.models.sealed import Purge

from .fields import PlainTexts
from .import_runs import Record

#: What ``preview`` counts that readers see, and that a purge leaves to people.
LEFT = tuple(place.name for place in SHOWN)
#: What the last step counts over all places.
TOTALS = ("left", "still shown")


class PurgeForm(PlainTexts, forms.Form):
    reason = forms.CharField(
        max_length=500,
        label="Reason",
        help_text="Kept with the purge. Do not write the words themselves.",
    )


@admin.register(Purge)
class PurgeAdmin(Record):
    list_display = ["id", "requested", "requested_by", "reason", "count", "finished"]
    list_select_related = ["requested_by"]
    fields = ["requested", "requested_by", "reason", "count", "finished", "done"]
    readonly_fields = ["count", "done"]
    change_list_template = "admin/cables/purge/change_list.html"

    def get_urls(self):
        start = self.admin_site.admin_view(self.start)
        return [
            path("start/", start, name="cables_purge_start"),
            *super().get_urls(),
        ]

    @admin.display(description="Redactions")
    def count(self, purge):
        return purge.redactions.count()

    @admin.display(description="What was done")
    def done(self, purge):
        steps = [step | {"amounts": _done(step)} for step in purge.steps]
        check = next((one for one in steps if one["step"] == "check"), None)
        places = _places(check["counts"]) if check else []
        context = {"steps": steps, "places": places}
        return render_to_string("admin/cables/purge/_steps.html", context)

    def start(self, request):
        """Say in numbers what a purge would do, and let a job do it."""
        if not request.user.has_perm("cables.add_purge"):
            raise PermissionDenied
        form = PurgeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                job = start_purge(user=request.user, **form.cleaned_data)
            except CurationError as error:
                self.message_user(request, str(error), messages.ERROR)
            else:
                self.message_user(request, f"{job.title} is queued.", messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:cables_purge_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Purge redacted words",
            "form": form,
            **_foreseen(),
        }
        return TemplateResponse(request, "admin/cables/purge/start.html", context)


@finds_files
def uploads(group):
    """Find files that somebody brought to the desk and that hold one of the cables."""
    names = b"|".join(re.escape(name.encode()) for name in group.reference_ids)
    one = re.compile(rb"(?<!\w)(?:%s)(?!\w)" % names, re.IGNORECASE)
    for upload in settings.IMPORT_DIR.glob("*"):
        if upload.is_file() and upload.stat().st_size and _holds(upload, one):
            yield upload


def _holds(upload, pattern):
    with upload.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as raw:
        return bool(pattern.search(raw))


def _foreseen():
    seen = preview()
    found = seen.pop("found")
    traces = {name: count for name, count in found.items() if name not in LEFT}
    shown = {name: found.get(name) for name in LEFT}
    return seen | {"traces": _amounts(traces), "shown": _amounts(shown)}


def _done(step):
    """Return what a step counted; a 0 is said where that is what is wanted."""
    counts = step["counts"]
    if step["step"] == "check":
        totals = {name: counts[name] for name in TOTALS if name in counts}
        return _all_amounts(totals)
    return _amounts(counts) if step["step"] == "words" else _all_amounts(counts)


def _places(counts):
    """Return (place, rows that the check found, whether readers see it) for each place."""
    return [
        (name, f"{count:,}", name in LEFT)
        for name, count in counts.items()
        if name not in TOTALS
    ]


def _all_amounts(counts):
    return "; ".join(f"{name}: {count:,}" for name, count in counts.items())


def _amounts(counts):
    """Return what a purge counted as a sentence names it, without what was nowhere."""
    return _all_amounts({name: count for name, count in counts.items() if count})
