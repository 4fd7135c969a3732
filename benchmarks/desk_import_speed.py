"""
How fast an import over the desk is, beside the same import from the command line.

    uv run python -m benchmarks.desk_import_speed --count 25000 --database sqlite:////tmp/try.sqlite3

For the dry run and for the import: seconds that each says of itself, processor seconds of
all its processes, and the ratio of the two; then a roll-back by the desk. The databases
named are emptied.
"""

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.database import add_database, empty, is_sqlite, manage
from benchmarks.kill_import import _rows
from benchmarks.kill_import_jobs import desk

PROGRESS = "SELECT progress FROM cables_job WHERE id = {}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--count", type=int, default=25_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", type=Path, help="a source, instead of a corpus")
    add_database(parser)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-import") as folder:
        file = arguments.file or Path(folder) / "corpus.csv"
        if not arguments.file:
            write_corpus(arguments.count, arguments.seed, file)
        os.environ["IMPORT_PATHS"] = str(file.resolve().parent)
        print(
            f"{'database':<12}{'what':<10}{'command':>9}{'desk':>9}{'CPU':>9}{'CPU':>9}"
        )
        for url in arguments.database:
            measure(url, file)


def measure(url, file):
    vendor = "sqlite" if is_sqlite(url) else "postgresql"
    for what, options in (("dry run", ["--dry-run"]), ("import", [])):
        empty(url)
        command, cpu = _cpu(_command, url, file, options)
        empty(url)
        action = "look" if options else "import"
        over_desk, desk_cpu = _cpu(_over_desk, url, file, action)
        print(
            f"{vendor:<12}{what:<10}{command:>8.1f}s{over_desk:>8.1f}s"
            f"{cpu:>8.1f}s{desk_cpu:>8.1f}s",
            flush=True,
        )
    began = time.monotonic()
    job = desk(url, file, "roll_back")
    _, cpu = _cpu(_work, url)
    removed = _progress(url, job)["removed"]
    seconds = time.monotonic() - began
    print(f"{vendor:<12}roll back: {removed:,} in {seconds:.1f} s, CPU {cpu:.1f} s")


def _cpu(function, *arguments):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = function(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return result, used


def _command(url, file, options):
    process = manage(
        url, "import_cables", str(file), "--json", *options, stdout=subprocess.PIPE
    )
    out, _ = process.communicate()
    return json.loads(out.splitlines()[-1])["seconds"]


def _over_desk(url, file, action):
    job = desk(url, file, action)
    _work(url)
    return _progress(url, job)["seconds"]


def _work(url):
    manage(url, "work", "--once").wait()


def _progress(url, job):
    found = _rows(url, PROGRESS.format(job))[0][0]
    return json.loads(found) if isinstance(found, str) else found


if __name__ == "__main__":
    main()
