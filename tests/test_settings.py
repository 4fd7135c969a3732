"""A missing or wrong setting stops the start with its name."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.test import SimpleTestCase

ROOT = Path(__file__).resolve().parents[1]


def start(command, **environment):
    """Run a command with these settings only, and return what came of it."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=keep | environment,
        capture_output=True,
        text=True,
        check=False,
    )


class SettingsTests(SimpleTestCase):
    def test_wrong_settings_stop_the_start_with_their_name(self):
        cases = [
            ("DATABASE_URL", "mysql://localhost/archive"),  # another database
            ("DATABASE_URL", "archive.sqlite3"),  # a path, not an address
            ("DEBUG", "perhaps"),  # no truth value
            ("SITE_URL", "archive.example"),  # no scheme
            ("CACHE_URL", "memcached://localhost"),  # another cache
            ("SECRET_KEY", "change-me"),  # copied from an example
            ("DATABASE_URL", "postgres://ada:hush@localhost:port/archive"),
            ("DATABASE_URL", f"sqlite:///{ROOT}/manage.py/archive.sqlite3"),
            ("REPLICA_URLS", "zzz"),  # no address
            ("REPLICA_URLS", "sqlite:////tmp/x"),  # SQLite has no replicas
            ("REPLICA_URLS", "postgres://localhost/a,zzz"),  # the second of two
            ("SITE_URL", ""),
            ("SITE_NAME", " "),
            ("HASHTAG", "cable gate"),  # two words
            ("HASHTAG", ""),
            ("SHARE_SERVICES", "mastodon,telegraph"),  # no service of these
            ("ALLOWED_HOSTS", " , "),  # nobody could be answered
            ("SEARCH_DIR", f"{ROOT}/manage.py/search"),  # a folder in a file
        ]
        for name, value in cases:
            with self.subTest(name=name, value=value):
                done = start(["manage.py", "check"], **{name: value})
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(name, done.stderr)
                self.assertNotIn("Traceback", done.stderr)
                self.assertNotIn("hush", done.stderr)

    def test_commands_need_no_settings(self):
        done = start(["manage.py", "check"])
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_sqlite_has_wal_immediate_and_a_busy_timeout(self):
        code = (
            "import django; django.setup();"
            "from django.db import connection as c;"
            "q = lambda s: c.cursor().execute(s).fetchone()[0];"
            "print(q('PRAGMA journal_mode'), q('PRAGMA busy_timeout'),"
            " q('PRAGMA foreign_keys'), c.transaction_mode)"
        )
        with tempfile.TemporaryDirectory() as folder:
            done = start(
                ["-c", code],
                DATABASE_URL=f"sqlite:///{folder}/archive.sqlite3",
                DJANGO_SETTINGS_MODULE="archive_site.settings",
            )
        self.assertEqual(done.stdout.split(), ["wal", "20000", "1", "IMMEDIATE"])

    def test_a_database_that_is_not_there_is_one_line(self):
        nowhere = "postgres://nobody@127.0.0.1:9/archive"
        done = start(["manage.py", "migrate"], DATABASE_URL=nowhere)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("DATABASE_URL", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_hosts_may_be_left_out_while_debugging(self):
        done = start(["manage.py", "check"], ALLOWED_HOSTS="", DEBUG="on")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_runserver_ends_without_a_key_that_stays(self):
        code = (
            "import archive_site.settings as s; s.SECRET_KEY_STAYS = False;"
            "import sys, manage; sys.argv = ['manage.py', 'runserver', '0'];"
            "manage.main()"
        )
        done = start(["-c", code], DJANGO_SETTINGS_MODULE="archive_site.settings")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("SECRET_KEY is not set", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_serving_is_refused_without_a_key_that_stays(self):
        code = "import archive_site.settings as s; s.SECRET_KEY_STAYS = False;"
        done = start(
            ["-c", code + "import archive_site.wsgi"],
            DJANGO_SETTINGS_MODULE="archive_site.settings",
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("SECRET_KEY is not set", done.stderr)
