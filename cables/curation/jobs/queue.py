"""From a request to a worker: jobs are queued, claimed, run, and found again when lost."""

import secrets
import time
import traceback
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q, Value
from django.db.models.functions import Left
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cables.choices import ItemState, JobState
from cables.curation.errors import CurationError
from cables.models.sealed import Job, JobItem

from .holds import Hold, is_dead

#: A job whose worker has been silent for so long has lost it.
SILENCE = timedelta(seconds=30)
BATCH = 5_000
OPEN = (JobState.QUEUED, JobState.RUNNING)
#: The database is away, or somebody holds it: the step is tried again.
TROUBLE = (OperationalError, InterfaceError)
#: Seconds before each new try without any step done.
WAITS = (0.2, 1, 2, 4, 8, 16)

_handlers, _rights = {}, {}
#: In the options of a job that nobody at the desk asked for: the operator may do all.
OPERATOR = "operator"
LOST_RIGHT = "Whoever asked for this may not do it any more."
#: What this process works on: a list of one ``Run``, or none.
running = []


class JobLost(Exception):
    """Another worker has the job now, or somebody stopped it: this one lets go."""


class Paused(Exception):
    """This worker is asked to end: the next one goes on with the job."""


def handles(kind, may=None):
    """
    Register the function that does the work of a kind; it is given a ``Run``. ``may`` is
    given the job and a user, and says whether they have the rights for it. A kind without
    it is for whoever can queue it.
    """

    def register(function):
        _handlers[kind], _rights[kind] = function, may
        return function

    return register


@transaction.atomic
def start(
    *,
    kind,
    title,
    user,
    options=None,
    items=(),
    undoes=None,
    selected=None,
    copied=None,
):
    """
    Queue a job. ``items`` are (primary key, label) of what it will work on, one by one.
    Where there may be many, ``selected`` is a queryset of cables, or ``copied`` one of
    another job's items, with what they noted. A kind without items keeps ``progress`` of
    its own. Without a ``user`` it is the operator who asks, at the command line.
    """
    options = {**(options or {}), **({} if user else {OPERATOR: True})}
    job = Job.objects.create(
        kind=kind, title=title[:200], user=user, options=options, undoes=undoes
    )
    rows = (JobItem(job=job, object_id=key, label=label) for key, label in items)
    total = len(JobItem.objects.bulk_create(rows, batch_size=BATCH))
    if selected is not None:
        total += _add_rows(job, selected.order_by(), "pk", Left("reference_id", 100))
    if copied is not None:
        total += _add_rows(job, copied, "object_id", "label", "before")
    Job.objects.filter(pk=job.pk).update(total=total)
    job.total = total
    run_job.enqueue(job.pk)
    return job


def _add_rows(job, queryset, object_id, label, before=None):
    """Write an item for each row, by the database alone; return how many there are."""
    nothing = Value({}, output_field=JobItem._meta.get_field("before"))
    columns = {
        "job_id": Value(job.pk),
        "object_id": object_id,
        "label": label,
        "state": Value(ItemState.WAITING.value),
        "note": Value(""),
        "before": before or nothing,
    }
    rows = queryset.values_list(*columns.values())
    sql, given = rows.query.sql_with_params()
    table = JobItem._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) {sql}", given)
        return cursor.rowcount


@task()
def run_job(key):
    """Run a job unless another worker does so already, or it is done."""
    run = claim(key)
    if run is None:
        return
    running.append(run)
    try:
        _go(run)
    except TROUBLE:
        pass  # the database is away: the job is lost, and will be found
    finally:
        running.remove(run)
        run.hold.let_go(forget=run.is_over)


def _go(run):
    try:
        _perform(run)
    except JobLost:
        run.is_over = True
    except Paused:
        run.give_back()
    except Exception as error:
        # A sentence for people, or where the fault is; never the words of a cable.
        said = str(error) if isinstance(error, CurationError) else _place(error)
        run.end(JobState.FAILED, said)
    else:
        run.end(JobState.FINISHED)


def _perform(run):
    """Let the handler work; while the database is away, wait, and let it go on."""
    waits = iter(WAITS)
    while True:
        steps = run.steps
        try:
            run.refresh()
            if not may_do(run.job, run.job.user):
                raise CurationError(LOST_RIGHT)
            return _handlers[run.job.kind](run)
        except TROUBLE:
            waits = iter(WAITS) if run.steps > steps else waits
            wait = next(waits, None)
            if wait is None:
                raise
            if not connection.in_atomic_block:
                connection.close()
            time.sleep(wait)


def may_do(job, user):
    """
    Say whether somebody is active and has the rights for a job, of a kind with such. Nobody
    is the operator, where they asked for it, or else a person whose account is gone.
    """
    may = _rights.get(job.kind)
    if may is None:
        return True
    if user is None:
        return bool(job.options.get(OPERATOR))
    return user.is_active and may(job, user)


def claim(key):
    """Take a job that waits or was lost; return its ``Run``, or None."""
    job = Job.objects.filter(pk=key, state__in=OPEN).first()
    if job is None:
        return None
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, beat__lt=_silent())
    if job.claim and is_dead(job.claim):
        free |= Q(state=JobState.RUNNING, claim=job.claim)
    token = secrets.token_hex(16)
    hold = Hold(token)  # before anybody can read the token
    now = timezone.now()
    jobs = Job.objects.filter(free, pk=key)
    if not jobs.update(state=JobState.RUNNING, claim=token, beat=now):
        hold.let_go()
        return None
    Job.objects.filter(pk=key, started=None).update(started=now)
    return Run(Job.objects.get(pk=key), token, hold)


def find_lost():
    """Queue again what lost its worker, and return the jobs."""
    lost = [
        job
        for job in Job.objects.filter(state=JobState.RUNNING)
        if job.beat is None or job.beat < _silent() or is_dead(job.claim)
    ]
    # A worker may die between the task that it took and the job that this was for.
    forgotten = [*lost, *Job.objects.filter(state=JobState.QUEUED)]
    known = _queued() if forgotten else ()
    for job in forgotten:
        if job.pk not in known:
            run_job.enqueue(job.pk)
    return lost


def _queued():
    ready = DBTaskResult.objects.ready().filter(task_path=run_job.module_path)
    return {task["args"][0] for task in ready.values_list("args_kwargs", flat=True)}


def stop(job):
    """Let a job end after the step that it is at. What is done stays done."""
    return Job.objects.filter(pk=job.pk, state__in=OPEN).update(
        state=JobState.CANCELLED, finished=timezone.now()
    )


@transaction.atomic
def retry(job, *, user):
    """Go on with a job that failed or was stopped, and with those items that failed."""
    if not may_do(job, user):
        raise CurationError("You may not do what this job does: it does not go on.")
    ended = Job.objects.filter(
        pk=job.pk, state__in=[JobState.FAILED, JobState.CANCELLED]
    )
    if not ended.update(state=JobState.QUEUED, finished=None, message="", claim=""):
        return False
    failed = JobItem.objects.filter(job=job, state=ItemState.FAILED)
    failed.update(state=ItemState.WAITING, note="")
    Job.objects.filter(pk=job.pk).update(failed=0)
    run_job.enqueue(job.pk)
    return True


class Run:
    """A worker's hold on a job."""

    is_pausing = False  # of all that this process runs

    def __init__(self, job, token, hold):
        self.job, self.hold = job, hold
        self.steps, self.is_over = 0, False
        self._mine = Job.objects.filter(pk=job.pk, claim=token, state=JobState.RUNNING)

    def beat(self, **values):
        """
        Say that the work goes on, and save ``values`` of the job. Called in the transaction
        of a step, it undoes the step where the job has gone to another worker. Where this
        worker is asked to end, it does so once the step is committed.
        """
        if not self._mine.update(beat=timezone.now(), **values):
            raise JobLost
        self.steps += 1
        for name, value in values.items():
            setattr(self.job, name, value)
        transaction.on_commit(self._pause)

    def _pause(self):
        if Run.is_pausing:
            raise Paused

    def pulse(self):
        """Say that the worker lives, in the midst of a long step."""
        self._mine.update(beat=timezone.now())

    def refresh(self):
        """Read the job anew: a step that was undone may have left its values behind."""
        self.job.refresh_from_db()

    def end(self, state, message=""):
        self._mine.update(state=state, message=message, finished=timezone.now())
        self.is_over = True

    def give_back(self):
        if self._mine.update(state=JobState.QUEUED, claim=""):
            run_job.enqueue(self.job.pk)
        self.is_over = True

    def waiting(self, count):
        """Return the next items that nothing was done with yet, at most ``count``."""
        items = JobItem.objects.filter(job=self.job, state=ItemState.WAITING)
        return list(items.order_by("id")[:count])


def _silent():
    return timezone.now() - SILENCE


def _place(error):
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, line {frame.lineno}."
