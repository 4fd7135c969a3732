"""Take an import back: remove what it brought, put back what it changed."""

import json
import sys

from django.core.management.base import CommandError

from cables.admin.import_jobs import withdraw_seen
from cables.choices import ReasonCode
from cables.ingest.rollback import preview, roll_back
from cables.ingest.sources.base import SourceError
from cables.ingest.terminal import stopped_by_signal
from cables.ingest.verdicts import REASONS
from cables.management.command import FAILED, ArchiveCommand
from cables.models import ImportRun
from cables.search.outbox import catch_up_all

INTERRUPTED = 130
EPILOG = """
Cables that the import brought are removed, those that it changed are put back, open
differences and vocabulary that nothing uses any more go too. What a person has worked on,
what readers have seen and what a later import brought as well stays, and is named.

examples:
  manage.py roll_back_import 12 --dry-run
  manage.py roll_back_import 12
  manage.py roll_back_import 12 --withdraw error --reason "Imported by mistake."

exit codes: 0 done, 1 failed, 2 wrong arguments, 130 interrupted: the same command goes on
"""


class Command(ArchiveCommand):
    help = __doc__
    examples = EPILOG

    def add_arguments(self, parser):
        add = parser.add_argument
        add("run", type=int, help="The number of the import, as its report tells it.")
        add("--dry-run", action="store_true", help="Count only; change nothing.")
        add(
            "--withdraw",
            choices=ReasonCode.values,
            metavar="REASON",
            help="Withdraw what stays since readers have seen it, for this reason: "
            f"{', '.join(ReasonCode.values)}.",
        )
        add("--reason", default="", help="The same in words, for readers.")
        add("--json", action="store_true", help="The last line is one JSON object.")

    def handle(self, *args, run, dry_run, withdraw, reason, **options):
        target = ImportRun.objects.filter(pk=run).first()
        if target is None:
            raise CommandError(f"There is no import {run}.", returncode=FAILED)
        withdrawn = 0
        with stopped_by_signal() as stop:
            try:
                report = preview(target) if dry_run else roll_back(target, stop=stop)
            except SourceError as error:
                raise CommandError(str(error), returncode=FAILED) from error
            if withdraw and not dry_run and not stop():
                withdrawn = withdraw_seen(
                    target, user=None, reason_code=withdraw, reason=reason
                )
            interrupted = stop()
        if not dry_run:
            catch_up_all()
        self._report(report, withdrawn, interrupted, options["json"])
        if interrupted:
            sys.exit(INTERRUPTED)

    def _report(self, report, withdrawn, interrupted, as_json):
        for reason, count in report.kept.items():
            named = ", ".join(report.named.get(reason, ()))
            self.stderr.write(f"{count:,} stay. {REASONS[reason]} {named}")
        if interrupted:
            self.stderr.write("Interrupted. The same command goes on.")
        if as_json:
            found = report.as_json() | {"withdrawn": withdrawn}
            self.stdout.write(json.dumps(found | {"interrupted": interrupted}))
            return
        lead = "Dry run, nothing written: " if report.dry_run else ""
        self.stdout.write(
            f"{lead}{report.removed:,} removed, {report.put_back:,} put back, "
            f"{report.kept_count:,} kept, {withdrawn:,} withdrawn"
        )
