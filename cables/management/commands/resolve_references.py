"""Link references, and malformed twins, with the cables that have arrived since."""

import argparse
import json

from django.core.management.base import BaseCommand

from cables.ingest.resolve import point_malformed_twins, resolve_references

EXAMPLES = """
examples:
  manage.py resolve_references
  manage.py resolve_references --json
"""


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **kwargs,
        )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="One JSON object.")

    def handle(self, *args, **options):
        resolved = resolve_references()
        point_malformed_twins()
        if options["json"]:
            self.stdout.write(json.dumps({"resolved": resolved}))
        else:
            self.stdout.write(f"{resolved:,} references resolved.")
