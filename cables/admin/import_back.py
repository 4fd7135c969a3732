"""Rolling an import back over the desk: count, read what will happen, do it."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from cables.choices import JobKind, JobState, ReasonCode, RunState
from cables.curation.jobs import queue
from cables.ingest.rollback import has_left
from cables.ingest.verdicts import REASONS
from cables.models import ImportRun
from cables.models.sealed import Job

from .fields import PlainTexts
from .import_pages import go_on, page, require
from .mistakes import mistakes_of


class BackForm(PlainTexts, forms.Form):
    withdraw = forms.ChoiceField(
        label="What readers have seen",
        required=False,
        choices=[
            ("", "Stays published"),
            *((code, f"Is withdrawn: {label}") for code, label in ReasonCode.choices),
        ],
        help_text="Its addresses answer with this reason, and the public log tells it.",
    )
    reason = forms.CharField(
        label="Reason in words", required=False, max_length=500, help_text="Public."
    )


def roll_back_page(request, pk, modeladmin):
    require(request, "roll_back_import")
    run = get_object_or_404(ImportRun, pk=pk)
    jobs = list(Job.objects.filter(kind=JobKind.ROLLBACK, options__run=run.pk)[:20])
    job = jobs[0] if jobs else None
    may_withdraw = request.user.has_perm("cables.withdraw_cable")
    form = BackForm(request.POST if "confirmed" in request.POST else None)
    if request.method == "POST" and _do(
        modeladmin, request, run, job, form, may_withdraw
    ):
        return redirect("admin:cables_importrun_roll_back", pk)
    counted = job and job.options["dry_run"] and job.state == JobState.FINISHED
    return page(
        modeladmin,
        request,
        "roll_back",
        f"Roll back import {run.pk}",
        run=run,
        job=job,
        report=job and _shown(job),
        counted=counted,
        form=form,
        mistakes=mistakes_of(form),
        may_withdraw=may_withdraw
        and counted
        and "seen" in job.progress.get("kept", {}),
        live=job is not None and job.state in queue.OPEN,
        obstacle=_obstacle(run, job),
        is_half_done=run.state == RunState.ROLLED_BACK and run.rolled_back is None,
    )


def _shown(job):
    """Return the figures of a report, with its reasons as sentences."""
    report = dict(job.progress)
    report["kept"] = [
        (REASONS[reason], number, report.get("named", {}).get(reason, []))
        for reason, number in report.get("kept", {}).items()
    ]
    return report


def _obstacle(run, job):
    if job and job.state in queue.OPEN:
        return ""
    own = Job.objects.filter(pk=run.options.get("job") or 0, state__in=queue.OPEN)
    if run.state == RunState.RUNNING and own.exists():
        return "This import is at work. Stop it first."
    if run.state == RunState.ROLLED_BACK and run.rolled_back and not has_left(run):
        return "This import is rolled back. Importing the same source brings it back."
    return ""


def _do(modeladmin, request, run, job, form, may_withdraw):
    """Do what a button asks for; return whether the page begins anew."""
    if "stop" in request.POST and job:
        queue.stop(job)
    elif "go_on" in request.POST and job:
        go_on(modeladmin, request, job)
    elif (job and job.state in queue.OPEN) or _obstacle(run, job):
        return True
    elif "count" in request.POST:
        queue_roll_back(request.user, run, dry_run=True)
    elif "confirmed" in request.POST:
        if not form.is_valid():
            return False
        asked = form.cleaned_data if may_withdraw else {"withdraw": "", "reason": ""}
        queue_roll_back(request.user, run, dry_run=False, **asked)
        modeladmin.log_change(request, run, "Rolled back")
        say = f"Import {run.pk} is being rolled back."
        modeladmin.message_user(request, say, messages.SUCCESS)
    return True


def queue_roll_back(user, run, *, dry_run, **options):
    what = "Count what goes with" if dry_run else "Roll back"
    return queue.start(
        kind=JobKind.ROLLBACK,
        title=f"{what} import {run.pk} of {run.source}"[:200],
        user=user,
        options={"run": run.pk, "dry_run": dry_run, **options},
    )
