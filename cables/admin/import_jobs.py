"""
Imports and roll-backs as jobs. A run's row names its job, so that whoever gets the job
after a kill goes on with the same run, behind its last whole batch.
"""

import json
import time
from datetime import datetime

from django.db import transaction

from cables.choices import JobKind, RunState
from cables.curation.errors import CurationError
from cables.curation.jobs.queue import JobLost, Paused, handles
from cables.curation.states import withdraw
from cables.ingest.lock import ImportBusy
from cables.ingest.rollback import KEY, preview, roll_back, seen_of
from cables.ingest.run import import_cables
from cables.ingest.samples import Samples
from cables.ingest.sources.base import SourceError
from cables.ingest.terminal import Rate
from cables.models import Cable, ImportRun
from cables.models.sealed import ImportSource
from cables.search.index import IndexBusy
from cables.search.outbox import catch_up_all

from .import_sources import place_of, remove_file

WAITS = "Another import is at work: this one begins when that one has ended."
COUNTED = ("created", "updated", "unchanged", "rejected", "conflicts")


def may_import(job, user):
    """Publishing what comes in is a right of its own."""
    rights = ["cables.run_import"]
    rights += ["cables.publish_cable"] if job.options.get("publish") else []
    return user.has_perms(rights)


def may_roll_back(job, user):
    """So is withdrawing what readers have seen of it."""
    rights = ["cables.roll_back_import"]
    rights += ["cables.withdraw_cable"] if job.options.get("withdraw") else []
    return user.has_perms(rights)


@handles(JobKind.IMPORT, may=may_import)
def run_import(run):
    """Import a source, or only say what an import would do."""
    options = run.job.options
    source = ImportSource.objects.get(pk=options["source"])
    row = ImportRun.objects.filter(options__job=run.job.pk).first()
    if row is not None and row.state == RunState.ROLLED_BACK:
        raise CurationError(f"Import {row.pk} was rolled back meanwhile.")
    if row is None or row.state != RunState.FINISHED:
        _import(run, source, row)
    if not options.get("dry_run"):
        _bring_up_search()
        remove_file(source)


def _import(run, source, row):
    options = run.job.options
    released = options.get("released")
    samples = Samples() if options.get("dry_run") else None
    told = _Progress(run)
    report = _when_free(
        run,
        import_cables,
        paths=[place_of(source)],
        name=source.name if source.file else None,
        format=options.get("format") or None,
        dry_run=bool(options.get("dry_run")),
        publish=bool(options.get("publish")),
        released=datetime.fromisoformat(released) if released else None,
        resume=row or False,
        user=run.job.user,
        notes={"job": run.job.pk, "source_id": source.pk},
        progress=told,
        stop=told.is_ended,
        samples=samples,
    )
    if told.ended:
        raise told.ended
    counts = {name: getattr(report, name) for name in COUNTED}
    with transaction.atomic():
        if samples:
            found = counts | {"samples": samples.as_json(), "notes": report.notes}
            source.report = json.dumps(found)
            source.save(update_fields=["report"])
        run.beat(
            progress={
                **run.job.progress,
                **counts,
                "run": report.run_id,
                "percent": 100,
                "seconds": report.seconds,
            }
        )


def _when_free(run, function, *given, **arguments):
    """Do what needs the archive for itself, once nobody else has it."""
    while True:
        try:
            return function(*given, **arguments)
        except ImportBusy:
            run.beat(progress={"waits": WAITS})
            time.sleep(1)
        except (SourceError, OSError) as error:
            raise CurationError(_said(error)) from error


def _said(error):
    """Say what is wrong with a source; where it lies on the server tells nobody much."""
    if isinstance(error, OSError):
        return f"The source cannot be read ({error.strerror})."
    return " ".join(str(error).split())


class _Progress:
    """Tells the job how far an import is, and the import that it is to end."""

    def __init__(self, run):
        self.run = run
        self.rate = Rate()
        self.ended = None

    def __call__(self, progress):
        rate, left = self.rate.measure(progress)
        counts = {name: getattr(progress, name) for name in COUNTED[:4]}
        try:
            self.run.beat(
                progress={
                    **counts,
                    "records": progress.records,
                    "percent": int(100 * progress.done / max(progress.total, 1)),
                    "rate": round(rate),
                    "left": round(left),
                }
            )
        except (JobLost, Paused) as ended:
            self.ended = ended

    def is_ended(self):
        return self.ended is not None


def _bring_up_search():
    try:
        catch_up_all()
    except (IndexBusy, OSError, ValueError):
        pass  # the next who needs the index brings it up, or `manage.py index`


@handles(JobKind.ROLLBACK, may=may_roll_back)
def run_roll_back(run):
    """Roll a run back, or only count what that would do."""
    options = run.job.options
    target = ImportRun.objects.get(pk=options["run"])
    if options.get("dry_run"):
        report = _when_free(run, preview, target, beat=_teller(run))
        run.beat(progress=report.as_json())
        return
    done = target.rolled_back and target.rolled_back >= run.job.started
    if done:  # by a worker that died after it
        found = target.options[KEY]
    else:
        report = _when_free(run, roll_back, target, beat=_teller(run))
        found = report.as_json()
    withdrawn = run.job.progress.get("withdrawn", 0)
    if options.get("withdraw"):
        withdrawn += withdraw_seen(
            target,
            user=run.job.user,
            reason_code=options["withdraw"],
            reason=options.get("reason", ""),
            beat=lambda count: run.beat(
                progress=found | {"withdrawn": withdrawn + count}
            ),
        )
    run.beat(progress=found | {"withdrawn": withdrawn})
    _bring_up_search()


def _teller(run):
    return lambda report: run.beat(progress=report.as_json())


def withdraw_seen(target, *, user, reason_code, reason="", beat=lambda count: None):
    """
    Withdraw the cables of a run that stay since readers have seen them, each with its
    line in the public log. Return how many.
    """
    count = 0
    for key in seen_of(target):
        with transaction.atomic():
            cable = Cable.objects.get(pk=key)
            try:
                withdraw(cable, user=user, reason_code=reason_code, reason=reason)
            except CurationError:
                continue  # somebody was sooner
            count += 1
            beat(count)
    return count
