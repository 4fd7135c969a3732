from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse

from cables.choices import Action, ReasonCode, State
from cables.curation.cables import save_cable
from cables.models import Cable, Change
from tests.admin.editors import make_chief, make_editor
from tests.factories import (
    RELEASED,
    make_article_link,
    make_cable,
    make_draft,
    make_reference,
)

LIST = reverse("admin:cables_cable_changelist")
FIELD = "CHANGE_FORM-action"


def url_of(cable):
    return reverse("admin:cables_cable_change", args=[cable.pk])


def seen(cables):
    """Return the versions that the page which asks has of the cables."""
    rows = Cable.objects.in_bulk([cable.pk for cable in cables])
    return {f"version-{pk}": cable.version for pk, cable in rows.items()}


class VerbTests(TestCase):
    def setUp(self):
        self.client.force_login(make_chief())

    def state(self, cable):
        return Cable.objects.get(pk=cable.pk).state

    def post_form(self, cable, name, **data):
        data = seen([cable]) | data | {FIELD: name, "_selected_action": cable.pk}
        return self.client.post(url_of(cable), data, follow=True)

    def post_list(self, cables, name, **data):
        keys = [cable.pk for cable in cables]
        data = seen(cables) | data | {"action": name, "_selected_action": keys}
        return self.client.post(LIST, data, follow=True)

    def test_the_form_offers_what_begins_where_the_cable_stands(self):
        cases = [
            (make_draft(), ["Publish…", "Put on hold…", "Send to review…"]),
            (make_cable(), ["Withdraw…", "Put on hold…"]),
            (make_cable(on_hold=True), ["Withdraw…", "Take off hold…"]),
        ]
        every = {"Publish…", "Withdraw…", "Put on hold…", "Take off hold…"}
        for cable, offered in cases:
            page = self.client.get(url_of(cable))
            for label in every | {"Send to review…", "Back to draft…"}:
                with self.subTest(cable=cable, label=label):
                    self.assertEqual(label in page.text, label in offered)

    def test_publish_asks_then_does(self):
        draft = make_draft(paragraphs=["One."])
        page = self.post_form(draft, "publish")
        self.assertContains(page, "Readers can see 1 more cable")
        self.assertEqual(self.state(draft), State.DRAFT)
        page = self.post_form(
            draft, "publish", confirmed="yes", released="2011-08-30T01:44"
        )
        self.assertContains(page, "1 cable published.")
        self.assertEqual(self.state(draft), State.PUBLISHED)
        self.assertEqual(Cable.objects.get(pk=draft.pk).released, RELEASED)

    def test_blockers_are_shown_and_hold(self):
        draft = make_draft(subject="")
        page = self.post_form(draft, "publish")
        self.assertContains(page, "Subject is empty.")
        page = self.post_form(
            draft, "publish", confirmed="yes", released="2011-08-30T01:44"
        )
        self.assertContains(page, f"{draft} is as it was. Subject is empty.")
        self.assertEqual(self.state(draft), State.DRAFT)

    def test_withdraw_names_what_leads_there_and_wants_a_reason(self):
        cable = make_cable()
        make_article_link(cable)
        make_reference(make_cable(), cable)
        page = self.post_form(cable, "withdraw")
        self.assertContains(page, "Readers lose sight of 1 cable within a minute.")
        self.assertContains(page, "1 article and 1 other cable lead there.")
        page = self.post_form(cable, "withdraw", confirmed="yes")
        self.assertContains(page, "This field is required.")
        self.assertEqual(self.state(cable), State.PUBLISHED)
        self.post_form(
            cable,
            "withdraw",
            confirmed="yes",
            reason_code=ReasonCode.MINOR,
            reason="A child.",
        )
        self.assertEqual(self.state(cable), State.WITHDRAWN)
        self.assertEqual(Change.objects.get().reason, "A child.")

    def test_several_at_once(self):
        cables = [make_cable() for _ in range(3)]
        draft = make_draft()
        page = self.post_list([*cables, draft], "withdraw")
        self.assertContains(page, "Readers lose sight of 3 cables within a minute.")
        self.assertContains(page, "It is draft.")
        page = self.post_list(
            [*cables, draft], "withdraw", confirmed="yes", reason_code=ReasonCode.ERROR
        )
        self.assertContains(page, "3 cables withdrawn.")
        self.assertContains(page, f"{draft} is as it was.")
        self.assertEqual(Change.objects.filter(action=Action.WITHDRAWN).count(), 3)

    def test_each_of_the_quiet_verbs(self):
        draft = make_draft()
        for name, done in [
            ("send_to_review", "sent to review"),
            ("hold", "put on hold"),
            ("release_hold", "taken off hold"),
            ("back_to_draft", "sent back to draft"),
        ]:
            with self.subTest(verb=name):
                page = self.post_form(draft, name, confirmed="yes", reason="So.")
                self.assertContains(page, f"1 cable {done}.")

    def test_whoever_saw_an_older_version_is_told(self):
        cable = make_cable(version=4)
        page = self.post_form(cable, "withdraw")
        self.assertContains(page, f'name="version-{cable.pk}" value="4"')
        Cable.objects.filter(pk=cable.pk).update(version=5)
        page = self.post_form(
            cable,
            "withdraw",
            confirmed="yes",
            reason_code=ReasonCode.ERROR,
            **{f"version-{cable.pk}": 4},
        )
        self.assertContains(page, "was saved meanwhile")
        self.assertEqual(self.state(cable), State.PUBLISHED)

    def test_the_whole_archive_is_not_done_at_once(self):
        cables = [make_cable() for _ in range(3)]
        self.enterContext(patch("cables.admin.cable_verbs.AT_ONCE", 2))
        page = self.post_list(cables, "hold", select_across="1", index="0")
        self.assertContains(page, "Put on hold: 3 cables")  # in the background
        self.assertIn("/job/bulk/hold/", page.redirect_chain[0][0])
        self.client.force_login(make_editor("view_cable", "hold_cable"))
        page = self.post_list(cables, "hold", select_across="1", index="0")
        self.assertContains(page, "At most 2 cables at a time")
        self.assertFalse(Cable.objects.filter(on_hold=True).exists())

    def test_without_the_right_nothing_happens(self):
        public, draft = make_cable(), make_draft(paragraphs=["x"], released=RELEASED)
        held = make_cable(on_hold=True)
        rights = {
            "publish": "publish_cable",
            "withdraw": "withdraw_cable",
            "hold": "hold_cable",
            "release_hold": "hold_cable",
            "send_to_review": "change_cable",
        }
        cables = {"withdraw": public, "hold": public, "release_hold": held}
        everyone = {"view_cable", *rights.values()}
        sent = {"confirmed": "yes", "reason_code": "error", "reason": "So."}
        for name, right in rights.items():
            cable = cables.get(name, draft)
            before = Cable.objects.values().get(pk=cable.pk)
            for others in (["view_cable"], everyone - {right}):
                with self.subTest(verb=name, others=others):
                    self.client.force_login(make_editor(*others))
                    self.post_form(cable, name, **sent)
                    self.post_list([cable], name, **sent)
                    after = Cable.objects.values().get(pk=cable.pk)
                    self.assertEqual(after, before)

    def test_who_edits_and_who_approves_may_send_back_and_nobody_else(self):
        for right, state in [
            ("publish_cable", State.DRAFT),
            ("change_cable", State.DRAFT),
            ("withdraw_cable", State.REVIEW),
            ("hold_cable", State.REVIEW),
        ]:
            with self.subTest(right=right):
                cable = make_draft(state=State.REVIEW)
                self.client.force_login(make_editor("view_cable", right))
                self.post_form(cable, "back_to_draft", confirmed="yes")
                self.assertEqual(self.state(cable), state)

    def test_nobody_publishes_their_own_words(self):
        author = make_chief()
        draft = make_draft(paragraphs=["One."], released=RELEASED)
        save_cable(draft, user=author, values={"subject": "OF HERONS"})
        self.client.force_login(author)
        sentence = "You changed it: somebody else publishes it."
        self.assertContains(self.client.get(url_of(draft)), sentence)
        self.assertContains(self.post_form(draft, "publish"), sentence)
        page = self.post_form(draft, "publish", confirmed="yes")
        self.assertContains(page, f"{draft} is as it was. {sentence}")
        self.assertEqual(self.state(draft), State.DRAFT)
        self.client.force_login(make_chief())
        self.assertNotContains(self.client.get(url_of(draft)), sentence)
        self.post_form(draft, "publish", confirmed="yes")
        self.assertEqual(self.state(draft), State.PUBLISHED)

    def test_what_readers_lose_sight_of_needs_a_reason(self):
        cable = make_cable()
        page = self.post_form(cable, "hold", confirmed="yes")
        self.assertContains(page, "This field is required.")
        self.assertFalse(Cable.objects.get(pk=cable.pk).on_hold)

    def test_a_publisher_who_edits_nothing_may_publish(self):
        draft = make_draft(paragraphs=["x"], released=RELEASED)
        self.client.force_login(make_editor("view_cable", "publish_cable"))
        self.assertContains(self.client.get(url_of(draft)), "Publish…")
        self.post_form(draft, "publish", confirmed="yes")
        self.assertEqual(self.state(draft), State.PUBLISHED)

    def test_readers_and_strangers_are_sent_to_sign_in(self):
        draft = make_draft(paragraphs=["x"], released=RELEASED)
        for user in (None, make_editor("publish_cable", is_staff=False)):
            self.client.logout()
            if user:
                self.client.force_login(user)
            response = self.post_form(draft, "publish", confirmed="yes")
            self.assertIn("/admin/login/", response.redirect_chain[0][0])
        self.assertEqual(self.state(draft), State.DRAFT)
