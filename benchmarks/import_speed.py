"""
How fast an import is, beside the barest load of the same data into the same server.

    uv run python -m benchmarks.import_speed --count 20000 --database sqlite:////tmp/try.sqlite3
    uv run python -m benchmarks.import_speed --file cables.csv --database postgres://…/try

Bare means: on PostgreSQL, COPY by the server of the file into a plain table of eight
columns, then of its paragraphs into a plain table with a primary key; on SQLite, the same
two files by csv.reader and executemany. CPU is that of the importing processes, without the server's. The
databases named are emptied first; a PostgreSQL server must run on this machine, since it
reads the files.
"""

import argparse
import csv
import os
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks.database import add_database, empty, is_sqlite, manage, sqlite_path

MEBIBYTE = 1024 * 1024
COPY_FILE = "COPY bare FROM '{file}' WITH (FORMAT csv, ESCAPE '\\')"
BARE_TABLES = """
    CREATE TABLE bare (
        number int, created text, reference_id text, origin text, classification text,
        refs text, header text, body text
    );
    CREATE TABLE bare_paragraph (
        id bigint PRIMARY KEY, cable_id bigint, position int, kind text, label text,
        marking text, key text, text text
    )
"""
PARAGRAPHS = "id, cable_id, position, kind, label, marking, key, text"


csv.field_size_limit(2**30)


def main():
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="import-speed") as folder:
        os.chmod(folder, 0o755)  # the server reads from it
        file = arguments.file or _corpus(folder, arguments.count, arguments.seed)
        size = Path(file).stat().st_size
        print(f"{file}: {size / MEBIBYTE:,.0f} MiB; {os.cpu_count()} cores\n")
        print(
            f"{'database':<12}{'bare s':>9}{'import s':>10}{'ratio':>7}{'CPU s':>8}"
            f"{'cables/s':>10}{'parent MiB':>12}{'worker MiB':>12}"
        )
        for url in arguments.database:
            print(_row(url, file, folder), flush=True)


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--file", help="a CSV of the data release's form, instead")
    add_database(parser)
    return parser.parse_args()


def _corpus(folder, count, seed):
    file = f"{folder}/corpus.csv"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "benchmarks.corpus",
            str(count),
            "--seed",
            str(seed),
            "--output",
            file,
        ],
        check=True,
    )
    return file


def _row(url, file, folder):
    """Import, take the paragraphs out, and load file and paragraphs barely."""
    empty(url)
    seconds, cpu, memory, workers, count = _import(url, file)
    sqlite = is_sqlite(url)
    bare = (_bare_sqlite if sqlite else _bare_postgresql)(url, file, folder)
    return (
        f"{'SQLite' if sqlite else 'PostgreSQL':<12}{bare:>9.1f}{seconds:>10.1f}"
        f"{seconds / bare:>7.2f}{cpu:>8.1f}{count / seconds:>10,.0f}"
        f"{memory:>12,.0f}{workers:>12,.0f}"
    )


def _import(url, file):
    """Return seconds, CPU seconds of our processes, peaks of parent and workers, count."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    process = manage(
        url, "import_cables", file, "--publish", "--no-index", stdout=subprocess.DEVNULL
    )
    parent, workers = _watch(process)
    seconds = time.monotonic() - started
    if process.returncode:
        sys.exit(f"import failed with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, parent, workers, _count(url)


def _watch(process):
    """Return peak memory of a process and of its largest child, in MiB, when it ends."""
    parent = workers = 0
    while process.poll() is None:
        parent = max(parent, _peak(process.pid))
        workers = max([workers, *map(_peak, _children(process.pid))])
        time.sleep(0.05)
    return parent, workers


def _children(pid):
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


def _peak(pid):
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0


def _count(url):
    query = "SELECT count(*) FROM cables_cable"
    if is_sqlite(url):
        with sqlite3.connect(sqlite_path(url)) as connection:
            return connection.execute(query).fetchone()[0]
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


def _bare_postgresql(url, file, folder):
    paragraphs = f"{folder}/paragraphs.copy"
    with psycopg.connect(url, autocommit=True) as connection:
        with (
            open(paragraphs, "wb") as out,
            connection.cursor().copy(
                f"COPY cables_paragraph ({PARAGRAPHS}) TO STDOUT"
            ) as copy,
        ):
            for piece in copy:
                out.write(piece)
        connection.execute(BARE_TABLES)
        started = time.monotonic()
        connection.execute(COPY_FILE.format(file=os.path.abspath(file)))
        connection.execute(f"COPY bare_paragraph FROM '{paragraphs}'")
        seconds = time.monotonic() - started
        connection.execute("DROP TABLE bare, bare_paragraph")
    return seconds


def _bare_sqlite(url, file, folder):
    """Do as COPY does: read the file, then the paragraphs' file, and insert the rows."""
    paragraphs = f"{folder}/paragraphs.csv"
    source = sqlite3.connect(sqlite_path(url))
    with open(paragraphs, "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(
            source.execute(f"SELECT {PARAGRAPHS} FROM cables_paragraph ORDER BY id")
        )
    bare = sqlite3.connect(f"{folder}/bare.sqlite3")
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=NORMAL")
    bare.executescript(BARE_TABLES)
    started = time.monotonic()
    for table, name, form in (
        ("bare", file, {"escapechar": "\\", "doublequote": False}),
        ("bare_paragraph", paragraphs, {}),
    ):
        with bare, open(name, encoding="utf-8", newline="") as rows:
            bare.executemany(
                f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                csv.reader(rows, **form),
            )
    return time.monotonic() - started


if __name__ == "__main__":
    main()
