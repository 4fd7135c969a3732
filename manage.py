#!/usr/bin/env python
"""Cable Archive's command line: ``manage.py help`` lists what there is."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from archive_site.serving import require_lasting_key

UNREACHABLE = ("connection", "unable to open database file")


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
    try:
        if sys.argv[1:2] == ["runserver"]:
            # Its reloader would print a traceback, and wait for a file to change.
            require_lasting_key()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"manage.py: {error}")
    except OperationalError as error:
        said = " ".join(str(error).split())
        if not said.startswith(UNREACHABLE):
            raise
        sys.exit(f"manage.py: the database of DATABASE_URL cannot be reached: {said}")


if __name__ == "__main__":
    main()
