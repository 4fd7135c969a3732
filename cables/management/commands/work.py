"""Do the desk's work in the background: ``manage.py work``."""

from django.core.management import BaseCommand

from cables.curation.jobs.worker import Worker


class Command(BaseCommand):
    help = (
        "Run what editors have asked for in the background, one job after the other, and "
        "take up what a worker that died has left. Ctrl-C or SIGTERM ends it after the "
        "step that it is at; nothing is lost by a kill either. Several may run at once, "
        "on several machines.\n\n"
        "  manage.py work            # until stopped\n"
        "  manage.py work --once     # what waits now, then stop"
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when none waits")

    def handle(self, *, once, **options):
        worker = Worker(say=self.stderr.write)
        try:
            worker.run(once=once)
        except KeyboardInterrupt:
            self.stderr.write("Ended at once. The next worker goes on.")
        if worker.ending.is_set():
            self.stderr.write("Stopped. What is not done is done by the next worker.")
