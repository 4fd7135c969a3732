"""
What a worker process does with a batch of frames: read, parse, make rows.

Pure: importing this module loads no Django, so that starting a worker is cheap and
nothing of the parent's database connection is shared.
"""

import gc
import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass

from .prepare import prepare
from .rows import Context, NewCable, new_cable
from .sources.base import BadField, Frame, Reject, reject
from .sources.find import read
from .values import CableValues

Outcome = NewCable | CableValues | Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A batch of frames, and for each the id that it gets if it is new."""

    frames: tuple[Frame, ...]
    ids: tuple[int | None, ...]  # None: the archive has this cable already
    context: Context


def start_worker() -> None:
    """Leave Ctrl-C to the parent, which ends the batch first; make no cycles to collect."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed cannot end its workers: they see to it themselves."""
    multiprocessing.parent_process().join()
    os._exit(1)


def work(task: Task) -> list[tuple[Outcome, ...]]:
    """
    Return what came of each frame: rows for what is new, values to compare for what the
    archive has, and rejects.
    """
    return [
        tuple(_outcomes(frame, cable_id, task.context))
        for frame, cable_id in zip(task.frames, task.ids, strict=True)
    ]


def _outcomes(frame: Frame, cable_id: int | None, context: Context) -> list[Outcome]:
    """Read one frame; without an id for a new cable, give values to compare."""
    found: list[Outcome] = []
    for one in read(frame):
        if isinstance(one, Reject):
            found.append(one)
            continue
        try:
            values = prepare(one)
        except BadField as error:
            found.append(reject(frame, error))
            continue
        found.append(
            values if cable_id is None else new_cable(values, cable_id, context)
        )
    return found
