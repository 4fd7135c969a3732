"""
Bad rows among good ones: every good one must come in, every bad one must be named.

    uv run python -m benchmarks.bad_rows --count 10000 --database sqlite:////tmp/try.sqlite3

Writes a file in which a bad row of one sort or another stands before every good one,
imports it, and prints for each sort how many were written and how many were reported with
the right line, the right column and a reason. The database named is emptied first.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import iter_records
from benchmarks.database import add_database, empty, environment

COLUMNS = 8


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    add_database(parser)
    arguments = parser.parse_args()
    failed = False
    for url in arguments.database:
        empty(url)
        with tempfile.TemporaryDirectory(prefix="bad-rows") as folder:
            wanted = write(Path(folder) / "rows.csv", arguments.count, arguments.seed)
            report, code = _import(url, folder)
            found = reported(Path(folder) / "rejects.csv")
        failed |= _print(url, arguments.count, wanted, found, report, code)
    sys.exit(failed)


def spoilt(number: int, record: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Give every sort of bad row: its name, the column to be named, the bytes."""
    cells = _cells(record)
    for name, column, change in (
        ("date that is none", "datetime", {1: b"2/30/2006 10:00"}),
        ("date missing", "datetime", {1: b""}),
        ("year out of range", "datetime", {1: b"4/10/0206 10:00"}),
        ("classification unknown", "classification", {4: b"COSMIC"}),
        ("id missing", "reference id", {2: b""}),
        ("id too long", "reference id", {2: b"06" + b"X" * 70}),
        ("id with a blank", "reference id", {2: b"06 MEXICO 1"}),
        ("number that is none", "id", {0: b"1x"}),
        ("number too big", "id", {0: b"4294967296"}),
        ("origin too long", "origin", {3: b"Embassy " * 40}),
        ("not UTF-8", "body", {7: cells[7] + b"\xc3\x28"}),
        ("NUL", "body", {7: cells[7] + b"\0"}),
        ("body empty", "body", {7: b""}),
        ("bare quotation mark", "body", {7: cells[7] + b'"bare" words'}),
        ("doubled quotation marks", "body", {7: cells[7] + b'""doubled"" words'}),
    ):
        # Only the number is new: no sort may be refused for being a double.
        yield name, column, _join({0: str(number).encode()} | change, cells)
    yield "seven columns", "", _join({}, cells[:6] + cells[7:])
    yield "nine columns", "", _join({}, [*cells, b"more"])
    yield "no last quotation mark", "body", _join({}, cells)[:-2] + b"\n"
    yield (
        "no quotation marks",
        "id",
        b"7,4/10/2006 19:22,06MEXICO7,Embassy Mexico,SECRET\n",
    )
    yield "id of a row before", "reference id", record


def _cells(record: bytes) -> list[bytes]:
    """Part a good record; fields after the sixth may hold what looks like a border."""
    head = record.split(b'","', 6)
    header, body = head[6].rsplit(b'","', 1)
    return [head[0].removeprefix(b'"'), *head[1:6], header, body.rstrip()[:-1]]


def _join(change: dict[int, bytes], cells: list[bytes]) -> bytes:
    return (
        b",".join(b'"%b"' % change.get(at, cell) for at, cell in enumerate(cells))
        + b"\n"
    )


def write(path: Path, count: int, seed: int) -> dict[int, tuple[str, str]]:
    """Write good rows with bad ones between; return the bad ones' sort and column by line."""
    wanted, line = {}, 1
    with path.open("wb") as file:
        for number, record in enumerate(iter_records(count, seed), 1):
            file.write(record)
            line += record.count(b"\n")
            sorts = list(spoilt(number + 10_000_000, record))
            name, column, bad = sorts[number % len(sorts)]
            wanted[line] = (name, column)
            file.write(bad)
            line += bad.count(b"\n")
    return wanted


def reported(path: Path) -> dict[int, str]:
    """Return line to column of the rows that the import named, each with a reason."""
    with path.open(newline="", encoding="utf-8") as file:
        return {
            int(row["line"]): row["column"]
            for row in csv.DictReader(file)
            if row["file"] == "rows.csv" and row["reason"].endswith(".")
        }


def _import(url: str, folder: str) -> tuple[dict, int]:
    command = [
        sys.executable,
        "manage.py",
        "import_cables",
        f"{folder}/rows.csv",
        "--no-index",
    ]
    done = subprocess.run(
        [*command, "--json", "--rejects", f"{folder}/rejects.csv"],
        env=environment(url),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return json.loads(done.stdout.splitlines()[-1]), done.returncode


def tally(wanted: dict, found: dict) -> dict[str, tuple[int, int]]:
    """Return for each sort how many were written and how many were named rightly."""
    written = Counter(name for name, _ in wanted.values())
    right = Counter(
        name for line, (name, column) in wanted.items() if found.get(line) == column
    )
    return {name: (count, right[name]) for name, count in written.items()}


def _print(url, count, wanted, found, report, code) -> bool:
    kind = url.partition(":")[0]
    print(f"\n{kind:<28}{'written':>9}{'named':>9}")
    for name, (written, named) in tally(wanted, found).items():
        print(f"{name:<28}{written:>9,}{named:>9,}")
    print(f"{'all':<28}{len(wanted):>9,}{report['rejected']:>9,}")
    print(f"good rows loaded: {report['created']:,} of {count:,}; exit code {code}")
    right = all(written == named for written, named in tally(wanted, found).values())
    return not (right and report["created"] == count and code == 3)


if __name__ == "__main__":
    main()
