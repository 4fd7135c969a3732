"""A cable whose words are to be purged, and a purge of all that waits."""

from unittest import mock

from django.test import TransactionTestCase

from cables.choices import (
    JobState,
)
from cables.curation.jobs import queue
from cables.curation.purge import database
from cables.curation.purge.verbs import (
    start_purge,
)
from cables.models.sealed import (
    Purge,
)
from tests import factories as make
from tests.admin.editors import make_editor

WORDS = "Ilvar Quennerby"


class PurgeCase(TransactionTestCase):
    def setUp(self):
        # Writing all tables anew takes seconds: tests/leaks/test_raw_bytes.py does it.
        few = mock.patch.object(database, "tables", lambda: ["cables_change"])
        few.start()
        self.addCleanup(few.stop)
        self.user = make_editor("add_purge")
        self.cable = make.make_cable(
            "06LOWMOOR1", paragraphs=[f"The talks began. {WORDS} said no."]
        )
        self.block = self.cable.paragraphs.get()

    def purge(self):
        job = start_purge(user=self.user, reason="A source is named.")
        queue.run_job.call(job.pk)
        job.refresh_from_db()
        self.assertEqual((job.state, job.message), (JobState.FINISHED, ""))
        return Purge.objects.get(pk=job.options["purge"])

    def counts(self, purge, step="words"):
        return next(one["counts"] for one in purge.steps if one["step"] == step)
