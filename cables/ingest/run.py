"""
Import cables: find the files, cut them into records, let workers parse, store in batches.

A batch is one transaction, and the place up to which the run has come is written in it:
a run that was killed goes on behind its last whole batch.
"""

import itertools
import time
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from cables.choices import RunState
from cables.models import Cable, ImportRun, current_step
from cables.models.sealed import ImportReject

from .batch import Batch
from .ids import reserve_ids
from .jobs import Jobs
from .lock import only_import
from .pool import cores, done_in_order
from .rejects import STACKABLE, reject_file
from .report import ImportReport, Progress, Tally
from .resolve import point_malformed_twins, resolve_references
from .schema import mend, set_aside
from .seen import Seen
from .sources.base import SourceError
from .sources.find import find_files
from .tables import CABLE
from .traces import note_made
from .vocabulary import Posts, Tags

#: Less than this is parsed sooner than a process has started.
WORTH_PROCESSES = 4 * 1024 * 1024
#: So many files that are no source are named.
NAMED = 5
#: Less than this is loaded sooner than indexes are built anew.
WORTH_SETTING_ASIDE = 32 * 1024 * 1024


def import_cables(
    *,
    paths,
    format=None,
    dry_run=False,
    publish=False,
    released=None,
    limit=None,
    resume=False,
    rejects_path=None,
    processes=None,
    progress=None,
    stop=None,
    user=None,
    name=None,
    notes=None,
    samples=None,
):
    """
    Import what the paths hold and return an ImportReport. ``progress`` is called with a
    Progress after every batch; once ``stop`` returns True, the run ends at a batch's end.

    ``resume`` is True, or the ImportRun to go on with. ``name`` is what a file is called
    that lies under another name, ``notes`` what the run's row keeps beside its options,
    and ``samples`` gathers what a dry run would do.
    """
    files, passed_over = find_files([str(path) for path in paths], format)
    if name:
        files = [replace(found, file=name) for found in files]
    sources = [found.path for found in files]
    with only_import(), reject_file(rejects_path, sources=sources) as write_reject:
        run = Run(
            files=files,
            source=(name or " ".join(str(path) for path in paths))[:1000],
            publish=publish,
            released=released,
            dry_run=dry_run,
            user=user,
            samples=samples,
        )
        run.row.options |= notes or {}
        if resume:
            run.resume(None if resume is True else resume)
        if passed_over:
            run.tally.note(_told(passed_over))
        mend(keep=run.row.pk if run.fresh else None)
        report = run.go(
            limit=limit,
            processes=processes,
            progress=progress or (lambda _: None),
            stop=stop or (lambda: False),
        )
        run.write_rejects(write_reject)
    return report


def _told(passed_over):
    """Say which files of a folder are no source: some may have been meant as one."""
    named, more = passed_over[:NAMED], len(passed_over) - NAMED
    rest = f" and {more:,} more" if more > 0 else ""
    return (
        f"{len(passed_over):,} passed over, no cable in it: {', '.join(named)}{rest}."
    )


class Run:
    """One run of the importer: its row, its counts, and what it has seen so far."""

    def __init__(
        self, *, files, source, publish, released, dry_run, user, samples=None
    ):
        self.files = files
        self.size = sum(found.size for found in files)
        self.publish = publish
        self.released = released
        self.dry_run = dry_run
        self.samples = samples
        formats = {found.format for found in files}
        self.row = ImportRun(
            source=source,
            format=formats.pop() if len(formats) == 1 else "",
            user=user,
            options={
                "publish": publish,
                "released": released.isoformat() if released else None,
            },
        )
        self.skip = 0  # records that an earlier, interrupted run has dealt with
        self.tally = Tally()
        self.seen = Seen(files)
        self.step = current_step()  # as this run left it: another one is an editor's
        self.disturbed = False  # whether an editor may have changed the vocabulary
        self.forget_vocabulary()
        self.dry_rejects = []
        self.dry_created = {}  # what a dry run would have brought in
        self.made_up = itertools.count(-1, -1)  # ids for a dry run

    def forget_vocabulary(self):
        """Read posts and tags anew: those made in a transaction that failed are gone."""
        self.posts = Posts(made=self.note_made)
        self.tags = Tags(made=self.note_made)

    def new_ids(self, wanted):
        """Return ids for new cables; a dry run takes none from the archive."""
        if self.dry_run:
            return tuple(itertools.islice(self.made_up, wanted))
        return reserve_ids(CABLE, wanted)

    def resume(self, row=None):
        """Take up a run that did not finish, as it was meant: else this source's last."""
        runs = ImportRun.objects.filter(source=self.row.source).order_by("-id")
        row = row or runs.first()
        if row is None or row.state in (RunState.FINISHED, RunState.ROLLED_BACK):
            raise SourceError(
                "There is no unfinished import of this source. Run without --resume: "
                "what is in the archive already is passed over."
            )
        self.row = row
        self.publish = row.options.get("publish", False)
        released = row.options.get("released")
        self.released = datetime.fromisoformat(released) if released else None
        self.skip = row.checkpoint.get("records", 0)
        self.tally = Tally.of(row)

    def go(self, *, limit, processes, progress, stop):
        """Run to the end, or to the end of a batch when told to stop."""
        started = time.monotonic()
        self._begin()
        try:
            with set_aside(self.row, self.fresh):
                stopped = self._batches(
                    jobs=Jobs(run=self, limit=limit),
                    processes=self._processes(processes),
                    progress=progress,
                    stop=stop,
                )
                if not self.dry_run:
                    resolve_references()
            if not self.dry_run:
                point_malformed_twins(self.row)  # by indexes, which are back by now
        except BaseException:
            self._end(RunState.FAILED)
            raise
        self._end(RunState.INTERRUPTED if stopped else RunState.FINISHED)
        return ImportReport(
            run_id=self.row.pk,
            seconds=round(time.monotonic() - started, 3),
            interrupted=stopped,
            dry_run=self.dry_run,
            samples=self.tally.samples,
            notes=tuple(self.tally.notes),
            **self.tally.counts,
        )

    def _begin(self):
        """Write the run's row, with whether it fills an empty archive in bulk."""
        if self.dry_run:
            return
        if not self.row.pk:
            big = self.row.format and self.size >= WORTH_SETTING_ASIDE
            self.row.options["fresh"] = bool(big) and not Cable.objects.exists()
        # No other import holds the lock: one that is said to be running was killed.
        ImportRun.objects.filter(state=RunState.RUNNING).update(
            state=RunState.INTERRUPTED
        )
        self.row.state = RunState.RUNNING
        self.row.save()

    @property
    def fresh(self):
        """Whether nothing was in the archive but what this run has brought."""
        return self.row.options.get("fresh", False)

    def _end(self, state):
        if not self.dry_run:
            ImportRun.objects.filter(pk=self.row.pk).update(
                state=state, finished=timezone.now()
            )

    def _processes(self, wanted):
        if wanted is None and self.size < WORTH_PROCESSES:
            return 1
        return wanted or cores()

    def _batches(self, *, jobs, processes, progress, stop):
        """Store batch after batch; return whether the run was stopped."""
        for job, outcomes in done_in_order(jobs, processes):
            Batch(run=self, job=job, outcomes=outcomes).store()
            progress(Progress.of(self.tally, job.checkpoint["bytes"], self.size))
            if stop():
                return True
        return False

    def save_checkpoint(self, checkpoint):
        """Write how far the run is; called in the transaction of the batch."""
        if self.dry_run:
            return
        self.row.checkpoint = checkpoint
        for name, count in self.tally.counts.items():
            setattr(self.row, self.row_field(name), count)
        self.row.save(
            update_fields=["checkpoint", *map(self.row_field, self.tally.counts)]
        )

    def note_made(self, row):
        note_made(self.stored_row, row)

    @property
    def wants_samples(self):
        return self.samples is not None and self.samples.wants_changes

    @property
    def stored_row(self):
        """The run's row, where it has one: a dry run leaves none."""
        return self.row if self.row.pk else None

    @staticmethod
    def row_field(name):
        return f"{name.removesuffix('s') if name == 'conflicts' else name}_count"

    def write_rejects(self, write):
        """Write every reject of the run, also those before an interruption."""
        formats = {found.file: found.format for found in self.files}
        rows = self.dry_rejects if self.dry_run else self.row.rejects.order_by("id")
        for row in rows if self.dry_run else rows.iterator(chunk_size=200):
            write(
                file=row.file,
                line=row.line,
                column=row.column,
                reference_id=row.reference_id,
                reason=row.reason,
                raw=row.raw,
                stack=formats.get(row.file) in STACKABLE,
            )

    def keep_rejects(self, rows):
        if self.dry_run:
            self.dry_rejects += rows
        else:
            ImportReject.objects.bulk_create(rows)
