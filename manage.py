#!/usr/bin/env python
"""Cable Archive's command line: ``manage.py help`` lists what there is."""

import os
import sys

from django.core.management import execute_from_command_line


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
