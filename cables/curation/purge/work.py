"""A purge on its way: what is noted as done, and the worker that does it."""

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cables.models.sealed import Job, Purge


class Work:
    """
    One purge, held by one run of a job. ``note`` is called in the transaction of what it
    tells of: after a kill, what is noted is done, and all else is done again.
    """

    def __init__(self, purge, run):
        self.purge = purge
        self.run = run
        self._clock = time.monotonic()

    def is_done(self, name):
        return bool(self._find(name).get("done"))

    def place(self, name):
        """Return how far a step had come."""
        return self._find(name).get("at")

    @transaction.atomic
    def note(self, name, *, counts=None, at=None, done=False):
        """Add to what a step has done so far."""
        step = self._find(name)
        if not step:
            self.purge.steps.append(step)
        now = time.monotonic()
        seconds = step.get("seconds", 0) + now - self._clock
        had = step.get("counts", {})
        step |= {
            "step": name,
            "seconds": round(seconds, 3),
            "counts": had
            | {key: had.get(key, 0) + count for key, count in (counts or {}).items()},
            "at": step.get("at") if at is None else at,
            "done": done,
        }
        self.run.beat()
        Purge.objects.filter(pk=self.purge.pk).update(steps=self.purge.steps)
        self._clock = now

    def take_long(self, seconds):
        """Say that nothing will be heard of this run for a while."""
        self.run.beat()
        until = timezone.now() + timedelta(seconds=seconds)
        Job.objects.filter(pk=self.run.job.pk).update(beat=until)

    def _find(self, name):
        found = (step for step in self.purge.steps if step["step"] == name)
        return next(found, {})
