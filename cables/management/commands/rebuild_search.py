"""Make the search indexes anew, beside those in use, and swap them in."""

import json
import time

from django.core.management.base import CommandError

from cables.management.command import FAILED, ArchiveCommand, one_line
from cables.search.index import INDEXES, IndexBusy
from cables.search.outbox import sweep_tasks
from cables.search.writer import rebuild

EXAMPLES = """
examples:
  manage.py rebuild_search
  manage.py rebuild_search --only public --json

Readers and editors go on searching the old indexes meanwhile. A word that was taken out
of the archive leaves the disk with the old folder.
"""


class Command(ArchiveCommand):
    help = __doc__
    examples = EXAMPLES

    def add_arguments(self, parser):
        parser.add_argument("--only", choices=INDEXES, help="Just this index.")
        parser.add_argument("--json", action="store_true", help="One JSON object.")

    def handle(self, *args, **options):
        done, started = {}, time.monotonic()
        for name in [options["only"]] if options["only"] else INDEXES:
            try:
                done[name] = rebuild(INDEXES[name], progress=self._progress(name))
            except (IndexBusy, OSError, ValueError) as error:
                raise CommandError(one_line(error), returncode=FAILED) from error
        sweep_tasks()
        seconds = round(time.monotonic() - started, 3)
        if options["json"]:
            self.stdout.write(json.dumps({**done, "seconds": seconds}))
        else:
            for name, count in done.items():
                self.stdout.write(f"{name}: {count:,} cables.")

    def _progress(self, name):
        last = time.monotonic()

        def told(done):
            nonlocal last
            if time.monotonic() - last >= 10:
                last = time.monotonic()
                self.stderr.write(f"{name}: {done:,} cables")

        return told
