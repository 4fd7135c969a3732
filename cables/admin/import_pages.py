"""
The way of an import over the desk: bring a file or name a path, look at a dry run,
import. The work itself is done by jobs (``import_jobs``).
"""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from cables.choices import JobKind, JobState, RunState, SourceFormat
from cables.curation.errors import CurationError
from cables.curation.jobs import queue
from cables.curation.limits import check_year
from cables.ingest.sources.base import SourceError
from cables.models import ImportRun
from cables.models.sealed import ImportSource, Job

from .cable_pages import field_label
from .import_jobs import WAITS
from .import_sources import (
    KEPT_DAYS,
    ToImportDir,
    add_path,
    keep_upload,
    largest,
    report_of,
)
from .mistakes import mistakes_of
from .sample_sight import without_sealed_words

ALONE = (JobKind.IMPORT, JobKind.ROLLBACK)  # these wait for each other


class SourceForm(forms.Form):
    file = forms.FileField(label="A file of yours", required=False)
    path = forms.CharField(
        label="Or a path on the server", required=False, max_length=1000
    )
    format = forms.ChoiceField(
        label="Format",
        required=False,
        choices=[("", "Found by looking at it"), *SourceFormat.choices],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = (
            f"At most {largest()}. It is removed once it is imported, or after "
            f"{KEPT_DAYS} days."
        )
        roots = ", ".join(map(str, settings.IMPORT_PATHS))
        self.fields["path"].help_text = f"A file or a folder below {roots}."
        if not roots:
            del self.fields["path"]

    def clean(self):
        given = [name for name in ("file", "path") if self.cleaned_data.get(name)]
        if len(given) != 1 and not self.errors:
            both = "path" in self.fields
            self.add_error(
                "file",
                "Choose a file or write a path: one of them."
                if both
                else "Choose a file.",
            )


class ImportForm(forms.Form):
    publish = forms.BooleanField(
        label="Publish what comes in",
        required=False,
        help_text="Otherwise it comes in as drafts, for editors to look at.",
    )
    released = forms.DateTimeField(
        label="Date of release (UTC)",
        required=False,
        validators=[check_year],
        help_text="When readers may see it. Left empty, what is published has the date "
        "of its record, or today's.",
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )


def page(modeladmin, request, template, title, **context):
    request.current_app = modeladmin.admin_site.name
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": title,
        **context,
    }
    return TemplateResponse(request, f"admin/cables/importrun/{template}.html", context)


def require(request, right):
    if not request.user.has_perm(f"cables.{right}"):
        raise PermissionDenied


@csrf_exempt  # the handler of the upload comes before anything reads the request
def start(request, modeladmin):
    """Take a file or a path, and let a dry run look at it."""
    require(request, "run_import")
    if request.method == "POST":
        request.upload_handlers = [ToImportDir(request)]
    return _start(request, modeladmin)


@csrf_protect
def _start(request, modeladmin):
    posted = request.method == "POST"
    form = SourceForm(*((request.POST, request.FILES) if posted else ()))
    if posted and (source := _source(request, form)):
        queue_import(
            request.user, source, dry_run=True, format=form.cleaned_data["format"]
        )
        return redirect("admin:cables_importrun_source", source.pk)
    return page(
        modeladmin,
        request,
        "start",
        "Import cables",
        form=form,
        mistakes=mistakes_of(form),
    )


def _source(request, form):
    """Keep what was brought; return None, with the mistake in the form, where it is none."""
    if getattr(request, "upload_is_too_big", False):
        form.is_valid()
        form.errors.clear()
        form.add_error(
            "file",
            f"The file is larger than {largest()}, and nothing of it was kept. Cut it "
            "into pieces, or let somebody put it on the server.",
        )
        return None
    upload = request.FILES.get("file")
    if not form.is_valid():
        if upload:
            upload.close()
        return None
    given = {"user": request.user, "format": form.cleaned_data["format"]}
    try:
        if upload:
            return keep_upload(upload, **given)
        return add_path(form.cleaned_data["path"], **given)
    except SourceError as error:
        form.add_error("file" if upload else "path", str(error))
        return None


def queue_import(user, source, *, dry_run, **options):
    what = "Look at" if dry_run else "Import of"
    return queue.start(
        kind=JobKind.IMPORT,
        title=f"{what} {source.name}"[:200],
        user=user,
        options={"source": source.pk, "dry_run": dry_run, **options},
    )


def source_page(request, pk, modeladmin):
    """Show what a dry run found, and how far the import is."""
    require(request, "run_import")
    source = get_object_or_404(ImportSource.objects.select_related("user"), pk=pk)
    jobs = list(Job.objects.filter(kind=JobKind.IMPORT, options__source=source.pk)[:20])
    look = next((job for job in jobs if job.options["dry_run"]), None)
    real = next((job for job in jobs if not job.options["dry_run"]), None)
    form = ImportForm(request.POST if "import" in request.POST else None)
    if not request.user.has_perm("cables.publish_cable"):
        del form.fields["publish"]
    posted = request.method == "POST"
    if posted and _do(modeladmin, request, source, look, real, form):
        return redirect("admin:cables_importrun_source", pk)
    run = real and ImportRun.objects.filter(options__job=real.pk).first()
    return page(
        modeladmin,
        request,
        "source",
        f"Import of {source.name}",
        source=source,
        look=look,
        real=real,
        run=run,
        report=_shown(request.user, source),
        form=form,
        mistakes=mistakes_of(form),
        waits=_waits(look, real),
        live=any(job and job.state in queue.OPEN for job in (look, real)),
        may_import=look
        and look.state == JobState.FINISHED
        and (real is None or _may_repeat(real, run))
        and not source.removed,
    )


def _may_repeat(real, run):
    return real.state not in queue.OPEN and (
        run is None or run.state == RunState.ROLLED_BACK
    )


def _shown(user, source):
    """Return the report of the dry run, without what this person may not see."""
    report = report_of(source)
    if report is None:
        return None
    samples = report["samples"]
    if not user.has_perm("cables.view_sourcerecord"):
        samples["changed"] = [one | {"changes": []} for one in samples["changed"]]
    for name, rights in (
        ("conflicts", ["cables.view_importconflict", "cables.view_sourcerecord"]),
        ("rejected", ["cables.view_importreject"]),
    ):
        if not user.has_perms(rights):
            samples[name] = []
    without_sealed_words(user, samples)
    for one in (*(c for s in samples["changed"] for c in s["changes"]),):
        one["label"] = field_label(one["field"])
    for one in samples["conflicts"]:
        one["label"] = field_label(one["field"])
    return report


def _waits(*jobs):
    """Say why a job has not begun, if it is for another import."""
    for job in jobs:
        if job and job.state == JobState.RUNNING and job.progress.get("waits"):
            return job.progress["waits"]
        if job and job.state == JobState.QUEUED:
            others = Job.objects.filter(kind__in=ALONE, state__in=queue.OPEN)
            if others.filter(pk__lt=job.pk).exists():
                return WAITS
    return ""


def _do(modeladmin, request, source, look, real, form):
    """Do what a button asks for; return whether the page begins anew."""
    if "stop" in request.POST:
        for job in (look, real):
            if job and queue.stop(job):
                say = "It stops after the records at hand; what came in stays."
                modeladmin.message_user(request, say, messages.SUCCESS)
    elif "go_on" in request.POST:
        go_on(modeladmin, request, real or look)
    elif "look" in request.POST and not (look and look.state in queue.OPEN):
        queue_import(
            request.user, source, dry_run=True, format=(look.options["format"])
        )
    elif "import" in request.POST:
        return form.is_valid() and _import(
            modeladmin, request, source, look, real, form
        )
    return True


def go_on(modeladmin, request, job):
    """Let a job go on, if there is one and this person may do all that it does."""
    try:
        if job:
            queue.retry(job, user=request.user)
    except CurationError as error:
        modeladmin.message_user(request, str(error), messages.ERROR)


def _import(modeladmin, request, source, look, real, form):
    if real and real.state in queue.OPEN:
        say = "This import is at work already."
        modeladmin.message_user(request, say, messages.WARNING)
        return True
    released = form.cleaned_data["released"]
    queue_import(
        request.user,
        source,
        dry_run=False,
        format=look.options["format"] if look else "",
        publish=form.cleaned_data.get("publish", False),
        released=released.isoformat() if released else None,
    )
    return True
