"""Jobs done in several processes, their results handed back in order."""

import gc
import multiprocessing
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor

from .work import start_worker, work

#: Jobs ahead of the one whose result is wanted: enough to keep every process busy.
AHEAD = 2


def cores():
    """Return how many processes this one may use at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def done_in_order(jobs, processes):
    """
    Give each job with the outcomes of its task, in the order of the jobs. With one
    process the work is done here; jobs are asked for as processes get free.
    """
    if processes == 1:
        for job in jobs:
            yield job, work(job.task)
        return
    # Spawned, not forked: a child must not share the parent's database connection.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, context, initializer=start_worker)
    waiting = deque()
    gc.disable()  # looks at every row that arrives, and never finds a cycle
    try:
        for job in jobs:
            waiting.append((job, pool.submit(work, job.task)))
            if len(waiting) > processes + AHEAD:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)
    finally:
        gc.enable()
        pool.shutdown(wait=False, cancel_futures=True)


def _first(waiting):
    job, future = waiting.popleft()
    return job, future.result()
