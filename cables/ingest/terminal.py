"""Progress for a person who waits: a bar on a terminal, a line now and then elsewhere."""

import signal
import threading
import time
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

#: One press of Ctrl-C can come twice: from the terminal, and passed on by "uv run".
ONE_PRESS = 1  # seconds
EVERY = 10  # seconds between lines where there is no terminal


@contextmanager
def shown_progress(stream):
    """Give the function that an import calls with its progress."""
    if stream.isatty():
        with Bar(
            TextColumn("{task.percentage:>3.0f} %"),
            BarColumn(),
            TextColumn("{task.fields[records]:,} records, {task.fields[rate]:,.0f}/s"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        ) as bar:
            yield _BarProgress(bar)
    else:
        yield _LineProgress(stream)


class Rate:
    """How fast an import goes, and how long it will take."""

    def __init__(self):
        self.started = time.monotonic()
        self.before = None  # what a resumed run had done already

    def measure(self, progress):
        """Return records a second and seconds left, of this run's own work."""
        if self.before is None:
            self.before = progress
        seconds = max(time.monotonic() - self.started, 0.001)
        rate = (progress.records - self.before.records) / seconds
        speed = (progress.done - self.before.done) / seconds
        left = (progress.total - progress.done) / speed if speed else 0
        return rate, left


class _BarProgress(Rate):
    def __init__(self, bar):
        super().__init__()
        self.bar = bar
        self.task = bar.add_task("import", total=None, records=0, rate=0)

    def __call__(self, progress):
        rate, _ = self.measure(progress)
        self.bar.update(
            self.task,
            completed=progress.done,
            total=progress.total,
            records=progress.records,
            rate=rate,
        )


class _LineProgress(Rate):
    def __init__(self, stream):
        super().__init__()
        self.stream = stream
        self.last = self.started

    def __call__(self, progress):
        rate, left = self.measure(progress)
        if time.monotonic() - self.last < EVERY:
            return
        self.last = time.monotonic()
        percent = 100 * progress.done / max(progress.total, 1)
        self.stream.write(
            f"{percent:.0f} %: {progress.records:,} records, {rate:,.0f} a second, "
            f"about {left:,.0f} s left\n"
        )


@contextmanager
def stopped_by_signal():
    """
    Give a function that says whether Ctrl-C was pressed, or SIGTERM came. The first one
    asks for an end at the next batch; another one ends the program at once.
    """
    asked = []
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False  # signals reach the main thread only
        return

    def ask(number, frame):
        now = time.monotonic()
        if asked and now - asked[0] > ONE_PRESS:
            raise KeyboardInterrupt
        asked.append(now)

    before = {
        number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
