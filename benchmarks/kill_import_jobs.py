"""
Kill the worker of an import and of its roll-back, and compare with the start.

    uv run python -m benchmarks.kill_import_jobs --points 20 --database sqlite:////tmp/try.sqlite3

Half of a corpus is in the archive; the desk imports all of it, with every third record of
that half changed. The worker is killed (SIGKILL) after a random time, the next one goes on,
and so to the end: what is there then must equal what an undisturbed worker brought. Then
the run is rolled back, its workers killed in the same way, and every row of every table
that is no log must be as it was. Databases named are emptied.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import iter_records
from benchmarks.database import add_database, empty, environment, is_sqlite, manage
from benchmarks.kill_import import CONTENTS, _digest, _rows
from benchmarks.kill_jobs import finish, killing, told

#: What tells what happened; ids of the queue; and what is written anew by each save.
LOGS = {"change", "importrun", "importsource", "job", "jobitem", "publicationepoch"}
LOGS |= {"revision", "searchtask"}
RISING = {"version", "modified"}
#: What an import brings, whatever keys and versions it has.
BROUGHT = CONTENTS | {
    "cables": "SELECT reference_id, number, sha256, state FROM cables_cable"
}
del BROUGHT["runs"]
TABLES = {
    True: "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
    " WHERE m.type = 'table' AND m.name LIKE 'cables!_%' ESCAPE '!'",
    False: "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_name LIKE 'cables!_%' ESCAPE '!'",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--points", type=int, default=10, help="kills")
    parser.add_argument("--count", type=int, default=4_000, help="cables in the file")
    parser.add_argument("--seed", type=int, default=1)
    add_database(parser)
    arguments = parser.parse_args()
    whole = True
    for url in arguments.database:
        whole &= measure(url, arguments.points, arguments.count, arguments.seed)
    sys.exit(not whole)


def measure(url, points, count, seed, report=print):
    """Kill ``points`` workers or more; return whether all was always whole."""
    with tempfile.TemporaryDirectory(prefix="kill-import-jobs") as folder:
        file = Path(folder) / "all.csv"
        half = Path(folder) / "half.csv"
        write(half, file, count, seed)
        empty(url)
        command = ("import_cables", str(half), "--no-index")
        if manage(url, *command, stdout=subprocess.DEVNULL).wait():
            sys.exit("the first import failed")
        return _kill_all(url, file, points, random.Random(seed), report)


def _kill_all(url, file, points, times, report):
    start, began = everything(url), time.monotonic()
    job = finish(url, desk(url, file, "import"))
    seconds, wanted = time.monotonic() - began, brought(url)
    began = time.monotonic()
    back = finish(url, desk(url, file, "roll_back"))
    back_seconds = time.monotonic() - began
    wrong = differences(start, everything(url))
    report(
        f"{'sqlite' if is_sqlite(url) else 'postgresql'}: {told(url, job)} in "
        f"{seconds:.1f} s; {told(url, back)} in {back_seconds:.1f} s; {said(wrong)}"
    )
    killed = 0
    while killed < points:
        job, kills = killing(url, desk(url, file, "import"), seconds, times)
        wrong += differences(wanted, brought(url))
        back, more = killing(url, desk(url, file, "roll_back"), back_seconds, times)
        wrong += differences(start, everything(url))
        killed += kills + more
        report(f"{killed:>4} kills; {told(url, job)}; {told(url, back)}; {said(wrong)}")
    return not wrong


def write(half, whole, count, seed):
    """Write half of a corpus, and all of it with some of that half changed."""
    with half.open("wb") as first, whole.open("wb") as second:
        for number, record in enumerate(iter_records(count, seed)):
            if number < count // 2:
                first.write(record)
                if number % 3 == 0:
                    record = changed(record)
            second.write(record)


def changed(record):
    """Correct a word of the text, and take a paragraph's number away."""
    return record.replace(b" the ", b" that very ", 3).replace(b"\n2. (", b"\n(", 1)


def everything(url):
    """Return table to a digest of its rows, for all tables but the logs."""
    tables = {}
    for table, column in _rows(url, TABLES[is_sqlite(url)]):
        if table.removeprefix("cables_") not in LOGS and column not in RISING:
            tables.setdefault(table, []).append(f'"{column}"')
    return {
        table: _digest(_rows(url, f"SELECT {', '.join(sorted(columns))} FROM {table}"))
        for table, columns in tables.items()
    }


def brought(url):
    return {name: _digest(_rows(url, query)) for name, query in BROUGHT.items()}


def differences(wanted, found):
    return [name for name in wanted if wanted[name] != found.get(name)]


def said(wrong):
    return f"differs: {sorted(set(wrong))}" if wrong else "same"


def desk(url, file, action):
    """Do something as an editor; return the key of the job."""
    command = [sys.executable, "-m", "benchmarks.import_desk", action]
    if action != "roll_back":
        command.append(str(file))
    done = subprocess.run(
        command,
        env=os.environ | environment(url) | {"IMPORT_PATHS": str(file.parent)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    os.environ["IMPORT_PATHS"] = str(file.parent)  # of the workers too
    return done.stdout.strip()


if __name__ == "__main__":
    main()
