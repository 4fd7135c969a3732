"""From files to jobs: batches of records, told apart by what the archive has of them."""

import hashlib
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from cables.choices import SourceFormat
from cables.models.sealed import SourceRecord

from .known import known_cables
from .rows import Context
from .sources.base import MAX_RECORD, Frame, SourceError
from .sources.find import frames
from .work import Task

BATCH = 500
BATCH_BYTES = 2 * MAX_RECORD


@dataclass(frozen=True, kw_only=True)
class Same:
    """A record that the archive has byte for byte."""

    frame: Frame
    reference_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Job:
    task: Task  # what workers have to read
    same: tuple[Same, ...]  # what they need not
    checkpoint: dict  # where the run stands behind this batch


class Jobs:
    """The jobs of a run, made one by one as they are asked for."""

    def __init__(self, *, run, limit=None):
        self.run = run
        self.limit = limit

    def __iter__(self):
        some, size, checkpoint = [], 0, None
        for frame, checkpoint in self._frames():
            some.append(frame)
            size += len(frame.raw)
            if len(some) == BATCH or size >= BATCH_BYTES:
                yield self._job(some, checkpoint)
                some, size = [], 0
        if some:
            yield self._job(some, checkpoint)

    def _frames(self):
        """Give the frames that are still to do, each with the checkpoint behind it."""
        done, before = 0, 0
        for found in self.run.files:
            for frame in frames(found):
                done += 1
                if self.limit is not None and done > self.limit:
                    return
                if done <= self.run.skip:
                    self._pass_over(frame, done)
                    continue
                yield (
                    frame,
                    {
                        "records": done,
                        "bytes": before + frame.position,
                        "file": frame.file,
                        "line": frame.line,
                    },
                )
            before += found.size

    def _pass_over(self, frame, done):
        """Leave out a record that is done, but remember that its id was there."""
        if frame.hint and frame.format == SourceFormat.CSV:  # elsewhere a guess
            self.run.seen.remember(frame, frame.hint)
        checkpoint = self.run.row.checkpoint
        stands = (checkpoint["file"], checkpoint["line"])
        if done == self.run.skip and stands != (frame.file, frame.line):
            raise SourceError(
                "The source has changed since the import was interrupted. Run without "
                "--resume: what is in the archive already is passed over."
            )

    def _job(self, some, checkpoint):
        # In an empty archive nothing can be the same, and there is no index to ask.
        known = {} if self.run.fresh else _known_records(some)
        same = [
            Same(frame=frame, reference_id=known[at][0], state=known[at][1])
            for at, frame in enumerate(some)
            if at in known
        ]
        rest = [frame for at, frame in enumerate(some) if at not in known]
        return Job(task=self._task(rest), same=tuple(same), checkpoint=checkpoint)

    def _task(self, some):
        # An archive that this run fills has what the run has brought: the batch looks.
        hints = [frame.hint for frame in some if frame.hint]
        present = {} if self.run.fresh else known_cables(hints)
        new = [frame.hint not in present for frame in some]
        ids = iter(self.run.new_ids(sum(new)))
        return Task(
            frames=tuple(some),
            ids=tuple(next(ids) if one else None for one in new),
            context=Context(
                run_id=self.run.row.pk or 0,
                now=timezone.now().replace(microsecond=0),
                publish=self.run.publish,
                released=self.run.released,
                posts=dict(self.run.posts.ids),
                tags=dict(self.run.tags.ids),
                copy=connection.vendor == "postgresql",
            ),
        )


def _known_records(some):
    """Return place to (reference id, state) for records that the archive has."""
    digests = [hashlib.sha256(frame.raw).hexdigest() for frame in some]
    rows = SourceRecord.objects.filter(sha256__in=digests).values_list(
        "sha256", "cable__reference_id", "cable__state"
    )
    found = {sha256: (reference_id, state) for sha256, reference_id, state in rows}
    return {at: found[one] for at, one in enumerate(digests) if one in found}
