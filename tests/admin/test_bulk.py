from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse

from cables.choices import State
from cables.curation.jobs.verbs import VERBS
from cables.models import Cable, raise_epoch
from cables.models.sealed import Job, JobItem
from tests.admin.editors import make_chief, make_editor
from tests.curation.jobs.working import work
from tests.factories import (
    RELEASED,
    make_cable,
    make_draft,
    make_post,
    make_tag,
)

LIST = reverse("admin:cables_cable_changelist")
CHOOSE = reverse("admin:cables_job_choose")


def url_of(verb, **params):
    return reverse("admin:cables_job_bulk", args=[verb], query=params or None)


class BulkScreenTests(TestCase):
    def setUp(self):
        self.chief = make_chief()
        self.client.force_login(self.chief)

    def post(self, verb, count, params=None, **data):
        data = {"confirmed": "yes", "seen_count": count} | data
        return self.client.post(url_of(verb, **(params or {})), data, follow=True)

    def labels(self):
        return set(JobItem.objects.values_list("label", flat=True))

    def test_the_list_leads_there_with_its_filters(self):
        make_draft()
        page = self.client.get(LIST, {"state__exact": "draft"})
        self.assertContains(page, f"{CHOOSE}?state__exact=draft")
        page = self.client.get(CHOOSE, {"state__exact": "draft", "p": "3"})
        self.assertContains(page, "Change 1 cable")
        self.assertContains(page, url_of("publish", state__exact="draft"))
        self.assertContains(page, "state Draft")

    def test_one_cable_matches(self):
        make_draft()
        page = self.client.get(url_of("add_tag"))
        self.assertContains(page, "1 cable matches")
        self.assertContains(page, "Change many</a></li>\n<li aria-current")

    def test_the_preview_counts_by_reason(self):
        ready = [make_draft(paragraphs=["One."], released=RELEASED) for _ in range(3)]
        empty = make_draft(released=RELEASED)
        make_cable()
        page = self.client.get(url_of("publish"))
        self.assertContains(page, "5 cables match, 2 blocked, 3 will be published.")
        self.assertContains(page, "1: Published; this does not begin there.")
        self.assertContains(page, "1: It has no paragraphs.")
        self.assertContains(page, f"({empty.reference_id})")
        self.assertFalse(Job.objects.exists())
        self.assertEqual(Cable.objects.get(pk=ready[0].pk).version, 1)

    def test_a_job_is_started_with_all_that_match(self):
        drafts = [make_draft(paragraphs=["One."]) for _ in range(3)]
        make_cable()
        page = self.post(
            "publish",
            3,
            {"state__exact": "draft"},
            released="2011-08-30T01:44",
            reason="Read",
        )
        self.assertContains(page, "0 of 3 done")
        work(Job.objects.get())
        for draft in drafts:
            stored = Cable.objects.get(pk=draft.pk)
            self.assertEqual((stored.state, stored.released), ("published", RELEASED))

    def test_each_filter_of_the_list_narrows(self):
        post = make_post("Consulate Highmoor")
        kept = make_cable(post=post, is_partial=True, on_hold=True)
        make_cable()
        for params in (
            {"post": post.pk},
            {"is_partial__exact": "1"},
            {"on_hold__exact": "1"},
            {"q": kept.reference_id},
        ):
            with self.subTest(params=params):
                Job.objects.all().delete()
                self.post("set_partial", 1, params, is_partial="0")
                self.assertEqual(self.labels(), {kept.reference_id})

    def test_words_select_without_the_limit_of_the_list(self):
        cables = [make_cable(subject="GRAIN SHIPMENT") for _ in range(4)]
        make_cable()
        self.enterContext(patch("cables.admin.cable_search.FOUND", 2))
        self.post("set_partial", 4, {"q": "grain"}, is_partial="1")
        self.assertEqual(self.labels(), {cable.reference_id for cable in cables})

    def test_a_list_that_has_changed_meanwhile_is_shown_again(self):
        make_draft(), make_draft()
        page = self.post("send_to_review", 1)
        self.assertContains(page, "it is 2 cables now. Nothing is done yet.")
        self.assertFalse(Job.objects.exists())

    def test_what_a_form_lacks_is_said(self):
        make_cable()
        for verb in ("withdraw", "add_tag", "set_post", "set_released"):
            with self.subTest(verb=verb):
                page = self.post(verb, 1)
                self.assertContains(page, "This field is required.")
                self.assertFalse(Job.objects.exists())

    def test_what_will_happen_with_a_tag_is_counted_once_it_is_chosen(self):
        make_cable(tags=["PREL"]), make_cable()
        tag = make_tag("PREL")
        page = self.client.get(url_of("add_tag"))
        self.assertContains(page, "2 cables match.")
        page = self.client.post(url_of("add_tag"), {"tag": tag.pk})
        self.assertContains(page, "2 cables match, 1 blocked, 1 will be given the tag.")
        self.assertContains(page, "1: It is so already.")
        self.assertFalse(Job.objects.exists())
        self.post("add_tag", 2, tag=tag.pk)
        self.assertEqual(work(Job.objects.get()).done, 1)

    def test_too_many_to_look_at_are_counted_by_a_job(self):
        cables = [make_draft(), make_draft(paragraphs=["One."], released=RELEASED)]
        few = patch.dict(
            VERBS,
            publish=VERBS["publish"].__class__(
                function=VERBS["publish"].function, rights=("publish_cable",), exact=1
            ),
        )
        self.enterContext(few)
        page = self.client.get(url_of("publish"))
        self.assertContains(page, "Count in the background first")
        data = {"check": "yes", "seen_count": 2}
        self.client.post(url_of("publish"), data)
        job = work(Job.objects.get())
        self.assertEqual(job.title, "Check: Publish: all cables")
        self.assertEqual((job.done, job.blocked), (1, 1))
        self.assertEqual(Cable.objects.get(pk=cables[1].pk).state, State.DRAFT)

    def test_few_queries(self):
        raise_epoch()  # its first row costs queries of its own
        for _ in range(5):
            make_draft(paragraphs=["One."], released=RELEASED)
        for address in (url_of("publish"), url_of("publish", q="talks"), CHOOSE):
            with self.subTest(address=address):
                self.client.get(address)
                with self.assertNumQueries(self.at_most(20)):
                    self.client.get(address)

    def at_most(self, number):
        class AtMost(int):
            def __eq__(self, other):
                return other <= int(self)

            __hash__ = int.__hash__

        return AtMost(number)

    def test_nonsense_is_refused(self):
        make_cable()
        self.assertEqual(self.client.get(url_of("explode")).status_code, 404)
        for params in ({"state__exact": "x" * 50}, {"created__gte": "never"}):
            response = self.client.get(url_of("hold", **params))
            self.assertIn(response.status_code, (200, 400))
            self.assertFalse(Job.objects.exists())

    def test_rights(self):
        make_cable()
        rights = {
            "publish": "publish_cable",
            "withdraw": "withdraw_cable",
            "hold": "hold_cable",
            "add_tag": "change_cable",
            "set_post": "change_cable",
        }
        every = {"publish_cable", "withdraw_cable", "hold_cable", "change_cable"}
        for verb, right in rights.items():
            for others in (["change_many_cables", *(every - {right})], every):
                with self.subTest(verb=verb, others=others):
                    self.client.force_login(make_editor("view_cable", *others))
                    self.assertEqual(self.client.get(url_of(verb)).status_code, 403)
                    self.assertEqual(self.post(verb, 1).status_code, 403)
        self.client.force_login(make_editor("view_cable"))
        self.assertEqual(self.client.get(CHOOSE).status_code, 403)
        self.assertNotContains(self.client.get(LIST), CHOOSE)
        self.client.force_login(
            make_editor("view_cable", "hold_cable", "change_many_cables")
        )
        page = self.client.get(CHOOSE)
        self.assertContains(page, "Put on hold")
        self.assertNotContains(page, "Publish")

    def test_the_action_of_the_list_hands_over(self):
        cables = [make_draft() for _ in range(3)]
        self.enterContext(patch("cables.admin.cable_verbs.AT_ONCE", 2))
        response = self.client.post(
            f"{LIST}?state__exact=draft",
            {
                "action": "send_to_review",
                "_selected_action": [cable.pk for cable in cables],
                "select_across": "1",
                "index": "0",
            },
        )
        self.assertRedirects(response, url_of("send_to_review", state__exact="draft"))
