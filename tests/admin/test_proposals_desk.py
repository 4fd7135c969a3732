"""The inbox of proposals: oldest first, what each would make, and one decision each."""

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from cables.choices import ModerationState, ProposalKind
from cables.models import Article, Discussion, Proposal
from cables.models.revision import Revision
from tests.admin.editors import make_editor
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_publisher,
)

from .screens import url_of

URL = "https://lantern.example/story"
APPROVER = (
    *("view_proposal", "decide_proposal", "approve_article", "approve_discussion"),
    *("view_article", "view_discussion", "view_cable"),
)


def make_proposal(kind=ProposalKind.ARTICLE, *, days=0, **fields):
    given = {"url": URL, "title": "A story", "cables": "06LOWMOOR1"} | fields
    made = Proposal.objects.create(kind=kind, **given)
    when = timezone.now() - timedelta(days=days)
    Proposal.objects.filter(pk=made.pk).update(made=when)
    made.refresh_from_db()
    return made


def page_of(proposal):
    return url_of("proposal", "change", proposal.pk)


class Inbox(TestCase):
    list_url = "/admin/cables/proposal/"

    def setUp(self):
        self.user = make_editor(*APPROVER)
        self.client.force_login(self.user)
        self.cable = make_cable("06LOWMOOR1", paragraphs=["The talks went on."])

    def make(self, proposal, decision="approve", **changed):
        sent = {
            "url": proposal.url,
            "title": proposal.title,
            "text": proposal.cables,
            "quotes": proposal.quote,
            "decision": decision,
        }
        return self.client.post(page_of(proposal), sent | changed)

    def ticks(self, proposal):
        """Return what the page has ticked by itself."""
        page = self.client.get(page_of(proposal))
        return [one.value for one in page.context["offers"].all if one.is_ticked]


class ListTests(Inbox):
    def test_what_waits_the_oldest_first_with_its_age(self):
        make_proposal(title="Young")
        make_proposal(title="Old", days=12)
        make_proposal(title="Gone", state=ModerationState.REJECTED)
        page = self.client.get(self.list_url)
        names = [one.title for one in page.context["cl"].result_list]
        self.assertEqual(names, ["Old", "Young"])
        self.assertContains(page, "12 days")
        self.assertContains(page, "since today")
        page = self.client.get(self.list_url, {"state__exact": "all"})
        self.assertContains(page, "Gone")
        page = self.client.get(self.list_url, {"state__exact": "rejected"})
        self.assertEqual(page.context["cl"].result_count, 1)

    def test_what_waits_elsewhere(self):
        article = make_article(state=ModerationState.PROPOSED)
        thread = make_discussion(self.cable, state=ModerationState.PROPOSED)
        link = make_article_link(self.cable, state=ModerationState.PROPOSED)
        page = self.client.get(self.list_url)
        self.assertContains(page, "Articles to approve: 1")
        self.assertContains(page, "Article links to approve: 1")
        self.assertContains(page, url_of("articlelink", "change", link.pk))
        self.assertContains(page, url_of("article", "change", article.pk))
        self.assertContains(page, url_of("discussion", "change", thread.pk))
        self.client.force_login(make_editor("decide_proposal"))
        page = self.client.get(self.list_url)
        self.assertNotContains(page, "to approve:")

    def test_spam_goes_by_the_dozen(self):
        rows = [make_proposal(title=f"Buy {n}") for n in range(12)]
        sent = {"action": "reject_as_spam", "_selected_action": [r.pk for r in rows]}
        self.client.force_login(make_editor("view_proposal"))
        self.client.post(self.list_url, sent)
        self.assertEqual(Proposal.objects.filter(state="proposed").count(), 12)
        self.client.force_login(self.user)
        page = self.client.post(self.list_url, sent, follow=True)
        self.assertContains(page, "12 proposals rejected as spam.")
        self.assertEqual(set(Proposal.objects.values_list("decided_why")), {("Spam",)})

    def test_keys_are_told_on_the_page(self):
        make_proposal()
        for url in (self.list_url, page_of(Proposal.objects.get())):
            page = self.client.get(url)
            self.assertContains(page, "<kbd>j</kbd>")
            self.assertContains(page, "desk-proposals.js")


class PageTests(Inbox):
    def test_it_shows_what_it_would_make(self):
        make_publisher(domain="lantern.example")
        proposal = make_proposal(
            quote="“the talks went on”", note="<b>Page 2</b>", days=3
        )
        page = self.client.get(page_of(proposal))
        self.assertContains(page, "waits for 3 days")
        self.assertContains(page, "Word for word")
        self.assertContains(page, "Publisher: The Lantern")
        self.assertContains(page, "&lt;b&gt;Page 2")
        self.assertEqual(len(self.ticks(proposal)), 1)

    def test_duplicates_are_named(self):
        article = make_article(url=URL)
        near = make_article(url="http://www.lantern.example/story/")
        make_proposal(title="Before", state=ModerationState.REJECTED)
        page = self.client.get(page_of(make_proposal()))
        self.assertContains(page, "The very article")
        self.assertContains(page, url_of("article", "change", article.pk))
        self.assertContains(page, url_of("article", "change", near.pk))
        self.assertContains(page, "The same address was proposed before")

    def test_threads_are_named(self):
        make_discussion(self.cable, url=URL, title="This very thread")
        page = self.client.get(page_of(make_proposal(ProposalKind.DISCUSSION)))
        self.assertContains(page, "This very thread")

    def test_neighbours(self):
        rows = [make_proposal(days=days) for days in (3, 2, 1)]
        page = self.client.get(page_of(rows[1]))
        self.assertEqual(page.context["previous"], page_of(rows[0]))
        self.assertEqual(page.context["following"], page_of(rows[2]))
        ends = self.client.get(page_of(rows[0])), self.client.get(page_of(rows[2]))
        self.assertEqual(ends[0].context["previous"], "")
        self.assertEqual(ends[1].context["following"], "")

    def test_hostile_text_is_text(self):
        proposal = make_proposal(
            title="<script>alert(1)</script>",
            cables="\u202e[" * 500,
            quote="<img src=x>\n\n" * 40,
            note="</textarea><script>",
        )
        for url in (page_of(proposal), self.list_url):
            page = self.client.get(url)
            self.assertNotContains(page, "<script>alert")
            self.assertNotContains(page, "<img src=x")

    def test_no_such_proposal(self):
        for key in ("0", "x", "9" * 30):
            with self.subTest(key=key):
                page = self.client.get(f"{self.list_url}{key}/change/")
                self.assertEqual(page.status_code, 404)


class DecideTests(Inbox):
    def test_approved_with_one_press(self):
        proposal = make_proposal(quote="the talks went on")
        later = make_proposal(url="https://lantern.example/2")
        answer = self.make(
            proposal, use=self.ticks(proposal), author="Ana", date="2011-09-01"
        )
        self.assertRedirects(answer, page_of(later))
        article = Article.objects.public().get()
        self.assertEqual((article.author, str(article.date)), ("Ana", "2011-09-01"))
        link = article.links.get()
        self.assertEqual((link.paragraph.key, link.relation), ("par1", "quotes"))
        page = self.client.get(page_of(proposal))
        self.assertContains(page, "It became")
        self.assertContains(page, f"by <bdi>{self.user}</bdi>")

    def test_discussion(self):
        proposal = make_proposal(ProposalKind.DISCUSSION, cables="06LOWMOOR1#par1")
        self.make(proposal, use=self.ticks(proposal))
        thread = Discussion.objects.public().get()
        self.assertEqual((thread.url, thread.paragraph.key), (URL, "par1"))
        self.assertRedirects(
            self.make(make_proposal(), decision="reject", why="x"), self.list_url
        )

    def test_who_may_not_approve_makes_it_for_somebody_who_may(self):
        self.client.force_login(make_editor("view_proposal", "decide_proposal"))
        proposal = make_proposal()
        page = self.client.get(page_of(proposal))
        self.assertContains(page, "for somebody else to approve")
        self.make(proposal, use=self.ticks(proposal))
        self.assertEqual(Article.objects.get().state, ModerationState.PROPOSED)

    def test_what_was_rewritten_waits_for_somebody_else(self):
        other = make_cable("06LOWMOOR2", paragraphs=["A lamp was lit at night."])
        whole, part = f"{other.pk}.", f"{other.pk}.{other.paragraphs.get().pk}.0"
        quote, here = "a lamp was lit at night", f"{self.cable.pk}."
        for number, (use, changed) in enumerate(
            (
                (here, {"url": "https://beacon.example/2"}),
                (whole, {"text": "06LOWMOOR2"}),
                (part, {"text": "06LOWMOOR2", "quotes": quote}),
            )
        ):
            proposal = make_proposal(url=f"{URL}/{number}")
            page = self.make(proposal, use=[use], **changed)
            with self.subTest(changed=changed):
                self.assertEqual(page.status_code, 302)
                self.assertFalse(Article.objects.public().exists())
                state = Article.objects.latest("pk").state
                self.assertEqual(state, ModerationState.PROPOSED)
        text = "06LOWMOOR1, 06LOWMOOR2"  # more is named, and not ticked
        proposal = make_proposal()
        page = self.make(proposal, use=[here], title="Better", text=text)
        self.assertEqual(Article.objects.public().get().title, "Better")
        page = self.make(make_proposal(), use=[here, whole], text=text)
        self.assertContains(
            self.client.get(page.url), "until somebody else approves it"
        )

    def test_nothing_ticked_or_wrong_says_so(self):
        proposal = make_proposal()
        page = self.make(proposal)
        self.assertContains(page, "Choose at least one cable")
        page = self.make(proposal, url="nonsense", use=self.ticks(proposal))
        self.assertContains(page, "is no web address")
        page = self.make(proposal, date="soon", use=self.ticks(proposal))
        self.assertContains(page, "Enter a valid date")
        page = self.make(proposal, language="x" * 13, use=self.ticks(proposal))
        self.assertContains(page, "12")
        self.assertFalse(Article.objects.exists())

    def test_look_again_with_other_cables(self):
        other = make_cable("06LOWMOOR2")
        proposal = make_proposal()
        page = self.make(proposal, decision="look", text="06LOWMOOR2")
        [offer] = page.context["offers"].by_id
        self.assertEqual(offer.cable, other)
        self.assertEqual(Proposal.objects.get().state, "proposed")

    def test_rejected_with_a_reason(self):
        proposal = make_proposal()
        page = self.client.post(page_of(proposal), {"decision": "reject"}, follow=True)
        self.assertContains(page, "Say why it is rejected")
        sent = {"decision": "reject", "why": "Not about a cable"}
        page = self.client.post(page_of(proposal), sent, follow=True)
        self.assertContains(page, "is rejected.")
        page = self.client.get(page_of(proposal))
        self.assertContains(page, "Why: Not about a cable")
        page = self.make(proposal, use=["1."])  # too late
        self.assertEqual(page.status_code, 200)
        self.assertFalse(Article.objects.exists())

    def test_rights(self):
        proposal = make_proposal()
        self.client.force_login(make_editor("view_proposal"))
        page = self.client.get(page_of(proposal))
        self.assertNotContains(page, 'value="approve"')
        self.assertEqual(self.make(proposal).status_code, 403)
        self.client.force_login(make_editor("view_cable"))
        self.assertEqual(self.client.get(page_of(proposal)).status_code, 403)
        self.assertEqual(self.client.get(self.list_url).status_code, 403)


class ContributorTests(Inbox):
    def test_a_contributor_proposes_and_does_not_decide(self):
        rights = ("view_proposal", "add_proposal", "decide_proposal", "approve_article")
        contributor = make_editor(*rights)
        self.client.force_login(contributor)
        sent = {"kind": "article", "url": f"{URL}?utm_source=x", "cables": "06LOWMOOR1"}
        page = self.client.post(url_of("proposal", "add"), sent, follow=True)
        self.assertContains(page, "was added successfully")
        proposal = Proposal.objects.get()
        self.assertEqual(proposal.url, URL)
        self.assertEqual(Revision.objects.get().user, contributor)
        page = self.client.get(page_of(proposal))
        self.assertContains(page, "somebody else approves it")
        page = self.make(proposal, use=self.ticks(proposal))
        self.assertContains(page, "somebody else approves it")
        self.assertFalse(Article.objects.exists())
        self.client.force_login(self.user)
        self.make(proposal, use=self.ticks(proposal))
        self.assertTrue(Article.objects.public().exists())

    def test_adding_takes_its_right(self):
        self.assertEqual(self.client.get(url_of("proposal", "add")).status_code, 403)
