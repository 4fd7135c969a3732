from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.test import TestCase
from django.utils import timezone

from cables.choices import Action, State
from cables.curation.cables import add_former_id, save_cable
from cables.curation.conflicts import decide_conflict
from cables.curation.errors import (
    AlreadyDecided,
    CurationError,
    IdTaken,
    VersionConflict,
)
from cables.curation.revisions import first_broken, values_at
from cables.models import Cable, Change, OldAddress, content_sha256, current_epoch
from cables.models.revision import Revision
from cables.models.sealed import ImportConflict
from tests.admin.editors import make_editor
from tests.factories import make_cable, make_draft, make_old_address, make_post


class SaveCableTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_editor()

    def save(self, cable, **values):
        return save_cable(cable, user=self.user, values=values, why="A slip.")

    def test_what_a_person_set_is_kept_as_theirs(self):
        cable = make_cable(subject="HARBUOR", curated=["tags"])
        post = make_post("Embassy Highmoor")
        saved = self.save(cable, subject="HARBOUR", post=post)
        stored = Cable.objects.get(pk=cable.pk)
        self.assertEqual(stored.subject, "HARBOUR")
        self.assertEqual(stored.post, post)
        self.assertEqual(stored.curated, ["post", "subject", "tags"])
        self.assertEqual(stored.version, saved.version)
        self.assertEqual(stored.version, 2)
        self.assertEqual(
            stored.sha256,
            content_sha256(subject="HARBOUR", header=cable.header, body=cable.body),
        )

    def test_who_may_not_publish_moves_no_release_of_a_published_cable(self):
        later = timezone.now() + timedelta(days=9)
        embargoed = make_cable(released=later)
        with self.assertRaises(ValidationError) as caught:
            self.save(embargoed, released=timezone.now())
        self.assertIn("released", caught.exception.message_dict)
        self.assertFalse(Cable.objects.get(pk=embargoed.pk).is_public)
        draft = make_draft()
        self.assertEqual(self.save(draft, released=later).released, later)
        approver = make_editor("publish_cable")
        now = timezone.now()
        save_cable(embargoed, user=approver, values={"released": now}, why="Now.")
        self.assertTrue(Cable.objects.get(pk=embargoed.pk).is_public)

    def test_history_has_before_and_after(self):
        cable = make_cable(subject="HARBUOR")
        self.save(cable, subject="HARBOUR", declassify_on=date(2016, 4, 6))
        revision = Revision.objects.get()
        self.assertEqual(revision.before, {"subject": "HARBUOR", "declassify_on": None})
        self.assertEqual(
            revision.after, {"subject": "HARBOUR", "declassify_on": "2016-04-06"}
        )
        self.assertEqual((revision.why, revision.user), ("A slip.", self.user))
        self.assertEqual(revision.cable, cable)

    def test_readers_are_told_of_a_public_cable_only(self):
        self.save(make_draft(), subject="OTHER")
        self.assertFalse(Change.objects.exists())
        self.assertEqual(current_epoch(), 0)
        self.save(make_cable(), subject="OTHER")
        self.assertEqual(Change.objects.get().action, Action.CORRECTED)
        self.assertEqual(current_epoch(), 1)

    def test_the_same_values_change_nothing(self):
        cable = make_cable()
        self.save(cable, subject=cable.subject, post=cable.post)
        self.assertEqual(Cable.objects.get(pk=cable.pk).version, 1)
        self.assertFalse(Revision.objects.exists())

    def test_a_second_editor_is_told_and_nothing_is_saved(self):
        cable = make_cable()
        self.save(cable, subject="THEIRS")
        with self.assertRaises(VersionConflict) as raised:
            save_cable(
                cable, user=self.user, values={"subject": "MINE"}, expected_version=1
            )
        self.assertEqual(raised.exception.theirs.subject, "THEIRS")
        self.assertEqual(Cable.objects.get(pk=cable.pk).subject, "THEIRS")

    def test_state_is_not_a_field_to_save(self):
        with self.assertRaisesMessage(ValueError, "save_cable does not set state"):
            self.save(make_draft(), state=State.PUBLISHED)

    def test_wrong_values_are_refused(self):
        cable = make_cable()
        for values in (
            {"classification": "TOP SECRET"},
            {"reference_id": "06lowmoor1"},
            {"subject": "A" * 2_001},
            {"released": None},
            {"canonical": cable},
            {"reference_id": make_cable().reference_id},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                save_cable(cable, user=make_editor("publish_cable"), values=values)
        self.assertEqual(Cable.objects.get(pk=cable.pk).version, 1)

    def test_a_former_id_goes_on_leading_to_the_cable(self):
        cable = make_cable("06LOWMOOR1X")
        self.save(cable, reference_id="06LOWMOOR1Y")
        self.assertEqual(OldAddress.objects.get().former_id, "06LOWMOOR1X")
        self.save(cable, reference_id="06LOWMOOR1X")
        self.assertEqual(OldAddress.objects.get().former_id, "06LOWMOOR1Y")

    def test_an_id_that_leads_elsewhere_is_not_taken(self):
        make_old_address(make_cable(), "06LOWMOOR1Z")
        with self.assertRaises(IdTaken):
            self.save(make_cable(), reference_id="06LOWMOOR1Z")

    def test_former_ids_can_be_added(self):
        cable = make_cable()
        add_former_id(cable, former_id=" 06moor9 ", user=self.user)
        self.assertEqual(OldAddress.objects.get().former_id, "06MOOR9")
        with self.assertRaises(IdTaken):
            add_former_id(cable, former_id=cable.reference_id, user=self.user)

    def test_the_ground_that_two_editors_stand_on(self):
        cable = make_cable(subject="ONE", signatory="A")
        for subject in ("TWO", "THREE"):
            self.save(cable, subject=subject)
        self.assertEqual(values_at(cable, 1), {"subject": "ONE"})
        self.assertEqual(values_at(cable, 2), {"subject": "TWO"})
        self.assertEqual(values_at(cable, 3), {})


class HistoryTests(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.cable = make_cable()
        for subject in ("ONE", "TWO", "THREE"):
            save_cable(self.cable, user=self.user, values={"subject": subject})

    def test_a_whole_chain(self):
        self.assertIsNone(first_broken(self.cable))

    def test_a_changed_row_shows(self):
        second = Revision.objects.order_by("id")[1]
        Revision.objects.filter(pk=second.pk).update(why="Something else")
        self.assertEqual(first_broken(self.cable), second)

    def test_a_row_taken_out_shows(self):
        second = Revision.objects.order_by("id")[1]
        second.delete()
        self.assertEqual(first_broken(self.cable), Revision.objects.latest("id"))

    def test_an_account_that_is_gone_breaks_nothing(self):
        self.user.delete()
        self.assertIsNone(first_broken(self.cable))


class DecideConflictTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_editor()
        cls.cable = make_cable(subject="MINE", tags=["PREL"], curated=["subject"])

    def make(self, field, incoming):
        return ImportConflict.objects.create(
            cable=self.cable, field=field, incoming=incoming
        )

    def decide(self, conflict, take):
        return decide_conflict(conflict, user=self.user, take=take)

    def test_take(self):
        post = make_post("Embassy Highmoor")
        for field, incoming in [
            ("subject", "THEIRS"),
            ("post", post.pk),
            ("created", "2006-04-11T00:00:00+00:00"),
            ("tags", ["PGOV", "PREL"]),
        ]:
            with self.subTest(field=field):
                done = self.decide(self.make(field, incoming), take=True)
                self.assertEqual(done.decided_by, self.user)
        stored = Cable.objects.get(pk=self.cable.pk)
        self.assertEqual(stored.subject, "THEIRS")
        self.assertEqual(stored.post, post)
        self.assertEqual(stored.created.day, 11)
        self.assertEqual([tag.name for tag in stored.tags.all()], ["PGOV", "PREL"])

    def test_keep(self):
        self.decide(self.make("subject", "THEIRS"), take=False)
        self.assertEqual(Cable.objects.get(pk=self.cable.pk).subject, "MINE")
        revision = Revision.objects.get()
        self.assertEqual(revision.model, "importconflict")
        self.assertIs(revision.after["taken"], False)
        self.assertNotIn("THEIRS", str((revision.before, revision.after)))

    def test_only_once(self):
        conflict = self.make("subject", "THEIRS")
        self.decide(conflict, take=False)
        with self.assertRaises(AlreadyDecided):
            self.decide(conflict, take=True)

    def test_paragraphs_are_not_taken_as_a_whole(self):
        with self.assertRaises(CurationError):
            self.decide(self.make("paragraphs", [["par1", "Text"]]), take=True)
