"""A worker: takes what is queued, one job after the other, until it is asked to end."""

import logging
import signal
import threading
import time

from django.conf import settings
from django.db import connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from cables.curation import webmentions

from . import bulk, tag_merge  # noqa: F401  what they handle is known from then on
from .queue import TROUBLE, Run, find_lost, running
from .sweep import sweep

REST = 1.0  # seconds between two looks at an empty queue
PULSE = 5.0
SWEEP = 3600.0
LONGEST = 30.0  # seconds between two tries to reach a database that is away


class Worker:
    """The loop of ``manage.py work``."""

    def __init__(self, *, say):
        self.say = say
        self.ending = threading.Event()
        self.swept = 0.0

    def run(self, *, once=False):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        logging.getLogger("django.tasks").setLevel(logging.WARNING)
        threading.Thread(target=self._pulse, daemon=True).start()
        wait = REST
        while not self.ending.is_set():
            try:
                self._work()
                wait = REST
                if once and not self._is_ready():
                    return
            except TROUBLE as error:
                self.say(f"The database does not answer ({type(error).__name__}).")
                connection.close()
                wait = min(wait * 2, LONGEST)
            self.ending.wait(wait)

    def _work(self):
        find_lost()
        if settings.WEBMENTIONS:
            webmentions.start_waiting()
        if self._is_ready():
            self._take_all()
        if time.monotonic() - self.swept > SWEEP or not self.swept:
            sweep()
            self.swept = time.monotonic()

    def _is_ready(self):
        return DBTaskResult.objects.ready().exists()

    def _take_all(self):
        self.tasks = TaskWorker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.tasks.running = not self.ending.is_set()
        self.tasks.run()

    def _end(self, number, frame):
        """End after the step at hand; asked a second time, at once."""
        signal.signal(number, signal.default_int_handler)
        Run.is_pausing = True
        self.ending.set()
        if tasks := getattr(self, "tasks", None):
            tasks.running = False

    def _pulse(self):
        """Beat for a job whose step takes long: only a worker that lives does."""
        while not self.ending.wait(PULSE):
            for run in list(running):
                try:
                    run.pulse()
                except TROUBLE:
                    pass  # the next pulse may come through
                finally:
                    connection.close()
