"""
Kill the worker of a purge at random points, and compare with one that was left alone.

    uv run python -m benchmarks.kill_purge --points 10 --database sqlite:////tmp/try.sqlite3

A name is written into some cables and redacted there. From a copy of that, each round
purges it: the worker (``manage.py work``) is killed (SIGKILL) after a random time, the next
one goes on, and so to the end. The texts, the history, the records, the public log and the
purge's own counts must equal those of an undisturbed purge, and no file of the index or of
SQLite may hold the name. Then each redaction is undone from its sealed original: the
texts must be as before it. Databases named are emptied.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.database import (
    add_database,
    copy,
    database_name,
    empty,
    environment,
    is_sqlite,
    manage,
    remove,
    sqlite_path,
)
from benchmarks.kill_import import _digest, _rows
from benchmarks.kill_jobs import CONTENTS, differences, finish, killing, told

NAME = "Ilvar Quennerby"
#: What a purge changes, or must not do twice. Moments and keys differ from run to run.
PURGED = CONTENTS | {
    "history": "SELECT model, object_id, version, before, after, why FROM"
    " cables_revision",
    "sealed": "SELECT cable_id, is_sealed FROM cables_sourcerecord",
    "log": "SELECT cable_id, action, words, reason FROM cables_change",
    "unsaved texts": "SELECT object_id, page FROM cables_saveddraft",
}
#: What readers see, but for the sentence with the name.
TEXTS = {
    "paragraphs": "SELECT cable_id, key, position,"
    f" REPLACE(text, ' {NAME} said so.', '') FROM cables_paragraph",
    "bodies": "SELECT id, subject, header, body FROM cables_cable",
}
STEPS = "SELECT steps FROM cables_purge"
MEASURES = {"bytes"}  # of files: not the same each time


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--points", type=int, default=10, help="kills")
    parser.add_argument("--count", type=int, default=3_000, help="cables")
    parser.add_argument("--redacted", type=int, default=40, help="of these")
    parser.add_argument("--seed", type=int, default=1)
    add_database(parser)
    arguments = parser.parse_args()
    whole = True
    for url in arguments.database:
        with tempfile.TemporaryDirectory(prefix="kill-purge") as folder:
            os.environ["SEARCH_DIR"] = str(Path(folder) / "search")
            whole &= measure(url, Path(folder), arguments)
    sys.exit(not whole)


def measure(url, folder, arguments, report=print):
    """Kill ``points`` workers or more; return whether all was always whole."""
    fill(url, folder / "corpus.csv", arguments.count, arguments.seed)
    before = texts(url)
    desk(url, "redact", arguments.redacted, NAME)
    start = copied(url)
    copy(url, start)
    try:
        return rounds(url, start, before, arguments, folder, report)
    finally:
        remove(start)


def rounds(url, start, before, arguments, folder, report):
    times, began = random.Random(arguments.seed), time.monotonic()
    job = finish(url, desk(url, "purge"))
    seconds, wanted = time.monotonic() - began, purged(url)
    wrong = put_back(url, before, folder)
    vendor = "sqlite" if is_sqlite(url) else "postgresql"
    report(f"{vendor}: undisturbed in {seconds:.1f} s; {told(url, job)}; {said(wrong)}")
    killed = 0
    while killed < arguments.points:
        copy(start, url)
        job, kills = killing(url, desk(url, "purge"), seconds, times)
        killed += kills
        wrong += differences(wanted, purged(url)) + put_back(url, before, folder)
        report(f"{killed:>4} kills; {told(url, job)}; {said(wrong)}")
    return not wrong


def fill(url, file, count, seed):
    empty(url)
    write_corpus(count, seed, file)
    command = ("import_cables", str(file), "--publish", "--no-index")
    if manage(url, *command, stdout=subprocess.DEVNULL).wait():
        sys.exit("the import failed")


def copied(url):
    """Return the address of the copy that each round begins with."""
    name = database_name(url)
    return url.removesuffix(name) + f"start_{name}"


def purged(url):
    found = {name: _digest(_rows(url, query)) for name, query in PURGED.items()}
    return found | {"steps": steps(url)}


def steps(url):
    """Return what the purge counted, by step."""
    (found,) = _rows(url, STEPS)[0]
    done = json.loads(found) if isinstance(found, str) else found
    return {
        step["step"]: {
            name: count
            for name, count in step["counts"].items()
            if name not in MEASURES
        }
        for step in done
    }


def texts(url):
    return {name: _digest(_rows(url, query)) for name, query in TEXTS.items()}


def put_back(url, before, folder):
    """Look for the name, then undo the redactions; return what is wrong."""
    wrong = ["files"] if holding(url, folder) else []
    if desk(url, "put_back"):
        wrong.append("chains")
    return wrong + differences(before, texts(url))


def holding(url, folder):
    """Return the files that hold the name: of the index, and of SQLite."""
    files = [path for path in (folder / "search").rglob("*") if path.is_file()]
    if is_sqlite(url):
        ends = ("", "-wal")
        files += [Path(sqlite_path(url) + end) for end in ends]
    words = [word.encode() for name in NAME.split() for word in (name, name.lower())]
    return [
        path
        for path in files
        if path.exists() and any(word in path.read_bytes() for word in words)
    ]


def said(wrong):
    return f"differs: {sorted(set(wrong))}" if wrong else "same"


def desk(url, *arguments):
    """Do something as an editor; return what it prints, the key of a job."""
    command = [sys.executable, "-m", "benchmarks.purge_desk", *map(str, arguments)]
    done = subprocess.run(
        command, env=environment(url), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()


if __name__ == "__main__":
    main()
