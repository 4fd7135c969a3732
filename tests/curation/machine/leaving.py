"""Words are taken out, put back, and purged."""

from unittest import mock

from hypothesis.stateful import precondition, rule

from cables.choices import JobState, ReasonCode
from cables.curation.jobs import queue
from cables.curation.purge import steps
from cables.curation.purge.verbs import start_purge
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.redactions.undo import undo
from cables.models.revision import Revision
from cables.models.sealed import Purge

from .base import numbers
from .blocks import Blocks
from .known_cable import BOX


class Leaving(Blocks):
    @precondition(lambda self: self.known)
    @rule(number=numbers, place=numbers, at=numbers)
    def redact(self, number, place, at):
        known, cable = self.pick(number)
        block = self.pick_block(known, place)
        word = block.words[at % len(block.words)]
        if word.hidden:
            return
        row = cable.paragraphs.get(key=block.key)
        start = row.text.index(word.text)

        def both():
            made = propose(
                cable,
                user=self.editor,
                paragraph=row,
                spans=[(start, start + len(word.text))],
                reason=ReasonCode.SOURCE_SAFETY,
                replacement=BOX,
            )
            return approve(made, user=self.approver)

        if made := self.attempt("redact", both):
            word.hidden = True
            self.redactions.append((known, made[0], word.text))
            known.is_curated = True
            self.remember(known)

    @precondition(lambda self: self.redactions)
    @rule()
    def purge(self):
        job = self.attempt("purge", start_purge, user=self.approver)
        if job is None:
            return
        # The database is not written anew in the midst of a transaction.
        with mock.patch.dict(steps.STEPS, {"database": _left_as_it_is}):
            queue.run_job.call(job.pk)
        job.refresh_from_db()
        assert (job.state, job.message) == (JobState.FINISHED, ""), job.message
        purge = Purge.objects.get(pk=job.options["purge"])
        assert not any(purge.steps[-1]["counts"].values()), purge.steps
        words = {text for _, _, text in self.redactions}
        said = str(list(Revision.objects.values_list("before", "after", "why")))
        assert not [word for word in words if word in said]
        groups = {
            redaction.sealed_text.cable_id for redaction in purge.redactions.all()
        }
        for known in self.known:
            if known.pk in groups:
                known.purge({text for one, _, text in self.redactions if one is known})
                self.touched = known
                self.remember(known)

    @precondition(lambda self: self.redactions)
    @rule(number=numbers)
    def put_back(self, number):
        known, redaction, text = self.redactions[number % len(self.redactions)]
        self.touched = known
        if self.attempt("undo", undo, redaction, user=self.approver, why="No danger."):
            known.find(text).hidden = False
            self.redactions.remove((known, redaction, text))
            known.moments.clear()  # these have boxes for which nobody answers any more
            self.remember(known)


def _left_as_it_is(work):
    work.note("database", done=True)
