"""A run that was stopped goes on where it was."""

from datetime import UTC, datetime
from unittest import mock

from cables.choices import RunState, State
from cables.ingest import jobs
from cables.ingest.report import Progress
from cables.ingest.sources.base import SourceError
from cables.models import (
    Cable,
    ImportRun,
)

from .cases import ImportCase
from .records import csv_record


class ResumeTests(ImportCase):
    RECORDS = [csv_record(f"06MEXICO{n}", number=str(n)) for n in range(1, 8)]

    def setUp(self):
        super().setUp()
        batches = mock.patch.object(jobs, "BATCH", 2)
        batches.start()
        self.addCleanup(batches.stop)

    def stop_after(self, batches):
        calls = iter([False] * (batches - 1) + [True])
        return lambda: next(calls)

    def test_a_stopped_run_goes_on_where_it_was(self):
        report = self.load(*self.RECORDS, stop=self.stop_after(2))
        self.assertTrue(report.interrupted)
        self.assertCounts(report, created=4)
        self.assertEqual(ImportRun.objects.get().state, RunState.INTERRUPTED)
        report = self.load(*self.RECORDS, resume=True)
        self.assertFalse(report.interrupted)
        self.assertCounts(report, created=7)
        self.assertEqual(Cable.objects.count(), 7)
        run = ImportRun.objects.get()
        self.assertEqual((run.state, run.created_count), (RunState.FINISHED, 7))

    def test_a_resumed_run_publishes_as_the_first_half_did(self):
        released = datetime(2011, 8, 30, tzinfo=UTC)
        self.load(
            *self.RECORDS, stop=self.stop_after(2), publish=True, released=released
        )
        self.load(*self.RECORDS, resume=True)
        self.assertEqual(
            set(Cable.objects.values_list("state", "released")),
            {(State.PUBLISHED, released)},
        )

    def test_a_double_is_found_across_the_interruption(self):
        records = [*self.RECORDS, csv_record("06MEXICO1", number="1", origin="X")]
        self.load(*records, stop=self.stop_after(1))
        report = self.load(*records, resume=True)
        self.assertCounts(report, created=7, rejected=1)

    def test_a_reject_before_the_interruption_is_no_double(self):
        """A good record of an id comes in though a bad one of that id came first."""
        bad = csv_record("06MEXICO8", number="8", classification="COSMIC")
        good = csv_record("06MEXICO8", number="8")
        records = [bad, *self.RECORDS, good]
        path = self.folder.path / "bad.csv"
        self.load(*records, stop=self.stop_after(1))
        report = self.load(*records, resume=True, rejects_path=path)
        self.assertCounts(report, created=8, rejected=1)
        self.assertIn("COSMIC", path.read_text())

    def test_nothing_to_resume(self):
        self.load(*self.RECORDS)
        with self.assertRaisesMessage(SourceError, "no unfinished import"):
            self.load(*self.RECORDS, resume=True)

    def test_a_source_that_has_changed_is_not_resumed(self):
        self.load(*self.RECORDS, stop=self.stop_after(2))
        longer = [b"\n", *self.RECORDS]
        with self.assertRaisesMessage(SourceError, "has changed"):
            self.load(*longer, resume=True)

    def test_limit(self):
        self.assertCounts(self.load(*self.RECORDS, limit=3), created=3)
        self.assertCounts(self.load(*self.RECORDS), created=4, unchanged=3)

    def test_progress(self):
        seen = []
        self.load(*self.RECORDS, progress=seen.append)
        self.assertEqual([one.records for one in seen], [2, 4, 6, 7])
        self.assertIsInstance(seen[-1], Progress)
        self.assertEqual(seen[-1].done, seen[-1].total)

    def test_a_batch_that_fails_leaves_the_ones_before(self):
        with (
            mock.patch("cables.ingest.run.Progress.of", side_effect=[1, ValueError]),
            self.assertRaises(ValueError),
        ):
            self.load(*self.RECORDS)
        self.assertEqual(ImportRun.objects.get().state, RunState.FAILED)
        self.assertCounts(self.load(*self.RECORDS, resume=True), created=7)
