from datetime import UTC, datetime

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cables.choices import Action, ItemState, JobState, ReasonCode, State
from cables.curation import states
from cables.curation.cables import save_cable
from cables.curation.errors import CurationError
from cables.curation.jobs.bulk import GONE, SO_ALREADY, look, start_bulk
from cables.curation.jobs.queue import retry
from cables.curation.jobs.undo import can_undo, may_undo_changes, undo
from cables.curation.jobs.verbs import VERBS
from cables.curation.revisions import first_broken
from cables.curation.tags import set_tags, tag_names
from cables.models import Cable, Change, SearchTask, current_epoch, raise_epoch
from cables.models.revision import Revision
from cables.models.sealed import JobItem
from tests.admin.editors import make_chief, make_editor
from tests.curation.jobs.working import notes, picture, work
from tests.factories import RELEASED, make_cable, make_draft, make_post, make_tag

LATER = datetime(2011, 9, 2, tzinfo=UTC)
FUTURE = datetime(2099, 9, 2, tzinfo=UTC)  # which no reader has seen


class BulkCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = make_chief()

    def do(self, verb, cables, **given):
        selected = Cable.objects.filter(pk__in=[cable.pk for cable in cables])
        job = start_bulk(
            verb, selected=selected, user=self.user, given=given, title="Many"
        )
        return work(job)

    def undo(self, job):
        return work(undo(job, user=self.user))


class BulkTests(BulkCase):
    def test_many_are_published_and_some_are_blocked(self):
        good = [make_draft(paragraphs=["One."], released=RELEASED) for _ in range(3)]
        empty = make_draft(released=RELEASED)
        public = make_cable()
        job = self.do("publish", [*good, empty, public], reason="Checked.")
        self.assertEqual(job.state, JobState.FINISHED)
        self.assertEqual((job.total, job.done, job.blocked, job.failed), (5, 3, 2, 0))
        self.assertEqual(
            notes(job),
            {cable.reference_id: (ItemState.DONE, "") for cable in good}
            | {
                empty.reference_id: (ItemState.BLOCKED, "It has no paragraphs."),
                public.reference_id: (
                    ItemState.BLOCKED,
                    "It is published: nothing to publish from there.",
                ),
            },
        )

    def test_each_cable_gets_what_the_single_verb_writes(self):
        """The same rows in the same tables, but for the keys and the moment."""
        alone = make_draft("06LOWMOOR1", paragraphs=["One."], released=RELEASED)
        many = make_draft("06LOWMOOR2", paragraphs=["One."], released=RELEASED)
        states.send_to_review(alone, user=self.user)
        self.do("send_to_review", [many])
        states.publish(alone, user=self.user, reason="Checked.")
        self.do("publish", [many], reason="Checked.")
        states.withdraw(alone, user=self.user, reason_code=ReasonCode.MINOR)
        self.do("withdraw", [many], reason_code=ReasonCode.MINOR)

        def rows(cable):
            fields = ("version", "user", "why", "before", "after")
            changes = ("action", "reason_code", "reason", "words", "was_public")
            stored = Cable.objects.values("state", "released", "version", "on_hold")
            return (
                stored.get(pk=cable.pk),
                list(
                    Revision.objects.filter(cable=cable).order_by("id").values(*fields)
                ),
                list(
                    Change.objects.filter(cable=cable).order_by("id").values(*changes)
                ),
                SearchTask.objects.filter(cable_id=cable.pk).count(),
            )

        self.assertEqual(rows(alone), rows(many))
        self.assertEqual(len(rows(many)[1]), 3)
        self.assertIsNone(first_broken(many))

    def test_a_date_of_release_is_for_those_that_have_none(self):
        dated = make_draft(paragraphs=["One."], released=RELEASED)
        undated = make_draft(paragraphs=["One."])
        self.do("publish", [dated, undated], released=LATER)
        self.assertEqual(Cable.objects.get(pk=dated.pk).released, RELEASED)
        self.assertEqual(Cable.objects.get(pk=undated.pk).released, LATER)

    def test_nobody_publishes_what_they_have_written(self):
        own = make_draft(paragraphs=["One."], released=RELEASED)
        other = make_draft(paragraphs=["One."], released=RELEASED)
        save_cable(own, user=self.user, values={"subject": "MINE"})
        job = self.do("publish", [own, other])
        self.assertEqual(
            notes(job)[own.reference_id], (ItemState.BLOCKED, states.OWN_WORK)
        )
        self.assertEqual(job.done, 1)

    def test_readers_hear_of_it_once_for_each_step(self):
        cables = [make_cable() for _ in range(4)]
        self.do("withdraw", cables, reason_code=ReasonCode.ERROR)
        self.assertEqual(current_epoch(), 1)
        self.assertEqual(Change.objects.filter(action=Action.WITHDRAWN).count(), 4)

    def test_a_cable_that_is_gone_is_said(self):
        cable = make_draft()
        job = start_bulk(
            "send_to_review",
            selected=Cable.objects.filter(pk=cable.pk),
            user=self.user,
            given={},
            title="Many",
        )
        Cable.objects.filter(pk=cable.pk).delete()
        work(job)
        self.assertEqual(notes(job)[cable.reference_id], (ItemState.BLOCKED, GONE))

    def test_what_is_selected_is_fixed_when_it_is_asked_for(self):
        first = make_draft()
        job = start_bulk(
            "send_to_review",
            selected=Cable.objects.filter(state=State.DRAFT),
            user=self.user,
            given={},
            title="Many",
        )
        second = make_draft()
        work(job)
        self.assertEqual(Cable.objects.get(pk=first.pk).state, State.REVIEW)
        self.assertEqual(Cable.objects.get(pk=second.pk).state, State.DRAFT)

    def test_who_lost_the_right_meanwhile_does_nothing(self):
        user = make_editor("change_cable", "change_many_cables")
        cable = make_draft()
        job = start_bulk(
            "send_to_review",
            selected=Cable.objects.all(),
            user=user,
            given={},
            title="Many",
        )
        user.user_permissions.clear()
        work(job)
        self.assertEqual(job.state, JobState.FAILED)
        self.assertIn("may not do it any more", job.message)
        self.assertEqual(Cable.objects.get(pk=cable.pk).state, State.DRAFT)

    def test_tags(self):
        tagged = make_cable(tags=["PREL", "PGOV"])
        bare = make_cable()
        tag = make_tag("PREL")
        job = self.do("add_tag", [tagged, bare], tag=tag)
        self.assertEqual(
            notes(job)[tagged.reference_id], (ItemState.BLOCKED, SO_ALREADY)
        )
        self.assertEqual(tag_names(bare), ["PREL"])
        self.do("remove_tag", [tagged, bare], tag=tag)
        self.assertEqual(tag_names(bare), [])
        self.assertEqual(tag_names(tagged), ["PGOV"])
        self.assertEqual(
            Change.objects.filter(cable=bare, action=Action.RETAGGED).count(), 2
        )

    def test_an_embargo_of_what_readers_see_says_why(self):
        public, draft = make_cable(), make_draft()
        job = self.do("set_released", [public, draft], released=FUTURE)
        state, note = notes(job)[public.reference_id]
        self.assertEqual(state, ItemState.BLOCKED)
        self.assertIn("say why it is to leave them", note)
        self.assertEqual(job.done, 1)
        job = self.do("set_released", [public], released=FUTURE, reason="Asked for.")
        self.assertEqual(job.done, 1)

    def test_fields(self):
        cable, other = make_cable(), make_post("Consulate Highmoor")
        self.do("set_post", [cable], post=other, reason="Misread")
        self.do("set_released", [cable], released=LATER)
        self.do("set_partial", [cable], is_partial=True)
        stored = Cable.objects.get(pk=cable.pk)
        self.assertEqual(
            (stored.post, stored.released, stored.is_partial, stored.version),
            (other, LATER, True, 4),
        )
        self.assertEqual(stored.curated, ["is_partial", "post", "released"])


class LookTests(BulkCase):
    def test_reasons_are_counted_and_nothing_is_changed(self):
        cables = [
            make_draft(paragraphs=["One."]),
            make_draft(paragraphs=["One."], released=RELEASED),
            make_draft(released=RELEASED),
            make_draft(released=RELEASED),
        ]
        before = picture()
        found = look("publish", keys=[c.pk for c in cables], user=self.user, given={})
        ids = [cable.reference_id for cable in cables]
        self.assertEqual(
            found,
            {
                "It has no paragraphs.": (2, ids[2:]),
                "It has no date of release.": (1, ids[:1]),
            },
        )
        self.assertEqual(picture(), before)
        self.assertFalse(Revision.objects.exists())
        self.assertFalse(Change.objects.exists())

    def test_no_verb_writes_before_its_batch_does(self):
        """Else looking would change cables."""
        cables = [make_draft(paragraphs=["One."], released=RELEASED), make_cable()]
        keys = [cable.pk for cable in cables]
        given = {
            "withdraw": {"reason_code": ReasonCode.ERROR},
            "hold": {"reason": "?"},
            "add_tag": {"tag": make_tag("PREL")},
            "remove_tag": {"tag": make_tag("PREL")},
            "set_post": {"post": make_post("Consulate Highmoor")},
            "set_released": {"released": LATER},
            "set_partial": {"is_partial": True},
        }
        for verb in VERBS:
            with self.subTest(verb=verb), CaptureQueriesContext(connection) as asked:
                look(verb, keys=keys, user=self.user, given=given.get(verb, {}))
            for query in asked.captured_queries:
                self.assertRegex(query["sql"], "^(SELECT|SAVEPOINT|RELEASE)")

    def test_few_queries(self):
        cables = [make_draft(paragraphs=["One."], released=RELEASED) for _ in range(9)]
        keys = [cable.pk for cable in cables]
        raise_epoch()
        for verb, given in [
            ("publish", {}),
            ("send_to_review", {}),
            ("add_tag", {"tag": make_tag("PREL")}),
        ]:
            with (
                self.subTest(verb=verb),
                self.assertNumQueries(
                    {"publish": 4, "send_to_review": 1, "add_tag": 3}[verb]
                ),
            ):
                look(verb, keys=keys, user=self.user, given=given)


class UndoTests(BulkCase):
    CASES = (
        ("publish", {"released": FUTURE}),
        ("withdraw", {"reason_code": ReasonCode.ERROR}),
        ("hold", {"reason": "A question"}),
        ("release_hold", {}),
        ("send_to_review", {}),
        ("back_to_draft", {}),
        ("set_released", {"released": LATER}),
        ("set_partial", {"is_partial": True}),
    )

    def make_all(self):
        cables = [
            make_draft(paragraphs=["One."]),
            make_draft(paragraphs=["One."], state=State.REVIEW, released=FUTURE),
            make_cable(paragraphs=["One."], tags=["PGOV", "PREL", "ECON"]),
            make_cable(paragraphs=["One."], on_hold=True, tags=["PREL"]),
            make_cable(paragraphs=["One."], state=State.WITHDRAWN),
        ]
        for cable in cables:
            save_cable(cable, user=make_editor(), values={"subject": f"NO {cable.pk}"})
        return cables

    def test_the_state_is_that_of_the_start(self):
        cables, post = self.make_all(), make_post("Consulate Highmoor")
        tag = make_tag("PREL")
        cases = [*self.CASES, ("set_post", {"post": post})]
        cases += [("add_tag", {"tag": tag}), ("remove_tag", {"tag": tag})]
        for verb, given in cases:
            with self.subTest(verb=verb):
                before = picture()
                job = self.do(verb, cables, **given)
                self.assertEqual(job.state, JobState.FINISHED, job.message)
                self.assertGreater(job.done, 0)
                after = picture()
                self.assertNotEqual(after, before)
                undoing = self.undo(job)
                self.assertEqual(
                    (undoing.done, undoing.blocked), (job.done, 0), notes(undoing)
                )
                self.assertEqual(picture(), before)
                self.assertEqual(work(undo(undoing, user=self.user)).blocked, 0)
                self.assertEqual(picture(), after)
                undoing = undoing.undone_by.get()
                self.undo(undoing)
                self.assertEqual(picture(), before)
        for cable in cables:
            self.assertIsNone(first_broken(cable))

    def test_what_somebody_changed_since_stays(self):
        cables = [make_draft(paragraphs=["One."], released=RELEASED) for _ in range(3)]
        job = self.do("publish", cables)
        editor = make_editor()
        states.withdraw(cables[0], user=editor, reason_code=ReasonCode.ERROR)
        save_cable(cables[1], user=editor, values={"subject": "NEW"})
        undoing = self.undo(job)
        self.assertEqual(
            notes(undoing),
            {
                cables[0].reference_id: (
                    ItemState.BLOCKED,
                    f"It was changed since by {editor}.",
                ),
                cables[1].reference_id: (ItemState.DONE, ""),
                cables[2].reference_id: (ItemState.DONE, ""),
            },
        )
        self.assertEqual(Cable.objects.get(pk=cables[0].pk).state, State.WITHDRAWN)
        self.assertEqual(Cable.objects.get(pk=cables[1].pk).subject, "NEW")

    def test_tags_that_somebody_changed_since_stay(self):
        cables = [make_cable(tags=["PREL"]) for _ in range(2)]
        job = self.do("remove_tag", cables, tag=make_tag("PREL"))
        set_tags(cables[0], user=self.user, names=["ECON"])
        undoing = self.undo(job)
        self.assertEqual((undoing.done, undoing.blocked), (1, 1))
        self.assertEqual(tag_names(cables[0]), ["ECON"])
        self.assertEqual(tag_names(cables[1]), ["PREL"])

    def test_the_public_log_is_only_added_to(self):
        cable = make_draft(paragraphs=["One."], released=RELEASED)
        self.undo(self.do("publish", [cable]))
        self.assertEqual(
            list(Change.objects.order_by("id").values_list("action", "was_public")),
            [("published", True), ("withdrawn", True)],
        )

    def test_the_public_log_never_gives_a_title_as_the_reason(self):
        """It has the words that an editor searched for; so has no history."""
        cable = make_cable(paragraphs=["One."])
        job = self.do("hold", [cable], reason="A question.")
        self.undo(self.undo(job))
        told = Change.objects.order_by("id").values_list("action", "reason")
        self.assertEqual(
            list(told), [("held", "A question."), ("released", ""), ("held", "")]
        )
        said = set(Revision.objects.values_list("why", flat=True))
        self.assertIn(f"Undone: job {job.pk}", said)
        self.assertNotIn("Many", str(said))

    def test_what_readers_have_seen_becomes_no_draft(self):
        seen = make_draft(paragraphs=["One."], released=RELEASED)
        unseen = make_draft(paragraphs=["One."], released=FUTURE)
        job = self.do("publish", [seen, unseen])
        undoing = self.undo(job)
        stored = Cable.objects.in_bulk()
        self.assertEqual(stored[seen.pk].state, State.WITHDRAWN)
        self.assertEqual(stored[seen.pk].released, RELEASED)
        self.assertEqual(stored[unseen.pk].state, State.DRAFT)
        told = Change.objects.public().get(action=Action.WITHDRAWN)
        self.assertEqual((told.cable, told.reason_code), (seen, ReasonCode.ERROR))
        self.undo(undoing)
        states_now = set(Cable.objects.values_list("state", flat=True))
        self.assertEqual(states_now, {State.PUBLISHED})
        self.assertIsNone(first_broken(seen))

    def test_who_lost_the_right_meanwhile_undoes_nothing(self):
        self.user = make_editor("change_cable", "change_many_cables")
        job = self.do("send_to_review", [make_draft()])
        undoing = undo(job, user=self.user)
        self.user.is_active = False
        self.user.save()
        self.assertEqual(work(undoing).state, JobState.FAILED)
        self.assertIn("may not do it any more", undoing.message)
        self.assertEqual(Cable.objects.get().state, State.REVIEW)
        with self.assertRaises(CurationError):
            retry(undoing, user=make_editor("change_cable"))
        self.assertTrue(retry(undoing, user=make_chief()))

    def test_undoing_a_withdrawal_is_publishing(self):
        own, other = make_cable(paragraphs=["One."]), make_cable(paragraphs=["One."])
        save_cable(own, user=self.user, values={"subject": "MINE"})
        job = self.do("withdraw", [own, other], reason_code=ReasonCode.ERROR)
        undoing = self.undo(job)
        self.assertEqual(
            notes(undoing),
            {
                own.reference_id: (ItemState.BLOCKED, states.OWN_WORK),
                other.reference_id: (ItemState.DONE, ""),
            },
        )

    def test_undoing_a_withdrawal_takes_the_right_to_publish(self):
        self.user = make_editor("withdraw_cable", "change_many_cables")
        cable = make_cable(paragraphs=["One."])
        job = self.do("withdraw", [cable], reason_code=ReasonCode.ERROR)
        self.assertFalse(may_undo_changes(job, self.user))
        self.assertTrue(may_undo_changes(job, make_chief()))
        self.undo(job)
        self.assertEqual(Cable.objects.get().state, State.WITHDRAWN)

    def test_a_job_is_undone_once(self):
        job = self.do("send_to_review", [make_draft()])
        self.assertTrue(can_undo(job))
        self.undo(job)
        self.assertFalse(can_undo(job))
        with self.assertRaises(CurationError):
            undo(job, user=self.user)

    def test_what_was_blocked_is_not_undone(self):
        draft, public = make_draft(), make_cable()
        job = self.do("send_to_review", [draft, public])
        undoing = self.undo(job)
        self.assertEqual(
            list(JobItem.objects.filter(job=undoing).values_list("label", flat=True)),
            [draft.reference_id],
        )
