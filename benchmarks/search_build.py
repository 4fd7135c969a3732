"""
How long the search index takes to build, beside bare tantivy over the same texts.

    uv run python -m benchmarks.search_build --database postgres://…/bench

The archive's side reads every public cable from the database, folds its words and writes
the index into a new folder. Bare tantivy gets the same rows, fields, memory and threads from
a flat file that was written beforehand, so that it waits for no database; reading that file
is in its time, and is also told alone. The database is only read. Exits with 1 where the
archive takes more than three times as long.
"""

import argparse
import os
import random
import tempfile
import time
from pathlib import Path

from benchmarks.database import add_database, database_name
from benchmarks.search_speed import MEBIBYTE, TIMES_BARE, site_environment

# The database is an argument: Django reads its address as it starts.
parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
add_database(parser)
parser.add_argument("--threads", type=int, default=min(os.cpu_count() or 1, 8))
parser.add_argument("--folder", type=Path, default=Path("var/bench"))
arguments = parser.parse_args()
if len(arguments.database) > 1:
    parser.error("one database at a time")
arguments.folder.mkdir(parents=True, exist_ok=True)
folder = tempfile.TemporaryDirectory(prefix="build", dir=arguments.folder.absolute())
os.environ |= site_environment(arguments.database[0], f"{folder.name}/search")

import django  # noqa: E402

django.setup()

from benchmarks.search_rivals import (  # noqa: E402
    BareTantivy,
    build_tantivy,
    folder_size,
)
from benchmarks.search_texts import read_rows, write_rows  # noqa: E402
from cables.search.index import public_index  # noqa: E402
from cables.search.writer import BUILD_HEAP, rebuild  # noqa: E402

SAMPLE = 200  # words that both indexes must have in as many cables


def main():
    with folder:
        raise SystemExit(measure(Path(folder.name)))


def measure(place):
    """Print the table; return whether the archive was too slow."""
    texts, bare = place / "texts", place / "bare"
    count = write_rows(texts)
    reading = timed(lambda: sum(1 for _ in read_rows(texts)))
    other = build_tantivy(texts, bare, heap=BUILD_HEAP, threads=arguments.threads)
    ours = timed(lambda: rebuild(public_index))
    print(
        f"\n{database_name(arguments.database[0])}: {count:,} cables,"
        f" {folder_size(texts) / MEBIBYTE:,.0f} MiB of rows,"
        f" heap {BUILD_HEAP // MEBIBYTE} MiB, {arguments.threads} threads\n"
    )
    print(f"{'':<30}{'s':>8}{'cables/s':>10}{'MiB':>8}")
    index = public_index.place / public_index.stand().folder
    for title, seconds, path in (
        ("archive, from the database", ours, index),
        ("bare tantivy, from a file", other, bare),
    ):
        size = folder_size(path) / MEBIBYTE
        print(f"{title:<30}{seconds:>8.1f}{count / seconds:>10,.0f}{size:>8,.0f}")
    print(f"{'reading the file alone':<30}{reading:>8.1f}")
    print(f"{same_words(bare)} of {SAMPLE} words are in as many cables of both")
    holds = ours <= TIMES_BARE * other
    said = "holds" if holds else "DOES NOT HOLD"
    print(f"{said:<14}{ours / other:.2f} times bare ≤ {TIMES_BARE}")
    return not holds


def timed(do):
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def same_words(bare):
    """Return how many of some words both indexes have in as many cables."""
    ours, _ = public_index.searcher()
    other = BareTantivy(bare).searcher
    words = ours.terms_with_prefix("body", "", limit=100_000)
    chosen = random.Random(1).sample(words, SAMPLE)
    return sum(other.doc_freq("body", word) == count for word, count in chosen)


if __name__ == "__main__":
    main()
