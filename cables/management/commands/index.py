"""Bring the search indexes to where the database is, and with --follow keep them there."""

import json
import time

from django.core.management.base import CommandError
from django.db import OperationalError, connection

from cables.ingest.terminal import stopped_by_signal
from cables.management.command import FAILED, ArchiveCommand, one_line
from cables.search.index import INDEXES, IndexBusy
from cables.search.writer import catch_up

EXAMPLES = """
examples:
  manage.py index
  manage.py index --follow

Each web machine keeps its own indexes: run one "index --follow" on each, so that what
editors do on other machines is found there within a second.
"""


class Command(ArchiveCommand):
    help = __doc__
    examples = EXAMPLES

    def add_arguments(self, parser):
        parser.add_argument("--follow", action="store_true", help="Go on until Ctrl-C.")
        parser.add_argument(
            "--interval",
            type=float,
            default=0.3,
            help="Seconds between two looks at the outbox (0.3).",
        )
        parser.add_argument("--json", action="store_true", help="One JSON object.")

    def handle(self, *args, **options):
        if options["interval"] <= 0:
            raise CommandError(
                "--interval is a number of seconds above 0.", returncode=2
            )
        if options["follow"]:
            return self._follow(options["interval"])
        try:
            done = {name: catch_up(index, wait=10) for name, index in INDEXES.items()}
        except (IndexBusy, OSError, ValueError) as error:
            raise CommandError(one_line(error), returncode=FAILED) from error
        if options["json"]:
            self.stdout.write(json.dumps(done))
        else:
            for name, count in done.items():
                self.stdout.write(f"{name}: {count:,} cables written.")

    def _follow(self, interval):
        with stopped_by_signal() as stopped:
            while not stopped():
                self._look()
                time.sleep(interval)

    def _look(self):
        try:
            for name, index in INDEXES.items():
                if count := catch_up(index):
                    self.stderr.write(f"{name}: {count:,} cables written.")
        except (OperationalError, IndexBusy, OSError, ValueError) as error:
            # A database that restarts, or a full disk that is emptied: what was told
            # is not lost.
            self.stderr.write(f"Will try again: {one_line(error)}")
            connection.close()
            time.sleep(2)
