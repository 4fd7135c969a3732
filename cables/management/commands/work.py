"""Do the desk's work in the background: ``manage.py work``."""

import signal
import time

from django.core.management import BaseCommand, call_command

from cables.curation.jobs.queue import find_lost


class Command(BaseCommand):
    help = (
        "Run what editors have asked for in the background, one job after the other, and "
        "take up what a worker that died has left. Ctrl-C stops it after the step that "
        "it is at; nothing is lost by a kill either.\n\n"
        "  manage.py work            # until stopped\n"
        "  manage.py work --once     # what waits now, then stop"
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when none waits")

    def handle(self, *, once, **options):
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            while True:
                find_lost()
                call_command("db_worker", batch=True, verbosity=0)
                if once:
                    return
                time.sleep(1)
        except KeyboardInterrupt:
            self.stderr.write("Stopped. What is not done is done by the next worker.")
