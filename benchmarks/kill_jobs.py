"""
Kill the worker at random points, let the next go on, undo, and compare with the start.

    uv run python -m benchmarks.kill_jobs --points 10 --database sqlite:////tmp/try.sqlite3

For each kind of job: it is started, its worker (``manage.py work``) is killed (SIGKILL) after
a random time, another takes it up and is killed too, and so on to the end. What is there then
must equal what an undisturbed worker made of it. Then the job is undone, its workers killed
in the same way, and every row must be as at the start. Databases named are emptied.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.database import add_database, empty, environment, is_sqlite, manage
from benchmarks.kill_import import _digest, _rows

KINDS = ("bulk", "merge")
KILLS = 4  # of one job, at most
#: Each table, without versions, moments, and keys that differ from run to run.
CONTENTS = {
    "cables": "SELECT id, reference_id, state, released, on_hold, post_id, is_partial,"
    " curated, subject, sha256 FROM cables_cable",
    "tags": "SELECT cable_id, tag_id, position FROM cables_cabletag",
    "vocabulary": "SELECT id, name, slug, kind, title, definition FROM cables_tag",
    "spellings": "SELECT name, tag_id FROM cables_tagalias",
    "paragraphs": "SELECT cable_id, key, position, text FROM cables_paragraph",
    "records": "SELECT cable_id, sha256, line FROM cables_sourcerecord",
}
#: No step twice: each cable has as many versions as rows of its history.
DOUBLED = (
    "SELECT c.id FROM cables_cable c LEFT JOIN cables_revision r ON r.cable_id = c.id"
    " GROUP BY c.id, c.version HAVING c.version <> 1 + COUNT(r.id)"
)
LOG = "SELECT action, COUNT(*) FROM cables_change GROUP BY action ORDER BY action"
JOB = (
    "SELECT state, total, done, blocked, failed, message FROM cables_job WHERE id = {}"
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--points", type=int, default=10, help="kills, for each kind")
    parser.add_argument("--count", type=int, default=3_000, help="cables")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", nargs="+", choices=KINDS, default=KINDS)
    add_database(parser)
    arguments = parser.parse_args()
    whole = True
    for url in arguments.database:
        fill(url, arguments.count, arguments.seed)
        for kind in arguments.kind:
            whole &= measure(url, kind, arguments.points, arguments.seed)
    sys.exit(not whole)


def fill(url, count, seed):
    empty(url)
    with tempfile.TemporaryDirectory(prefix="kill-jobs") as folder:
        file = Path(folder) / "corpus.csv"
        write_corpus(count, seed, file)
        command = ("import_cables", str(file), "--publish", "--no-index")
        if manage(url, *command, stdout=subprocess.DEVNULL).wait():
            sys.exit("the import failed")
    desk(url, "prepare")


def measure(url, kind, points, seed, report=print):
    """Kill ``points`` workers or more; return whether all was always whole."""
    start, times = contents(url), random.Random(seed)
    began = time.monotonic()
    job = finish(url, desk(url, kind))
    seconds, wanted = time.monotonic() - began, contents(url)
    finish(url, desk(url, "undo", job))
    vendor = "sqlite" if is_sqlite(url) else "postgresql"
    report(f"{vendor}, {kind}: undisturbed in {seconds:.1f} s; {told(url, job)}")
    killed, wrong = 0, differences(start, contents(url))
    while killed < points:
        job, kills = killing(url, desk(url, kind), seconds, times)
        wrong += differences(wanted, contents(url)) + doubled(url)
        undoing, more = killing(url, desk(url, "undo", job), seconds, times)
        wrong += differences(start, contents(url)) + doubled(url)
        killed += kills + more
        said = f"differs: {sorted(set(wrong))}" if wrong else "same"
        report(f"{killed:>4} kills; {told(url, job)}; {told(url, undoing)}; {said}")
    return not wrong


def killing(url, job, seconds, times):
    """Let workers do a job, and kill some; return the job and how many were killed."""
    kills = 0
    while kills < KILLS:
        worker = manage(url, "work", "--once")
        try:
            worker.wait(timeout=times.uniform(seconds * 0.3, seconds))
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
            kills += 1
        if state(url, job) == "finished":
            return job, kills
    return finish(url, job), kills


def finish(url, job):
    """Let a worker that nobody kills do a job."""
    if manage(url, "work", "--once").wait() or state(url, job) != "finished":
        sys.exit(f"job {job} did not end: {told(url, job)}")
    return job


def state(url, job):
    return _rows(url, JOB.format(job))[0][0]


def told(url, job):
    ended, total, done, blocked, failed, message = _rows(url, JOB.format(job))[0]
    counts = f"{done} done, {blocked} blocked, {failed} failed of {total}"
    return f"job {job} {ended}: {counts} {message}".strip()


def contents(url):
    return {name: _digest(_rows(url, query)) for name, query in CONTENTS.items()}


def differences(wanted, found):
    return [name for name in wanted if wanted[name] != found[name]]


def doubled(url):
    return ["versions"] if _rows(url, DOUBLED) else []


def desk(url, *arguments):
    """Do something as an editor; return what it prints, the key of a job."""
    command = [sys.executable, "-m", "benchmarks.kill_jobs_desk", *map(str, arguments)]
    variables = os.environ | environment(url)
    done = subprocess.run(
        command, env=variables, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()


if __name__ == "__main__":
    main()
