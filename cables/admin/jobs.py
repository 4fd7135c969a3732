"""Jobs: what works in the background, how far it is, and what became of each item."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.views.decorators.http import require_GET

from cables.choices import ItemState, JobKind, JobState
from cables.curation.errors import CurationError
from cables.curation.jobs.bulk import start_checked
from cables.curation.jobs.queue import OPEN, retry, stop
from cables.curation.jobs.tag_merge import can_undo_merge, merge_of, start_undoing
from cables.curation.jobs.undo import can_undo, may_undo_changes, undo
from cables.curation.jobs.verbs import VERBS
from cables.models.sealed import Job, JobItem

from .bulk import chooser, verb_page
from .import_runs import Record
from .numbers import number_in

PAGE = 50
REASONS = 20  # of the most frequent ones
IDLE = 15  # seconds after which a job that nobody took is worth a word
#: What the items of a kind are: the page of each.
PAGES = {
    JobKind.BULK: "admin:cables_cable_change",
    JobKind.TAG_MERGE: "admin:cables_cable_change",
    JobKind.LINK_CHECK: "admin:cables_article_change",
}
SHOWN = (ItemState.BLOCKED, ItemState.FAILED, ItemState.DONE, ItemState.WAITING)


@admin.register(Job)
class JobAdmin(Record):
    list_display = ["title", "kind", "standing", "bar", "user", "age"]
    list_filter = ["state", "kind"]
    list_select_related = ["user"]
    sortable_by = []

    def get_urls(self):
        wrap = self.admin_site.admin_view
        pages = [
            path("bulk/", wrap(chooser), name="cables_job_choose"),
            path("bulk/<slug:verb>/", wrap(verb_page), name="cables_job_bulk"),
        ]
        for name, view in (
            ("progress", progress),
            ("stop", stop_job),
            ("retry", retry_job),
            ("undo", undo_job),
            ("do", do_checked),
        ):
            address = f"<int:pk>/{name}/"
            pages.append(path(address, wrap(view), name=f"cables_job_{name}"))
        return pages + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return job_page(request, number_in(object_id))

    def history_view(self, request, object_id, extra_context=None):
        raise Http404  # a job is its own history

    @admin.display(description="State")
    def standing(self, job):
        return standing_of(job)

    @admin.display(description="Progress")
    def bar(self, job):
        if not job.total:
            return "–"
        return format_html(
            '<progress value="{}" max="{}" aria-label="{}"></progress> {} %',
            ended(job),
            job.total,
            f"Progress of: {job.title}",
            percent(job),
        )

    @admin.display(description="Asked for")
    def age(self, job):
        return f"{timesince(job.made)} ago"


def ended(job):
    """Count the items that nothing is to be done with any more."""
    return min(job.done + job.blocked + job.failed, job.total)


def percent(job):
    return 100 * ended(job) // job.total if job.total else 0


def standing_of(job):
    """Say how a job stands; what has ended with failures says so."""
    if job.state == JobState.FINISHED and (job.failed or job.blocked):
        left = job.failed + job.blocked
        return f"Finished, {left:,} left out"
    return job.get_state_display()


def sentence_of(job):
    """Say in numbers how far a job is."""
    if not job.total:
        return job.message or job.get_state_display()
    parts = [f"{job.done:,} of {job.total:,} done"]
    parts += [f"{job.blocked:,} blocked"] if job.blocked else []
    parts += [f"{job.failed:,} failed"] if job.failed else []
    waited = (timezone.now() - job.made).total_seconds()
    if job.state == JobState.QUEUED and waited > IDLE:
        parts.append("no worker has taken it yet: is “manage.py work” running?")
    return ", ".join(parts)


def may_manage(user, job):
    """Whoever asked for a job stops and undoes it, and an administrator."""
    return user.pk == job.user_id or user.has_perm("cables.change_job")


def may_undo(user, job):
    if not may_manage(user, job):
        return False
    if job.kind == JobKind.TAG_MERGE:
        return can_undo_merge(job) and user.has_perms(
            ["cables.change_tag", "cables.delete_tag"]
        )
    return can_undo(job) and may_undo_changes(job, user)


def _get(request, pk):
    """Return a job that the user may see, or raise."""
    if not request.user.has_perm("cables.view_job"):
        raise PermissionDenied
    jobs = Job.objects.select_related("user", "undoes")
    return get_object_or_404(jobs, pk=pk)


@require_GET
def job_page(request, pk):
    if pk is None:
        raise Http404
    job = _get(request, pk)
    state = request.GET.get("items", "")
    items = JobItem.objects.filter(job=job).order_by("id")
    counts = dict(items.order_by().values_list("state").annotate(n=Count("id")))
    if state not in counts:
        state = next((one for one in SHOWN if counts.get(one)), "")
    page = Paginator(items.filter(state=state), PAGE).get_page(request.GET.get("p"))
    user, manages = request.user, may_manage(request.user, job)
    return _render(
        request,
        "job",
        job,
        standing=standing_of(job),
        sentence=sentence_of(job),
        ended=ended(job),
        is_open=job.state in OPEN,
        tabs=[(one, ItemState(one).label, counts.get(one, 0)) for one in ItemState],
        chosen=state,
        page=page,
        rows=[(item, _address(job, item)) for item in page],
        reasons=_reasons(job, items),
        may_stop=manages and job.state in OPEN,
        may_retry=manages and job.state in (JobState.FAILED, JobState.CANCELLED),
        may_undo=may_undo(user, job),
        is_checked="check" in job.options and job.state not in OPEN and job.done,
        undone_by=job.undone_by.order_by("id"),
    )


def _address(job, item):
    name = PAGES.get(job.kind)
    return reverse(name, args=[item.object_id]) if name else ""


def _reasons(job, items):
    """Return each reason with how many items it holds for, the most frequent first."""
    if not job.blocked + job.failed:
        return []
    left = items.filter(state__in=[ItemState.BLOCKED, ItemState.FAILED]).order_by()
    counted = left.values_list("note").annotate(n=Count("id"))
    return counted.order_by("-n", "note")[:REASONS]


@require_GET
def progress(request, pk):
    """How far a job is, for the script of its page."""
    job = _get(request, pk)
    return JsonResponse(
        {
            "state": job.state,
            "standing": standing_of(job),
            "sentence": sentence_of(job),
            "ended": ended(job),
            "total": job.total,
            "is_open": job.state in OPEN,
        },
        headers={"Cache-Control": "no-store"},
    )


def _manage(request, pk):
    job = _get(request, pk)
    if request.method != "POST" or not may_manage(request.user, job):
        raise PermissionDenied
    return job


def stop_job(request, pk):
    job = _manage(request, pk)
    text = (
        "Stopped. What was done stays done." if stop(job) else "It had ended already."
    )
    messages.success(request, text)
    return redirect("admin:cables_job_change", pk)


def retry_job(request, pk):
    job = _manage(request, pk)
    try:
        goes_on = retry(job, user=request.user)
    except CurationError as error:
        messages.error(request, str(error))
        return redirect("admin:cables_job_change", pk)
    text = "It goes on." if goes_on else "There is nothing to go on with."
    messages.success(request, text)
    return redirect("admin:cables_job_change", pk)


def undo_job(request, pk):
    """Ask, in numbers; then put back by a job of its own what this one changed."""
    job = _get(request, pk)
    if not may_undo(request.user, job):
        raise PermissionDenied
    if request.method != "POST":
        return _render(request, "undo", job, number=_to_undo(job))
    try:
        if job.kind == JobKind.TAG_MERGE:
            undoing = start_undoing(merge_of(job), user=request.user, job=job)
        else:
            undoing = undo(job, user=request.user)
    except CurationError as error:
        messages.error(request, str(error))
        return redirect("admin:cables_job_change", pk)
    return redirect("admin:cables_job_change", undoing.pk)


def _to_undo(job):
    """Count what undoing puts back."""
    if job.kind == JobKind.TAG_MERGE:
        return merge_of(job).cables
    return JobItem.objects.filter(job=job, state=ItemState.DONE).count()


def do_checked(request, pk):
    """Do what a check was for."""
    job = _manage(request, pk)
    if "check" not in job.options or job.state in OPEN:
        raise PermissionDenied
    if not VERBS[job.options["verb"]].may(request.user):
        raise PermissionDenied
    return redirect("admin:cables_job_change", start_checked(job, user=request.user).pk)


def _render(request, template, job, **context):
    request.current_app = admin.site.name
    context = {
        **admin.site.each_context(request),
        "opts": Job._meta,
        "original": job,
        "job": job,
        "title": job.title,
        **context,
    }
    return TemplateResponse(request, f"admin/cables/job/{template}.html", context)
