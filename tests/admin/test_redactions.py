"""The queue of redactions, and the page that decides one or puts words back."""

from django.contrib.admin.models import LogEntry
from django.urls import reverse

from cables.choices import RedactionState
from cables.curation.redactions.approve import approve
from cables.models.sealed import Redaction
from cables.search.index import desk_index
from cables.search.writer import rebuild
from tests.admin.editors import make_editor

from .redaction_screens import DECIDES, ScreenCase


class QueueTests(ScreenCase):
    def test_what_waits_comes_first_the_oldest_on_top(self):
        done, first, second = self.mark(), self.mark("Brandt"), self.mark("office")
        approve([done], user=self.second)
        page = self.client.get(reverse("admin:cables_redaction_changelist"))
        keys = [row.pk for row in page.context["cl"].result_list]
        self.assertEqual(keys, [first.pk, second.pk, done.pk])
        self.assertContains(page, "¶2")
        self.assertNotContains(page, "Ilves")

    def test_few_queries(self):
        for words in ("Mara", "Brandt", "office", "She"):
            self.mark(words)
        with self.assertNumQueries(7):
            self.client.get(reverse("admin:cables_redaction_changelist"))

    def test_only_with_the_right(self):
        self.client.force_login(make_editor("view_cable"))
        page = self.client.get(reverse("admin:cables_redaction_changelist"))
        self.assertEqual(page.status_code, 403)


class DecideTests(ScreenCase):
    def test_the_consequence_is_said_in_numbers(self):
        self.client.force_login(self.second)
        page = self.client.get(self.page_of(self.mark()))
        self.assertContains(page, "2 words leave 2 texts of 06LOWMOOR1889")
        self.assertContains(page, "¶2, the body as received")
        self.assertContains(page, "The same words also stand in ¶3.")

    def test_words_are_for_who_approves_or_proposed(self):
        redaction = self.mark(note="A long story.")
        for user, sees in (
            (self.marker, True),
            (self.second, True),
            (make_editor("view_redaction", "view_sealedtext"), True),
            (make_editor("view_redaction", "add_redaction"), False),
        ):
            self.client.force_login(user)
            page = self.client.get(self.page_of(redaction))
            for words in ("Mara Ilves", "A long story."):
                self.assertEqual(words in page.content.decode(), sees)
        self.client.force_login(make_editor("add_redaction"))
        self.assertEqual(self.client.get(self.page_of(redaction)).status_code, 403)

    def test_a_second_person_approves(self):
        redaction, other = self.mark(), self.mark("Tomas Brandt")
        page = self.act(self.second, redaction, "approve", **{"with": [other.pk]})
        self.assertContains(page, "4 words taken out, in 4 places.")
        self.cable.refresh_from_db()
        self.assertNotIn("Mara Ilves", self.cable.body)
        redaction.refresh_from_db()
        self.assertEqual(redaction.state, RedactionState.APPROVED)

    def test_few_queries(self):
        redaction = self.mark()
        for words in ("Tomas Brandt", "office", "She"):
            self.mark(words)
        rebuild(desk_index)
        self.client.force_login(self.second)
        with self.assertNumQueries(19):
            self.client.get(self.page_of(redaction))

    def test_nobody_approves_their_own(self):
        redaction = self.mark(user=self.redactor)
        page = self.act(self.redactor, redaction, "approve")
        self.assertContains(page, "this is your own proposal")
        redaction.refresh_from_db()
        self.assertEqual(redaction.state, RedactionState.PROPOSED)

    def test_a_version_that_is_past_is_said(self):
        redaction = self.mark()
        type(self.cable).objects.update(version=9)
        page = self.act(self.second, redaction, "approve")
        self.assertContains(page, "was saved meanwhile")

    def test_a_page_without_a_version_decides_nothing(self):
        redaction = self.mark()
        for version in ("", "x"):
            page = self.act(self.second, redaction, "approve", version=version)
            self.assertContains(page, "came without the version")
        approve([redaction], user=self.second)
        why = {"why": "It was in print.", "version": ""}
        page = self.act(self.redactor, redaction, "undo", **why)
        self.assertContains(page, "came without the version")
        redaction.refresh_from_db()
        self.assertEqual(redaction.state, RedactionState.APPROVED)

    def test_what_the_public_log_keeps_is_said(self):
        redaction = self.mark()
        self.client.force_login(self.redactor)
        page = self.client.get(self.page_of(redaction))
        self.assertContains(page, "Reasons in the public log")
        approve([redaction], user=self.second)
        page = self.client.get(self.page_of(redaction))
        self.assertContains(page, "keep the replacement")

    def test_reject_and_take_back(self):
        one, two = self.mark(), self.mark("Tomas Brandt")
        self.act(self.second, one, "reject", why="No need.")
        self.act(self.marker, two, "take_back")
        states = set(Redaction.objects.values_list("state", flat=True))
        self.assertEqual(states, {RedactionState.REJECTED})

    def test_words_are_put_back_with_a_reason(self):
        redaction = self.mark()
        approve([redaction], user=self.second)
        self.cable.refresh_from_db()
        page = self.act(self.redactor, redaction, "undo")
        self.assertContains(page, "Say why the words come back.")
        page = self.act(self.redactor, redaction, "undo", why="It was in print.")
        self.assertContains(page, "2 words put back, in 2 places.")
        self.cable.refresh_from_db()
        self.assertIn("Mara Ilves", self.cable.body)

    def test_words_whose_place_is_gone_are_shown_to_the_redactor(self):
        redaction = self.mark()
        approve([redaction], user=self.second)
        self.cable.refresh_from_db()
        type(self.block).objects.filter(pk=self.block.pk).update(text="Anew.")
        page = self.act(self.redactor, redaction, "undo", why="It was in print.")
        self.assertContains(page, "Nothing was put back")
        self.assertContains(page, "Mara Ilves")

    def test_rights_of_each_verb(self):
        redaction = self.mark()
        for user, action in (
            (self.marker, "approve"),
            (self.marker, "reject"),
            (self.second, "undo"),
            (make_editor(*DECIDES), "take_back"),
        ):
            page = self.act(user, redaction, action)
            self.assertEqual(page.status_code, 403, action)
        self.assertEqual(self.act(self.second, redaction, "x").status_code, 404)
        redaction.refresh_from_db()
        self.assertEqual(redaction.state, RedactionState.PROPOSED)

    def test_no_word_stands_in_an_address_a_title_a_message_or_the_log(self):
        redaction = self.mark()
        page = self.act(self.second, redaction, "approve")
        said = [str(message) for message in page.context["messages"]]
        said += [page.context["title"], page.request["PATH_INFO"]]
        said += [f"{e.object_repr} {e.change_message}" for e in LogEntry.objects.all()]
        self.assertEqual(LogEntry.objects.count(), 1)
        self.assertNotIn("Ilves", " ".join(said))
