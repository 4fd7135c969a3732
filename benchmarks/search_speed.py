"""
How fast searches are, beside bare engines over the same texts.

    uv run python -m benchmarks.search_speed --database postgres://…/bench
    uv run python -m benchmarks.search_speed --database URL25000 URL251287 URL1000000
    uv run python -m benchmarks.search_speed --build 25000 --database sqlite:////tmp/try.sqlite3

Asks a fixed mix of a hundred queries, made from the index's own words, of four things in
turns: the whole view of ``/search/`` without middleware (parse, search, count, load, find
passages, render; no counts kept from an earlier page), the part of it that searches and
counts, bare tantivy with the same counts, and bare FTS5, which ranks and counts hits only.
Each query counts with the median of its rounds. Bare tantivy looks for the word alone,
where the archive also finds its plural and prefers subjects.

With ``--build`` the databases are emptied and filled with a synthetic archive; without, what
is there is used, and not changed. Indexes are made in ``--folder`` where they are missing,
and kept. With several databases, of which the first is the smallest, the bare engines are
asked in all of them unless ``--no-rivals``. Exits with 1 where a limit does not hold.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import write_corpus
from benchmarks.database import add_database, database_name, empty, environment, manage

MEBIBYTE = 1024 * 1024
ENGINES = {
    "page": "whole view",
    "search": "search part",
    "tantivy": "bare tantivy",
    "fts": "bare FTS5",
}
PAGE_MEDIAN, PAGE_P95, TIMES_BARE, GROWTH, INDEX_MOST = 25, 60, 3, 3, 1024


def main():
    arguments = _arguments()
    answers = []
    for place, url in enumerate(arguments.database):
        if arguments.build:
            build(url, arguments.build, arguments.seed)
        answers.append(answer := ask(url, place, arguments))
        show(database_name(url), answer)
    failed = [
        sentence
        for answer in answers
        for sentence, holds in verdicts(answer)
        if not holds
    ]
    if len(answers) > 1:
        failed += growth(answers)
    sys.exit(bool(failed))


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    add_database(parser)
    parser.add_argument("--build", type=int, default=0, metavar="N", help="cables")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5, help="for each page rate")
    parser.add_argument("--no-rivals", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument(
        "--search-dir", nargs="*", default=[], help="SEARCH_DIR of each database"
    )
    return parser.parse_args()


def build(url, count, seed):
    """Make the archive: corpus, import, no index yet."""
    with tempfile.TemporaryDirectory(prefix="search-speed") as folder:
        file = Path(folder) / "corpus.csv"
        write_corpus(count, seed, file)
        empty(url)
        command = ("import_cables", str(file), "--publish", "--no-index")
        if manage(url, *command, stdout=subprocess.DEVNULL).wait():
            sys.exit("the import failed")


def ask(url, place, arguments):
    """Return what ``search_measure`` says of one database, from a process of its own."""
    folder = arguments.folder.absolute() / database_name(url)
    dirs = dict(enumerate(arguments.search_dir))
    command = [sys.executable, "-m", "benchmarks.search_measure", str(folder)]
    command += ["--seed", str(arguments.seed), "--rounds", str(arguments.rounds)]
    command += ["--seconds", str(arguments.seconds)]
    command += ["--no-rivals"] if arguments.no_rivals else []
    variables = site_environment(url, dirs.get(place) or folder / "search")
    done = subprocess.run(command, env=variables, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"measuring {database_name(url)} failed")
    return json.loads(done.stdout)


def site_environment(url, search_dir):
    """Return the variables of a site that is only measured."""
    return environment(url) | {
        "SEARCH_DIR": str(search_dir),
        "DJANGO_SETTINGS_MODULE": "archive_site.settings",
        "SECRET_KEY": "for-measuring-only",
        "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
        "API_RATE": "0",
        "DEBUG": "0",
    }


# --- tables ----------------------------------------------------------------------------
def show(name, answer):
    size = answer["index_bytes"] / MEBIBYTE
    print(
        f"\n{name} ({answer['vendor']}): {answer['cables']:,} cables, index {size:,.0f}"
        f" MiB in {answer['segments']} segments, {os.cpu_count()} cores\n"
    )
    print(f"{'ms':<26}{'queries':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'worst':>8}")
    times = answer["times"]
    for engine, title in ENGINES.items():
        if engine in times:
            _line(title, times[engine])
    _line("view, counts kept", answer["kept"])
    if "fts" in times:
        print("of these, words only")
        for engine, title in ENGINES.items():
            _line(f"  {title}", words_only(answer, engine))
    _show_kinds(answer)
    _show_agreement(answer)
    print("pages a second in one process, through all middleware")
    for title, rate in answer["rates"].items():
        print(f"  {title:<24}{f'{rate:.0f}' if rate else 'not there':>8}")
    for sentence, holds in verdicts(answer):
        print(f"{'holds' if holds else 'DOES NOT HOLD':<14}{sentence}")
    sys.stdout.flush()


def _line(title, times):
    times = [one for one in times if one is not None]
    row = [percentile(times, share) for share in (50, 95, 99)] + [max(times)]
    print(f"{title:<26}{len(times):>8}" + "".join(f"{one:>8.1f}" for one in row))


def _show_kinds(answer):
    """Print for each kind the median and the worst of the whole view, and the rest."""
    kinds, times = {}, answer["times"]
    for place, ask in enumerate(answer["asks"]):
        kinds.setdefault(ask["kind"], []).append(place)
    print(
        f"\n{'medians by kind, ms':<26}" + "".join(f"{ENGINES[e]:>14}" for e in times)
    )
    for kind, places in kinds.items():
        print(f"{kind:<26}" + "".join(_cell(times[e], places) for e in times))
    print()


def _cell(times, places):
    known = [times[place] for place in places if times[place] is not None]
    return f"{statistics.median(known):>14.1f}" if known else f"{'–':>14}"


def _show_agreement(answer):
    found = answer["found"]
    for engine in ("tantivy", "fts"):
        if engine in found:
            pairs = list(zip(found["search"], found[engine], strict=True))
            pairs = [pair for pair in pairs if pair[1] is not None]
            same = sum(a == b for a, b in pairs)
            print(f"{ENGINES[engine]}: as many hits in {same} of {len(pairs)} queries")


# --- what is to hold -------------------------------------------------------------------
def verdicts(answer):
    """Yield (sentence, whether it holds) for what can be said of one archive."""
    times = answer["times"]
    page, search = times["page"], times["search"]
    median, late = percentile(page, 50), percentile(page, 95)
    yield f"view p50 {median:.1f} ms ≤ {PAGE_MEDIAN}", median <= PAGE_MEDIAN
    yield f"view p95 {late:.1f} ms ≤ {PAGE_P95}", late <= PAGE_P95
    size = answer["index_bytes"] / MEBIBYTE
    if answer["cables"] <= 300_000:
        yield f"index {size:,.0f} MiB ≤ {INDEX_MOST:,}", size <= INDEX_MOST
    if "tantivy" in times:
        ratio = percentile(search, 95) / percentile(times["tantivy"], 95)
        yield f"search p95 {ratio:.2f} times bare ≤ {TIMES_BARE}", ratio <= TIMES_BARE
    if "fts" in times:
        ours, fts = (percentile(words_only(answer, e), 95) for e in ("search", "fts"))
        yield f"search p95 {ours:.1f} ms < FTS5's {fts:.1f} (words only)", ours < fts
        whole = percentile(words_only(answer, "page"), 95)
        yield f"view p95 {whole:.1f} ms < FTS5's {fts:.1f} (words only)", whole < fts


def growth(answers):
    """Print how the p95 grows from one archive to the next; return what does not hold."""
    print(f"\n{'cables':>12}{'view p95':>12}{'grows':>8}{'search p95':>12}{'grows':>8}")
    failed, before = [], None
    for answer in answers:
        now = [percentile(answer["times"][name], 95) for name in ("page", "search")]
        steps = [a / b for a, b in zip(now, before or now, strict=True)]
        cells = "".join(f"{t:>12.1f}{s:>8.2f}" for t, s in zip(now, steps, strict=True))
        print(f"{answer['cables']:>12,}{cells}")
        failed += [step for step in steps if step >= GROWTH]
        before = now
    return failed


def words_only(answer, engine):
    return [
        time
        for time, ask in zip(answer["times"][engine], answer["asks"], strict=True)
        if ask["words"]
    ]


def percentile(times, share):
    """Return the value below or at which ``share`` % of the times are."""
    times = sorted(times)
    place = (len(times) - 1) * share / 100
    low = int(place)
    high = min(low + 1, len(times) - 1)
    return times[low] + (times[high] - times[low]) * (place - low)


if __name__ == "__main__":
    main()
