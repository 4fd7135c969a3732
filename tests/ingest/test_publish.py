"""An import that publishes, and what it leaves alone."""

from datetime import UTC, datetime, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from cables.choices import Action, ReasonCode, RedactionState, State
from cables.curation.cables import save_cable
from cables.models import (
    Cable,
    Paragraph,
    current_epoch,
)
from cables.models.sealed import Redaction, SealedText
from tests.admin.editors import make_chief

from .cases import ImportCase
from .records import csv_record, page


class PublishTests(ImportCase):
    RELEASED = datetime(2011, 8, 30, tzinfo=UTC)

    def test_publish(self):
        self.load(csv_record(), publish=True)
        cable = Cable.objects.get()
        self.assertTrue(cable.is_public)
        self.assertEqual(cable.changes.get().action, Action.PUBLISHED)
        self.assertEqual(current_epoch(), 1)

    def test_the_given_release_is_before_the_sources(self):
        self.load(page(), name="a.html", publish=True, released=self.RELEASED)
        self.assertEqual(Cable.objects.get().released, self.RELEASED)

    def test_the_sources_release_is_before_now(self):
        self.load(page(), name="a.html", publish=True)
        released = Cable.objects.get().released
        self.assertEqual(released, datetime(2011, 2, 12, 12, tzinfo=UTC))

    def test_drafts_are_published_by_a_later_import(self):
        self.load(csv_record())
        report = self.load(csv_record(), publish=True)
        self.assertCounts(report, updated=1)
        self.assertTrue(Cable.objects.get().is_public)
        self.assertCounts(self.load(csv_record(), publish=True), unchanged=1)

    def test_no_import_brings_back_what_an_editor_withdrew_or_holds(self):
        self.load(csv_record())
        for state, on_hold in (
            (State.WITHDRAWN, False),
            (State.REVIEW, False),
            (State.DRAFT, True),
        ):
            Cable.objects.update(state=state, on_hold=on_hold)
            for raw in (csv_record(), csv_record(classification="SECRET")):
                with self.subTest(state=state, on_hold=on_hold):
                    self.load(raw, publish=True)
                    self.assertFalse(Cable.objects.get().is_public)

    def test_no_import_publishes_what_an_editor_could_not(self):
        self.load(csv_record(), csv_record("06MEXICO13", number="13"))
        ready, sealed = Cable.objects.order_by("number")
        redaction = Redaction.objects.create(
            sealed_text=SealedText.objects.create(cable=sealed, text="Two ships"),
            start=0,
            end=3,
            reason=ReasonCode.choices[0][0],
            replacement="XXX",
            proposed_by=get_user_model().objects.create_user("one"),
        )
        Paragraph.objects.filter(cable=ready).delete()
        raw = csv_record(), csv_record("06MEXICO13", number="13")
        self.assertCounts(self.load(*raw, publish=True), unchanged=2)
        self.assertFalse(Cable.objects.exclude(state=State.DRAFT).exists())
        redaction.approved_by = get_user_model().objects.create_user("two")
        redaction.state = RedactionState.APPROVED
        redaction.save()
        self.assertCounts(self.load(*raw, publish=True), updated=1, unchanged=1)
        self.assertTrue(Cable.objects.get(number=13).is_public)

    def test_nobody_publishes_their_own_edits_by_importing(self):
        """Nor what has lost its subject; the operator has no own work."""
        chief, other = make_chief(), make_chief()
        for raw in (csv_record(), csv_record(classification="SECRET")):
            Cable.objects.all().delete()
            self.load(csv_record())
            cable = Cable.objects.get()
            save_cable(cable, user=chief, values={"subject": " "})
            self.load(raw, publish=True)
            save_cable(cable, user=chief, values={"subject": "MY OWN WORDS"})
            self.load(raw, publish=True, user=chief)
            self.assertEqual(Cable.objects.get().state, State.DRAFT)
        self.load(raw, publish=True, user=other)
        self.assertEqual(Cable.objects.get().state, State.PUBLISHED)
        Cable.objects.update(state=State.DRAFT)
        self.load(raw, publish=True)
        self.assertEqual(Cable.objects.get().state, State.PUBLISHED)

    def test_an_import_without_publish_takes_nothing_back(self):
        self.load(csv_record(), publish=True)
        self.load(csv_record(classification="SECRET"))
        self.assertEqual(Cable.objects.get().state, State.PUBLISHED)

    def test_a_release_to_come_is_not_brought_forward(self):
        """A page that names an old date does not publish what waits for a new one."""
        later = timezone.now() + timedelta(days=30)
        self.load(csv_record(), publish=True, released=later)
        self.load(page(), name="a.html", publish=True)
        self.assertFalse(Cable.objects.get().is_public)
