"""What the archive's own commands have in common."""

import argparse

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from cables.models import ImportRun

FAILED = 1


class ArchiveCommand(BaseCommand):
    """
    A command with examples under its help, which names a database's complaint in one
    line instead of a traceback.
    """

    examples = ""
    # They look at addresses and the desk, and take as long as a thousand cables.
    requires_system_checks = []

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=self.examples,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **kwargs,
        )

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            hint = "" if _is_migrated() else " Run manage.py migrate first."
            raise CommandError(
                f"{one_line(error).rstrip('.')}.{hint}", returncode=FAILED
            ) from error


def one_line(error):
    return " ".join(str(error).split())


def _is_migrated():
    try:
        return ImportRun._meta.db_table in connection.introspection.table_names()
    except DatabaseError:  # it does not answer at all
        return True
