"""Link references, and malformed twins, with the cables that have arrived since."""

import json

from cables.ingest.resolve import point_malformed_twins, resolve_references
from cables.management.command import ArchiveCommand

EXAMPLES = """
examples:
  manage.py resolve_references
  manage.py resolve_references --json
"""


class Command(ArchiveCommand):
    help = __doc__
    examples = EXAMPLES

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="One JSON object.")

    def handle(self, *args, **options):
        resolved = resolve_references()
        point_malformed_twins()
        if options["json"]:
            self.stdout.write(json.dumps({"resolved": resolved}))
        else:
            self.stdout.write(f"{resolved:,} references resolved.")
