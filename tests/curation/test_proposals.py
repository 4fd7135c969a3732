"""Proposals become articles and threads, and nobody decides on what they brought."""

from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.test import TestCase

from cables.choices import ModerationState, ProposalKind
from cables.curation.articles import (
    Use,
    approve_article,
    link_article,
    link_many,
    save_article,
)
from cables.curation.discussions import (
    approve_discussion,
    reject_discussion,
    save_discussion,
)
from cables.curation.errors import (
    AlreadyDecided,
    CurationError,
    OwnWork,
    ReasonMissing,
)
from cables.curation.known_articles import (
    add_publisher,
    near_articles,
    publisher_of,
)
from cables.curation.link_quotes import Texts, check_links, unchecked_links
from cables.curation.paragraphs import save_paragraphs
from cables.curation.proposals import (
    approve_proposal,
    propose,
    reject_proposal,
    reject_proposals,
)
from cables.models import (
    Article,
    ArticleLink,
    Discussion,
    Proposal,
    Publisher,
    current_epoch,
)
from cables.models.revision import Revision
from tests.admin.editors import make_editor
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_publisher,
)

URL = "https://lantern.example/story"
VALUES = {"kind": "article", "url": URL}


def make_proposal(kind=ProposalKind.ARTICLE, **fields):
    return Proposal.objects.create(kind=kind, **{"url": URL} | fields)


class Deciding(TestCase):
    def setUp(self):
        self.user, self.other = make_editor(), make_editor()
        self.cable = make_cable("06LOWMOOR1", paragraphs=["The talks went on.", "Two."])
        self.block = self.cable.paragraphs.get(key="par1")
        self.use = Use(
            cable=self.cable,
            paragraph=self.block,
            relation="quotes",
            quote="the talks went",
        )

    def approve(self, proposal, *, user=None, show=True, uses=None, **values):
        return approve_proposal(
            proposal,
            user=user or self.user,
            values={"url": proposal.url, "title": "A story"} | values,
            uses=[self.use] if uses is None else uses,
            show=show,
        )


class ArticleTests(Deciding):
    def test_approved_with_its_links_and_seen(self):
        decided = self.approve(make_proposal())
        self.assertEqual(decided.state, ModerationState.APPROVED)
        self.assertEqual(decided.decided_by, self.user)
        self.assertIsNotNone(decided.decided)
        article = Article.objects.public().get()
        self.assertEqual(decided.article, article)
        link = article.links.get()
        self.assertEqual((link.paragraph, link.quote_check), (self.block, "exact"))
        self.assertGreater(current_epoch(), 0)
        models = set(Revision.objects.values_list("model", flat=True))
        self.assertEqual(models, {"article", "articlelink", "proposal"})

    def test_its_publisher_is_the_one_of_its_domain(self):
        publisher = make_publisher(domain="lantern.example")
        decided = self.approve(make_proposal())
        self.assertEqual(decided.article.publisher, publisher)
        another = self.approve(make_proposal(url="https://elsewhere.example/x"))
        self.assertIsNone(another.article.publisher)

    def test_made_and_not_shown_by_who_may_not(self):
        decided = self.approve(make_proposal(), show=False)
        self.assertEqual(decided.article.state, ModerationState.PROPOSED)
        self.assertEqual(current_epoch(), 0)
        with self.assertRaises(OwnWork):
            approve_article(decided.article, user=self.user)
        approve_article(decided.article, user=self.other)
        self.assertTrue(Article.objects.public().exists())

    def test_known_article_gets_the_links(self):
        article = make_article(url=URL)
        decided = self.approve(make_proposal(url=f"{URL}?utm_source=x"))
        self.assertEqual(decided.article, article)
        self.assertEqual(Article.objects.count(), 1)
        self.assertEqual(ArticleLink.objects.public().get().approved_by, self.user)

    def test_what_else_waits_of_a_known_article_waits_on(self):
        article = make_article(url=URL, state=ModerationState.PROPOSED)
        other = link_article(article=article, cable=make_cable(), user=self.other)
        self.approve(make_proposal())
        self.assertEqual(ArticleLink.objects.public().get().cable, self.cable)
        other.refresh_from_db()
        self.assertEqual(other.state, ModerationState.PROPOSED)

    def test_own_link_is_not_shown_by_way_of_a_proposal(self):
        article = make_article(url=URL)
        link_many(article=article, uses=[self.use], user=self.user)
        self.approve(make_proposal())
        self.assertFalse(ArticleLink.objects.public().exists())
        self.approve(make_proposal(), user=self.other)
        self.assertTrue(ArticleLink.objects.public().exists())

    def test_another_address_than_was_proposed_is_the_approvers_alone(self):
        decided = self.approve(make_proposal(), url="https://beacon.example/other")
        self.assertEqual(decided.article.state, ModerationState.PROPOSED)
        with self.assertRaises(OwnWork):
            approve_article(decided.article, user=self.user)
        self.approve(make_proposal(url="nonsense"), url="https://beacon.example/mended")
        known = make_article(url="https://beacon.example/known")
        self.approve(make_proposal(), url=known.url)
        self.assertEqual(known.links.get().state, ModerationState.PROPOSED)

    def test_who_may_not_approve_adds_links_that_wait(self):
        make_article(url=URL)
        self.approve(make_proposal(), show=False)
        self.assertEqual(ArticleLink.objects.get().state, ModerationState.PROPOSED)
        self.assertFalse(ArticleLink.objects.public().exists())

    def test_own_article_is_not_shown_by_way_of_a_proposal(self):
        article = save_article(Article(), user=self.user, values={"url": URL})
        with self.assertRaises(OwnWork):
            self.approve(make_proposal())
        article.refresh_from_db()
        self.assertEqual(article.state, ModerationState.PROPOSED)
        self.assertEqual(Proposal.objects.get().state, ModerationState.PROPOSED)
        self.approve(Proposal.objects.get(), user=self.other)
        self.assertTrue(Article.objects.public().exists())

    def test_who_proposed_it_at_the_desk_does_not_decide(self):
        proposal = propose(Proposal(), user=self.user, values=VALUES)
        with self.assertRaises(OwnWork):
            self.approve(proposal)
        self.assertFalse(Article.objects.exists())
        self.approve(proposal, user=self.other)
        self.assertEqual(Article.objects.count(), 1)

    def test_without_a_cable_nothing_is_made(self):
        with self.assertRaises(CurationError):
            self.approve(make_proposal(), uses=[])
        with self.assertRaises(ValidationError):
            self.approve(make_proposal(), url="nonsense")
        self.assertFalse(Article.objects.exists())
        self.assertEqual(Proposal.objects.filter(state="proposed").count(), 2)

    def test_decided_once(self):
        proposal = make_proposal()
        self.approve(proposal)
        with self.assertRaises(AlreadyDecided):
            reject_proposal(proposal, user=self.other, why="Spam")
        with self.assertRaises(AlreadyDecided):
            self.approve(proposal)


class DiscussionTests(Deciding):
    def proposal(self):
        return make_proposal(ProposalKind.DISCUSSION)

    def test_one_thread_on_each_cable(self):
        other = make_cable()
        decided = self.approve(self.proposal(), uses=[self.use, Use(cable=other)])
        threads = Discussion.objects.public()
        self.assertEqual({one.cable for one in threads}, {self.cable, other})
        self.assertEqual(threads.get(cable=self.cable).paragraph, self.block)
        self.assertEqual(decided.discussion.title, "A story")

    def test_known_thread_stays_as_it_is(self):
        thread = make_discussion(self.cable, url=URL)
        self.assertEqual(self.approve(self.proposal()).discussion, thread)
        self.assertEqual(Discussion.objects.get().title, thread.title)

    def test_who_added_a_thread_does_not_approve_it(self):
        values = {"cable": self.cable, "url": URL}
        thread = save_discussion(Discussion(), user=self.user, values=values)
        with self.assertRaises(OwnWork):
            approve_discussion(thread, user=self.user)
        with self.assertRaises(OwnWork):
            self.approve(self.proposal())
        approve_discussion(thread, user=self.other)
        reject_discussion(thread, user=self.user)
        approve_discussion(thread, user=self.other)
        approved = {"cable": make_cable(), "url": URL, "state": "approved"}
        with self.assertRaises(OwnWork):
            save_discussion(Discussion(), user=self.user, values=approved)

    def test_another_address_or_cable_waits_for_somebody_else(self):
        thread = make_discussion(self.cable, url=URL)
        for values in ({"url": f"{URL}/2"}, {"cable": make_cable()}):
            thread = save_discussion(thread, user=self.user, values=values)
            self.assertEqual(thread.state, ModerationState.PROPOSED)
            with self.assertRaises(OwnWork):
                approve_discussion(thread, user=self.user)
            thread = approve_discussion(thread, user=self.other)
        both = {"url": f"{URL}/3", "state": ModerationState.APPROVED}
        thread = save_discussion(thread, user=self.user, values=both)
        self.assertEqual(thread.state, ModerationState.PROPOSED)
        approve_discussion(thread, user=self.other)
        thread = save_discussion(thread, user=self.user, values={"title": "Another"})
        self.assertEqual(thread.state, ModerationState.APPROVED)

    def test_another_address_than_was_proposed_waits(self):
        decided = self.approve(self.proposal(), url="https://forum.example/other")
        self.assertEqual(decided.discussion.state, ModerationState.PROPOSED)


class RejectTests(Deciding):
    def test_a_reason_is_kept(self):
        with self.assertRaises(ReasonMissing):
            reject_proposal(make_proposal(), user=self.user, why="  ")
        reject_proposal(Proposal.objects.get(), user=self.user, why="Spam")
        kept = Proposal.objects.get()
        self.assertEqual((kept.state, kept.decided_why), ("rejected", "Spam"))
        self.assertFalse(Article.objects.exists())
        self.assertEqual(current_epoch(), 0)

    def test_many(self):
        proposals = [make_proposal() for _ in range(4)]
        self.approve(proposals[0])
        done = reject_proposals(proposals, user=self.other, why="Spam")
        self.assertEqual(len(done), 3)
        self.assertEqual(Proposal.objects.filter(state="approved").count(), 1)

    def test_own_proposal_may_be_taken_back(self):
        proposal = propose(Proposal(), user=self.user, values=VALUES)
        reject_proposal(proposal, user=self.user, why="A mistake")


class KnownTests(TestCase):
    def test_near(self):
        known = make_article("A story", url="https://www.lantern.example/a/story")
        near = [
            "http://lantern.example/a/story",
            "https://lantern.example/a/story/",
            "https://www.lantern.example/a/story/amp",
            "https://amp.lantern.example/a/story",
            "https://m.lantern.example/a/story.amp.html",
            "https://www.lantern.example/a/story?page=2",
            "HTTPS://LANTERN.example:443/a/story#top",
        ]
        far = [
            "https://www.lantern.example/a/story",  # the very one
            "https://www.lantern.example/a/story2",
            "https://www.lantern.example/a",
            "https://www.lantern.example/",
            "https://beacon.example/a/story",
            "nonsense",
        ]
        for url in near:
            with self.subTest(url=url):
                self.assertEqual(near_articles(url=url), [known])
        for url in far:
            with self.subTest(url=url):
                self.assertEqual(near_articles(url=url), [])
        self.assertEqual(near_articles(url=near[0], but=known.pk), [])

    def test_another_page_by_its_query_is_another_article(self):
        known = make_article(url="https://lantern.example/story?id=3")
        near = near_articles(url="http://www.lantern.example/story?id=3")
        self.assertEqual(near, [known])
        self.assertEqual(near_articles(url="https://lantern.example/story"), [known])
        other = near_articles(url="https://lantern.example/story?id=4")
        self.assertEqual(other, [])

    def test_same_title_by_the_same_publisher(self):
        known = make_article("A Story")
        url, publisher = "https://beacon.example/1", known.publisher
        near = near_articles(url=url, title=" a story ", publisher=publisher)
        self.assertEqual(near, [known])
        other = make_publisher("The Beacon")
        self.assertEqual(near_articles(url=url, title="A Story", publisher=other), [])
        self.assertEqual(near_articles(url=url, title="", publisher=publisher), [])

    def test_publisher_by_domain_or_the_one_above(self):
        lantern = make_publisher("The Lantern", domain="lantern.example")
        local = make_publisher("Lantern North", domain="north.lantern.example")
        cases = [
            ("https://lantern.example/1", lantern),
            ("https://www.lantern.example/1", lantern),
            ("https://news.north.lantern.example/1", local),
            ("https://mylantern.example/1", None),
            ("https://example/1", None),
        ]
        for url, expected in cases:
            with self.subTest(url=url):
                self.assertEqual(publisher_of(url), expected)

    def test_new_publisher(self):
        user = make_editor()
        make_publisher("The Lamp", domain="other.example")
        url = "https://www.lamp.example/1"
        made = add_publisher(url=url, name="The Lamp", user=user)
        self.assertEqual((made.domain, made.slug), ("lamp.example", "the-lamp-2"))
        self.assertTrue(Publisher.objects.filter(pk=made.pk).exists())
        self.assertEqual(Revision.objects.get().model, "publisher")


class LinkQuoteTests(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.cable = make_cable(paragraphs=["The talks went on.", "A lamp was lit."])

    def test_place_of(self):
        found, block = Texts().place_of("the boat was sunk", self.cable)
        self.assertEqual((found.verdict, block), ("absent", None))
        found, block = Texts().place_of("the lamp was lit", self.cable)
        self.assertEqual((found.verdict, block.key), ("altered", "par2"))
        found, block = Texts().place_of("a lamp was lit", self.cable)
        self.assertEqual((found.verdict, block.key), ("exact", "par2"))
        found, block = Texts().place_of("went on … a lamp", self.cable)
        self.assertEqual((found.verdict, block), ("exact", None))

    def test_looked_at_again_when_the_text_changes(self):
        block = self.cable.paragraphs.first()
        link = link_article(
            article=make_article(),
            cable=self.cable,
            paragraph=block,
            quote="the talks went on",
            user=self.user,
        )
        self.assertEqual(link.quote_check, "exact")
        self.assertFalse(unchecked_links().exists())
        kept = [
            {"id": one.pk, "kind": one.kind, "label": one.label, "marking": ""}
            | {"text": one.text if one.pk != block.pk else "The talks had ended."}
            for one in self.cable.paragraphs.order_by("position")
        ]
        save_paragraphs(self.cable, user=self.user, blocks=kept)
        self.assertEqual(list(unchecked_links()), [link])
        self.assertEqual(check_links(), 0)
        link.refresh_from_db()
        self.assertEqual(link.quote_check, "absent")
        self.assertFalse(unchecked_links().exists())

    def test_links_of_an_import_are_looked_at_some_at_a_time(self):
        for number in range(5):
            make_article_link(self.cable, quote="talks" if number else "nothing")
        make_article_link(self.cable)
        with patch("cables.curation.link_quotes.AT_ONCE", 2):
            self.assertEqual(check_links(seconds=0), 3)
            self.assertEqual(check_links(), 0)
        verdicts = ArticleLink.objects.order_by("id").values_list("quote_check")
        self.assertEqual(
            [verdict for (verdict,) in verdicts], ["absent", *["exact"] * 4, ""]
        )

    def test_some_cost_few_queries(self):
        for _ in range(20):
            cable = make_cable(paragraphs=["The talks went on."])
            make_article_link(cable, quote="talks")
        with self.assertNumQueries(3):
            check_links()
