"""From a request to a worker: jobs are queued, claimed, run, and found again when lost."""

import secrets
import traceback
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from cables.choices import ItemState, JobState
from cables.curation.errors import CurationError
from cables.models.sealed import Job, JobItem

#: A job whose worker has been silent for so long has lost it.
SILENCE = timedelta(seconds=30)
BATCH = 5_000

_handlers = {}


class JobLost(Exception):
    """Another worker has the job now, or somebody stopped it: this one lets go."""


def handles(kind):
    """Register the function that does the work of a kind; it is given a ``Run``."""

    def register(function):
        _handlers[kind] = function
        return function

    return register


@transaction.atomic
def start(*, kind, title, user, options=None, items=(), undoes=None):
    """
    Queue a job. ``items`` are (primary key, label) of what it will work on, one by one;
    a kind without items keeps ``progress`` of its own.
    """
    job = Job.objects.create(
        kind=kind, title=title, user=user, options=options or {}, undoes=undoes
    )
    rows = (JobItem(job=job, object_id=key, label=label) for key, label in items)
    made = JobItem.objects.bulk_create(rows, batch_size=BATCH)
    Job.objects.filter(pk=job.pk).update(total=len(made))
    job.total = len(made)
    transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


@task()
def run_job(key):
    """Run a job unless another worker does so already, or it is done."""
    run = claim(key)
    if run is None:
        return
    try:
        _handlers[run.job.kind](run)
    except JobLost:
        return
    except Exception as error:
        # A sentence for people, or where the fault is; never the words of a cable.
        said = str(error) if isinstance(error, CurationError) else _place(error)
        run.end(JobState.FAILED, said)
    else:
        run.end(JobState.FINISHED)


def claim(key):
    """Take a job that waits or was lost; return its ``Run``, or None."""
    token, now = secrets.token_hex(16), timezone.now()
    lost = Q(state=JobState.RUNNING, beat__lt=now - SILENCE)
    free = Job.objects.filter(Q(state=JobState.QUEUED) | lost, pk=key)
    if not free.update(state=JobState.RUNNING, claim=token, beat=now):
        return None
    Job.objects.filter(pk=key, started=None).update(started=now)
    return Run(Job.objects.get(pk=key), token)


def find_lost():
    """Queue again what lost its worker, and return the jobs."""
    lost = Job.objects.filter(state=JobState.RUNNING, beat__lt=timezone.now() - SILENCE)
    jobs = list(lost)
    for job in jobs:
        run_job.enqueue(job.pk)
    return jobs


def stop(job):
    """Let a job end after the step that it is at. What is done stays done."""
    open_states = [JobState.QUEUED, JobState.RUNNING]
    Job.objects.filter(pk=job.pk, state__in=open_states).update(
        state=JobState.CANCELLED, finished=timezone.now()
    )


class Run:
    """A worker's hold on a job."""

    def __init__(self, job, token):
        self.job = job
        self._mine = Job.objects.filter(pk=job.pk, claim=token, state=JobState.RUNNING)

    def beat(self, **values):
        """
        Say that the work goes on, and save ``values`` of the job. Called in the transaction
        of a step, it undoes the step where the job has gone to another worker.
        """
        if not self._mine.update(beat=timezone.now(), **values):
            raise JobLost
        for name, value in values.items():
            setattr(self.job, name, value)

    def end(self, state, message=""):
        self._mine.update(state=state, message=message, finished=timezone.now())

    def waiting(self, count):
        """Return the next items that nothing was done with yet, at most ``count``."""
        items = JobItem.objects.filter(job=self.job, state=ItemState.WAITING)
        return list(items.order_by("id")[:count])


def _place(error):
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, line {frame.lineno}."
