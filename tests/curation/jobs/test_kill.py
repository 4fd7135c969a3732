"""Real workers, really killed: the next goes on, and undoing leads back to the start."""

import json
import os
import signal
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

from benchmarks.database import _on_server, named, remove
from tests.stage import Stage

DATABASE = "try_killed_worker"


class KillTests(TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        self.file = self.folder / "picture.json"
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
        }
        self.stage = Stage("tests.curation.jobs.killing", variables)
        self.addCleanup(self.stage.close)

    def process(self, *words):
        """Do something in a process of its own; return how it ended."""
        return self.stage.run(self.file, *words)

    def done(self, *words):
        self.assertEqual(self.process(*words), 0)
        return json.loads(self.file.read_text())

    def killed(self, *words):
        self.assertEqual(self.process(*words), -signal.SIGKILL)

    def test_no_step_is_lost_and_none_is_done_twice(self):
        start = self.done("prepare", "picture")
        for kind, first, jobs in (
            ("bulk", 6, [["finished", 11, 3, 0], ["finished", 11, 0, 0]]),
            ("merge", 3, [["finished", 10, 0, 0], ["finished", 10, 0, 0]]),
        ):
            with self.subTest(kind=kind):
                self.killed(kind, "work:1")
                asked = self.done("end:2", "picture")["counts"]["jobs"][-1]
                self.assertEqual((asked[0], sum(asked[1:3])), ("queued", first))
                after = self.done("work", "picture")
                self.assertNotEqual(after["rows"], start["rows"])
                self.killed("undo", "work:2")
                back = self.done("work", "picture")
                self.assertEqual(back["rows"], start["rows"])
                self.assertEqual(back["counts"]["jobs"][-2:], jobs)
        counts = back["counts"]
        self.assertEqual(counts["revisions"], 22)
        self.assertEqual(counts["changes"], 11)  # never seen: nothing withdrawn
        self.assertEqual(counts["versions"], 14 + 22)
