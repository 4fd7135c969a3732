"""Two people approve the same proposal at the same moment: the words leave once."""

import threading
from unittest import skipUnless

from django.db import connection
from django.test import TransactionTestCase

from cables.choices import Action, ReasonCode
from cables.curation.redactions.approve import approve
from cables.curation.redactions.errors import RedactionDecided
from cables.curation.redactions.propose import propose
from tests.admin.editors import make_editor

from .telegram import make_telegram, span_of


@skipUnless(connection.vendor == "postgresql", "SQLite lets one writer in at a time")
class RaceTests(TransactionTestCase):
    def test_two_approvals_at_once(self):
        cable = make_telegram()
        block = cable.paragraphs.get(key="par3")
        (redaction,) = propose(
            cable,
            user=make_editor(),
            paragraph=block,
            spans=[span_of(block.text, "Tomas Brandt")],
            reason=ReasonCode.SOURCE_SAFETY,
        )
        start, answers = threading.Barrier(4), []

        def decide(user):
            start.wait()
            try:
                approve([redaction], user=user)
                answers.append("approved")
            except RedactionDecided:
                answers.append("late")
            finally:
                connection.close()

        threads = [
            threading.Thread(target=decide, args=[make_editor()]) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(answers), ["approved", "late", "late", "late"])
        block.refresh_from_db()
        self.assertEqual(block.text.count("[redacted"), 1)
        self.assertEqual(cable.changes.filter(action=Action.REDACTED).count(), 1)
