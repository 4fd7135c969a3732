"""The articles desk: add by address, attach many, quotations, tables, links, approval."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from cables.choices import ModerationState
from cables.curation.articles import (
    approve_article,
    change_link,
    save_article,
    unlink_article,
)
from cables.curation.errors import OwnWork
from cables.curation.link_check import note
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.ingest.article_table import read_articles
from cables.models import (
    Article,
    ArticleLink,
    Discussion,
    Paragraph,
    Publisher,
    current_epoch,
)
from cables.models.revision import Revision
from cables.models.sealed import Job
from cables.search.outbox import follow_up
from tests.admin.editors import make_chief, make_editor
from tests.curation.redactions.telegram import make_telegram, span_of
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_draft,
    make_old_address,
    make_publisher,
)

from .screens import seen_on, url_of

EDITOR = (
    *("view_article", "add_article", "change_article", "add_articlelink"),
    *("view_cable", "change_articlelink", "delete_articlelink", "view_linkcheck"),
    *("add_publisher", "view_publisher", "change_publisher"),
)
NO_LINKS = {"links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}


class Desk(TestCase):
    def setUp(self):
        self.user = make_editor(*EDITOR)
        self.client.force_login(self.user)


class AddTests(Desk):
    def add(self, url, **values):
        sent = {"url": url} | NO_LINKS | values
        return self.client.post(url_of("article", "add"), sent)

    def test_one_spelling_and_the_publisher_of_its_domain(self):
        lantern = make_publisher(domain="lantern.example")
        answer = self.add("https://www.Lantern.example/a?utm_source=x&id=3#top")
        self.assertEqual(answer.status_code, 302)
        article = Article.objects.get()
        self.assertEqual(article.url, "https://www.lantern.example/a?id=3")
        self.assertEqual(article.publisher, lantern)
        self.assertIsNone(article.date)
        self.assertEqual(article.state, ModerationState.PROPOSED)

    def test_the_very_one_is_named_and_not_added(self):
        known = make_article(url="https://lantern.example/a")
        page = self.add("https://lantern.example/a?fbclid=1")
        self.assertContains(page, "There is this article already")
        self.assertContains(page, url_of("article", "change", known.pk))
        self.assertEqual(Article.objects.count(), 1)

    def test_a_near_one_is_asked_about(self):
        make_publisher(domain="lantern.example")
        known = make_article(url="https://lantern.example/a")
        for url in ("http://www.lantern.example/a/", "https://lantern.example/a/amp"):
            with self.subTest(url=url):
                page = self.add(url)
                self.assertContains(page, "This may be an article that is here already")
                self.assertContains(page, url_of("article", "change", known.pk))
        answer = self.add("http://www.lantern.example/a/", **{"another-article": "on"})
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(Article.objects.count(), 2)

    def test_same_title_by_the_same_publisher_is_asked_about(self):
        make_publisher(domain="lantern.example")
        known = make_article("A story")
        page = self.add("https://lantern.example/new", title="a STORY")
        self.assertContains(page, f"{known}")
        self.assertEqual(Article.objects.count(), 1)

    def test_an_unknown_domain_gets_a_publisher(self):
        page = self.add("https://www.beacon.example/a")
        self.assertContains(page, "The domain beacon.example is of no publisher yet")
        self.assertFalse(Article.objects.exists())
        answer = self.add("https://www.beacon.example/a", publisher_name="The Beacon")
        self.assertEqual(answer.status_code, 302)
        made = Publisher.objects.get()
        self.assertEqual((made.name, made.domain), ("The Beacon", "beacon.example"))
        self.assertEqual(Article.objects.get().publisher, made)

    def test_or_none(self):
        answer = self.add("https://beacon.example/a", **{"no-publisher": "on"})
        self.assertEqual(answer.status_code, 302)
        self.assertIsNone(Article.objects.get().publisher)

    def test_who_may_not_add_publishers_is_not_asked(self):
        rights = [one for one in EDITOR if one != "add_publisher"]
        self.client.force_login(make_editor(*rights))
        self.assertEqual(self.add("https://beacon.example/a").status_code, 302)

    def test_two_boxes_at_once_and_none_is_forgotten(self):
        make_article("A story", url="https://beacon.example/a")
        boxes = {"no-publisher": "on", "another-article": "on"}
        for name in boxes:
            page = self.add("http://beacon.example/a", **{name: "on"})
            for other in boxes:
                self.assertContains(page, f'name="{other}"')
            self.assertContains(page, f'name="{name}" checked')
        self.assertEqual(self.add("http://beacon.example/a", **boxes).status_code, 302)

    def test_no_address(self):
        for url in ("nonsense", "ftp://lantern.example/a", "javascript:alert(1)"):
            with self.subTest(url=url):
                self.assertEqual(self.add(url).status_code, 200)
        self.assertFalse(Article.objects.exists())


class ApproveTests(Desk):
    def setUp(self):
        super().setUp()
        values = {"url": "https://lantern.example/a", "title": "A story"}
        self.article = save_article(Article(), user=self.user, values=values)
        self.approver = make_editor("view_article", "approve_article")

    def decide(self, decision="approve"):
        url = url_of("article", "decide", self.article.pk)
        sent = {"decision": decision, "why": "Read it"}
        return self.client.post(url, sent, follow=True)

    def state(self):
        return Article.objects.get().state

    def test_an_editor_has_no_way_to_approve(self):
        page = self.client.get(url_of("article", "change", self.article.pk))
        self.assertNotContains(page, 'name="decision"')
        self.assertNotContains(page, 'name="state"')
        self.assertEqual(self.decide().status_code, 403)
        sent = {"url": self.article.url, "title": "A", "link_status": "unchecked"}
        sent |= NO_LINKS | {"state": "approved"}
        self.client.post(url_of("article", "change", self.article.pk), sent)
        chosen = {"action": "approve", "_selected_action": [self.article.pk]}
        self.client.post(url_of("article", "changelist"), chosen)
        self.assertEqual(self.state(), "proposed")

    def test_somebody_else_approves_and_rejects(self):
        self.client.force_login(self.approver)
        page = self.client.get(url_of("article", "change", self.article.pk))
        self.assertContains(page, 'value="approve"')
        self.assertContains(self.decide(), "1 article approved.")
        self.assertEqual(self.state(), "approved")
        self.assertEqual(Revision.objects.latest("id").why, "Read it")
        self.decide("reject")
        self.assertEqual(self.state(), "rejected")
        self.decide("nonsense")
        self.assertEqual(self.state(), "rejected")

    def test_nobody_approves_what_they_brought_in_whatever_their_rights(self):
        self.user.is_superuser = True
        self.user.save()
        page = self.client.get(url_of("article", "change", self.article.pk))
        self.assertContains(page, "somebody else approves it")
        self.assertNotContains(page, 'value="approve">Approve</button>')
        self.assertContains(self.decide(), "somebody else approves it")
        chosen = {"action": "approve", "_selected_action": [self.article.pk]}
        self.client.post(url_of("article", "changelist"), chosen)
        sent = {"url": self.article.url, "title": "A story", "state": "approved"}
        sent |= NO_LINKS | {"link_status": "unchecked"}
        page = self.client.post(url_of("article", "change", self.article.pk), sent)
        self.assertContains(page, "somebody else approves it")
        sent |= {"url": "https://lantern.example/b", "title": "B"}
        page = self.client.post(url_of("article", "add"), sent | {"no-publisher": 1})
        self.assertContains(page, "somebody else approves it")
        self.assertEqual(self.state(), "proposed")

    def test_reading_alone_is_no_deciding(self):
        self.client.force_login(self.approver)
        url = url_of("article", "decide", self.article.pk)
        self.assertEqual(self.client.get(url).status_code, 405)
        self.assertEqual(self.state(), "proposed")


class MeanwhileTests(Desk):
    def seen(self, url):
        return self.client.get(url).context["adminform"].form.initial["seen"]

    def test_two_editors_of_one_article_lose_nothing(self):
        article = make_article("A story")
        url = url_of("article", "change", article.pk)
        sent = {"url": article.url, "title": "Mine", "seen": self.seen(url)} | NO_LINKS
        other = make_editor(*EDITOR)
        values = {"title": "Theirs", "author": "Ana"}
        save_article(Article.objects.get(), user=other, values=values)
        page = self.client.post(url, sent)
        self.assertContains(page, f"{other} saved this meanwhile")
        self.assertContains(page, "Title is now “Theirs”")
        self.assertContains(page, 'value="Mine"')
        article.refresh_from_db()
        self.assertEqual(article.title, "Theirs")
        again = page.context["adminform"].form["seen"].value()
        self.assertEqual(self.client.post(url, sent | {"seen": again}).status_code, 302)
        article.refresh_from_db()
        self.assertEqual(article.title, "Mine")

    def test_a_check_of_the_link_is_no_conflict(self):
        article = make_article("A story")
        url = url_of("article", "change", article.pk)
        sent = {"url": article.url, "title": "Mine", "seen": self.seen(url)} | NO_LINKS
        note(article, ("alive", 200, "It answers.", ""))
        self.assertEqual(self.client.post(url, sent).status_code, 302)
        article.refresh_from_db()
        self.assertEqual((article.title, article.link_status), ("Mine", "alive"))

    def test_a_thread_too(self):
        self.client.force_login(make_editor("view_discussion", "change_discussion"))
        thread = make_discussion(make_cable())
        url = url_of("discussion", "change", thread.pk)
        sent = {"cable": thread.cable_id, "url": thread.url, "seen": self.seen(url)}
        Discussion.objects.update(title="Theirs")
        page = self.client.post(url, sent | {"title": "Mine"})
        self.assertContains(page, "saved this meanwhile: Title is now “Theirs”")


class DiscussionTests(TestCase):
    def test_same_moderation(self):
        thread = make_discussion(make_cable(), state=ModerationState.PROPOSED)
        editor = make_editor("view_discussion", "change_discussion")
        approver = make_editor("view_discussion", "approve_discussion")
        url = url_of("discussion", "decide", thread.pk)
        self.client.force_login(editor)
        self.assertEqual(
            self.client.post(url, {"decision": "approve"}).status_code, 403
        )
        self.client.force_login(approver)
        page = self.client.get(url_of("discussion", "change", thread.pk))
        self.assertContains(page, 'value="approve"')
        before = current_epoch()
        self.client.post(url, {"decision": "approve"})
        self.assertTrue(Discussion.objects.public().exists())
        self.assertEqual(current_epoch(), before + 1)

    def test_not_by_who_added_it(self):
        chief = make_chief()
        self.client.force_login(chief)
        sent = {"cable": make_cable().pk, "url": "https://forum.example/1?utm_id=3"}
        url = url_of("discussion", "add")
        page = self.client.post(url, sent | {"state": "approved"})
        self.assertContains(page, "somebody else approves it")
        self.client.post(url, sent | {"state": "proposed"})
        thread = Discussion.objects.get()
        self.assertEqual(thread.url, "https://forum.example/1")
        url = url_of("discussion", "decide", thread.pk)
        self.client.post(url, {"decision": "approve"})
        self.assertFalse(Discussion.objects.public().exists())

    def test_one_that_leads_elsewhere_waits_and_the_editor_is_told(self):
        self.client.force_login(make_chief())
        thread = make_discussion(make_cable(), url="https://forum.example/1")
        sent = {"cable": thread.cable_id, "url": "https://forum.example/2"}
        sent |= {"title": "A", "state": "approved"}
        url = url_of("discussion", "change", thread.pk)
        sent |= seen_on(self.client, url)
        page = self.client.post(url, sent, follow=True)
        self.assertContains(page, "It leads readers elsewhere now")
        self.assertFalse(Discussion.objects.public().exists())


class SeenTests(Desk):
    """An approved article is with readers once a cable of it is."""

    def setUp(self):
        super().setUp()
        self.client.force_login(make_chief())

    def test_the_desk_says_so(self):
        article = make_article(state=ModerationState.PROPOSED)
        link = make_article_link(make_draft(), article=article)
        decide = url_of("article", "decide", article.pk)
        page = self.client.post(decide, {"decision": "approve"}, follow=True)
        self.assertContains(
            page, "Readers do not see it yet", count=2
        )  # said, and stays
        self.assertNotContains(page, "View on site")
        link.cable = make_cable()
        link.save()
        page = self.client.get(url_of("article", "change", article.pk))
        self.assertNotContains(page, "Readers do not see it yet")
        self.assertEqual(
            page.context["adminform"].model_admin.get_view_on_site_url(article),
            f"/article/{article.pk}/",
        )


class AttachTests(Desk):
    def setUp(self):
        super().setUp()
        self.article = make_article(state=ModerationState.PROPOSED)
        self.one = make_cable(
            "06LOWMOOR1", paragraphs=["The talks went on.", "A lamp was lit at night."]
        )
        self.two = make_draft("06LOWMOOR2", number=60015)
        self.url = url_of("article", "attach", self.article.pk)

    def look(self, text="", quotes="", **more):
        sent = {"text": text, "quotes": quotes, "relation": "cites"}
        return self.client.post(self.url, sent | {"look": "yes"} | more)

    def test_verdicts_of_what_was_pasted(self):
        make_cable("06LOWMOOR7")
        make_cable("07LOWMOOR7")
        make_old_address(self.two, "06OLD9")
        text = "see 06LOWMOOR1, page 3\n06LOWMOOR99\nLowmoor 7\n06OLD9\n06LO"
        page = self.look(text)
        offers = page.context["offers"]
        verdicts = [(row.typed, row.verdict, len(row.cables)) for row in offers.rows]
        self.assertEqual(
            verdicts,
            [
                ("06LOWMOOR1", "found", 1),
                ("06LOWMOOR99", "absent", 0),
                ("Lowmoor 7", "ambiguous", 2),
                ("06OLD9", "found", 1),
                ("06LO", "malformed", 0),
            ],
        )
        ticked = {one.cable.reference_id for one in offers.all if one.is_ticked}
        self.assertEqual(ticked, {"06LOWMOOR1", "06LOWMOOR2"})
        self.assertContains(page, "No cable has the id 06LOWMOOR99.")

    def test_numbers_and_paragraphs(self):
        page = self.look("60015\n06LOWMOOR1#par2\n06LOWMOOR1#par9")
        offers = page.context["offers"]
        self.assertEqual(
            [(one.cable, one.paragraph and one.paragraph.key) for one in offers.by_id],
            [(self.two, None), (self.one, "par2"), (self.one, None)],
        )
        self.assertContains(page, "It has no paragraph par9")

    def test_attach_what_is_ticked(self):
        offers = self.look("06LOWMOOR1 06LOWMOOR2").context["offers"]
        uses = [one.value for one in offers.by_id]
        answer = self.look("06LOWMOOR1 06LOWMOOR2", use=uses, attach="yes")
        self.assertRedirects(answer, url_of("article", "change", self.article.pk))
        links = self.article.links.all()
        self.assertEqual({one.cable for one in links}, {self.one, self.two})
        self.assertEqual({one.relation for one in links}, {"cites"})
        self.assertEqual(Revision.objects.filter(model="articlelink").count(), 2)
        page = self.look("06LOWMOOR1")
        self.assertContains(page, "attached already")

    def test_only_what_is_offered(self):
        for use in (f"{self.two.pk}.", "x", "999999999999999999999.", "", "1.1.1"):
            with self.subTest(use=use):
                page = self.look("06LOWMOOR1", use=[use], attach="yes")
                self.assertContains(page, "Nothing is ticked")
        self.assertFalse(ArticleLink.objects.exists())

    def test_quotations_find_their_paragraphs(self):
        quotes = "“A lamp was lit”\n\nthe talk went on\n\nnot a word of it is here"
        page = self.look("06LOWMOOR1", quotes)
        offers = page.context["offers"]
        found = [
            [(one.paragraph.key, one.check.verdict, one.is_ticked) for one in some]
            for _, some in offers.by_quote
        ]
        self.assertEqual(
            found, [[("par2", "exact", True)], [("par1", "altered", False)], []]
        )
        self.assertFalse(offers.by_id[0].is_ticked)  # its paragraph is
        self.assertContains(page, '<span class="side">cable:</span> talks</del>')
        self.assertContains(page, '<span class="side">article:</span> talk</ins>')
        use = [one.value for _, some in offers.by_quote for one in some]
        self.look("06LOWMOOR1", quotes, use=use, attach="yes")
        links = {link.paragraph.key: link for link in self.article.links.all()}
        self.assertEqual(links["par2"].relation, "quotes")
        self.assertEqual(links["par2"].quote_check, "exact")
        self.assertEqual(links["par1"].quote_check, "altered")

    def test_in_the_whole_archive(self):
        page = self.look(quotes="a lamp was lit", everywhere="on")
        self.assertContains(page, "is being made")  # no index yet
        follow_up()
        page = self.look(quotes="a lamp was lit", everywhere="on")
        [(_, [offer])] = page.context["offers"].by_quote
        self.assertEqual((offer.cable, offer.paragraph.key), (self.one, "par2"))

    def test_nothing_and_nonsense(self):
        self.assertContains(self.look(), "Paste ids, a text, or quotations below.")
        for text in ("\0", "é\u2028ß", "[" * 3_000, "#" * 3_000):
            with self.subTest(text=text[:5]):
                self.assertEqual(self.look(text, text).status_code, 200)

    def test_rights(self):
        self.client.force_login(make_editor("view_article", "change_article"))
        self.assertEqual(self.client.get(self.url).status_code, 403)
        self.assertEqual(self.look("06LOWMOOR1").status_code, 403)


class RemovedWordsTests(Desk):
    """What was taken out of a cable does not come back as a quotation from it."""

    QUOTES = (
        "Our contact Mara Ilves (protect), who works",
        "OUR CONTACT MARA IL-\nVES … said",
        "[Our contact Mara Ilves] (protect), who works at the harbour office",
    )

    def setUp(self):
        super().setUp()
        self.cable = make_telegram()
        block = self.cable.paragraphs.get(key="par2")
        given = {"user": make_editor(), "reason": "source_safety"}
        spans = [span_of(block.text, "Our contact Mara Ilves")]
        approve(
            propose(self.cable, paragraph=block, spans=spans, **given),
            user=make_editor(),
        )
        self.article = make_article()

    def test_not_by_attaching(self):
        url = url_of("article", "attach", self.article.pk)
        refused = 0
        for quote in self.QUOTES:
            sent = {"text": str(self.cable), "quotes": quote, "relation": "cites"}
            page = self.client.post(url, sent | {"look": "yes"})
            uses = [one.value for one in page.context["offers"].all]
            page = self.client.post(url, sent | {"attach": "yes", "use": uses})
            refused += b"were taken out of" in page.content
            quotes = ArticleLink.objects.values_list("quote", flat=True)
            with self.subTest(quote=quote):
                self.assertFalse(any(quotes))
        self.assertGreaterEqual(refused, 1)  # the others do not even look like it

    def test_not_by_the_form_even_if_kept_all_the_same(self):
        sent = {"url": self.article.url, "title": "A", "link_status": "unchecked"}
        row = {"links-0-cable": self.cable.pk, "links-0-relation": "quotes"}
        row |= NO_LINKS | {"links-TOTAL_FORMS": 1, "links-0-keep": "on"}
        url = url_of("article", "change", self.article.pk)
        row |= seen_on(self.client, url)
        for quote in self.QUOTES:
            with self.subTest(quote=quote):
                page = self.client.post(url, sent | row | {"links-0-quote": quote})
                self.assertContains(page, "were taken out of")
                self.assertFalse(ArticleLink.objects.exists())
        kept = sent | row | {"links-0-quote": "who works … said that the harbor"}
        self.assertEqual(self.client.post(url, kept).status_code, 302)

    def test_not_by_a_table(self):
        for quote in self.QUOTES:
            file = io.StringIO()
            write = csv.writer(file).writerow
            write(["url", "cables", "quote", "as_is"])
            write([self.article.url, f"{self.cable}#par2", quote, "yes"])
            sent = {"table": file.getvalue(), "apply": "yes"}
            page = self.client.post("/admin/cables/article/import/", sent)
            with self.subTest(quote=quote):
                self.assertContains(page, "Words were taken out of")
                quotes = ArticleLink.objects.values_list("quote", flat=True)
                self.assertFalse(any(quotes))


class TwoAtOneTableTests(Desk):
    """A colleague corrected a link after the page with the table was opened."""

    def setUp(self):
        super().setUp()
        self.client.force_login(make_chief())
        self.cable = make_cable(paragraphs=["The talks.", "A lamp."])
        self.article = make_article()
        self.link = make_article_link(
            self.cable, article=self.article, relation="mentions"
        )
        self.colleague = make_editor(*EDITOR)

    def opened(self, model, pk):
        page = self.client.get(url_of(model, "change", pk))
        forms = [page.context["adminform"].form]
        for inline in page.context["inline_admin_formsets"]:
            forms += [inline.formset.management_form, *inline.formset.forms]
        return {
            field.html_name: "" if field.value() is None else field.value()
            for form in forms
            for field in form
            if field.value() is not False
        }

    def correct(self):
        change_link(
            self.link,
            user=self.colleague,
            paragraph=self.cable.paragraphs.get(key="par2"),
            relation="quotes",
            quote="A lamp",
        )

    def test_a_stale_table_does_not_take_it_back(self):
        for model, pk in [("article", self.article.pk), ("cable", self.cable.pk)]:
            with self.subTest(model=model):
                unlink_article(self.link, user=self.colleague)
                self.link = make_article_link(
                    self.cable, article=self.article, relation="mentions"
                )
                typed = self.opened(model, pk)
                self.correct()
                url = url_of(model, "change", pk)
                page = self.client.post(url, typed)
                self.assertContains(page, f"{self.colleague} saved this meanwhile")
                self.assertContains(page, "Quote is now “A lamp”")
                self.link.refresh_from_db()
                self.assertEqual(self.link.quote, "A lamp")
                typed = typed | self.opened(model, pk)  # what there is now
                answer = self.client.post(url, typed)
                self.assertNotIn(b"saved this meanwhile", answer.content)


class QuotationListTests(Desk):
    url = "/admin/cables/article/quotations/"

    def setUp(self):
        super().setUp()
        cable = make_cable(paragraphs=["The talks went on.", "A lamp was lit."])
        blocks = {one.key: one for one in cable.paragraphs.all()}
        place = blocks["par1"]
        make_article_link(cable, quote="the talks went on", paragraph=place)
        make_article_link(cable, quote="the talk went on", paragraph=place)
        make_article_link(cable, quote="a lamp was lit", paragraph=place)
        make_article_link(cable, quote="nothing of that is here")

    def test_what_does_not_hold_and_where_it_is(self):
        page = self.client.get(self.url)
        self.assertContains(page, "3 quotations")
        self.assertContains(page, "but it is in par2")
        self.assertContains(page, '<span class="side">cable:</span> talks</del>')
        page = self.client.get(self.url, {"verdict": "altered"})
        self.assertContains(page, "1 quotation<")

    def test_mended_text_takes_it_off_the_list(self):
        self.client.get(self.url)
        Paragraph.objects.filter(key="par1").update(text="The talk went on.")
        cable = ArticleLink.objects.first().cable
        type(cable).objects.filter(pk=cable.pk).update(version=cable.version + 1)
        page = self.client.get(self.url, {"verdict": "altered"})
        self.assertNotContains(page, "the talk went on")

    def test_odd_addresses(self):
        for query in ("page=99", "page=x", "verdict=%3Cb%3E", "page=" + "9" * 40):
            with self.subTest(query=query):
                self.assertEqual(
                    self.client.get(f"{self.url}?{query}").status_code, 200
                )

    def test_rights(self):
        self.client.force_login(make_editor("view_article"))
        self.assertEqual(self.client.get(self.url).status_code, 403)


class CheckTests(Desk):
    def setUp(self):
        super().setUp()
        self.article = make_article()
        self.url = url_of("article", "checks", self.article.pk)

    def test_history_and_a_new_address(self):
        new = "https://lantern.example/new"
        note(self.article, ("moved", 200, "It has moved for good.", new))
        page = self.client.get(self.url)
        self.assertContains(page, "Take the new address")
        self.assertContains(page, "https://web.archive.org/web/20110901/")
        self.client.post(self.url, {"do": "move", "to": "https://evil.example/"})
        self.article.refresh_from_db()
        self.assertNotEqual(self.article.url, "https://evil.example/")
        self.client.post(self.url, {"do": "move", "to": new})
        self.article.refresh_from_db()
        self.assertEqual((self.article.url, self.article.link_status), (new, "alive"))
        self.assertNotContains(self.client.get(self.url), "Take the new address")

    def test_another_site_is_pointed_out_and_a_taken_address_refused(self):
        other = make_article(url="https://beacon.example/1")
        note(self.article, ("moved", 200, "Moved.", other.url))
        self.assertContains(self.client.get(self.url), "That is another site")
        sent = {"do": "move", "to": other.url}
        page = self.client.post(self.url, sent, follow=True)
        self.assertContains(page, "already exists")

    def test_archived_copy(self):
        copy = "https://web.archive.org/web/2011/https://lantern.example/1"
        self.client.post(self.url, {"do": "copy", "archived_url": copy})
        self.article.refresh_from_db()
        self.assertEqual(self.article.archived_url, copy)
        sent = {"do": "copy", "archived_url": "javascript:alert(1)"}
        self.assertContains(self.client.post(self.url, sent, follow=True), "valid URL")

    def test_an_editor_knows_better(self):
        for said in ("dead", "alive"):
            before = current_epoch()
            self.client.post(self.url, {"do": said})
            self.article.refresh_from_db()
            self.assertEqual(self.article.link_status, said)
            self.assertEqual(current_epoch(), before + 1)
        self.assertEqual(Revision.objects.filter(model="article").count(), 2)

    def test_asked_in_the_background(self):
        self.client.post(self.url, {"do": "check"})
        chosen = {"action": "check_links", "_selected_action": [self.article.pk]}
        self.client.post(url_of("article", "changelist"), chosen)
        self.assertEqual(Job.objects.filter(kind="link_check", total=1).count(), 2)

    def test_rights(self):
        self.client.force_login(make_editor("view_article", "view_linkcheck"))
        self.assertEqual(self.client.get(self.url).status_code, 200)
        self.assertEqual(self.client.post(self.url, {"do": "check"}).status_code, 403)
        self.client.force_login(make_editor("view_article"))
        self.assertEqual(self.client.get(self.url).status_code, 403)
        self.assertFalse(Job.objects.exists())


class TableTests(Desk):
    into, out = "/admin/cables/article/import/", "/admin/cables/article/export.csv"

    def setUp(self):
        super().setUp()
        self.cable = make_cable("06LOWMOOR1", paragraphs=["The talks.", "A lamp."])
        self.table = (
            "url,title,publisher,author,date,language,cables,quote\n"
            "https://lantern.example/1,A story,The Lantern,,2011-09-01,en,"
            "06LOWMOOR1,the talks\n"
            "https://lantern.example/2,Another,,,,,06LOWMOOR99,\n"
        )

    def send(self, **sent):
        return self.client.post(self.into, sent)

    def exported(self):
        answer = self.client.get(self.out)
        self.assertTrue(answer.streaming)
        return b"".join(answer.streaming_content).decode("utf-8-sig")

    def test_a_file_without_text(self):
        page = self.send(file=SimpleUploadedFile("a.csv", b"\0\0"), look="yes")
        self.assertContains(page, "This file holds no text.")

    def test_columns_that_are_missing(self):
        page = self.send(table="title\nA story\n", look="yes")
        self.assertContains(page, "cables, url are missing.")

    def test_a_look_changes_nothing(self):
        file = SimpleUploadedFile("a.csv", self.table.encode())
        before = current_epoch()
        page = self.send(file=file, look="yes")
        self.assertContains(page, "1 article new")
        self.assertContains(page, "there is no such cable in the archive")
        self.assertContains(page, "A story")
        self.assertFalse(Article.objects.exists() or Publisher.objects.exists())
        self.assertEqual(current_epoch(), before)
        self.assertContains(page, "https://lantern.example/2,Another")  # to be mended

    def test_done_after_a_look_and_only_then(self):
        file = SimpleUploadedFile("a.csv", self.table.encode())
        self.send(file=file, apply="yes")
        self.assertFalse(Article.objects.exists())
        page = self.send(table=self.table, apply="yes")
        self.assertContains(page, "What was done")
        article = Article.objects.get()
        self.assertEqual(article.state, ModerationState.PROPOSED)
        self.assertEqual(article.links.get().paragraph.key, "par1")

    def test_who_may_approve_brings_in_what_somebody_else_approves(self):
        user = make_editor(*EDITOR, "approve_article")
        self.client.force_login(user)
        table = self.table.replace("06LOWMOOR99", "06LOWMOOR1")
        answer = self.send(table=table, apply="yes")
        self.assertRedirects(answer, url_of("article", "changelist"))
        self.assertEqual(Article.objects.public().count(), 0)
        for article in Article.objects.all():
            with self.assertRaises(OwnWork):
                approve_article(article, user=user)
            approve_article(article, user=make_chief())
        self.assertEqual(Article.objects.public().count(), 2)

    def test_the_history_tells_who_brought_in_what(self):
        user = make_editor(*EDITOR, "approve_article")
        self.client.force_login(user)
        article = make_article("Old", url="https://lantern.example/1")
        table = self.table.replace("06LOWMOOR99", "06LOWMOOR1")
        table = table.replace("lantern.example/2", "lamp.example/2")
        self.send(table=table, look="yes")
        self.assertFalse(Revision.objects.exists())
        self.send(table=table, apply="yes")
        rows = Revision.objects.order_by("model", "id")
        self.assertEqual({one.user for one in rows}, {user})
        names = [one.model for one in rows]
        links = ["articlelink", "articlelink"]
        self.assertEqual(names, ["article", "article", *links, "publisher"])
        changed = rows[0]
        self.assertEqual(changed.object_id, article.pk)
        self.assertEqual(changed.before["title"], "Old")
        self.assertEqual(changed.after["title"], "A story")
        self.assertEqual(rows[2].cable, self.cable)

    def test_the_next_table_corrects_the_last_but_no_person(self):
        self.send(table=self.table, apply="yes")
        article = Article.objects.get()
        self.send(table=self.table.replace("A story", "A tale"), apply="yes")
        article.refresh_from_db()
        self.assertEqual(article.title, "A tale")
        save_article(article, user=make_chief(), values={"title": "A legend"})
        self.send(table=self.table, apply="yes")
        article.refresh_from_db()
        self.assertEqual(article.title, "A legend")

    def test_what_is_no_table(self):
        cases = [
            ({}, "Choose a file"),
            ({"table": "a,b\n1,2"}, "the first row must name the columns"),
            ({"file": SimpleUploadedFile("a.csv", b"\xff\xfe\x00")}, "not UTF-8"),
            ({"table": 'url,cables\n"' + "x" * 200_000}, "is no CSV"),
            ({"table": "x" * 2_000_001}, "the most is 2,000,000"),
        ]
        for sent, sentence in cases:
            with self.subTest(sentence=sentence):
                self.assertContains(self.send(look="yes", **sent), sentence)

    def fill(self):
        lantern = make_publisher()
        blocks = {one.key: one for one in self.cable.paragraphs.all()}
        odd = make_article(
            "=HYPERLINK(1)",
            author='-Ana, "Bee"',
            archived_url="https://web.archive.org/web/2/https://lantern.example/1",
        )
        make_article_link(self.cable, article=odd, quote="not\nin it", paragraph=None)
        make_article_link(
            self.cable, article=odd, quote="a lamp", paragraph=blocks["par2"]
        )
        other = make_cable("06LOWMOOR2")
        make_article_link(other, article=odd, relation="mentions")
        bare = make_article("'Tis", date=None, language="", publisher=lantern)
        make_article_link(self.cable, article=bare, relation="cites")
        make_article_link(
            self.cable, article=bare, relation="cites", paragraph=blocks["par1"]
        )
        far = make_article(
            url="https://elsewhere.example/1",
            publisher=make_publisher("The Lamp"),
            state=ModerationState.PROPOSED,
        )
        make_article_link(other, article=far)
        nameless = make_article(url="https://nobody.example/1")
        Article.objects.filter(pk=nameless.pk).update(publisher=None)
        make_article_link(other, article=nameless)

    def everything(self):
        articles = Article.objects.order_by("url").values_list(
            *("url", "title", "publisher__name", "author", "date", "language"),
            *("archived_url", "state"),
        )
        links = ArticleLink.objects.order_by("article__url", "cable", "id").values_list(
            *("article__url", "cable", "paragraph__key", "relation", "quote")
        )
        return list(articles), sorted(map(str, links))

    def test_out_and_in_again_changes_nothing(self):
        self.fill()
        before = self.everything()
        table = self.exported()
        page = self.send(table=table, look="yes")
        self.assertContains(page, "0 articles new, 0 changed, 6 as they are.")
        self.assertContains(page, "0 links to cables.")
        self.assertContains(page, "0 things rejected.")
        self.send(table=table, apply="yes")
        self.assertEqual(self.everything(), before)

    def test_out_and_into_an_archive_without_them(self):
        self.fill()
        articles, links = self.everything()
        table = self.exported()
        Article.objects.all().delete()
        Publisher.objects.exclude(name="The Lamp").delete()
        self.client.force_login(make_editor(*EDITOR, "approve_article"))
        self.send(table=table, apply="yes")
        found, found_links = self.everything()
        self.assertEqual(found_links, links)
        self.assertEqual(len(found), len(articles))
        for mine, theirs in zip(found, articles, strict=True):
            with self.subTest(url=mine[0]):
                # An article of no publisher gets that of its domain, as any import.
                # Whatever a table says, somebody approves it.
                self.assertEqual(mine[:-1], theirs[:-1])
                self.assertEqual(mine[-1], ModerationState.PROPOSED)

    def test_the_links_of_a_persons_table_wait(self):
        link = make_article_link(self.cable, quote="The talks", relation="cites")
        row = f"{link.article.url},06LOWMOOR1,{{}}"
        self.send(table="url,cables,quote\n" + row.format(""), apply="yes")
        self.assertEqual(ArticleLink.objects.public().get(), link)
        self.send(table="url,cables,quote\n" + row.format("A lamp"), apply="yes")
        new = ArticleLink.objects.exclude(pk=link.pk).get()
        self.assertEqual((new.quote, new.state), ("A lamp", "proposed"))
        self.assertEqual(ArticleLink.objects.public().get(), link)

    def test_what_was_decided_on_links_comes_back(self):
        article = make_article()
        for state in ModerationState.values:
            make_article_link(make_cable(), article=article, state=state)
        states = ArticleLink.objects.order_by("cable").values_list("state", flat=True)
        before, table = list(states), self.exported()
        page = self.send(table=table, look="yes")
        self.assertContains(page, "0 links to cables.")
        self.assertContains(page, "0 things rejected.")
        Article.objects.all().delete()
        read_articles(name="a.csv", file=io.StringIO(table, newline=""))
        self.assertEqual(list(states), before)

    def test_no_cell_is_a_formula(self):
        self.fill()
        rows = list(csv.reader(io.StringIO(self.exported())))
        for row in rows:
            for cell in row:
                self.assertNotIn(cell[:1], ("=", "+", "-", "@"))
        self.assertEqual(len({len(row) for row in rows}), 1)

    def test_rights(self):
        self.client.force_login(make_editor("view_article"))
        self.assertEqual(self.client.get(self.into).status_code, 403)
        self.assertEqual(self.send(table=self.table, apply="yes").status_code, 403)
        self.assertEqual(self.client.get(self.out).status_code, 200)
        self.client.force_login(make_editor("view_cable"))
        self.assertEqual(self.client.get(self.out).status_code, 403)
