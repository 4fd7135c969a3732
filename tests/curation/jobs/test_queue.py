import threading
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from django.db import OperationalError, connection, transaction
from django.test import TestCase, TransactionTestCase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cables.choices import ItemState, JobKind, JobState
from cables.curation.errors import CurationError
from cables.curation.jobs import queue
from cables.curation.jobs.holds import Hold, is_dead
from cables.curation.jobs.items import work_through
from cables.curation.jobs.queue import (
    JobLost,
    Paused,
    Run,
    claim,
    find_lost,
    retry,
    run_job,
    start,
    stop,
)
from cables.curation.jobs.sweep import sweep
from cables.models.sealed import Job, JobItem
from tests.admin.editors import make_editor
from tests.curation.jobs.working import work

KIND = JobKind.LINK_CHECK


class QueueCase(TestCase):
    def setUp(self):
        self.enterContext(self.settings(VAR_DIR=self._folder()))

    def _folder(self):
        return Path(self.enterContext(TemporaryDirectory()))

    def handle_with(self, function):
        self.enterContext(patch.dict(queue._handlers, {KIND: function}))

    def start(self, count=3, **more):
        items = [(key, f"item {key}") for key in range(1, count + 1)]
        return start(kind=KIND, title="Some", user=None, items=items, **more)

    def states(self, job):
        return list(job.items.order_by("id").values_list("state", flat=True))


class RunTests(QueueCase):
    def test_a_job_is_run_once(self):
        ran = []
        self.handle_with(lambda run: ran.append(run.job.pk))
        job = work(self.start())
        self.assertEqual(job.state, JobState.FINISHED)
        work(job)
        self.assertEqual(ran, [job.pk])
        self.assertIsNotNone(job.finished)
        self.assertEqual(job.total, 3)

    def test_the_task_is_queued_with_the_job_or_not_at_all(self):
        with self.assertRaises(KeyError), transaction.atomic():
            self.start()
            raise KeyError
        self.assertFalse(Job.objects.exists())
        self.assertFalse(DBTaskResult.objects.exists())
        self.start()
        self.assertEqual(DBTaskResult.objects.ready().count(), 1)

    def test_a_fault_is_named_without_any_words(self):
        def fail(run):
            raise ValueError("secret words")

        self.handle_with(fail)
        job = work(self.start())
        self.assertEqual(job.state, JobState.FAILED)
        self.assertRegex(job.message, r"^ValueError in fail, line \d+\.$")

    def test_what_an_editor_can_mend_is_a_sentence(self):
        def fail(run):
            raise CurationError("The tag is gone.")

        self.handle_with(fail)
        self.assertEqual(work(self.start()).message, "The tag is gone.")

    def test_retry_goes_on_with_what_failed(self):
        fails = {2}

        def do(items):
            for item in items:
                if item.object_id in fails:
                    raise ValueError
                item.state = ItemState.DONE

        self.handle_with(lambda run: work_through(run, do))
        job = work(self.start())
        self.assertEqual(self.states(job), ["done", "failed", "done"])
        self.assertEqual((job.done, job.failed), (2, 1))
        self.assertFalse(
            retry(job, user=None)
        )  # it has finished; nothing is hidden by that
        Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
        fails.clear()
        self.assertTrue(retry(job, user=None))
        work(job)
        self.assertEqual(self.states(job), ["done"] * 3)
        self.assertEqual((job.done, job.failed, job.state), (3, 0, "finished"))

    def test_a_database_that_is_away_is_waited_for(self):
        tries = []

        def do(run):
            tries.append(1)
            if len(tries) < 4:
                raise OperationalError("database is locked")

        self.handle_with(do)
        with patch.object(queue.time, "sleep") as sleep:
            self.assertEqual(work(self.start()).state, JobState.FINISHED)
        self.assertEqual(sleep.call_count, 3)

    def test_not_for_ever(self):
        def do(run):
            raise OperationalError("disk full")

        self.handle_with(do)
        with patch.object(queue.time, "sleep"):
            job = work(self.start())
        self.assertEqual(job.state, JobState.FAILED)
        self.assertIn("OperationalError", job.message)

    def test_stopped_in_the_midst(self):
        def do(items):
            for item in items:
                item.state = ItemState.DONE

        def handler(run):
            stop(run.job)
            work_through(run, do)

        self.handle_with(handler)
        job = self.start()
        work(job)
        self.assertEqual(job.state, JobState.CANCELLED)
        self.assertEqual(self.states(job), ["waiting"] * 3)

    def test_stopped_before_it_begins(self):
        self.handle_with(lambda run: self.fail("it ran"))
        job = self.start()
        stop(job)
        self.assertEqual(work(job).state, JobState.CANCELLED)


class LostTests(QueueCase):
    def lose(self, job, **values):
        """Let a job look as if another worker had it."""
        values = {"state": JobState.RUNNING, "claim": "f" * 32} | values
        Job.objects.filter(pk=job.pk).update(**{"beat": timezone.now()} | values)
        DBTaskResult.objects.all().delete()

    def test_a_worker_that_lives_keeps_its_job(self):
        job = self.start()
        self.lose(job)
        self.assertEqual(find_lost(), [])
        self.assertIsNone(claim(job.pk))

    def test_a_silent_one_loses_it(self):
        job = self.start()
        self.lose(job, beat=timezone.now() - timedelta(minutes=1))
        self.assertEqual(find_lost(), [job])
        self.assertEqual(DBTaskResult.objects.ready().count(), 1)
        find_lost()
        self.assertEqual(DBTaskResult.objects.ready().count(), 1)
        run = claim(job.pk)  # kept: whose Run is gone is taken for dead
        self.assertIsNotNone(run)
        self.assertIsNone(claim(job.pk))

    def test_a_dead_one_on_this_machine_loses_it_at_once(self):
        hold = Hold("d" * 32)
        self.assertFalse(is_dead("d" * 32))
        job = self.start()
        self.lose(job, claim="d" * 32)
        self.assertIsNone(claim(job.pk))
        hold.let_go(forget=False)
        self.assertEqual(find_lost(), [job])
        self.assertIsNotNone(claim(job.pk))

    def test_without_a_place_for_files_the_beat_is_the_sign(self):
        self.enterContext(self.settings(VAR_DIR=Path("/dev/null")))
        job = self.start()
        run = claim(job.pk)
        self.assertIsNone(claim(job.pk))
        run.hold.let_go()

    def test_a_job_whose_task_was_lost_is_queued_again(self):
        job = self.start()
        DBTaskResult.objects.update(status="RUNNING")  # taken by a worker that died
        find_lost()
        task = DBTaskResult.objects.ready().get()
        self.assertEqual(task.args_kwargs["args"], [job.pk])

    def test_who_lost_a_job_cannot_write(self):
        job = self.start()
        old = claim(job.pk)
        self.lose(job, beat=timezone.now() - timedelta(minutes=1), claim=old.job.claim)
        new = claim(job.pk)
        with self.assertRaises(JobLost), transaction.atomic():
            JobItem.objects.filter(job=job).update(state=ItemState.DONE)
            old.beat(done=3)
        self.assertEqual(self.states(job), ["waiting"] * 3)
        new.beat(done=1)
        old.end(JobState.FAILED)
        job.refresh_from_db()
        self.assertEqual((job.state, job.done), (JobState.RUNNING, 1))

    def test_asked_to_end_a_worker_gives_the_job_back(self):
        self.enterContext(patch.object(Run, "is_pausing", True))

        def do(run):
            with self.captureOnCommitCallbacks() as callbacks:
                run.beat(done=1)
            callbacks[0]()

        self.handle_with(do)
        job = work(self.start())
        self.assertEqual((job.state, job.done), (JobState.QUEUED, 1))
        self.assertEqual(DBTaskResult.objects.ready().count(), 2)

    def test_pause_comes_after_the_commit(self):
        run = claim(self.start().pk)
        with (
            patch.object(Run, "is_pausing", True),
            self.assertRaises(Paused),
            self.captureOnCommitCallbacks(execute=True),
        ):
            run.beat(done=1)


class SweepTests(QueueCase):
    def test_old_jobs_leave_with_their_items(self):
        old, new, open_ = self.start(), self.start(), self.start()
        long_ago = timezone.now() - timedelta(days=91)
        Job.objects.filter(pk=old.pk).update(state="finished", finished=long_ago)
        Job.objects.filter(pk=new.pk).update(state="failed", finished=timezone.now())
        Job.objects.filter(pk=open_.pk).update(made=long_ago)
        DBTaskResult.objects.update(status="SUCCESSFUL")
        DBTaskResult.objects.filter(pk=DBTaskResult.objects.values("pk")[:1]).update(
            enqueued_at=long_ago
        )
        sweep()
        self.assertEqual(set(Job.objects.all()), {new, open_})
        self.assertEqual(JobItem.objects.filter(job=old.pk).count(), 0)
        self.assertEqual(DBTaskResult.objects.count(), 2)


def claim_in_turn(pk):
    """
    Claim a job. SQLite makes nobody wait for a table of a database in memory, which tests
    have, as it does for a file: ask again.
    """
    for _ in range(1_000):
        try:
            return claim(pk)
        except OperationalError as error:
            if "table is locked" not in str(error):
                raise
    return claim(pk)


class TwoWorkersTests(TransactionTestCase):
    def test_one_of_them_gets_the_job(self):
        job = start(kind=KIND, title="Some", user=make_editor("view_linkcheck"))
        begin, got = threading.Barrier(4), []

        def ask():
            begin.wait()
            got.append(claim_in_turn(job.pk))
            connection.close()

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(got), 4)
        self.assertEqual(sum(run is not None for run in got), 1)

    def test_the_queue_runs_what_waits(self):
        ran = []
        with patch.dict(queue._handlers, {KIND: lambda run: ran.append(run.job.pk)}):
            job = start(kind=KIND, title="Some", user=make_editor("view_linkcheck"))
            run_job.call(job.pk)
        self.assertEqual(ran, [job.pk])
