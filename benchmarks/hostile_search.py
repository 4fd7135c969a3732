"""
Random and hostile searches: none may fail, none may take a second.

    uv run python -m benchmarks.hostile_search --database postgres://…/bench
    uv run python -m benchmarks.hostile_search --database sqlite:////tmp/try.sqlite3 --count 10000

Makes query strings and sets of parameters from a seed: bytes at random, the language's own
signs in any order, nested brackets, thousands of words, prefixes of one letter, the index's
most frequent words in phrases, numbers out of range, parameters by the hundred, addresses
that are no UTF-8. Asks them of ``/search/``, its suggestions, its exports' and feed's first
bytes, the API and the resolver, in one process, and some of them once more over HTTP. The
database is only read. Prints the statuses and the slowest; exits with 1 on any 5xx, and
where an answer takes more than ``--limit`` seconds.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from urllib.parse import quote_from_bytes, urlencode

from benchmarks.database import add_database, database_name
from benchmarks.search_speed import site_environment

# The database is an argument: Django reads its address as it starts.
parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
add_database(parser)
parser.add_argument("--count", type=int, default=10_000)
parser.add_argument("--http", type=int, default=500, help="of them over HTTP")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--limit", type=float, default=1.0, help="seconds")
parser.add_argument("--folder", type=Path, default=Path("var/bench"))
parser.add_argument("--search-dir", help="SEARCH_DIR, instead of one in the folder")
arguments = parser.parse_args()
if len(arguments.database) > 1:
    parser.error("one database at a time")
place = arguments.folder.absolute() / database_name(arguments.database[0])
variables = site_environment(
    arguments.database[0], arguments.search_dir or place / "search"
)
os.environ |= variables

import django  # noqa: E402

django.setup()

from django.test import Client  # noqa: E402

from benchmarks.hostile_queries import hostile_parameters  # noqa: E402
from benchmarks.search_measure import ready, vocabulary  # noqa: E402
from benchmarks.served import get, served  # noqa: E402

PLACES = {
    "/search/": 80,
    "/api/v1/search": 10,
    "/search/suggest": 4,
    "/search/feed.atom": 3,
    "/lookup/": 3,
}
SHOWN = 10
URL_MOST = 60_000  # characters: servers refuse longer ones


def main():
    ready()
    chance = random.Random(arguments.seed)
    paths = list(islice(addresses(chance, vocabulary()), arguments.count))
    client = Client(raise_request_exception=False)
    slow = run("in one process", lambda path: asked(client, path), paths)
    if arguments.http:
        some = chance.sample(paths, min(arguments.http, len(paths)))
        with served(variables, workers=1) as port:
            slow |= run("over HTTP", lambda path: get(port, path)[0], some)
    sys.exit(slow)


def addresses(chance, words):
    """Yield paths with query strings, without end."""
    places, weights = zip(*PLACES.items(), strict=True)
    while True:
        place = chance.choices(places, weights)[0]
        query = urlencode(hostile_parameters(chance, words), quote_via=_quote)
        yield f"{place}?{query[:URL_MOST]}"


def _quote(value, *_):
    """Percent-encode anything; half of a surrogate pair gives what is no UTF-8."""
    if isinstance(value, str):
        value = value.encode(errors="surrogatepass")
    return quote_from_bytes(value, safe="")


def asked(client, path):
    """Ask through all middleware, for the first piece of what is streamed."""
    path, _, query = path.partition("?")
    response = client.get(path, QUERY_STRING=query)
    if response.streaming:
        next(iter(response), None)
    response.close()
    return response.status_code


def run(title, ask, paths):
    """Ask all; print what came of it; return whether anything failed or was too slow."""
    answers = [_timed(ask, path) for path in paths]
    answers.sort(reverse=True)
    statuses = Counter(status for _, _, status, _ in answers)
    failed = [path for *_, status, path in answers if status >= 500]
    late = sum(seconds > arguments.limit for seconds, *_ in answers)
    print(f"\n{title}: {len(paths):,} asked, {dict(sorted(statuses.items()))}")
    print(f"{len(failed)} failed, {late} took over {arguments.limit} s; the slowest:")
    print(f"{'ms':>8}{'CPU ms':>8}")
    for seconds, cpu, status, path in answers[:SHOWN]:
        print(f"{seconds * 1_000:>8.0f}{cpu * 1_000:>8.0f}  {status}  {path[:150]}")
    for path in failed[:SHOWN]:
        print(f"FAILED  {path[:500]}")
    sys.stdout.flush()
    return bool(failed or late)


def _timed(ask, path):
    """Return (seconds, processor seconds of this process, status, path)."""
    started, cpu = time.perf_counter(), time.process_time()
    status = ask(path)
    return time.perf_counter() - started, time.process_time() - cpu, status, path


if __name__ == "__main__":
    main()
