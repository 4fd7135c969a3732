"""What readers cannot see answers as if it never was; what was taken out says so."""

from datetime import timedelta
from functools import partial

from django.test import TestCase
from django.utils import timezone

from cables.choices import Action, ReasonCode
from cables.curation import states
from cables.curation.cables import save_cable
from cables.models import Cable
from tests import factories as make
from tests.admin.editors import make_editor

FORMS = (
    "/cable/2006/04/{}.html",
    "/cable/2006/04/{}.json",
    "/cable/2006/04/{}.txt",
    "/cable/2006/04/{}/par1.html",
    "/cable/2006/04/{}/par1.json",
    "/cable/2006/04/{}",
    "/cable/{}",
    "/{}",
    "/{}/1",
    "/lookup/?q={}",
)


class HiddenTests(TestCase):
    def setUp(self):
        later = timezone.now() + timedelta(days=1)
        make.make_draft("06LOWMOOR11", number=11, paragraphs=["Unseen."])
        make.make_cable("06LOWMOOR12", number=12, on_hold=True, paragraphs=["Unseen."])
        make.make_cable(
            "06LOWMOOR13", number=13, released=later, paragraphs=["Unseen."]
        )
        make.make_draft("06LOWMOOR14", state="review")
        hidden = make.make_draft("06LOWMOOR15")
        make.make_old_address(hidden, "06LOWMOOR16")
        make.make_change(make.make_draft("06LOWMOOR17"), Action.CORRECTED)

    def answer(self, form, reference_id):
        page = self.client.get(form.format(reference_id))
        body = page.content.replace(reference_id.encode(), b"ID")
        headers = {k: v for k, v in page.headers.items() if k != "Content-Length"}
        return page.status_code, headers, body

    def assertHidden(self):
        for form in FORMS:
            never = self.answer(form, "06LOWMOOR99")
            self.assertIn(never[0], (200, 404))
            for reference_id in (f"06LOWMOOR{n}" for n in range(11, 18)):
                with self.subTest(form=form, reference_id=reference_id):
                    self.assertEqual(self.answer(form, reference_id), never)

    def test_hidden_answers_like_an_id_that_never_was(self):
        self.assertHidden()

    def test_bytes_do_not_name_the_id(self):
        never = self.client.get("/cable/2006/04/06LOWMOOR99.html")
        draft = self.client.get("/cable/2006/04/06LOWMOOR11.html")
        self.assertEqual(draft.content, never.content)

    def test_hidden_and_cited_answers_like_absent_and_cited(self):
        citing = make.make_cable("06LOWMOOR20")
        make.make_reference(citing, "06LOWMOOR99")
        for n in range(11, 18):
            hidden = Cable.objects.filter(reference_id=f"06LOWMOOR{n}").first()
            make.make_reference(citing, hidden or f"06LOWMOOR{n}")
        self.assertHidden()

    def test_number_of_a_hidden_cable(self):
        never = self.answer("/cable/{}", "99")
        for number in ("11", "12", "13"):
            self.assertEqual(self.answer("/cable/{}", number), never)

    def test_no_list_names_a_hidden_cable(self):
        make.make_cable("06LOWMOOR30", tags=["PREL"])
        for address in (
            *("/", "/date/2006/", "/date/2006/04/", "/date/2006/04/10/", "/feed.atom"),
            *("/release/2011/08/30/", "/post/embassy-lowmoor/", "/country/lowmoor/"),
            *("/tag/PREL/", "/classification/confidential/", "/changes/"),
        ):
            page = self.client.get(address)
            with self.subTest(address=address):
                self.assertEqual(page.status_code, 200)
                self.assertNotContains(page, "06LOWMOOR1")

    def test_what_only_hidden_cables_have_answers_like_what_never_was(self):
        post = make.make_post("Embassy Unseen", country="Unseenia")
        draft = make.make_draft("06UNSEEN1", post=post, tags=["UNSEEN", "PREL"])
        link = make.make_article_link(draft)
        article = link.article
        for address in (
            post.get_absolute_url(),
            "/country/unseenia/",
            "/tag/UNSEEN/",
            "/tag/unseen/",
            "/tag/PREL/",
            article.get_absolute_url(),
            article.publisher.get_absolute_url(),
        ):
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 404)
        self.assertNotContains(self.client.get("/article/"), article.url)

    def test_counts_leave_hidden_cables_out(self):
        make.make_cable("06LOWMOOR30")
        page = self.client.get("/post/embassy-lowmoor/")
        self.assertContains(page, "1 cable</h2>")


class AbsentTests(TestCase):
    def test_absent_id_lists_who_cites_it(self):
        citing = make.make_cable("06LOWMOOR20", paragraphs=["See 05STATE9."])
        make.make_reference(citing, "05STATE9", paragraph=citing.paragraphs.get())
        make.make_reference(make.make_draft("06LOWMOOR21"), "05STATE9")
        page = self.client.get("/cable/05STATE9")
        self.assertContains(
            page, "/cable/2006/04/06LOWMOOR20.html#par1", status_code=404
        )
        self.assertNotContains(page, "06LOWMOOR21", status_code=404)


class OddCitationTests(TestCase):
    def test_citation_of_anything_has_an_address(self):
        for cited in ("00REFTEL:HARBOUR5829", "05STATE9/10", "#?%&", "É 1", "x" * 60):
            with self.subTest(cited=cited):
                citing = make.make_cable()
                make.make_reference(citing, cited)
                page = self.client.get(citing.get_absolute_url())
                address = page.context["references"][0].link.url
                self.assertEqual(self.client.get(address).status_code, 404)


class WithdrawnTests(TestCase):
    def test_withdrawn_is_gone_with_date_and_reason(self):
        make.make_withdrawn(
            "06LOWMOOR9", reason="Names a source.", paragraphs=["Words."]
        )
        for form in FORMS[:-1]:
            page = self.client.get(form.format("06LOWMOOR9"))
            with self.subTest(form=form):
                self.assertEqual(page.status_code, 410)
                self.assertContains(page, "Names a source.", status_code=410)
                self.assertNotContains(page, "Words.", status_code=410)
                self.assertIn("no-cache", page["Cache-Control"])  # may come back
                self.assertNotIn("ETag", page)

    def test_withdrawn_is_gone_under_every_name_it_had(self):
        cable = make.make_withdrawn("06LOWMOOR9", number=9, reason="Names a source.")
        make.make_old_address(cable, "06LOWMOOR99")
        for name in ("9", "06 Lowmoor 9", "06LOWMOOR0009", "06LOWMOOR99"):
            with self.subTest(name=name):
                page = self.client.get(f"/cable/{name}")
                self.assertContains(page, "Names a source.", status_code=410)

    def test_withdrawn_before_its_release_never_was(self):
        later = timezone.now() + timedelta(days=1)
        make.make_withdrawn("06LOWMOOR9", released=later)
        self.assertEqual(self.client.get("/06LOWMOOR9").status_code, 404)
        self.assertNotContains(self.client.get("/changes/"), "06LOWMOOR9")

    def test_a_release_that_is_edited_later_does_not_make_readers_have_seen_it(self):
        user = make_editor()
        later = timezone.now() + timedelta(days=1)
        cable = make.make_cable("06LOWMOOR9", released=later, paragraphs=["Words."])
        states.withdraw(cable, user=user, reason_code=ReasonCode.OTHER, reason="Why.")
        save_cable(cable, user=user, values={"released": make.RELEASED})
        self.assertEqual(self.client.get("/06LOWMOOR9").status_code, 404)
        self.assertNotContains(self.client.get("/changes/"), "06LOWMOOR9")

    def test_what_readers_had_seen_was_withdrawn_whatever_came_between(self):
        user = make_editor("publish_cable")
        later = timezone.now() + timedelta(days=1)
        cases = {
            "06LOWMOOR5": [],
            "06LOWMOOR6": [partial(states.hold, reason="So.")],
            "06LOWMOOR7": [
                partial(save_cable, values={"released": later}, why="So."),
            ],
        }
        for reference_id, between in cases.items():
            cable = make.make_cable(reference_id, paragraphs=["Words."])
            for verb in between:
                verb(cable, user=user)
            states.withdraw(cable, user=user, reason_code=ReasonCode.OTHER)
            if Cable.objects.get(pk=cable.pk).on_hold:
                states.release_hold(cable, user=user)
            with self.subTest(reference_id=reference_id):
                page = self.client.get(f"/{reference_id}")
                self.assertEqual(page.status_code, 410)
                self.assertContains(self.client.get("/changes/"), reference_id)

    def test_held_before_its_release_came_was_never_seen(self):
        user = make_editor()
        later = timezone.now() + timedelta(days=1)
        cable = make.make_cable("06LOWMOOR9", released=later)
        states.hold(cable, user=user, reason="A question.")
        Cable.objects.filter(pk=cable.pk).update(released=make.RELEASED)
        states.withdraw(cable, user=user, reason_code=ReasonCode.OTHER)
        states.release_hold(cable, user=user)
        self.assertEqual(self.client.get("/06LOWMOOR9").status_code, 404)

    def test_log_tells_of_the_withdrawal(self):
        make.make_withdrawn("06LOWMOOR9", reason="Names a source.", subject="UNSEEN")
        page = self.client.get("/changes/")
        self.assertContains(page, "Names a source.")
        self.assertNotContains(page, "UNSEEN")
