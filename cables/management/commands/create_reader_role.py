"""Make the readers' database role: ``manage.py create_reader_role NAME``."""

import os

from django.core.management import BaseCommand, CommandError

from cables.curation.reader_role import RoleRefused, create_reader_role


class Command(BaseCommand):
    help = (
        "Make a PostgreSQL role that may read the public tables, add proposals and "
        "reports, and nothing else, or bring the one with this name to that. The public site runs "
        "under it, the desk does not. Run it again after an update.\n\n"
        "  manage.py create_reader_role archive_reader --password-from-env READER_PASSWORD"
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="of the role")
        parser.add_argument(
            "--password-from-env",
            metavar="VAR",
            help="the environment variable that has its password",
        )

    def handle(self, *, name, password_from_env, **options):
        password = None
        if password_from_env:
            password = os.environ.get(password_from_env)
            if not password:
                raise CommandError(
                    f"The environment variable {password_from_env} is not set, or empty."
                )
        try:
            read, added = create_reader_role(name=name, password=password)
        except RoleRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{name} may read {len(read)} tables, add to {', '.join(added)}, and nothing "
            "else."
        )
