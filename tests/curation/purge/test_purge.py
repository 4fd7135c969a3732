"""A purge is started once, told of in numbers, and gone on with after a kill."""

from django.contrib.auth.models import User
from django.core.cache import caches

from cables.choices import (
    JobState,
    RedactionState,
)
from cables.curation.jobs import queue
from cables.curation.purge import steps
from cables.curation.purge.verbs import (
    NothingToPurge,
    PurgeRuns,
    preview,
    start_purge,
)
from cables.models.sealed import (
    ImportConflict,
    Job,
    Purge,
)
from tests import factories as make

from .cases import BOX, take_out
from .purge_case import WORDS, PurgeCase


class StartTests(PurgeCase):
    def test_nothing_waits(self):
        take_out(self.block, WORDS, state=RedactionState.PROPOSED, approved_by=None)
        with self.assertRaises(NothingToPurge):
            start_purge(user=self.user)

    def test_each_redaction_is_purged_once(self):
        redaction = take_out(self.block, WORDS)
        purge = self.purge()
        redaction.refresh_from_db()
        self.assertEqual(redaction.purge, purge)
        self.assertIsNotNone(purge.finished)
        self.assertEqual(purge.requested_by, self.user)
        with self.assertRaises(NothingToPurge):
            start_purge(user=self.user)

    def test_words_that_come_back_are_purged_again(self):
        redaction = take_out(self.block, WORDS)
        first = self.purge()
        ImportConflict.objects.create(cable=self.cable, field="sender", incoming=WORDS)
        self.assertEqual(preview()["redactions"], 1)
        again = self.purge()
        self.assertEqual(self.counts(again)["differences"], 1)
        self.assertEqual(ImportConflict.objects.get().incoming, BOX)
        redaction.refresh_from_db()
        self.assertEqual((redaction.purge, first.pk == again.pk), (again, False))
        with self.assertRaises(NothingToPurge):
            start_purge(user=self.user)

    def test_one_at_a_time(self):
        take_out(self.block, WORDS)
        start_purge(user=self.user)
        with self.assertRaises(PurgeRuns):
            start_purge(user=self.user)

    def test_preview_counts_and_changes_nothing(self):
        take_out(self.block, WORDS)
        link = make.make_article_link(self.cable, quote=WORDS)
        seen = preview()
        self.assertEqual((seen["redactions"], seen["cables"]), (1, 1))
        self.assertEqual(seen["found"]["quotations"], 1)
        self.assertNotIn("Quennerby", str(seen))
        link.refresh_from_db()
        self.assertEqual(link.quote, WORDS)

    def test_who_may_not_purge_any_more_does_not(self):
        """The operator, at the command line, may."""
        take_out(self.block, WORDS)
        job = start_purge(user=self.user)
        self.user.user_permissions.clear()
        self.assertIn("may not do it any more", self.run_(job).message)
        by_operator = start_purge(user=None)
        User.objects.all().update(is_active=False)
        self.assertEqual(self.run_(by_operator).state, JobState.FINISHED)
        Purge.objects.update(finished=None)
        job = start_purge(user=self.user)
        Job.objects.filter(pk=job.pk).update(user=None)  # whose account is gone
        self.assertEqual(self.run_(job).state, JobState.FAILED)

    def run_(self, job):
        queue.run_job.call(job.pk)
        job.refresh_from_db()
        return job

    def test_sign_ins_that_failed_stay_counted(self):
        for name in caches:
            caches[name].set("a", name)
        take_out(self.block, WORDS)
        self.purge()
        kept = {name for name in caches if caches[name].get("a")}
        self.assertEqual(kept, {"default", "rate"})

    def test_no_word_in_what_is_noted(self):
        take_out(self.block, WORDS)
        purge = self.purge()
        said = str(list(Job.objects.values())) + str(purge.steps)
        self.assertNotIn("Quennerby", said)


class ResumeTests(PurgeCase):
    """A worker that dies at any step leaves what the next one goes on with."""

    def test_every_step_can_die(self):
        for name in steps.STEPS:
            with self.subTest(step=name):
                self.die_in(name)

    def die_in(self, name):
        block = make.make_paragraph(self.cable, f"{name} {WORDS}.")
        take_out(block, WORDS)
        link = make.make_article_link(self.cable, quote=WORDS)
        job = start_purge(user=self.user)

        def die(work):
            raise KeyboardInterrupt  # as a kill: nothing is noted

        whole = dict(steps.STEPS)
        steps.STEPS[name] = die
        try:
            with self.assertRaises(KeyboardInterrupt):
                queue.run_job.call(job.pk)
        finally:
            steps.STEPS |= whole
        Job.objects.filter(pk=job.pk).update(beat=None, state=JobState.QUEUED)
        queue.run_job.call(job.pk)
        job.refresh_from_db()
        self.assertEqual(job.state, JobState.FINISHED, job.message)
        purge = Purge.objects.get(pk=job.options["purge"])
        self.assertEqual(self.counts(purge)["quotations"], 1)
        link.refresh_from_db()
        self.assertEqual(link.quote, BOX)
        self.assertEqual([one["step"] for one in purge.steps], list(whole))

    def test_a_failed_purge_is_gone_on_with(self):
        take_out(self.block, WORDS)
        job = start_purge(user=self.user)
        queue.stop(job)
        again = start_purge(user=self.user)
        self.assertEqual(again.options, job.options)
        queue.run_job.call(again.pk)
        self.assertIsNotNone(Purge.objects.get().finished)

    def test_what_was_undone_meanwhile_is_left(self):
        redaction = take_out(self.block, WORDS)
        link = make.make_article_link(self.cable, quote=WORDS)
        job = start_purge(user=self.user)
        redaction.state = RedactionState.UNDONE
        redaction.save()
        queue.run_job.call(job.pk)
        link.refresh_from_db()
        self.assertEqual(link.quote, WORDS)
