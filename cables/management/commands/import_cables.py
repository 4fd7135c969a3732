"""Import cables: the data release, pages of the original site, text files, JSON Lines."""

import argparse
import json
import shlex
import sys
from datetime import UTC, datetime, time

from django.core.management.base import CommandError
from django.utils.dateparse import parse_date, parse_datetime

from cables.choices import SourceFormat
from cables.ingest.run import import_cables
from cables.ingest.sources.base import SourceError
from cables.ingest.terminal import shown_progress, stopped_by_signal
from cables.management.command import FAILED, ArchiveCommand, one_line
from cables.search.index import IndexBusy
from cables.search.outbox import catch_up_all

WITH_REJECTS, INTERRUPTED = 3, 130
EPILOG = """
A source is a folder of pages, or a file: CSV as the data release has it, a page, JSON Lines,
or one telegram as text. Its format is found by looking at it. What comes in is a draft unless
--publish is given. The same source twice changes nothing.

examples:
  manage.py import_cables cables.csv
  manage.py import_cables mirror/cable --publish
  manage.py import_cables cables.csv --dry-run
  manage.py import_cables cables.csv --publish --released 2011-08-30 --rejects bad.csv
  manage.py import_cables bad.csv.raw          (rejects, mended)
  manage.py import_cables cables.csv --resume  (after an interruption)

exit codes: 0 done, 1 failed, 2 wrong arguments, 3 done with rejects, 130 interrupted
"""


def moment(text):
    """Return a date, or a date and time, as a moment in UTC."""
    try:
        day = parse_date(text)
        value = datetime.combine(day, time()) if day else parse_datetime(text)
    except ValueError:
        value = None
    if value is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write 2011-08-30.")
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def positive(text):
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1.")
    return int(text)


class Command(ArchiveCommand):
    help = __doc__
    examples = EPILOG

    def add_arguments(self, parser):
        add = parser.add_argument
        add("source", nargs="+", help="Files and folders.")
        add("--format", choices=SourceFormat.values, help="Do not look, take this one.")
        add(
            "--dry-run",
            action="store_true",
            help="Say what would happen; write nothing.",
        )
        add("--publish", action="store_true", help="Publish what comes in.")
        add("--released", type=moment, metavar="DATE", help="When readers may see it.")
        add(
            "--limit", type=positive, metavar="N", help="Read the first N records only."
        )
        add("--resume", action="store_true", help="Go on where this source was left.")
        add(
            "--rejects", metavar="FILE", help="Write what cannot come in, and FILE.raw."
        )
        add(
            "--no-index",
            action="store_true",
            help="Leave the search indexes behind, for `index` or `rebuild_search`.",
        )
        add("--processes", type=positive, metavar="N", help="Default: one a core.")
        add("--json", action="store_true", help="The last line is one JSON object.")

    def handle(self, *args, source, format, json, **options):
        with shown_progress(self.stderr) as progress, stopped_by_signal() as stop:
            report = self._import(
                paths=source,
                format=format,
                dry_run=options["dry_run"],
                publish=options["publish"],
                released=options["released"],
                limit=options["limit"],
                resume=options["resume"],
                rejects_path=options["rejects"],
                processes=options["processes"],
                progress=progress,
                stop=stop,
            )
        for note in report.notes:
            self.stderr.write(note)
        self._report(report, json)
        if not (report.dry_run or report.interrupted or options["no_index"]):
            self._index()
        if report.interrupted:
            self.stderr.write(
                f"Interrupted. Go on with: {_resume_line(options, source)}"
            )
            sys.exit(INTERRUPTED)
        if report.rejected:
            self._say_where_rejects_are(options["rejects"], report)
            sys.exit(WITH_REJECTS)

    def _import(self, **arguments):
        try:
            return import_cables(**arguments)
        except (SourceError, OSError) as error:
            raise CommandError(one_line(error), returncode=FAILED) from error
        except KeyboardInterrupt:
            self.stderr.write("Stopped at once; the last whole batch is kept.")
            sys.exit(INTERRUPTED)

    def _index(self):
        try:
            catch_up_all()
        except (KeyboardInterrupt, IndexBusy, OSError, ValueError) as error:
            why = "Stopped" if isinstance(error, KeyboardInterrupt) else one_line(error)
            self.stderr.write(
                f"{why}. The cables are in, but search does not know them all yet. "
                "Go on with: manage.py index"
            )
            sys.exit(INTERRUPTED if why == "Stopped" else FAILED)

    def _report(self, report, as_json):
        if report.dry_run:
            for name, samples in report.samples.items():
                for sample in samples:
                    self.stderr.write(f"would be {name}: {sample}")
        if as_json:
            self.stdout.write(json.dumps(report.as_json()))
            return
        lead = "Dry run, nothing written: " if report.dry_run else ""
        self.stdout.write(
            f"{lead}{report.changed:,} changed ({report.created:,} created, "
            f"{report.updated:,} updated), {report.unchanged:,} unchanged, "
            f"{report.rejected:,} rejected, {report.conflicts:,} conflicts "
            f"in {report.seconds:,.1f} s"
        )

    def _say_where_rejects_are(self, path, report):
        for sample in report.samples["rejected"]:
            self.stderr.write(sample)
        if path:
            many = report.rejected > 1
            which = f"All {report.rejected:,} rejects are" if many else "The reject is"
            self.stderr.write(f"{which} in {path}; mend {path}.raw and import it.")
        else:
            self.stderr.write("Use --rejects FILE to have the rejects in a file.")


def _resume_line(options, source):
    kept = [f"--{name}" for name in ("publish",) if options[name]]
    if options["released"]:
        kept += ["--released", options["released"].isoformat()]
    if options["rejects"]:
        kept += ["--rejects", options["rejects"]]
    return shlex.join(["manage.py", "import_cables", *source, *kept, "--resume"])
