"""
How long a bulk publish takes in the background, and what readers notice of it.

    uv run python -m benchmarks.bulk_publish --database sqlite:////tmp/try.sqlite3
    uv run python -m benchmarks.bulk_publish --database postgres://…/bench_bulk --count 10000

Empties the database, imports a synthetic archive of which ``--count`` cables are drafts and
as many are public, indexes it, and serves it with granian. Readers ask for cables, lists and
searches, each over a new connection: first while nothing else happens, then while a worker
(``manage.py work``) publishes the drafts, then while another takes that back. Prints seconds
of the jobs and median, 95th percentile and worst of the readers' answers, in ms. Exits with 1
where the publishing takes longer than ``--limit`` seconds, or a reader gets no good answer.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.database import add_database, empty, is_sqlite, manage
from benchmarks.kill_import import _rows
from benchmarks.kill_jobs import desk
from benchmarks.served import get, served

PAUSE = 0.05  # seconds between two requests of a reader
CALM = 15  # seconds of reading before the job
PUBLIC = "SELECT reference_id, created FROM cables_cable WHERE state = 'published'"
TIMES = "SELECT started, finished, done, blocked, state FROM cables_job WHERE id = {}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    add_database(parser)
    parser.add_argument("--count", type=int, default=10_000, help="cables to publish")
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    passed = [measure(url, arguments) for url in arguments.database]
    sys.exit(not all(passed))


def measure(url, arguments):
    """Print the figures of one database; return whether they are good."""
    with tempfile.TemporaryDirectory(prefix="bulk-publish") as folder:
        os.environ["SEARCH_DIR"] = str(Path(folder) / "search")
        fill(url, arguments.count, arguments.seed, Path(folder))
        variables = {"DATABASE_URL": url, "DEBUG": "1", "ALLOWED_HOSTS": "*"}
        with served(variables, workers=1 if is_sqlite(url) else 2) as port:
            return rounds(url, port, arguments)


def fill(url, count, seed, folder):
    empty(url)
    file = folder / "corpus.csv"
    write_corpus(2 * count, seed, file)
    for command in (("import_cables", str(file), "--publish", "--no-index"),):
        if manage(url, *command, stdout=subprocess.DEVNULL).wait():
            sys.exit("the import failed")
    desk(url, "halve", count)
    if manage(url, "rebuild_search", stdout=subprocess.DEVNULL).wait():
        sys.exit("the index was not built")


def rounds(url, port, arguments):
    readers = Readers(addresses(url), port, arguments.readers, arguments.seed)
    readers.read(lambda: time.sleep(5))  # warm
    calm = readers.read(lambda: time.sleep(CALM))
    jobs = []

    cpu = []

    def work(*asked):
        jobs.append(desk(url, *asked))
        worker = manage(url, "work", "--once")
        _, ended, used = os.wait4(worker.pid, 0)
        cpu.append(used.ru_utime + used.ru_stime)
        if ended:
            sys.exit("the worker failed")

    busy = readers.read(lambda: work("drafts"))
    undoing = readers.read(lambda: work("undo", jobs[0]))
    vendor = "sqlite" if is_sqlite(url) else "postgresql"
    publishing = seconds(url, jobs[0])
    load = os.getloadavg()[1]  # of 5 minutes: others may be at work on this machine
    print(f"{vendor}, load {load:.1f} on {os.cpu_count()} cores")
    for job, used in zip(jobs, cpu, strict=True):
        print(f"{told(url, job)}, {used:.1f} s of one core")
    print(
        f"{'readers, ms':<16}{'answers':>9}{'p50':>8}{'p95':>8}{'worst':>8}{'bad':>6}"
    )
    for name, times in (("calm", calm), ("publishing", busy), ("undoing", undoing)):
        print(f"{name:<16}{line(times)}")
    bad = sum(time is None for time in (*calm, *busy, *undoing))
    return publishing <= arguments.limit and not bad


def addresses(url):
    """Cables, lists and searches, as readers ask for them."""
    found = ["/", "/search/?q=harbour", "/search/?q=minister&sort=newest", "/changes/"]
    for reference_id, created in _rows(url, PUBLIC)[:300]:
        year, month = str(created)[:4], str(created)[5:7]
        found.append(f"/cable/{year}/{month}/{reference_id}.html")
    return found


class Readers:
    """Some readers, each a thread that asks, waits a little, and asks again."""

    def __init__(self, addresses, port, number, seed):
        self.addresses, self.port, self.number = addresses, port, number
        self.random = random.Random(seed)

    def read(self, meanwhile):
        """Read while something is done; return seconds of each answer, None for a bad one."""
        self.reading, times = True, []
        threads = [
            threading.Thread(target=self._read, args=[times])
            for _ in range(self.number)
        ]
        for thread in threads:
            thread.start()
        try:
            meanwhile()
        finally:
            self.reading = False
            for thread in threads:
                thread.join()
        return times

    def _read(self, times):
        while self.reading:
            address = self.random.choice(self.addresses)
            began = time.perf_counter()
            try:
                good = get(self.port, address)[0] == 200
            except OSError:
                good = False
            times.append(time.perf_counter() - began if good else None)
            time.sleep(PAUSE)


def line(times):
    good = sorted(1000 * one for one in times if one is not None)
    bad = len(times) - len(good)
    if not good:
        return f"{0:>9}{'–':>8}{'–':>8}{'–':>8}{bad:>6}"
    p95 = good[int(0.95 * (len(good) - 1))]
    middle = statistics.median(good)
    return f"{len(good):>9}{middle:>8.0f}{p95:>8.0f}{good[-1]:>8.0f}{bad:>6}"


def seconds(url, job):
    started, finished, *_ = _rows(url, TIMES.format(job))[0]
    return (_moment(finished) - _moment(started)).total_seconds()


def _moment(value):
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def told(url, job):
    _, _, done, blocked, state = _rows(url, TIMES.format(job))[0]
    return f"{state}, {done:,} done, {blocked} blocked in {seconds(url, job):.1f} s"


if __name__ == "__main__":
    main()
