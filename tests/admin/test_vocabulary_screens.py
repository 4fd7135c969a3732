"""The screens of tags, articles, posts and the rest, by what each does."""

from datetime import date

from django.test import TestCase

from cables.choices import ModerationState
from cables.curation.articles import save_publisher
from cables.curation.posts import save_post
from cables.curation.release_notes import set_release_note
from cables.curation.site_pages import set_site_page
from cables.curation.tag_merge import merge_tags
from cables.curation.tags import save_tag
from cables.models import (
    Article,
    ArticleLink,
    Discussion,
    ImportRun,
    OldAddress,
    Post,
    PostAlias,
    Publisher,
    ReleaseNote,
    SitePage,
    Tag,
    TagAlias,
)
from cables.models.revision import Revision
from cables.models.sealed import ImportReject
from tests.admin.editors import make_chief, make_editor
from tests.factories import (
    make_article,
    make_cable,
    make_discussion,
    make_post,
    make_tag,
)

from .screens import fill, seen_on, url_of


def url_form(client, row):
    url = url_of(row._meta.model_name, "change", row.pk)
    return client.get(url).context["adminform"].form


class TagScreenTests(TestCase):
    def setUp(self):
        self.client.force_login(make_chief())
        self.source, self.target = make_tag("PRELS"), make_tag("PREL")
        make_cable(tags=["PRELS", "PREL"])
        make_cable(tags=["PRELS"])
        self.url = url_of("tag", "merge", self.source.pk)

    def test_merge_shows_what_will_happen_first(self):
        page = self.client.post(self.url, {"target": self.target.pk})
        self.assertContains(page, "2 cables with PRELS get PREL instead")
        self.assertContains(page, "1 has both tags and keeps one")
        self.assertTrue(Tag.objects.filter(name="PRELS").exists())
        sent = {"target": self.target.pk, "confirmed": "yes"}
        page = self.client.post(self.url, sent, follow=True)
        self.assertContains(page, "PRELS is now PREL, on 2 cables.")
        self.assertFalse(Tag.objects.filter(name="PRELS").exists())
        self.assertTrue(TagAlias.objects.filter(name="PRELS").exists())

    def test_not_into_itself(self):
        sent = {"target": self.source.pk, "confirmed": "yes"}
        page = self.client.post(self.url, sent)
        self.assertContains(page, "cannot be merged into itself")

    def test_merging_takes_both_rights(self):
        sent = {"target": self.target.pk, "confirmed": "yes"}
        for rights in (["change_tag"], ["delete_tag", "view_tag"]):
            self.client.force_login(make_editor(*rights))
            self.assertEqual(self.client.get(self.url).status_code, 403)
            self.assertEqual(self.client.post(self.url, sent).status_code, 403)
        self.client.force_login(make_editor("change_tag", "delete_tag"))
        self.assertEqual(self.client.post(self.url, sent).status_code, 302)

    def test_edit_with_other_spellings(self):
        sent = {
            "name": "prel",
            "kind": "subject",
            "title": "Relations",
            "definition": "",
            "alias_lines": "PREEL\nPRELATIONS",
        }
        url = url_of("tag", "change", self.target.pk)
        sent |= seen_on(self.client, url)
        self.assertEqual(self.client.post(url, sent).status_code, 302)
        names = self.target.aliases.values_list("name", flat=True)
        self.assertEqual(set(names), {"PREEL", "PRELATIONS"})
        url = url_of("tag", "change", self.source.pk)
        page = self.client.post(url, sent | {"name": "PRELS"})
        self.assertContains(page, "PREEL is a spelling of PREL already.")

    def test_add(self):
        sent = {"name": "econ", "kind": "subject", "alias_lines": "ECONOMY"}
        page = self.client.post(url_of("tag", "add"), sent, follow=True)
        self.assertContains(page, "was added successfully")
        self.assertEqual(TagAlias.objects.get(name="ECONOMY").tag.name, "ECON")


class StaleFormTests(TestCase):
    """A colleague saved, or a merge left a name, after the form was opened."""

    def setUp(self):
        self.client.force_login(make_chief())
        self.colleague = make_editor()

    def opened(self, url):
        form = self.client.get(url).context["adminform"].form
        values = {field.html_name: field.value() for field in form}
        return {name: "" if one is None else one for name, one in values.items()}

    def cases(self):
        day = date(2011, 8, 30)
        page = SitePage.objects.create(slug="how", title="A", text="<p>So.</p>")
        note = ReleaseNote.objects.create(day=day, title="A", notes="<p>So.</p>")
        lamp = Publisher.objects.create(name="A", slug="a", domain="a.example")
        yield make_tag("PREL"), save_tag, "title"
        yield make_post(), save_post, "name"
        yield page, set_site_page, "title"
        yield note, set_release_note, "title"
        yield lamp, save_publisher, "name"

    def test_the_last_writer_is_told_first(self):
        for row, save, name in self.cases():
            model = row._meta.model_name
            with self.subTest(model=model):
                url = url_of(model, "change", row.pk)
                typed = self.opened(url) | {name: "Mine"}
                save(row, user=self.colleague, values={name: "Theirs"})
                page = self.client.post(url, typed)
                self.assertContains(page, f"{self.colleague} saved this meanwhile")
                self.assertContains(page, "is now “Theirs”")
                form = page.context["adminform"].form
                self.assertEqual(form[name].value(), "Mine")
                again = typed | {"seen": form["seen"].value()}
                self.assertEqual(self.client.post(url, again).status_code, 302)
                row.refresh_from_db()
                self.assertEqual(getattr(row, name), "Mine")

    def test_long_texts_are_put_together(self):
        ground = " ".join(f"word{number}" for number in range(60))
        for row, save, _ in self.cases():
            for name in url_form(self.client, row).long:
                with self.subTest(model=row._meta.model_name):
                    save(row, user=self.colleague, values={name: ground})
                    url = url_of(row._meta.model_name, "change", row.pk)
                    typed = self.opened(url)
                    typed[name] = typed[name].replace("word1 ", "MINE ")
                    theirs = ground.replace("word58", "THEIRS")
                    save(row, user=self.colleague, values={name: theirs})
                    page = self.client.post(url, typed)
                    self.assertContains(page, "The form below has both")
                    self.assertContains(page, theirs[-300:])  # whole
                    form = page.context["adminform"].form
                    both = theirs.replace("word1 ", "MINE ")
                    self.assertEqual(form[name].value(), both)
                    again = {field.html_name: field.value() or "" for field in form}
                    self.assertEqual(self.client.post(url, again).status_code, 302)
                    row.refresh_from_db()
                    self.assertEqual(getattr(row, name), both)

    def test_a_page_without_what_it_showed_saves_nothing_at_once(self):
        for row, _, name in self.cases():
            with self.subTest(model=row._meta.model_name):
                url = url_of(row._meta.model_name, "change", row.pk)
                there = getattr(row, name)
                typed = self.opened(url) | {name: "Mine", "seen": ""}
                page = self.client.post(url, typed)
                self.assertContains(page, "The page came without what it showed")
                row.refresh_from_db()
                self.assertEqual(getattr(row, name), there)
                again = typed | {"seen": page.context["adminform"].form["seen"].value()}
                self.assertEqual(self.client.post(url, again).status_code, 302)

    def test_a_name_that_a_merge_left_meanwhile_stays(self):
        tag = make_tag("PREL")
        TagAlias.objects.create(tag=tag, name="PREEL")
        url = url_of("tag", "change", tag.pk)
        typed = self.opened(url) | {"alias_lines": "PRELATIONS"}
        merge_tags(source=make_tag("PRELS"), target=tag, user=self.colleague)
        self.assertEqual(self.client.post(url, typed).status_code, 302)
        names = set(tag.aliases.values_list("name", flat=True))
        self.assertEqual(names, {"PRELATIONS", "PRELS"})

    def test_a_name_that_a_post_got_meanwhile_stays(self):
        post = make_post()
        PostAlias.objects.create(post=post, name="OLDMOOR")
        url = url_of("post", "change", post.pk)
        typed = self.opened(url) | {"alias_lines": ""}
        PostAlias.objects.create(post=post, name="HIGHMOOR")
        self.assertEqual(self.client.post(url, typed).status_code, 302)
        self.assertFalse(PostAlias.objects.filter(name="OLDMOOR").exists())
        self.assertTrue(PostAlias.objects.filter(name="HIGHMOOR").exists())


class OtherScreenTests(TestCase):
    def setUp(self):
        self.client.force_login(make_chief())

    def test_post(self):
        post = make_post()
        sent = {
            "name": "Embassy Highmoor",
            "slug": "embassy-highmoor",
            "country": "High Moor",
            "alias_lines": "HIGHMOOR",
        }
        url = url_of("post", "change", post.pk)
        seen = seen_on(self.client, url)
        self.assertEqual(self.client.post(url, sent | seen).status_code, 302)
        stored = Post.objects.get(pk=post.pk)
        self.assertEqual(stored.country_slug, "high-moor")
        self.assertTrue(PostAlias.objects.filter(name="Embassy Lowmoor").exists())
        self.assertContains(
            self.client.post(url_of("post", "add"), sent | {"name": "B", "slug": "b"}),
            "HIGHMOOR is a name of Embassy Highmoor already.",
        )

    def links(self, article, **row):
        links = article.links.order_by("id")
        data = {
            "url": article.url,
            "title": article.title,
            "state": article.state,
            "link_status": article.link_status,
            "links-TOTAL_FORMS": links.count() + 1,
            "links-INITIAL_FORMS": links.count(),
        }
        data |= {f"links-{links.count()}-{name}": value for name, value in row.items()}
        url = url_of("article", "change", article.pk)
        return self.client.post(url, data | seen_on(self.client, url))

    def test_article_with_a_paragraph_by_its_key(self):
        article, cable = make_article(), make_cable(paragraphs=["One.", "Two."])
        row = {"cable": cable.pk, "relation": "quotes", "quote": "Two"}
        page = self.links(article, key="par9", **row)
        self.assertContains(page, "has no paragraph par9.")
        self.assertEqual(self.links(article, key="#2", **row).status_code, 302)
        self.assertEqual(ArticleLink.objects.get().paragraph.key, "par2")

    def test_approve_and_reject_articles(self):
        articles = [make_article(state=ModerationState.PROPOSED) for _ in range(2)]
        keys = [article.pk for article in articles]
        sent = {"action": "approve", "_selected_action": keys}
        url = url_of("article", "changelist")
        page = self.client.post(url, sent, follow=True)
        self.assertContains(page, "2 articles approved.")
        self.assertEqual(
            Article.objects.filter(state=ModerationState.APPROVED).count(), 2
        )
        self.client.force_login(make_editor("view_article"))
        self.client.post(url, sent | {"action": "reject"})
        self.assertEqual(
            Article.objects.filter(state=ModerationState.APPROVED).count(), 2
        )

    def test_discussions(self):
        thread = make_discussion(make_cable(), state=ModerationState.PROPOSED)
        sent = {"action": "approve", "_selected_action": [thread.pk]}
        url = url_of("discussion", "changelist")
        self.client.force_login(make_editor("view_discussion"))
        self.client.post(url, sent)
        self.assertFalse(Discussion.objects.public().exists())
        self.client.force_login(make_editor("change_discussion"))
        self.client.post(url, sent)  # may edit it, and not show it
        self.assertFalse(Discussion.objects.public().exists())
        rights = ["view_discussion", "approve_discussion"]
        self.client.force_login(make_editor(*rights))
        self.client.post(url, sent)
        self.assertTrue(Discussion.objects.public().exists())
        change = url_of("discussion", "change", thread.pk)
        sent = {"url": thread.url, "title": "New", "state": "rejected"}
        self.client.force_login(make_chief())
        sent |= seen_on(self.client, change)
        response = self.client.post(change, sent | {"cable": thread.cable_id})
        self.assertEqual(response.status_code, 302)
        thread.refresh_from_db()
        self.assertEqual((thread.title, thread.state), ("New", "rejected"))

    def test_site_page_is_looked_at_before_it_is_saved(self):
        sent = {
            "slug": "how-to",
            "title": "How",
            "position": 1,
            "text": "<p>Yes</p><script>alert(1)</script>",
        }
        url = url_of("sitepage", "add")
        page = self.client.post(url, sent | {"_preview": "1"})
        self.assertContains(page, "<div><p>Yes</p></div>")
        self.assertNotContains(page, "<script>alert")
        self.assertFalse(SitePage.objects.filter(slug="how-to").exists())
        self.assertEqual(self.client.post(url, sent).status_code, 302)
        stored = SitePage.objects.get(slug="how-to")
        self.assertEqual(stored.text, "<p>Yes</p>")
        self.assertTrue(Revision.objects.filter(model="sitepage").exists())

    def test_old_address(self):
        cable = make_cable()
        url = url_of("oldaddress", "add")
        page = self.client.post(
            url, {"former_id": cable.reference_id.lower(), "cable": cable.pk}
        )
        self.assertContains(page, "is the id of a cable.")
        sent = {"former_id": "06moor9", "cable": cable.pk}
        self.assertEqual(self.client.post(url, sent).status_code, 302)
        self.assertEqual(OldAddress.objects.get().former_id, "06MOOR9")

    def test_publisher(self):
        sent = {"name": "The Lamp", "slug": "the-lamp", "domain": "lamp.example"}
        self.assertEqual(
            self.client.post(url_of("publisher", "add"), sent).status_code, 302
        )
        self.assertTrue(Revision.objects.filter(model="publisher").exists())

    def test_rejects_of_a_run(self):
        fill(1)
        run = ImportRun.objects.get(source="cables.csv")
        page = self.client.get(url_of("importreject", "changelist"), {"run": run.pk})
        self.assertContains(page, "No id")
        reject = ImportReject.objects.get()
        page = self.client.get(url_of("importreject", "change", reject.pk))
        self.assertContains(page, "&lt;b&gt;raw&lt;/b&gt;")
