"""
What an editor asks of the desk in ``benchmarks.kill_import_jobs`` and
``benchmarks.desk_import_speed``, in a process of its own:

    python -m benchmarks.import_desk look FILE | import FILE | roll_back

Prints the key of the job that was started. DATABASE_URL names the database, IMPORT_PATHS
the folder of the file. ``roll_back`` takes the last import back.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")

import django  # noqa: E402

django.setup()

from cables.admin import import_back, import_pages  # noqa: E402
from cables.models import ImportRun  # noqa: E402
from cables.models.sealed import ImportSource  # noqa: E402


def main():
    name, *arguments = sys.argv[1:]
    print(ACTIONS[name](*arguments).pk)


def look(file):
    return _queue(file, dry_run=True)


def take_in(file):
    return _queue(file, dry_run=False)


def _queue(file, *, dry_run):
    path = Path(file).resolve()
    source = ImportSource.objects.create(name=str(path), size=path.stat().st_size)
    return import_pages.queue_import(None, source, dry_run=dry_run, format="")


def roll_back():
    run = ImportRun.objects.latest("id")
    return import_back.queue_roll_back(None, run, dry_run=False)


ACTIONS = {"look": look, "import": take_in, "roll_back": roll_back}

if __name__ == "__main__":
    main()
