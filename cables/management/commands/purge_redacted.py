"""
Take every trace of redacted words out of the archive: of the history, the indexes, the
caches, the files, the pages of the database. What was purged half-way is gone on with.
"""

import json
import time

from django.core.management.base import CommandError

from cables.choices import JobState
from cables.curation.jobs.queue import OPEN, run_job
from cables.curation.purge.verbs import (
    NothingToPurge,
    PurgeRuns,
    preview,
    start_purge,
)
from cables.management.command import FAILED, ArchiveCommand
from cables.models.sealed import Purge

EXAMPLES = """
examples:
  manage.py purge_redacted --dry-run
  manage.py purge_redacted --reason "Court order of 4 May"

Tables are written anew one after the other: readers of a big archive on PostgreSQL wait
for each, so choose a quiet hour. Backups, copies of the database and PostgreSQL's log of
changes (WAL) are not touched: docs/how-to/purge.md says what to do about them.
"""


class Command(ArchiveCommand):
    help = __doc__
    examples = EXAMPLES

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Count only.")
        parser.add_argument("--reason", default="", help="Kept with the purge.")
        parser.add_argument("--json", action="store_true", help="One JSON object.")

    def handle(self, *args, **options):
        if options["dry_run"]:
            return self._say(options, preview(), _foretold)
        try:
            job = self._start(options["reason"])
        except NothingToPurge as error:
            return self._say(options, {"redactions": 0, "why": str(error)}, _nothing)
        self._carry_out(job)
        purge = Purge.objects.get(pk=job.options["purge"])
        if job.state != JobState.FINISHED:
            raise CommandError(
                f"Purge {purge.pk} is not done. {job.message}", returncode=FAILED
            )
        found = {
            "purge": purge.pk,
            "redactions": purge.redactions.count(),
            "steps": purge.steps,
        }
        self._say(options, found, _told)

    def _start(self, reason):
        try:
            return start_purge(user=None, reason=reason)
        except PurgeRuns as error:
            self.stderr.write(str(error))
            return error.job

    def _carry_out(self, job):
        """Do the work here, or wait for the worker that does it already."""
        while True:
            run_job.call(job.pk)
            job.refresh_from_db()
            if job.state not in OPEN:
                return
            time.sleep(1)

    def _say(self, options, found, sentences):
        if options["json"]:
            self.stdout.write(json.dumps(found))
        else:
            for sentence in sentences(found):
                self.stdout.write(sentence)


def _nothing(found):
    yield found["why"]


def _foretold(found):
    yield f"Approved redactions that wait for a purge: {found['redactions']:,}."
    yield f"Cables, with their twins: {found['cables']:,}. Rows with words of theirs:"
    yield from _rows(found["found"])


def _told(found):
    for step in found["steps"]:
        yield f"{step['step']}: {step['seconds']:.1f} s"
        yield from _rows(
            step["counts"], with_nothing=step["step"] in ("files", "check")
        )


def _rows(counts, *, with_nothing=False):
    for name, count in counts.items():
        if count or with_nothing:
            yield f"  {count:>12,} {name}"
