"""Work that is made of items: some of them in one transaction, then a breath for others."""

import time
from collections import Counter

from django.db import transaction

from cables.choices import ItemState
from cables.curation.batches import save_alike
from cables.models import hold_epoch
from cables.models.sealed import JobItem
from cables.search.outbox import follow_up

from .queue import TROUBLE, JobLost, Paused

#: A step takes about so long: whoever waits for the same rows hardly notices.
STEP = 0.3  # seconds
FEWEST, FIRST, MOST = 20, 100, 400
BREATH = 0.02
#: The indexes follow so often: each time costs them as much as a hundred cables.
FOLLOW = 0.7


class Pace:
    """How many items a step takes, from how long the last one took."""

    def __init__(self):
        self.size = FIRST

    def took(self, seconds):
        fitting = int(self.size * STEP / max(seconds, 0.001))
        self.size = max(FEWEST, min(MOST, 2 * self.size, fitting))
        # SQLite lets one write at a time, and those who wait look only now and then.
        time.sleep(BREATH)


class Following:
    """Lets the indexes follow now and then; where that is slow, less often."""

    def __init__(self):
        self.told, self.pause, self.last = 0, FOLLOW, time.monotonic()

    def after(self, count):
        self.told += count
        waited = time.monotonic() - self.last
        if self.told > MOST or waited > self.pause:
            self.now()

    def now(self):
        began = time.monotonic()
        transaction.on_commit(follow_up, robust=True)
        self.told, self.last = 0, time.monotonic()
        self.pause = max(FOLLOW, self.last - began)


def work_through(run, do):
    """
    Let ``do`` work on all items of a job, some at a time. It is given a list of them, in a
    transaction that holds the epoch, and sets the state, note and former values of each.
    """
    pace, following = Pace(), Following()
    while items := run.waiting(pace.size):
        seconds = STEP
        try:
            seconds = _step(run, items, do)
        except (JobLost, Paused, *TROUBLE):
            raise
        except Exception:
            # One of them is at fault: it alone is to fail.
            for item in items:
                _alone(run, item.pk, do)
        following.after(len(items))
        pace.took(seconds)
    following.now()


@transaction.atomic
def _step(run, items, do):
    """Do a step; return for how many seconds others had to wait for it."""
    hold_epoch()
    began = time.monotonic()
    do(items)
    save_alike(items, ["state", "note", "before"])
    counts = Counter(item.state for item in items)
    job = run.job
    run.beat(
        done=job.done + counts[ItemState.DONE],
        blocked=job.blocked + counts[ItemState.BLOCKED],
        failed=job.failed + counts[ItemState.FAILED],
    )
    return time.monotonic() - began


def _alone(run, key, do):
    run.refresh()
    item = JobItem.objects.get(pk=key)
    try:
        _step(run, [item], do)
    except (JobLost, Paused, *TROUBLE):
        raise
    except Exception as error:
        fault = type(error).__name__  # never the words of a cable
    else:
        return
    run.refresh()
    item.refresh_from_db()

    def note(items):
        item.state, item.note = ItemState.FAILED, f"It failed: {fault}."

    _step(run, [item], note)
