"""
Kill an import at random points, let it go on, and compare with one that was left alone.

    uv run python -m benchmarks.kill_import --points 50 --database sqlite:////tmp/try.sqlite3

Each time the import of the same file is killed (SIGKILL) after a random time, resumed, and
so on to its end; then every table is counted, and every row's words are summed up in a hash.
Nothing may be lost and nothing may be there twice. Databases named are emptied.
"""

import argparse
import hashlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks.corpus import write_corpus
from benchmarks.database import (
    add_database,
    copy,
    empty,
    is_sqlite,
    manage,
    remove,
    sqlite_path,
)

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
#: What each table must hold, without what differs from run to run (ids, times).
CONTENTS = {
    "cables": "SELECT reference_id, number, sha256, state, version FROM cables_cable",
    "paragraphs": "SELECT c.reference_id, p.key, p.position, p.text FROM cables_paragraph p"
    " JOIN cables_cable c ON c.id = p.cable_id",
    "aliases": "SELECT c.reference_id, a.key FROM cables_paragraphalias a"
    " JOIN cables_cable c ON c.id = a.cable_id",
    "recipients": "SELECT c.reference_id, r.position, r.name FROM cables_recipient r"
    " JOIN cables_cable c ON c.id = r.cable_id",
    "references": "SELECT c.reference_id, r.position, r.printed, t.reference_id"
    " FROM cables_reference r JOIN cables_cable c ON c.id = r.cable_id"
    " LEFT JOIN cables_cable t ON t.id = r.target_id",
    "tags": "SELECT c.reference_id, ct.position, t.name FROM cables_cabletag ct"
    " JOIN cables_cable c ON c.id = ct.cable_id JOIN cables_tag t ON t.id = ct.tag_id",
    "records": "SELECT c.reference_id, s.sha256, s.line FROM cables_sourcerecord s"
    " JOIN cables_cable c ON c.id = s.cable_id",
    "rejects": "SELECT file, line, reason FROM cables_importreject",
    "changes": "SELECT c.reference_id, h.action FROM cables_change h"
    " JOIN cables_cable c ON c.id = h.cable_id",
    "runs": "SELECT state, created_count, updated_count, unchanged_count, rejected_count"
    " FROM cables_importrun WHERE state = 'finished'",
}
INDEXES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name LIKE 'cables%'",
    False: "SELECT indexname FROM pg_indexes WHERE tablename LIKE 'cables%' UNION ALL"
    " SELECT conname FROM pg_constraint WHERE conname LIKE 'cables%'",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--points", type=int, default=50)
    parser.add_argument("--count", type=int, default=8_000, help="cables in the file")
    parser.add_argument("--seed", type=int, default=1)
    add_database(parser)
    arguments = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory(prefix="kill-import") as folder:
        file = Path(folder) / "corpus.csv"
        write_corpus(arguments.count, arguments.seed, file)
        for url in arguments.database:
            failed |= not measure(url, file, arguments.points, arguments.seed)
    sys.exit(failed)


def measure(url, file, points, seed, report=print):
    """Kill and resume ``points`` times; return whether the archive was always whole."""
    place, mark, query = url.partition("?")
    tables = f"{place}_empty{mark}{query}"
    empty(tables)
    try:
        return _measure(url, tables, file, points, seed, report)
    finally:
        remove(tables)


def _measure(url, tables, file, points, seed, report):
    wanted, seconds = undisturbed(url, tables, file)
    report(
        f"{url.partition(':')[0]}: undisturbed in {seconds:.1f} s; {summary(wanted)}"
    )
    random_times, killed, broken = random.Random(seed), 0, []
    while killed < points:
        copy(tables, to=url)
        kills = import_with_kills(url, file, seconds, random_times, points - killed)
        killed += kills
        found = contents(url)
        wrong = [name for name in wanted if found[name] != wanted[name]]
        broken += wrong
        report(
            f"{killed:>4} kills so far; {'differs: ' + str(wrong) if wrong else 'same'}"
        )
    return not broken


def undisturbed(url, tables, file):
    copy(tables, to=url)
    started = time.monotonic()
    if _start(url, file).wait():
        sys.exit("the undisturbed import failed")
    return contents(url), time.monotonic() - started


def import_with_kills(url, file, seconds, random_times, most):
    """Import with up to some kills, one of them in each start; return how many there were."""
    kills, process = 0, _start(url, file)
    while kills < min(most, 5):
        try:
            process.wait(timeout=random_times.uniform(0.1, seconds))
            break
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
            if _last_state(url) == "finished":  # killed on its way out
                return kills
            process = _resume(url, file)
    if process.wait():
        process = _resume(url, file)
        if process.wait():
            sys.exit("an import could not be resumed")
    return kills


def _start(url, file, *more):
    return manage(
        url, "import_cables", str(file), "--publish", "--no-index", *more, **QUIET
    )


def _resume(url, file):
    """Go on; a process killed before its first row was written has nothing to resume."""
    return _start(url, file, *(["--resume"] if _last_state(url) else []))


def _last_state(url):
    """Return the state of the newest run, or None before there is one."""
    rows = _rows(url, "SELECT state FROM cables_importrun ORDER BY id")
    return rows[-1][0] if rows else None


def contents(url):
    """Return name to number of rows and a hash that does not depend on their order."""
    found = {name: _digest(_rows(url, query)) for name, query in CONTENTS.items()}
    names = sorted(row[0] for row in _rows(url, INDEXES[is_sqlite(url)]))
    return found | {"schema": _digest([(name,) for name in names])}


def _digest(rows):
    total = 0
    for row in rows:
        digest = hashlib.blake2b(repr(tuple(row)).encode(), digest_size=16).digest()
        total = (total + int.from_bytes(digest)) % (1 << 128)
    return len(rows), f"{total:032x}"


def _rows(url, query):
    if is_sqlite(url):
        connection = sqlite3.connect(sqlite_path(url), timeout=20)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def summary(found):
    return ", ".join(f"{count:,} {name}" for name, (count, _) in found.items())


if __name__ == "__main__":
    main()
