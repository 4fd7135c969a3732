"""Links that wait: somebody else approves them, one by one or many at once."""

from django.test import TestCase

from cables.choices import ModerationState
from cables.curation.articles import link_article
from cables.models import ArticleLink
from cables.models.revision import Revision
from tests.factories import make_article, make_article_link, make_cable

from .editors import make_editor
from .screens import url_of

RIGHTS = ("view_article", "view_articlelink", "approve_article", "view_cable")
EDITING = ("change_article", "change_articlelink", "add_articlelink", "change_cable")
WAITS = "Readers see this link once somebody else has approved it."


class WaitingTests(TestCase):
    def setUp(self):
        self.maker, self.approver = make_editor(*RIGHTS), make_editor(*RIGHTS)
        self.cable = make_cable("06LOWMOOR1", paragraphs=["The talks went on."])
        self.article = make_article("A story")
        self.link = link_article(
            article=self.article, cable=self.cable, user=self.maker, quote="The talks"
        )
        self.client.force_login(self.approver)

    def decide(self, decision):
        url = url_of("articlelink", "decide", self.link.pk)
        sent = {"decision": decision, "why": "Read it"}
        return self.client.post(url, sent, follow=True)

    def state(self):
        return ArticleLink.objects.get(pk=self.link.pk).state

    def test_one_is_approved_and_rejected(self):
        page = self.client.get(url_of("articlelink", "change", self.link.pk))
        self.assertContains(page, "The talks")
        self.assertContains(page, 'value="approve"')
        self.assertNotContains(page, 'name="quote"')
        self.assertContains(self.decide("approve"), "1 article link approved.")
        self.assertEqual(ArticleLink.objects.public().get(), self.link)
        self.assertEqual(Revision.objects.latest("id").why, "Read it")
        self.decide("reject")
        self.assertEqual(self.state(), "rejected")

    def test_many_are_decided_on_but_those_of_ones_own(self):
        own = link_article(article=self.article, cable=make_cable(), user=self.approver)
        keys = [self.link.pk, own.pk]
        sent = {"action": "approve", "_selected_action": keys}
        url = url_of("articlelink", "changelist")
        page = self.client.post(url, sent, follow=True)
        self.assertContains(page, "1 article link approved.")
        self.assertContains(page, "somebody else approves it")
        self.assertEqual(ArticleLink.objects.public().get(), self.link)
        self.client.post(url, sent | {"action": "reject"})
        states = set(ArticleLink.objects.values_list("state", flat=True))
        self.assertEqual(states, {"rejected"})

    def test_nobody_approves_their_own(self):
        self.client.force_login(self.maker)
        page = self.client.get(url_of("articlelink", "change", self.link.pk))
        self.assertContains(page, "somebody else approves it")
        self.assertNotContains(page, 'value="approve">Approve</button>')
        self.decide("approve")
        self.assertEqual(self.state(), "proposed")

    def test_the_list_holds_what_waits_by_itself(self):
        hidden = make_article("Another", state=ModerationState.PROPOSED)
        make_article_link(self.cable, article=hidden, state="proposed")
        sent = {"state__exact": "proposed", "article__state__exact": "approved"}
        page = self.client.get(url_of("articlelink", "changelist"), sent)
        self.assertEqual(page.context["cl"].result_list, [self.link])
        self.assertContains(page, "A story")
        with self.assertNumQueries(7):
            self.client.get(url_of("articlelink", "changelist"))

    def test_it_is_said_beside_the_link(self):
        self.client.force_login(make_editor(*RIGHTS, *EDITING))
        pages = [("article", self.article.pk), ("cable", self.cable.pk)]
        for model, key in pages:
            with self.subTest(model):
                page = self.client.get(url_of(model, "change", key))
                self.assertContains(page, WAITS)
                self.assertContains(page, url_of("articlelink", "change", self.link.pk))
        self.decide("approve")
        for model, key in pages:
            page = self.client.get(url_of(model, "change", key))
            self.assertNotContains(page, WAITS)
