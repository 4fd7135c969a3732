"""The commands: what an operator sees, and what a script can rely on."""

import io
import json
import os
import signal
from pathlib import Path
from unittest import mock

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError

from cables.ingest import terminal
from cables.ingest.report import Progress
from cables.ingest.terminal import shown_progress, stopped_by_signal
from cables.models import Cable, Reference

from .cases import ImportCase
from .records import BAD, csv_record, page


class CommandCase(ImportCase):
    def run_command(self, *arguments, code=0):
        """Run a command; return stdout and stderr after checking the exit code."""
        out, err = io.StringIO(), io.StringIO()
        found = 0
        try:
            call_command(*map(str, arguments), stdout=out, stderr=err)
        except SystemExit as end:
            found = end.code
        self.assertEqual(found, code, err.getvalue())
        return out.getvalue(), err.getvalue()


class ImportCablesTests(CommandCase):
    def setUp(self):
        super().setUp()
        self.path = self.folder.write("a.csv", csv_record())

    def test_counts_for_people(self):
        out, _ = self.run_command("import_cables", self.path)
        self.assertIn("1 changed (1 created, 0 updated), 0 unchanged", out)
        out, _ = self.run_command("import_cables", self.path)
        self.assertIn("0 changed", out)

    def test_counts_for_scripts(self):
        out, _ = self.run_command("import_cables", self.path, "--json")
        counts = json.loads(out.splitlines()[-1])
        self.assertEqual(counts["created"], 1)
        self.assertLessEqual(
            {"created", "updated", "unchanged", "rejected", "seconds"}, counts.keys()
        )

    def test_rejects(self):
        bad = self.folder.write("bad.csv", csv_record() + BAD)
        table = self.folder.path / "out.csv"
        _, err = self.run_command("import_cables", bad, "--rejects", table, code=3)
        self.assertIn(f"The reject is in {table}; mend", err)
        self.assertIn("COSMIC", table.read_text())
        _, err = self.run_command("import_cables", bad, code=3)
        self.assertIn("none of the six", err)

    def test_dry_run_shows_samples(self):
        out, err = self.run_command("import_cables", self.path, "--dry-run")
        self.assertIn("nothing written", out)
        self.assertIn("would be created: 06MEXICO12", err)
        self.assertFalse(Cable.objects.exists())

    def test_publish_and_release(self):
        self.run_command(
            "import_cables", self.path, "--publish", "--released", "2011-08-30"
        )
        self.assertEqual(Cable.objects.get().released.year, 2011)

    def test_errors_are_one_line(self):
        (self.folder.path / "empty").mkdir()
        for source, words in (
            (self.folder.path / "nowhere", "there is no such file"),
            (self.folder.path / "empty", "there is no cable in this folder"),
        ):
            with self.subTest(words), self.assertRaisesMessage(CommandError, words):
                self.run_command("import_cables", source)
        failure = DatabaseError("disk\nfull")
        with (
            mock.patch(
                "cables.management.commands.import_cables.import_cables",
                side_effect=failure,
            ),
            self.assertRaisesMessage(CommandError, "disk full") as caught,
        ):
            self.run_command("import_cables", self.path)
        self.assertEqual(caught.exception.returncode, 1)

    def test_wrong_arguments_are_refused(self):
        for option, value in (
            ("--released", "2011-02-30"),
            ("--released", "soon"),
            ("--limit", "0"),
            ("--processes", "-1"),
            ("--format", "xml"),
        ):
            with self.subTest(option=option), self.assertRaises(CommandError):
                self.run_command("import_cables", self.path, option, value)

    def test_interruption_says_how_to_go_on(self):
        with mock.patch(
            "cables.management.commands.import_cables.stopped_by_signal"
        ) as stopped:
            stopped.return_value.__enter__.return_value = lambda: True
            _, err = self.run_command("import_cables", self.path, "--publish", code=130)
        self.assertIn(f"manage.py import_cables {self.path} --publish --resume", err)
        self.run_command("import_cables", self.path, "--publish", "--resume")

    def test_articles_that_are_no_links_are_told(self):
        path = self.folder.write("a.html", page(articles=[("EL PAIS", "EL PAIS")]))
        _, err = self.run_command("import_cables", path)
        self.assertIn("“EL PAIS” is named as an article but is no link", err)


class StopTests(ImportCase):
    def test_the_first_signal_asks_and_the_second_ends(self):
        with stopped_by_signal() as stop:
            self.assertFalse(stop())
            os.kill(os.getpid(), signal.SIGINT)
            self.assertTrue(stop())
            os.kill(os.getpid(), signal.SIGINT)  # the same press, passed on
            with (
                mock.patch.object(terminal, "ONE_PRESS", -1),
                self.assertRaises(KeyboardInterrupt),
            ):
                os.kill(os.getpid(), signal.SIGINT)


class ProgressTests(ImportCase):
    def progress(self, done):
        return Progress(
            done=done, total=100, created=done, updated=0, unchanged=0, rejected=0
        )

    def test_a_line_now_and_then_where_there_is_no_terminal(self):
        stream = io.StringIO()
        with (
            mock.patch.object(terminal, "EVERY", 0),
            shown_progress(stream) as progress,
        ):
            progress(self.progress(10))
            progress(self.progress(50))
        self.assertRegex(stream.getvalue(), r"50 %: 50 records, [\d,]+ a second")

    def test_nothing_where_it_is_over_at_once(self):
        stream = io.StringIO()
        with shown_progress(stream) as progress:
            progress(self.progress(100))
        self.assertEqual(stream.getvalue(), "")


class OtherCommandTests(CommandCase):
    def test_resolve_references(self):
        self.load(csv_record(), csv_record("05MEXICO11", number="1"))
        Reference.objects.update(target=None)
        out, _ = self.run_command("resolve_references", "--json")
        self.assertGreater(json.loads(out)["resolved"], 0)
        out, _ = self.run_command("resolve_references")
        self.assertIn("0 references resolved", out)

    def test_import_articles(self):
        self.load(csv_record())
        path = self.folder.write(
            "articles.csv",
            "url,cables\nhttps://example.com/a,06MEXICO12\nhttps://example.com/b,06X1\n",
        )
        out, err = self.run_command("import_articles", path, code=3)
        self.assertIn("1 changed (1 created", out)
        self.assertIn("articles.csv:3: cables: “06X1”: there is no such cable", err)
        out, _ = self.run_command("import_articles", path, "--json", code=3)
        self.assertEqual(json.loads(out)["unchanged"], 1)
        with self.assertRaises(CommandError):
            self.run_command("import_articles", Path("nowhere.csv"))
