"""The screens of redaction: marking, deciding, putting back, and the same words elsewhere."""

from django.contrib.admin.models import LogEntry
from django.test import TestCase
from django.urls import reverse

from cables.choices import ReasonCode, RedactionState
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.models.sealed import Redaction
from cables.search.index import desk_index
from cables.search.writer import rebuild
from tests.admin.editors import make_chief, make_editor
from tests.curation.redactions.telegram import make_telegram, span_of
from tests.factories import make_cable

SOURCE = "[redacted: protects a source]"
MARKS = ("view_cable", "add_redaction", "view_redaction")
DECIDES = ("view_cable", "view_redaction", "approve_redaction")


class ScreenCase(TestCase):
    def setUp(self):
        self.cable = make_telegram()
        self.marker = make_editor(*MARKS)
        self.second = make_editor(*DECIDES)
        self.redactor = make_editor(*MARKS, *DECIDES, "restore_redaction")
        self.url = reverse("admin:cables_cable_redact", args=[self.cable.pk])
        self.block = self.cable.paragraphs.get(key="par2")
        self.client.force_login(self.marker)

    def mark(self, words="Mara Ilves", user=None, block=None, **options):
        block = block or self.block
        options = {"reason": ReasonCode.SOURCE_SAFETY} | options
        return propose(
            self.cable,
            user=user or self.marker,
            paragraph=block,
            spans=[span_of(block.text, words)],
            **options,
        )[0]

    def page_of(self, redaction):
        return reverse("admin:cables_redaction_change", args=[redaction.pk])

    def post_mark(self, **data):
        data = {
            "action": "mark",
            "place": f"paragraph:{self.block.pk}",
            "words": "Mara Ilves",
            "reason": "source_safety",
            "version": self.cable.version,
        } | data
        return self.client.post(self.url, data)

    def act(self, user, redaction, action, **data):
        self.client.force_login(user)
        return self.client.post(
            self.page_of(redaction),
            {"action": action, "version": self.cable.version} | data,
            follow=True,
        )


class WorkbenchTests(ScreenCase):
    def test_every_text_with_words_is_there(self):
        page = self.client.get(self.url)
        for words in ("Our contact Mara", "The subject", "The body as received"):
            self.assertContains(page, words)

    def test_a_text_is_shown_character_by_character(self):
        self.block.text = "<b>One</b>\n  two & three"
        self.block.save()
        page = self.client.get(self.url)
        self.assertContains(page, ">&lt;b&gt;One&lt;/b&gt;\n  two &amp; three</div>")

    def test_words_are_marked_without_script(self):
        answer = self.post_mark()
        self.assertRedirects(answer, self.url)
        redaction = Redaction.objects.get()
        self.assertEqual((redaction.start, redaction.end), (12, 22))
        page = self.client.get(self.url)
        self.assertContains(page, '<mark class="taken">Mara Ilves</mark>')

    def test_which_of_several_has_to_be_said(self):
        block = self.cable.paragraphs.get(key="par3")
        place = {"place": f"paragraph:{block.pk}", "words": "Tomas Brandt"}
        page = self.post_mark(**place)
        self.assertContains(page, "stand there 2 times: say which of them.")
        self.assertContains(page, "Tomas Brandt</textarea>")
        self.assertContains(self.post_mark(**place, occurrence=3), "2 times only.")
        self.post_mark(**place, occurrence=2)
        self.assertEqual(
            Redaction.objects.get().start, block.text.rindex("Tomas Brandt")
        )

    def test_the_place_that_a_script_selected(self):
        block = self.cable.paragraphs.get(key="par3")
        start = block.text.rindex("Tomas Brandt")
        place = {"place": f"paragraph:{block.pk}", "words": "Tomas Brandt"}
        self.post_mark(**place, start=start)
        self.assertEqual(Redaction.objects.get().start, start)

    def test_words_over_lines_of_the_body_as_a_browser_sends_them(self):
        self.post_mark(place="field:body", words="Tomas\r\nBrandt would")
        self.assertEqual(Redaction.objects.get().sealed_text.field, "body")

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self):
        for data, words in (
            ({"words": "Nobody"}, "do not stand in this text"),
            ({"reason": ""}, "This field is required"),
            ({"reason": "other"}, "Say in the note"),
            ({"place": "field:state"}, "Select a valid choice"),
            ({"replacement": "Ilves"}, "has some of the words"),
        ):
            with self.subTest(data=data):
                self.assertContains(self.post_mark(**data), words)
        self.assertEqual(Redaction.objects.count(), 0)

    def test_suggestions_are_marked_when_ticked(self):
        page = self.client.get(self.url)
        self.assertContains(page, "Mara Ilves (protect)</mark>")
        offers = [o.value for s in page.context["offered"] for o in s.offers]
        data = {"action": "accept", "offer": offers, "version": self.cable.version}
        self.client.post(self.url, data)
        self.assertEqual(
            set(Redaction.objects.values_list("suggestion", "reason")),
            {("protect", "source_safety"), ("phone", "private_data")},
        )

    def test_a_suggestion_that_nobody_made_is_refused(self):
        for value in (
            "paragraph:1 0 4 protect",
            "x",
            f"paragraph:{self.block.pk} a b c",
        ):
            data = {"action": "accept", "offer": value}
            page = self.client.post(self.url, data, follow=True)
            self.assertContains(page, "look at the suggestions again")

    def test_own_marks_are_taken_back(self):
        own, other = self.mark(), self.mark("Tomas Brandt", user=self.redactor)
        for one in (own, other):
            self.client.post(self.url, {"action": "take_back", "redaction": one.pk})
        self.assertEqual(
            list(Redaction.objects.order_by("pk").values_list("state", flat=True)),
            [RedactionState.REJECTED, RedactionState.PROPOSED],
        )

    def test_marks_of_others_are_not_shown_to_who_may_not_see_the_words(self):
        self.mark(user=self.redactor)
        for url in (self.url, f"{self.url}?public"):
            page = self.client.get(url)
            self.assertContains(
                page, "contact Mara Ilves" if "?" in url else "Mara Ilves"
            )
            self.assertNotContains(page, 'mark class="taken"')
        self.client.force_login(self.second)
        self.assertContains(self.client.get(self.url), 'mark class="taken"')

    def test_what_readers_would_have(self):
        self.mark()
        page = self.client.get(f"{self.url}?public")
        self.assertContains(
            page, f'contact <span class="gone">{SOURCE}</span> (protect)'
        )

    def test_few_queries(self):
        for words in ("Mara", "Tomas Brandt", "office", "She"):
            self.mark(words)
        with self.assertNumQueries(11):
            self.client.get(self.url)

    def test_rights(self):
        for rights, status in (
            (["view_cable"], 403),
            (["add_redaction"], 403),
            (["view_cable", "view_redaction"], 200),
        ):
            self.client.force_login(make_editor(*rights))
            self.assertEqual(self.client.get(self.url).status_code, status)
        self.assertEqual(self.post_mark().status_code, 403)
        self.client.force_login(self.marker)
        self.assertEqual(self.client.post(self.url, {"action": "x"}).status_code, 404)

    def test_the_cable_leads_here(self):
        self.client.force_login(make_chief())
        page = self.client.get(
            reverse("admin:cables_cable_change", args=[self.cable.pk])
        )
        self.assertContains(page, self.url)


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


class ManyTests(ScreenCase):
    def setUp(self):
        super().setUp()
        other = make_telegram("06LOWMOOR1890")
        block = other.paragraphs.get(key="par2")
        self.here = [self.mark(), self.mark("Tomas Brandt")]
        (self.there,) = propose(
            other,
            user=self.marker,
            paragraph=block,
            spans=[span_of(block.text, "Mara Ilves")],
            reason=ReasonCode.SOURCE_SAFETY,
        )
        self.client.force_login(self.second)

    def act_on(self, redactions, **data):
        data |= {
            "action": "approve_many",
            "_selected_action": [one.pk for one in redactions],
        }
        url = reverse("admin:cables_redaction_changelist")
        return self.client.post(url, data, follow=True)

    def waiting(self):
        rows = Redaction.objects.filter(state=RedactionState.PROPOSED)
        return set(rows.values_list("pk", flat=True))

    def test_it_asks_first_and_says_in_numbers_what_happens(self):
        page = self.act_on([*self.here, self.there])
        self.assertContains(page, "6 words leave 2 cables; readers see 2 of them")
        self.assertContains(page, '<mark class="taken">Mara Ilves</mark>', 2)
        self.assertEqual(len(self.waiting()), 3)

    def test_what_is_ticked_is_approved(self):
        page = self.act_on([self.here[0], self.there], confirmed="yes")
        self.assertContains(page, "4 words taken out of 2 cables.")
        self.assertEqual(self.waiting(), {self.here[1].pk})

    def test_one_cable_that_refuses_keeps_none_of_the_others(self):
        type(self.cable).objects.filter(pk=self.cable.pk).update(version=9)
        version = {f"version-{self.cable.pk}": 1}
        page = self.act_on([*self.here, self.there], confirmed="yes", **version)
        self.assertContains(page, "06LOWMOOR1889 is as it was.")
        self.assertContains(page, "2 words taken out of 1 cable.")
        self.assertEqual(self.waiting(), {one.pk for one in self.here})

    def test_nobody_approves_their_own(self):
        self.client.force_login(make_chief())
        own = propose(
            self.cable,
            user=self.second,
            field="subject",
            spans=[(0, 5)],
            reason=ReasonCode.MINOR,
        )
        self.client.force_login(self.second)
        page = self.act_on(own)
        self.assertContains(page, "This is your own proposal")
        self.act_on(own, confirmed="yes")
        self.assertIn(own[0].pk, self.waiting())

    def test_only_with_the_right(self):
        self.client.force_login(make_editor("view_redaction", "view_cable"))
        page = self.act_on([self.there], confirmed="yes")
        self.assertNotContains(page, "approve_many")
        self.assertEqual(len(self.waiting()), 3)


class TwinTests(ScreenCase):
    def test_twins_are_named(self):
        twin = make_telegram("06LOWMORE1889", canonical=self.cable)
        near = make_cable(
            "06VESSIN7",
            paragraphs=[
                "OUR CONTACT MARA ILVES, WHO WORKS AT THE HARBOUR OFFICE, SAID THAT TOMAS "
                "BRANDT WOULD RESIGN SOON."
            ],
        )
        other = make_cable("06VESSIN8", paragraphs=["Mara Ilves was not at the lunch."])
        rebuild(desk_index)
        self.client.force_login(self.second)
        page = self.client.get(self.page_of(self.mark()))
        found = {t.cable.pk: t for t in page.context["twins"]}
        self.assertEqual(set(found), {twin.pk, near.pk})
        self.assertTrue(all(t.has_words for t in found.values()))
        self.assertNotContains(page, other.reference_id)


class ElsewhereTests(ScreenCase):
    def setUp(self):
        super().setUp()
        self.others = [
            make_cable("06VESSIN1", paragraphs=["We met MARA ILVES again."]),
            make_cable("06VESSIN2", paragraphs=["Nobody.", "A note by Mara Il-ves."]),
            make_cable("06VESSIN3", paragraphs=["Mara met Mr Ilves."]),
            make_cable("06VESSIN4", subject="TALK WITH M A R A I L V E S"),
        ]
        rebuild(desk_index)
        self.redaction = self.mark()
        self.there = reverse(
            "admin:cables_redaction_elsewhere", args=[self.redaction.pk]
        )

    def hits(self):
        page = self.client.get(self.there)
        return page, [hit for _, hits in page.context["groups"] for hit, _ in hits]

    def test_every_form_is_found_and_nothing_else(self):
        page, hits = self.hits()
        self.assertEqual(
            [hit.cable.reference_id for hit in hits],
            ["06VESSIN1", "06VESSIN2", "06VESSIN4"],
        )
        self.assertNotContains(page, "checked")

    def test_only_what_is_ticked_is_marked(self):
        page, hits = self.hits()
        data = {
            "hit": [hits[1].value],
            "until": page.context["until"],
            "shown": ["1"] * 3,
        }
        page = self.client.post(self.there, data, follow=True)
        self.assertContains(page, "1 place marked")
        self.assertContains(page, "So far 1 place marked, 2 passed over.")
        made = Redaction.objects.latest("pk")
        self.assertEqual(made.sealed_text.cable, self.others[1])
        self.assertEqual(made.reason, ReasonCode.SOURCE_SAFETY)
        self.assertEqual(page.context["groups"], [])
        page = self.client.post(self.there, {"again": "yes"}, follow=True)
        marked = [m for _, hits in page.context["groups"] for _, m in hits]
        self.assertEqual(marked, [False, True, False])

    def test_few_queries(self):
        with self.assertNumQueries(13):
            self.hits()

    def test_the_words_are_in_no_address(self):
        page, hits = self.hits()
        self.assertNotIn(
            "lves", page.request["PATH_INFO"] + page.request["QUERY_STRING"]
        )
        self.assertNotIn("lves", " ".join(hit.value for hit in hits))

    def test_a_cable_that_changed_is_said(self):
        _, hits = self.hits()
        self.others[0].paragraphs.update(text="Quite another.")
        page = self.client.post(self.there, {"hit": [hits[0].value]}, follow=True)
        self.assertContains(page, "06VESSIN1 was changed meanwhile")

    def test_rights(self):
        for rights in (DECIDES, ("view_cable", "add_redaction"), ("add_redaction",)):
            self.client.force_login(make_editor(*rights))
            self.assertEqual(self.client.get(self.there).status_code, 403)
