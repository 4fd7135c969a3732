"""The history of any object: shown, compared, put back, each by its right."""

from unittest import mock

from django.test import TestCase

from cables.choices import ReasonCode
from cables.curation.articles import change_link, unlink_article
from cables.curation.cables import save_cable
from cables.curation.discussions import save_discussion
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.tags import save_tag, set_tags
from cables.models import ArticleLink, Cable
from cables.models.revision import Revision
from tests.factories import (
    make_article_link,
    make_cable,
    make_discussion,
    make_draft,
    make_tag,
)

from .editors import make_chief, make_editor
from .screens import url_of

SEES = ("view_cable", "view_revision")
RESTORES = (*SEES, "change_cable", "restore_revision")


class Pages(TestCase):
    def setUp(self):
        self.cable = make_cable(subject="OF HERONS AND REEDS", tags=["PREL"])
        self.save("OF OSPREYS AND REEDS", "A slip.")
        self.save("OF OSPREYS AND RUSHES")
        self.first, self.second = Revision.objects.order_by("id")
        self.url = url_of("cable", "history", self.cable.pk)

    def save(self, subject, why=""):
        save_cable(self.cable, user=make_chief(), values={"subject": subject}, why=why)

    def page_of(self, name, *arguments, **query):
        base = f"/admin/revisions/cable/{self.cable.pk}/{name}/"
        rest = "".join(f"{one}/" for one in arguments)
        return f"{base}{rest}" + ("?" + "&".join(f"{k}={v}" for k, v in query.items()))

    def sign_in(self, *permissions):
        self.client.force_login(make_editor(*permissions))


class HistoryTests(Pages):
    def test_every_screen_has_one(self):
        self.client.force_login(make_chief())
        tag = make_tag("MARR")
        save_tag(tag, user=make_editor(), values={"title": "Arrangements"}, why="So.")
        page = self.client.get(url_of("tag", "history", tag.pk))
        for words in ("Arrangements", "About MARR", "So."):
            self.assertContains(page, words)

    def test_what_is_gone_keeps_its_own(self):
        link = make_article_link(self.cable, quote="of herons")
        key = link.pk
        unlink_article(link, user=make_editor(), why="Not there.")
        self.client.force_login(make_chief())
        page = self.client.get(f"/admin/revisions/articlelink/{key}/")
        self.assertContains(page, "Not there.")
        self.assertContains(page, "Put this back", count=1)  # as it was before
        for name, number in (("articlelink", 10**9), ("nothing", 1), ("cable", 10**9)):
            answer = self.client.get(f"/admin/revisions/{name}/{number}/")
            self.assertEqual(answer.status_code, 404)

    def test_the_words_that_changed_are_marked(self):
        self.sign_in(*SEES)
        page = self.client.get(self.url)
        self.assertContains(page, "<del>HERONS</del>")
        self.assertContains(page, "<ins>OSPREYS</ins>")

    def test_long_histories_have_pages(self):
        for number in range(60):
            self.save(f"ROUND {number}")
        self.sign_in(*SEES)
        page = self.client.get(self.url)
        self.assertEqual(len(page.context["rows"]), 50)
        self.assertNotContains(page, "Before all of these")
        self.assertContains(self.client.get(f"{self.url}?p=2"), "Before all of these")

    def test_rights(self):
        other = f"/admin/revisions/cable/{self.cable.pk}/"
        self.sign_in("view_tag", "view_revision")
        for url in (self.url, other, self.page_of("compare")):
            self.assertEqual(self.client.get(url).status_code, 403)
        self.sign_in("view_cable")
        page = self.client.get(self.url)
        self.assertContains(page, "A slip.")
        self.assertNotContains(page, "OSPREYS AND")
        self.assertEqual(self.client.get(self.page_of("compare")).status_code, 403)


class CompareTests(Pages):
    def test_any_two_moments(self):
        set_tags(self.cable, user=make_editor(), names=["MARR"])
        self.sign_in(*SEES)
        ends = {"one": 0, "two": self.second.pk}
        page = self.client.get(self.page_of("compare", **ends))
        self.assertContains(page, "<del>HERONS</del>")
        self.assertContains(page, "<ins>RUSHES</ins>")
        self.assertNotContains(page, "MARR")
        ends = {"two": self.first.pk, "one": Revision.objects.latest("id").pk}
        page = self.client.get(self.page_of("compare", **ends))
        self.assertNotContains(page, "HERONS")
        self.assertContains(page, "<ins>MARR</ins>")

    def test_what_was_changed_back_does_not_differ(self):
        self.save("OF HERONS AND REEDS")
        self.sign_in(*SEES)
        ends = {"one": 0, "two": Revision.objects.latest("id").pk}
        page = self.client.get(self.page_of("compare", **ends))
        self.assertContains(page, "Nothing differs")

    def test_made_up_moments(self):
        self.sign_in(*SEES)
        for one in ("", "x", "9" * 30, "-1"):
            page = self.client.get(self.page_of("compare", one=one, two=one))
            self.assertEqual(page.status_code, 200)


class RedactedTests(Pages):
    def setUp(self):
        super().setUp()
        self.draft = make_draft(paragraphs=["The heron Ardea stood."], subject="ONE")
        save_cable(self.draft, user=make_editor(), values={"subject": "TWO"})
        block = self.draft.paragraphs.get()
        made = propose(
            self.draft,
            user=make_editor(),
            paragraph=block,
            spans=[(10, 15)],
            reason=ReasonCode.SOURCE_SAFETY,
        )
        approve(made, user=make_editor())
        last = Revision.objects.filter(cable=self.draft).latest("id").pk
        base = f"/admin/revisions/cable/{self.draft.pk}/"
        self.urls = [
            url_of("cable", "history", self.draft.pk),
            base,
            f"{base}compare/?one=0&two={last}",
            f"{base}restore/0/",
        ]

    def test_removed_words_are_for_who_may_see_them(self):
        self.sign_in(*RESTORES, "view_sealedtext")
        for url in self.urls:
            with self.subTest(url=url):
                self.assertContains(self.client.get(url), "Ardea")
        self.sign_in(*RESTORES)
        for url in self.urls:
            with self.subTest(url=url):
                self.assertNotContains(self.client.get(url), "Ardea")

    def test_nor_are_they_shown_in_the_history_of_a_thread(self):
        thread = make_discussion(self.draft)
        with mock.patch("cables.curation.discussions.refuse_said"):  # before they left
            for title in ("On Ardea", "On herons"):
                save_discussion(thread, user=make_editor(), values={"title": title})
        moment = Revision.objects.filter(model="discussion").earliest("id").pk
        url = f"/admin/revisions/discussion/{thread.pk}/restore/{moment}/"
        rights = (*RESTORES, "view_discussion", "change_discussion")
        self.sign_in(*rights, "view_sealedtext")
        self.assertContains(self.client.get(url), "Ardea")
        self.sign_in(*rights)
        self.assertNotContains(self.client.get(url), "Ardea")

    def test_they_do_not_come_back(self):
        self.sign_in(*RESTORES)
        self.draft.refresh_from_db()
        sent = {"version": self.draft.version}
        page = self.client.post(self.urls[-1], sent, follow=True)
        self.assertContains(page, "Words were taken out since.")
        self.assertIn("[redacted", self.draft.paragraphs.get().text)


class RestoreTests(Pages):
    def subject(self):
        return Cable.objects.get(pk=self.cable.pk).subject

    def test_it_shows_first_then_does(self):
        self.sign_in(*RESTORES)
        url = self.page_of("restore", self.first.pk)
        self.assertContains(self.client.get(self.url), url.partition("?")[0])
        page = self.client.get(url)
        self.assertContains(page, "1 later change is undone")
        self.assertContains(page, "RUSHES")
        sent = {"why": "It was right.", "version": "3"}
        page = self.client.post(url, sent, follow=True)
        self.assertContains(page, "put back as it was")
        self.assertEqual(self.subject(), "OF OSPREYS AND REEDS")
        self.assertEqual(Revision.objects.latest("id").why, "It was right.")

    def test_to_the_beginning(self):
        self.sign_in(*RESTORES)
        self.client.post(self.page_of("restore", 0), {"version": "3"})
        self.assertEqual(self.subject(), "OF HERONS AND REEDS")

    def test_a_page_without_a_version_puts_nothing_back(self):
        self.sign_in(*RESTORES)
        for sent in ({}, {"version": ""}, {"version": "x"}):
            page = self.client.post(self.page_of("restore", 0), sent, follow=True)
            self.assertContains(page, "came without the version")
        self.assertEqual(self.subject(), "OF OSPREYS AND RUSHES")

    def test_somebody_saved_meanwhile(self):
        self.sign_in(*RESTORES)
        page = self.client.get(self.page_of("restore", 0))
        self.assertContains(page, 'name="version" value="3"')
        self.save("OF TERNS")
        sent = {"version": "3"}
        page = self.client.post(self.page_of("restore", 0), sent, follow=True)
        self.assertContains(page, "was saved meanwhile")
        self.assertEqual(self.subject(), "OF TERNS")

    def test_somebody_saved_meanwhile_what_has_no_version(self):
        self.client.force_login(make_chief())
        tag, colleague = make_tag("PREL"), make_editor()
        save_tag(tag, user=colleague, values={"title": "One"})
        url = f"/admin/revisions/tag/{tag.pk}/restore/0/"
        newest = self.client.get(url).context["newest"]
        save_tag(tag, user=colleague, values={"title": "Two"})
        for sent in ({}, {"newest": "x"}):
            page = self.client.post(url, sent, follow=True)
            self.assertContains(page, "came without the version")
        page = self.client.post(url, {"newest": newest}, follow=True)
        self.assertContains(page, "It was saved meanwhile")
        tag.refresh_from_db()
        self.assertEqual(tag.title, "Two")
        newest = page.context["newest"]
        self.client.post(url, {"newest": newest})
        tag.refresh_from_db()
        self.assertEqual(tag.title, "About PREL")

    def test_a_link_of_an_article_also_one_that_was_removed(self):
        self.client.force_login(make_chief())
        cable = make_cable(paragraphs=["Boats left.", "They came back."])
        link = make_article_link(cable, quote="Boats left", relation="quotes")
        user, article = make_editor(), link.article
        change_link(link, user=user, paragraph=None, relation="cites", quote="")
        url = f"/admin/revisions/articlelink/{link.pk}/restore/0/"
        newest = self.client.get(url).context["newest"]
        self.client.post(url, {"newest": newest, "why": "It was right."})
        link.refresh_from_db()
        self.assertEqual((link.quote, link.relation), ("Boats left", "quotes"))
        self.assertEqual(link.state, "proposed")  # for somebody else to look at
        unlink_article(link, user=user)
        gone = Revision.objects.latest("id")
        history = self.client.get(f"/admin/revisions/articlelink/{gone.object_id}/")
        self.assertContains(history, "Put this back")
        stale = self.client.post(url, {"newest": newest}, follow=True)
        self.assertContains(stale, "It was saved meanwhile")
        self.client.post(url, {"newest": gone.pk, "why": "It was right."})
        link = ArticleLink.objects.get(article=article, cable=cable)
        self.assertEqual((link.quote, link.state), ("Boats left", "proposed"))
        self.assertEqual(Revision.objects.latest("id").why, "It was right.")

    def test_a_removed_link_brings_no_redacted_words_back(self):
        self.client.force_login(make_chief())
        cable = make_cable(paragraphs=["Boats left the harbour."])
        link = make_article_link(cable, quote="Boats left")
        key, user = link.pk, make_editor()
        unlink_article(link, user=user)
        given = {"spans": [(0, 5)], "reason": ReasonCode.SOURCE_SAFETY}
        made = propose(cable, user=user, paragraph=cable.paragraphs.get(), **given)
        approve(made, user=make_editor())
        url = f"/admin/revisions/articlelink/{key}/restore/0/"
        newest = self.client.get(url).context["newest"]
        page = self.client.post(url, {"newest": newest}, follow=True)
        self.assertContains(page, "Nothing was put back")
        self.assertFalse(ArticleLink.objects.exists())

    def test_each_right_is_needed(self):
        url = self.page_of("restore", 0)
        for left_out in RESTORES:
            if left_out == "view_cable":
                continue  # who may change may look
            with self.subTest(without=left_out):
                self.sign_in(*{*RESTORES} - {left_out})
                self.assertEqual(self.client.get(url).status_code, 403)
                self.assertEqual(self.client.post(url).status_code, 403)
                self.assertNotContains(self.client.get(self.url), "Put this back")
        self.assertEqual(self.subject(), "OF OSPREYS AND RUSHES")

    def test_what_is_nobodys_to_put_back(self):
        self.client.force_login(make_chief())
        for url in ("/admin/revisions/articlelink/1/restore/0/",):
            self.assertEqual(self.client.get(url).status_code, 404)
