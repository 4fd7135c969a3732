"""Imports over the desk and their roll-backs, whose workers are killed: nothing is left."""

import os
import signal
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

from benchmarks.database import _on_server, named, remove
from tests.stage import Stage

DATABASE = "try_killed_import"


class KillTests(TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(TemporaryDirectory())).resolve()
        if os.environ["TESTED_DATABASE"] == "sqlite":
            self.url = f"sqlite:///{self.folder}/{DATABASE}.sqlite3"
        else:
            self.url = named(os.environ["DATABASE_URL"], DATABASE)
            remove(self.url)
            _on_server(self.url, f'CREATE DATABASE "{DATABASE}"')
            self.addCleanup(remove, self.url)
        variables = os.environ | {
            "DATABASE_URL": self.url,
            "SEARCH_DIR": str(self.folder / "search"),
            "IMPORT_PATHS": str(self.folder),
        }
        self.stage = Stage("tests.admin.killing_imports", variables)
        self.addCleanup(self.stage.close)

    def process(self, *words):
        """Do something in a process of its own; return how it ended."""
        return self.stage.run(self.folder, *words)

    def done(self, *words):
        self.assertEqual(self.process(*words, "picture"), 0)
        told, _, rows = (self.folder / "picture.txt").read_text().partition("\n")
        return told, rows

    def killed(self, *words):
        self.assertEqual(self.process(*words), -signal.SIGKILL)

    def test_gone_on_with_and_rolled_back_to_the_start(self):
        _, start = self.done("prepare")
        self.killed("import", "work:2")
        told, half = self.done()
        self.assertEqual(told, "7 [('finished', 7), ('running', 0)]")
        self.assertNotEqual(half, start)
        told, _ = self.done("work")
        self.assertEqual(told, "14 [('finished', 7), ('finished', 7)]")
        self.killed("back", "work:2")
        told, _ = self.done()
        self.assertTrue(told.startswith("11 "), told)  # the second step is undone
        told, back = self.done("work")
        self.assertEqual(told, "7 [('finished', 7), ('rolled_back', 7)]")
        self.assertEqual(back, start)
