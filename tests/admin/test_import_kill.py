"""An import over the desk and its roll-back, whose workers are killed: nothing is left."""

import os
import tempfile
from pathlib import Path
from unittest import mock

from django.db import connection
from django.test import SimpleTestCase

from benchmarks.database import named, remove
from benchmarks.kill_import_jobs import measure


class KilledWorkerTests(SimpleTestCase):
    """In a database of its own, since a worker must be a process that can be killed."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        if connection.vendor == "sqlite":
            self.url = f"sqlite:///{Path(folder.name) / 'kill_try.sqlite3'}"
        else:
            self.url = named(os.environ["DATABASE_URL"], f"kill_try_job_{os.getpid()}")
        variables = {"SEARCH_DIR": f"{folder.name}/search", "IMPORT_PATHS": ""}
        patch = mock.patch.dict(os.environ, variables)
        patch.start()
        self.addCleanup(patch.stop)
        self.addCleanup(remove, self.url)

    def test_killed_gone_on_with_and_rolled_back(self):
        lines = []
        whole = measure(self.url, points=1, count=600, seed=1, report=lines.append)
        self.assertTrue(whole, lines)
