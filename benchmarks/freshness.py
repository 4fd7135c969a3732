"""
How soon readers see what an editor does, in a server of several processes.

    uv run python -m benchmarks.freshness --database sqlite:////tmp/try.sqlite3
    uv run python -m benchmarks.freshness --database postgres://…/bench_fresh

Empties the database, fills it with a synthetic archive, and serves it with granian: four
processes on PostgreSQL, one on SQLite. Some readers ask ``/search/`` over and over, and each
fourth time the feed of the search, over a new connection each time, so that every process is
asked; meanwhile another process does the editors' verbs. The time of a verb is from its commit
until the last answer in which result, count, list of tags or feed was not yet as it should be. Then an editor's process is killed between
commit and indexing, and the index has to come up by a reader's request, and by ``manage.py
index``. Exits with 1 where anything takes a second or more.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from benchmarks.database import add_database, database_name, is_sqlite
from benchmarks.search_speed import build, site_environment
from benchmarks.served import get, served

WORD = "zqfreshword"  # in no synthetic text
TAG, OTHER = "ZQFRESH", "ZQOTHER"
PREPARED = 8  # cables that have both
LIMIT = 1.0  # seconds
READERS, PAUSE = 4, 0.02
WATCHED = 0.7  # seconds after the verb is done
PAGE, FEED = f"/search/?q={WORD}", f"/search/feed.atom?q={WORD}"
#: What a page shows of the cable that is changed: (in the results, count, TAG, OTHER).
USUAL = (True, PREPARED, PREPARED, 0)
GONE = (False, PREPARED - 1, PREPARED - 1, 0)
RETAGGED = (True, PREPARED, PREPARED, 1)
VERBS = {
    "withdraw": GONE,
    "publish": USUAL,
    "hold": GONE,
    "release hold": USUAL,
    "correct": GONE,
    "correct back": USUAL,
    "retag": RETAGGED,
    "retag back": USUAL,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    add_database(parser)
    parser.add_argument("--count", type=int, default=3_000, help="cables")
    parser.add_argument("--repeat", type=int, default=8, help="times for each verb")
    parser.add_argument("--workers", type=int, help="instead of four, or one")
    parser.add_argument("--keep", action="store_true", help="use the database as it is")
    arguments = parser.parse_args()
    failed = [url for url in arguments.database if not measure(url, arguments)]
    sys.exit(bool(failed))


def measure(url, arguments):
    """Print the table of one database; return whether all was soon enough."""
    if not arguments.keep:
        build(url, arguments.count, 1)
    workers = arguments.workers or (1 if is_sqlite(url) else 4)
    with tempfile.TemporaryDirectory(prefix="freshness") as folder:
        variables = site_environment(url, Path(folder) / "search")
        manage(variables, "rebuild_search")
        with served(variables, workers=workers) as port:
            print(
                f"\n{database_name(url)}: {workers} processes, {READERS} readers\n"
                f"{'verb':<28}{'times':>6}{'median ms':>11}{'worst ms':>10}{'answers':>9}"
            )
            return _measure(variables, port, arguments.repeat)


def _measure(variables, port, repeat):
    with Editor(variables) as editor:
        cables = editor.do("prepare")
        key, name = next(iter(cables.items()))
        readers = Readers(port, name)
        readers.wait_for(USUAL)
        late = {verb: [] for verb in VERBS}
        for _ in range(repeat):
            for verb, wanted in VERBS.items():
                late[verb].append(timed(editor, readers, verb, key, wanted))
    for verb, found in late.items():
        _line(verb, found)
    killed = list(kills(variables, readers, key))
    return all(
        seconds < LIMIT for found in [*late.values(), *killed] for seconds, _ in found
    )


def _line(title, found):
    times = [seconds * 1_000 for seconds, _ in found]
    answers = sum(answers for _, answers in found)
    print(
        f"{title:<28}{len(times):>6}{statistics.median(times):>11.0f}"
        f"{max(times):>10.0f}{answers:>9}",
        flush=True,
    )


def timed(editor, readers, verb, key, wanted):
    """Return (seconds from the commit to the last stale answer, answers since)."""
    with readers.asking() as answers:
        moments = editor.do(verb, key)
        time.sleep(WATCHED)
        readers.watch_until(answers, wanted)
    return lateness(answers, moments["committed"], wanted)


def lateness(answers, committed, wanted):
    """
    Count what was asked after the commit: return (seconds until the last answer that was
    not as wanted, answers). Where nobody asked, nothing is known.
    """
    asked = [answer for answer in answers if answer.begun >= committed]
    stale = [answer.ended for answer in asked if not answer.shows(wanted)]
    late = max(stale, default=committed) - committed
    return (late if asked else float("inf")), len(asked)


# --- a process that dies ---------------------------------------------------------------
def kills(variables, readers, key):
    """Kill an editor after the commit; yield what was late when others had to follow."""
    for _ in ("first", "second"):
        committed = killed(variables, "withdraw", key)
        yield _caught_up("killed, next request", readers, committed)
        with Editor(variables) as editor:
            editor.do("publish", key)
    committed = killed(variables, "withdraw", key)
    written = json.loads(manage(variables, "index", "--json"))
    if not written["public"]:
        sys.exit("the killed editor had left nothing to index")
    yield _caught_up("killed, manage.py index", readers, committed)


def _caught_up(title, readers, committed):
    """Ask once, after the kill; return how long the answer took, if it is up to date."""
    answer = readers.ask()
    known = answer.state == GONE and answer.begun > committed
    found = [(answer.ended - answer.begun if known else float("inf"), 1)]
    _line(title, found)
    return found


def killed(variables, verb, key):
    """Let an editor's process die between commit and indexing; return when it committed."""
    with Editor(variables, "--die") as editor:
        editor.tell(verb, key)
        told = editor.process.stderr.readline()
        if editor.process.wait(timeout=30) != -9:
            sys.exit("the editor was to be killed, and was not")
    return float(told)


# --- editor and readers ----------------------------------------------------------------
class Editor:
    """The process of ``freshness_editor``."""

    def __init__(self, variables, *options):
        command = [sys.executable, "-m", "benchmarks.freshness_editor", *options]
        self.process = subprocess.Popen(
            command,
            env=variables,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if options else subprocess.DEVNULL,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=30)

    def tell(self, verb, key=None):
        self.process.stdin.write(json.dumps({"verb": verb, "cable": key}) + "\n")
        self.process.stdin.flush()

    def do(self, verb, key=None):
        self.tell(verb, key)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"the editor's process ended at {verb}")
        return json.loads(line)


@dataclass(frozen=True)
class Answer:
    begun: float
    ended: float
    state: tuple  # of a feed, only whether the cable is in it

    def shows(self, wanted):
        return self.state == wanted[: len(self.state)]


class Readers:
    """Ask for one page over and over; ``name`` is the cable that they look for."""

    def __init__(self, port, name):
        self.port, self.name = port, name

    def ask(self, path=PAGE):
        begun = time.monotonic()
        status, body = get(self.port, path)
        if status != 200:
            raise SystemExit(f"{path}: {status}")
        ended = time.monotonic()
        if path == FEED:
            return Answer(begun, ended, (self.name.encode() in body,))
        return Answer(begun, ended, state_of(body, self.name))

    def wait_for(self, wanted):
        until = time.monotonic() + 10
        while (answer := self.ask()).state != wanted:
            if time.monotonic() > until:
                sys.exit(f"the page shows {answer.state}, not {wanted}")

    def asking(self):
        return Asking(self)

    def watch_until(self, answers, wanted):
        """Wait until every reader was served as wanted three times in a row."""
        until = time.monotonic() + 5
        while time.monotonic() < until:
            last = answers[-3 * READERS :]
            if all(answer.shows(wanted) for answer in last):
                return
            time.sleep(0.05)


class Asking:
    """While it lasts, readers ask in threads; the answers come in order of their end."""

    def __init__(self, readers):
        self.readers, self.answers, self.over = readers, [], threading.Event()
        self.failures = []
        self.threads = [threading.Thread(target=self._go) for _ in range(READERS)]

    def _go(self):
        paths = cycle([PAGE, PAGE, PAGE, FEED])
        try:
            while not self.over.wait(PAUSE):
                self.answers.append(self.readers.ask(next(paths)))
        except (OSError, SystemExit) as failure:
            self.failures.append(failure)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self.answers

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()
        if self.failures:
            sys.exit(f"a reader failed: {self.failures[0]}")


def state_of(body, name):
    """Return (is the cable in the results, count, count of TAG, count of OTHER)."""
    page = LexborHTMLParser(body)
    ids = [node.text(strip=True) for node in page.css(".hits .mono")]
    found = page.css_first("#found span")
    count = int(found.text().split()[0].replace(",", "")) if found else None
    return name in ids, count, _tag(page, TAG), _tag(page, OTHER)


def _tag(page, code):
    box = page.css_first(f'input[name="tag"][value="{code}"]')
    return int(box.parent.parent.css_first(".n").text()) if box else 0


def manage(variables, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, env=variables, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} failed")
    return done.stdout


if __name__ == "__main__":
    main()
