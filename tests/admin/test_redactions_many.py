"""Proposals decided together, and the same words in other cables."""

from django.urls import reverse

from cables.choices import ReasonCode, RedactionState
from cables.curation.redactions.propose import propose
from cables.models.sealed import Redaction
from cables.search.index import desk_index
from cables.search.writer import rebuild
from tests.admin.editors import make_chief, make_editor
from tests.curation.redactions.telegram import make_telegram, span_of
from tests.factories import make_cable

from .redaction_screens import DECIDES, ScreenCase


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
        cables = {one.sealed_text.cable for one in redactions}
        data = {f"version-{cable.pk}": cable.version for cable in cables} | data
        data = {
            "action": "approve_many",
            "_selected_action": [one.pk for one in redactions],
        } | data
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

    def test_a_cable_without_the_version_that_was_seen_is_left(self):
        without = {f"version-{self.cable.pk}": ""}
        page = self.act_on([*self.here, self.there], confirmed="yes", **without)
        self.assertContains(page, "06LOWMOOR1889 is as it was. The page came without")
        self.assertEqual(self.waiting(), {one.pk for one in self.here})

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
