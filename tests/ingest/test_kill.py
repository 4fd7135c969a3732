"""An import that is killed and goes on: nothing is lost, nothing is there twice."""

import os
import tempfile
from pathlib import Path

from django.db import connection
from django.test import SimpleTestCase

from benchmarks.corpus import write_corpus
from benchmarks.database import named, remove
from benchmarks.kill_import import measure


class KillTests(SimpleTestCase):
    """In a database of its own, since the import must be a process that can be killed."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        if connection.vendor == "sqlite":
            self.url = f"sqlite:///{self.folder / 'kill_try.sqlite3'}"
        else:
            self.url = named(os.environ["DATABASE_URL"], f"kill_try_{os.getpid()}")
        self.addCleanup(remove, self.url)

    def test_kill_and_resume(self):
        file = self.folder / "corpus.csv"
        write_corpus(700, 1, file)
        lines = []
        whole = measure(self.url, file, points=2, seed=1, report=lines.append)
        self.assertTrue(whole, lines)
