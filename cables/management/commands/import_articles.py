"""Import a table of press articles, with the cables and paragraphs that they use."""

import json
import sys

from django.core.management.base import CommandError

from cables.ingest.article_table import import_articles
from cables.ingest.sources.base import SourceError
from cables.management.command import FAILED, ArchiveCommand

WITH_REJECTS = 3
EPILOG = """
The first row names the columns: url,title,publisher,author,date,language,cables,quote. In
"cables" stand ids in any spelling, joined by |, each perhaps with a paragraph:
06MEXICO1889#par3. The same table twice changes nothing.

examples:
  manage.py import_articles articles.csv
  manage.py import_articles articles.csv --json

exit codes: 0 done, 1 failed, 2 wrong arguments, 3 done, but something could not come in
"""


class Command(ArchiveCommand):
    help = __doc__
    examples = EPILOG

    def add_arguments(self, parser):
        parser.add_argument("file", help="A CSV file.")
        parser.add_argument(
            "--json", action="store_true", help="The last line is one JSON object."
        )

    def handle(self, *args, **options):
        try:
            report = import_articles(path=options["file"])
        except (SourceError, OSError) as error:
            raise CommandError(str(error), returncode=FAILED) from error
        for line, column, reason in report.rejects:
            self.stderr.write(f"{options['file']}:{line}: {column}: {reason}")
        if options["json"]:
            told = ("created", "updated", "unchanged", "linked", "rejected", "seconds")
            counts = {name: getattr(report, name) for name in told}
            counts["rejects"] = report.rejects
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(
                f"{report.created + report.updated:,} changed ({report.created:,} "
                f"created, {report.updated:,} updated), {report.unchanged:,} unchanged, "
                f"{report.linked:,} links made, {report.rejected:,} rejected"
            )
        if report.rejects:
            sys.exit(WITH_REJECTS)
