from datetime import UTC, datetime

from django.test import TestCase
from django.utils import timezone

from cables.choices import Action, ReasonCode, State
from cables.curation import states
from cables.curation.cables import save_cable
from cables.curation.errors import (
    IllegalTransition,
    PublishBlocked,
    ReasonMissing,
    VersionConflict,
)
from cables.curation.paragraphs import save_paragraphs
from cables.curation.tags import set_tags
from cables.models import Cable, Change, current_epoch
from cables.models.revision import Revision
from cables.models.sealed import ImportConflict
from tests.admin.editors import make_editor
from tests.factories import RELEASED, make_cable, make_draft, make_paragraph


class StateTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_editor()

    def stored(self, cable):
        return Cable.objects.get(pk=cable.pk)

    def test_publish_shows_the_cable_and_says_so(self):
        cable = make_draft(paragraphs=["One."])
        states.publish(
            cable, user=self.user, released=RELEASED, reason="Checked twice."
        )
        stored = self.stored(cable)
        self.assertTrue(stored.is_public)
        self.assertEqual(stored.version, 2)
        change = Change.objects.get(cable=cable)
        self.assertEqual(change.action, Action.PUBLISHED)
        self.assertEqual(change.reason, "Checked twice.")
        self.assertEqual(current_epoch(), 1)
        revision = Revision.objects.get(cable=cable)
        self.assertEqual(revision.before, {"state": "draft", "released": None})
        self.assertEqual(revision.after["state"], "published")
        self.assertEqual(revision.user, self.user)
        self.assertEqual(revision.version, 2)

    def test_what_keeps_a_cable_from_readers_is_said_in_sentences(self):
        cable = make_draft(subject=" ", on_hold=True)
        self.assertEqual(
            states.publish_blockers(cable),
            [
                "Subject is empty.",
                "It has no date of release.",
                "It has no paragraphs.",
                "It is on hold.",
            ],
        )
        with self.assertRaisesMessage(PublishBlocked, "Subject is empty."):
            states.publish(cable, user=self.user)
        self.assertEqual(self.stored(cable).state, State.DRAFT)
        self.assertEqual(current_epoch(), 0)
        self.assertFalse(Revision.objects.exists())

    def test_an_open_conflict_is_a_warning_only(self):
        cable = make_draft(paragraphs=["One."])
        ImportConflict.objects.create(cable=cable, field="subject", incoming="Other")
        states.publish(cable, user=self.user, released=RELEASED)
        self.assertEqual(
            states.publish_warnings(cable),
            ["1 difference from a later import waits for a decision."],
        )

    def test_withdraw_counts_the_words_and_needs_a_reason(self):
        cable = make_cable(word_count=120)
        with self.assertRaises(ReasonMissing):
            states.withdraw(cable, user=self.user, reason_code="")
        states.withdraw(
            cable,
            user=self.user,
            reason_code=ReasonCode.SOURCE_SAFETY,
            reason="Names a source.",
        )
        self.assertEqual(self.stored(cable).state, State.WITHDRAWN)
        change = Change.objects.get(cable=cable)
        self.assertEqual(change.words, 120)
        self.assertEqual(change.reason_code, ReasonCode.SOURCE_SAFETY)
        self.assertEqual(current_epoch(), 1)

    def test_a_withdrawn_cable_comes_back(self):
        cable = make_cable(paragraphs=["One."])
        states.withdraw(cable, user=self.user, reason_code=ReasonCode.ERROR)
        states.publish(cable, user=self.user)
        self.assertTrue(self.stored(cable).is_public)
        actions = Change.objects.order_by("id").values_list("action", flat=True)
        self.assertEqual(list(actions), [Action.WITHDRAWN, Action.PUBLISHED])

    def test_hold_and_release(self):
        cable = make_cable()
        states.hold(cable, user=self.user, reason="A question.")
        self.assertFalse(self.stored(cable).is_public)
        states.release_hold(cable, user=self.user)
        self.assertTrue(self.stored(cable).is_public)
        actions = Change.objects.order_by("id").values_list("action", flat=True)
        self.assertEqual(list(actions), [Action.HELD, Action.RELEASED])
        self.assertEqual(current_epoch(), 2)

    def test_holding_a_draft_tells_readers_nothing(self):
        cable = make_draft()
        states.hold(cable, user=self.user)
        self.assertFalse(Change.objects.exists())
        self.assertEqual(current_epoch(), 0)
        self.assertEqual(Revision.objects.get().after, {"on_hold": True})

    def test_review_and_draft(self):
        cable = make_draft()
        states.send_to_review(cable, user=self.user)
        self.assertEqual(self.stored(cable).state, State.REVIEW)
        states.back_to_draft(cable, user=self.user)
        self.assertEqual(self.stored(cable).state, State.DRAFT)
        self.assertFalse(Change.objects.exists())

    def test_illegal_transitions(self):
        public, draft = make_cable(), make_draft()
        withdraw = {"reason_code": ReasonCode.OTHER}
        cases = [
            (states.publish, public, {}),
            (states.withdraw, draft, withdraw),
            (states.send_to_review, public, {}),
            (states.back_to_draft, public, {}),
            (states.back_to_draft, draft, {}),
            (states.release_hold, public, {}),
        ]
        for verb, cable, options in cases:
            with self.subTest(verb=verb.__name__, state=cable.state):
                with self.assertRaises(IllegalTransition) as raised:
                    verb(cable, user=self.user, **options)
                self.assertRegex(str(raised.exception), r"^06LOWMOOR\d+ is .*\.$")
                self.assertEqual(self.stored(cable).version, 1)

    def test_a_second_editor_is_told(self):
        cable = make_draft(paragraphs=["One."], released=RELEASED)
        states.send_to_review(cable, user=self.user, expected_version=1)
        with self.assertRaises(VersionConflict) as raised:
            states.publish(cable, user=self.user, expected_version=1)
        self.assertEqual(raised.exception.theirs.version, 2)
        self.assertEqual(raised.exception.theirs.state, State.REVIEW)

    def test_a_release_to_come_is_published_and_not_yet_public(self):
        cable = make_draft()
        make_paragraph(cable)
        later = timezone.now() + timezone.timedelta(days=2)
        states.publish(cable, user=self.user, released=later)
        self.assertFalse(self.stored(cable).is_public)
        self.assertFalse(Change.objects.public().exists())

    def test_blockers_of_many_cost_three_queries(self):
        cables = [make_draft(paragraphs=["x"]) for _ in range(5)]
        with self.assertNumQueries(3):
            states.publish_blockers_of(cables, self.user)

    def test_a_hold_that_takes_words_from_readers_says_why(self):
        cable = make_cable()
        with self.assertRaises(ReasonMissing):
            states.hold(cable, user=self.user, reason=" ")
        self.assertFalse(self.stored(cable).on_hold)
        states.hold(cable, user=self.user, reason_code=ReasonCode.COURT_ORDER)
        self.assertTrue(self.stored(cable).on_hold)

    def test_where_a_cable_stands_in_words(self):
        later = datetime(2999, 12, 1, 9, 30, tzinfo=UTC)
        for fields, said in [
            ({"state": State.REVIEW}, "In review"),
            ({"on_hold": True}, "Published, on hold"),
            ({"released": later}, "Published, embargoed until 2999-12-01 09:30 UTC"),
            ({"released": later, "state": State.DRAFT}, "Draft"),
            ({"released": later, "on_hold": True}, "Published, on hold"),
            ({}, "Published"),
        ]:
            with self.subTest(said=said):
                self.assertEqual(states.standing(make_cable(**fields)), said)


class OwnWorkTests(TestCase):
    """Nobody publishes what they wrote: the history knows who did."""

    def setUp(self):
        self.author, self.other = make_editor(), make_editor()
        self.cable = make_draft(paragraphs=["One."], released=RELEASED)

    def is_own(self, user):
        return states.own_work([self.cable], user) == {self.cable.pk}

    def write(self, user):
        self.cable.refresh_from_db()
        number = self.cable.version
        save_cable(self.cable, user=user, values={"subject": f"ROUND {number}"})

    def test_fields_tags_and_paragraphs_are_own_work(self):
        block = self.cable.paragraphs.get()
        values = {"kind": block.kind, "label": "1", "marking": "C", "id": block.pk}
        verbs = [
            lambda user: self.write(user),
            lambda user: set_tags(self.cable, user=user, names=["PREL"]),
            lambda user: save_paragraphs(
                self.cable, user=user, blocks=[{**values, "text": "Two."}]
            ),
        ]
        for verb in verbs:
            user = make_editor(is_superuser=True)
            verb(user)
            self.assertTrue(self.is_own(user))
            self.assertFalse(self.is_own(self.other))
            with self.assertRaisesMessage(PublishBlocked, states.OWN_WORK):
                states.publish(self.cable, user=user)
            self.assertEqual(Cable.objects.get(pk=self.cable.pk).state, State.DRAFT)

    def test_moving_a_cable_is_not(self):
        states.send_to_review(self.cable, user=self.author)
        states.back_to_draft(self.cable, user=self.author)
        states.hold(self.cable, user=self.author)
        states.release_hold(self.cable, user=self.author)
        self.assertFalse(self.is_own(self.author))
        states.publish(self.cable, user=self.author)
        self.assertFalse(self.is_own(self.author))

    def test_what_was_published_since_is_not(self):
        self.write(self.author)
        states.publish(self.cable, user=self.other)
        self.assertFalse(self.is_own(self.author))
        self.write(self.author)  # a correction of a public cable goes out at once
        self.assertTrue(self.is_own(self.author))
        states.withdraw(self.cable, user=self.other, reason_code=ReasonCode.ERROR)
        with self.assertRaisesMessage(PublishBlocked, states.OWN_WORK):
            states.publish(self.cable, user=self.author)
        states.publish(self.cable, user=self.other)
        self.assertFalse(self.is_own(self.author))

    def test_of_many_cables_in_one_query(self):
        others = [make_draft() for _ in range(4)]
        self.write(self.author)
        with self.assertNumQueries(1):
            own = states.own_work([self.cable, *others], self.author)
        self.assertEqual(own, {self.cable.pk})
