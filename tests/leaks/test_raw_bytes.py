"""
After a purge, no byte of what the archive keeps holds the words: not of the database's
files, of the indexes, of what processes said.
"""

import base64
import json
import os
import random
import secrets
import sqlite3
import string
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg
from django.db import connection
from django.test import SimpleTestCase

from benchmarks.database import is_sqlite, named, remove

#: Each relation of the archive: tables, their indexes, what is stored beside them, and
#: the samples that the planner keeps.
RELATIONS = """
SELECT c.relname, pg_relation_filepath(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE pg_relation_filepath(c.oid) IS NOT NULL
  AND (n.nspname IN ('public', 'pg_toast') OR c.relname LIKE 'pg_statistic%')
"""


def made_up():
    """Return a word that never was: eight letters."""
    return "".join(random.SystemRandom().choices(string.ascii_lowercase, k=8))


class RawBytesTests(SimpleTestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        if connection.vendor == "sqlite":
            self.url = f"sqlite:///{self.folder / 'raw_try.sqlite3'}"
        else:
            self.url = named(os.environ["DATABASE_URL"], f"raw_try_{os.getpid()}")
            self.on_server(
                f"CREATE DATABASE raw_try_{os.getpid()}", os.environ["DATABASE_URL"]
            )
        self.addCleanup(remove, self.url)
        self.words = (made_up(), made_up())
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        self.environment = os.environ | {
            "DATABASE_URL": self.url,
            "SEARCH_DIR": str(self.folder / "search"),
            "SEALED_KEY": key,
            "DJANGO_SETTINGS_MODULE": "archive_site.settings",
        }

    def test_no_byte_is_left(self):
        """At each stage before the purge, something is found: the test can fail."""
        self.run_story("come")
        self.assertTrue(all(self.in_indexes().values()))
        if is_sqlite(self.url):
            self.keep_log()
        self.run_story("redact")
        if is_sqlite(self.url):
            self.assertLessEqual(
                {"raw_try.sqlite3", "raw_try.sqlite3-wal"}, {*self.hits()}
            )
        else:
            self.check_relations()
        for _ in range(2):
            self.kill_a_purge()
        self.run_story("purge")
        self.assertEqual(self.hits(), {}, (self.folder / "purge.log").read_text())
        self.assertEqual(self.in_indexes(), {"public": 0, "desk": 0})

    def keep_log(self):
        """Be a process beside: as long as one is there, the log of SQLite stays."""
        beside = sqlite3.connect(self.folder / "raw_try.sqlite3")
        self.addCleanup(beside.close)
        beside.execute("SELECT count(*) FROM cables_cable").fetchall()

    def check_relations(self):
        self.on_server("ANALYZE", self.url)  # as the server does by itself
        found = self.hits()
        for table in ("revision", "articlelink", "saveddraft", "paragraph"):
            self.assertIn(f"cables_{table}", found)
        self.assertTrue([name for name in found if name.startswith("pg_toast")])
        self.assertIn("pg_statistic", found)

    def on_server(self, statement, url):
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(statement)

    def kill_a_purge(self):
        """Let a purge begin and kill it somewhere: the next one goes on with it."""
        command = [sys.executable, "manage.py", "purge_redacted"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        begun = subprocess.Popen(command, env=self.environment, **quiet)
        with suppress(subprocess.TimeoutExpired):
            begun.wait(random.uniform(1, 4))
        begun.kill()
        begun.wait()

    def run_story(self, part):
        command = [sys.executable, "-m", "tests.leaks.raw_story", part, self.folder]
        done = subprocess.run(
            [*command, *self.words],
            env=self.environment,
            capture_output=True,
            check=False,
            timeout=200,
        )
        (self.folder / f"{part}.log").write_bytes(done.stdout + done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr.decode())

    def in_indexes(self):
        """Return how many documents have the words, as the story found them at its end."""
        return json.loads((self.folder / "indexes.json").read_text())

    def hits(self):
        """Return, for all that holds either word, how often it does."""
        found = {}
        for name, raw in [*self.files(), *self.relations()]:
            raw = raw.lower()
            count = sum(raw.count(word.encode()) for word in self.words)
            if count:
                found[name] = count
        return found

    def files(self):
        """Yield what lies in the folder: the database of SQLite, indexes, logs, caches."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(self.folder)), path.read_bytes()

    def relations(self):
        if is_sqlite(self.url):
            return
        with psycopg.connect(self.url, autocommit=True) as server:
            server.execute("CHECKPOINT")
            for name, path in server.execute(RELATIONS).fetchall():
                read = "SELECT pg_read_binary_file(%s)"
                (raw,) = server.execute(read, [path]).fetchone()
                yield name, bytes(raw)
