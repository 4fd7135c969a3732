"""Databases for measurements: made, emptied, and never mistaken for somebody's archive."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg


def add_database(parser):
    """Add the option that names the databases; only such as are made for trials."""
    parser.add_argument(
        "--database", nargs="+", required=True, metavar="URL", type=_trial
    )


def _trial(url):
    if not re.search("bench|try", database_name(url)):
        raise ValueError(f"{url}: the name must hold 'bench' or 'try'; it is emptied")
    return url


def database_name(url):
    """Return the last part of an address, which is what a database is called."""
    return urlsplit(url).path.rpartition("/")[2]


def named(url, name):
    """Return the address of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def is_sqlite(url):
    return url.startswith("sqlite")


def sqlite_path(url):
    return url.removeprefix("sqlite:///")


def environment(url):
    return os.environ | {"DATABASE_URL": url}


def manage(url, *arguments, **options):
    """Start a management command against a database."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, env=environment(url), **options)


def remove(url):
    """Drop a database, whoever is connected to it."""
    if is_sqlite(url):
        for end in ("", "-wal", "-shm", ".import-lock"):
            Path(sqlite_path(url) + end).unlink(missing_ok=True)
    else:
        _on_server(url, f'DROP DATABASE IF EXISTS "{database_name(url)}" WITH (FORCE)')


def copy(url, to):
    """Make one database a copy of another, to which nobody is connected."""
    remove(to)
    if not is_sqlite(url):
        _on_server(
            url,
            f'CREATE DATABASE "{database_name(to)}" TEMPLATE "{database_name(url)}"',
        )
        return
    pages, copied = sqlite3.connect(sqlite_path(url)), sqlite3.connect(sqlite_path(to))
    with closing(pages), closing(copied):
        pages.backup(copied)


def _on_server(url, statement):
    with psycopg.connect(named(url, "postgres"), autocommit=True) as connection:
        connection.execute(statement)


def empty(url):
    """Make a database anew, with the archive's tables and nothing in them."""
    remove(url)
    if not is_sqlite(url):
        _on_server(url, f'CREATE DATABASE "{database_name(url)}"')
    if manage(url, "migrate", "--verbosity", "0").wait():
        sys.exit("migrate failed")
