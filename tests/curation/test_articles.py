from django.core.exceptions import ValidationError
from django.test import TestCase

from cables.choices import ModerationState, Relation
from cables.curation.articles import (
    approve_article,
    approve_link,
    change_link,
    link_article,
    reject_article,
    reject_link,
    save_article,
    save_publisher,
    unlink_article,
)
from cables.curation.discussions import save_discussion
from cables.curation.errors import OwnWork, WrongCable
from cables.curation.posts import save_post
from cables.curation.site_pages import set_site_page
from cables.models import (
    Article,
    ArticleLink,
    Post,
    PostAlias,
    Publisher,
    SitePage,
    current_epoch,
)
from cables.models.revision import Revision
from tests.admin.editors import make_editor
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_post,
)


class ArticleTests(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.cable = make_cable(paragraphs=["One.", "Two."])
        self.block = self.cable.paragraphs.first()
        self.article = make_article()

    def link(self, **options):
        return link_article(
            article=self.article, cable=self.cable, user=self.user, **options
        )

    def test_link_to_a_paragraph(self):
        link = self.link(paragraph=self.block, relation=Relation.QUOTES, quote="One")
        self.assertEqual((link.state, link.approved_by), ("proposed", None))
        self.assertEqual(current_epoch(), 1)
        self.assertEqual(Revision.objects.get().after["quote"], "One")

    def test_the_same_link_again_is_a_correction(self):
        self.link(quote="One")
        self.link(quote="Two")
        self.assertEqual(ArticleLink.objects.get().quote, "Two")

    def test_a_paragraph_of_another_cable_is_refused(self):
        other = make_cable(paragraphs=["Other."]).paragraphs.get()
        with self.assertRaises(WrongCable):
            self.link(paragraph=other)
        link = self.link()
        with self.assertRaises(WrongCable):
            change_link(
                link, user=self.user, paragraph=other, relation="cites", quote=""
            )

    def test_change_and_unlink(self):
        link = self.link()
        change_link(
            link, user=self.user, paragraph=self.block, relation="quotes", quote="One"
        )
        link.refresh_from_db()
        self.assertEqual(link.paragraph, self.block)
        unlink_article(link, user=self.user, why="Another cable.")
        self.assertFalse(ArticleLink.objects.exists())
        self.assertEqual(Revision.objects.latest("id").why, "Another cable.")

    def test_a_proposal_is_not_seen_and_raises_nothing(self):
        self.article = make_article(state=ModerationState.PROPOSED)
        self.link()
        self.assertEqual(current_epoch(), 0)
        with self.assertRaises(OwnWork):  # the link is theirs
            approve_article(self.article, user=self.user)
        approve_article(self.article, user=make_editor())
        self.assertEqual(current_epoch(), 1)
        reject_article(self.article, user=self.user)
        self.assertEqual(current_epoch(), 2)
        public = Article.objects.public()
        self.assertNotIn(self.article, public)

    def test_nobody_shows_readers_a_link_of_their_own(self):
        link = self.link(quote="One")
        public = ArticleLink.objects.public()
        self.assertFalse(public.exists())
        self.assertEqual(Article.objects.public().count(), 0)
        with self.assertRaises(OwnWork):
            approve_link(link, user=self.user)
        other = make_editor()
        approve_link(link, user=other, why="Right.")
        self.assertEqual(public.get().approved_by, other)
        told = Revision.objects.latest("id")
        self.assertEqual((told.after, told.cable), ({"state": "approved"}, self.cable))
        self.assertEqual(current_epoch(), 2)
        reject_link(link, user=self.user)
        self.assertFalse(public.exists())
        self.assertEqual(ArticleLink.objects.get().approved_by, None)

    def test_other_words_wait_again_and_the_same_do_not(self):
        link = make_article_link(self.cable, article=self.article, quote="One")
        was = link.proposed
        same = {"paragraph": None, "relation": link.relation}
        change_link(link, user=self.user, quote="One", **same)
        self.link(relation=link.relation, quote="One")
        public = ArticleLink.objects.public()
        self.assertEqual(public.get(), link)
        for other in (
            {"quote": "Two"},
            {"paragraph": self.block},
            {"relation": "quotes"},
        ):
            with self.subTest(other):
                ArticleLink.objects.update(state="approved", approved_by=self.user)
                given = same | {"quote": "One"} | other
                link = change_link(link, user=self.user, **given)
                self.assertEqual((link.state, link.approved_by), ("proposed", None))
                self.assertFalse(public.exists())
                with self.assertRaises(OwnWork):
                    approve_link(link, user=self.user)
        self.assertGreater(link.proposed, was)

    def test_whoever_changed_what_another_made_does_not_approve_it(self):
        maker, changer = make_editor(), make_editor()
        link = link_article(article=self.article, cable=self.cable, user=maker)
        approve_link(link, user=self.user)
        change_link(link, user=changer, paragraph=None, relation="cites", quote="One")
        with self.assertRaises(OwnWork):
            approve_link(link, user=changer)
        approve_link(link, user=maker)  # their own part of it is approved already
        self.assertEqual(ArticleLink.objects.public().count(), 1)

    def test_a_rejected_link_that_is_said_again_waits_again(self):
        link = make_article_link(self.cable, article=self.article, state="rejected")
        self.assertEqual(self.link(relation=link.relation).state, "proposed")

    def test_an_article_is_approved_with_what_waits_of_it(self):
        self.article = make_article(state=ModerationState.PROPOSED)
        self.link()
        other = make_cable()
        made = {"article": self.article, "state": "rejected"}
        make_article_link(other, **made)
        approver = make_editor()
        values = {"state": ModerationState.APPROVED}  # as the form does it
        save_article(self.article, user=approver, values=values)
        link = ArticleLink.objects.public().get()
        self.assertEqual((link.cable, link.approved_by), (self.cable, approver))
        rows = Revision.objects.filter(model="articlelink").order_by("id")
        self.assertEqual(rows.last().after, {"state": "approved"})
        change_link(link, user=approver, paragraph=None, relation="cites", quote="x")
        approve_link(link, user=self.user)

    def test_save(self):
        values = {"title": "Another title"}
        save_article(self.article, user=self.user, values=values)
        self.assertEqual(Revision.objects.get().after, values)
        with self.assertRaises(ValidationError):
            save_article(self.article, user=self.user, values={"url": "ftp://x"})

    def test_another_address_waits_for_somebody_else(self):
        for name in ("url", "archived_url"):
            values = {name: f"https://lamp.example/{name}"}
            save_article(self.article, user=self.user, values=values)
            self.assertEqual(Article.objects.get().state, ModerationState.PROPOSED)
            with self.assertRaises(OwnWork):
                approve_article(self.article, user=self.user)
            approve_article(self.article, user=make_editor())
            self.assertEqual(Article.objects.get().state, ModerationState.APPROVED)

    def test_publisher(self):
        values = {"name": "The Lamp", "slug": "the-lamp", "domain": "lamp.example"}
        publisher = save_publisher(Publisher(), user=self.user, values=values)
        self.assertEqual(Publisher.objects.get(slug="the-lamp"), publisher)
        self.assertEqual(current_epoch(), 1)

    def test_discussion(self):
        thread = make_discussion(self.cable, state=ModerationState.PROPOSED)
        approved = {"state": ModerationState.APPROVED}
        save_discussion(thread, user=self.user, values=approved)
        save_discussion(thread, user=self.user, values=approved)
        self.assertEqual(current_epoch(), 1)
        self.assertEqual(Revision.objects.get().cable, self.cable)


class SitePageTests(TestCase):
    def test_what_could_do_harm_is_left_out(self):
        text = (
            '<h2 id="top">How</h2><script>alert(1)</script><p onclick="x()" '
            'style="color:red">Yes <a href="javascript:x()">no</a></p>'
        )
        values = {"slug": "how", "title": "How", "text": text}
        page = set_site_page(SitePage(), user=make_editor(), values=values)
        page.refresh_from_db()
        self.assertEqual(
            page.text,
            '<h2 id="top">How</h2><p>Yes <a rel="noopener noreferrer">no</a></p>',
        )
        self.assertEqual(current_epoch(), 1)

    def test_the_same_again_changes_nothing(self):
        values = {"slug": "how", "title": "How", "text": "<p>Yes</p>"}
        page = set_site_page(SitePage(), user=None, values=values)
        set_site_page(page, user=None, values=values)
        self.assertEqual(Revision.objects.count(), 1)


class PostTests(TestCase):
    def test_former_names_and_addresses_lead_to_the_post(self):
        user, post = make_editor(), make_post("Embassy Lowmoor")
        values = {"name": "Embassy Highmoor", "slug": "embassy-highmoor"}
        save_post(post, user=user, values=values, aliases=["HIGHMOOR"])
        names = set(PostAlias.objects.values_list("name", flat=True))
        self.assertEqual(names, {"HIGHMOOR", "Embassy Lowmoor", "embassy-lowmoor"})
        save_post(post, user=user, values={"country": "Highmoor"})
        self.assertEqual(PostAlias.objects.count(), 3)
        self.assertEqual(current_epoch(), 2)

    def test_a_name_of_another_post_is_refused(self):
        PostAlias.objects.create(post=make_post("Embassy A"), name="MOOR")
        post = make_post("Embassy B")
        with self.assertRaises(ValidationError):
            save_post(post, user=None, values={}, aliases=["MOOR"])
        self.assertEqual(Post.objects.get(pk=post.pk).aliases.count(), 0)
