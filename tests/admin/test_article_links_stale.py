"""A row of an article's table that somebody saved after the page was opened."""

from django.test import TestCase

from cables.choices import Relation
from cables.curation.articles import change_link
from cables.models import ArticleLink
from tests.admin.editors import make_editor
from tests.admin.screens import url_of
from tests.factories import make_article, make_article_link, make_cable

RIGHTS = [f"{verb}_{model}" for verb in ("view", "change") for model in ("article",)]
RIGHTS += [f"{verb}_articlelink" for verb in ("view", "add", "change", "delete")]


class StaleRowTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.article = make_article("A story")
        cls.cable = make_cable()
        cls.link = make_article_link(cls.cable, article=cls.article)

    def setUp(self):
        self.client.force_login(make_editor(*RIGHTS))
        self.url = url_of("article", "change", self.article.pk)

    def sent(self, page):
        """Return what a browser sends that deletes the only row."""
        form = page.context["adminform"].form
        formset = page.context["inline_admin_formsets"][0].formset
        row = formset.forms[0]
        return {
            **{name: form[name].value() or "" for name in form.fields},
            **{row.add_prefix(n): row[n].value() or "" for n in row.fields},
            row.add_prefix("DELETE"): "on",
            "links-TOTAL_FORMS": 1,
            "links-INITIAL_FORMS": 1,
        }

    def test_deleting_what_somebody_changed_asks_once_more(self):
        sent = self.sent(self.client.get(self.url))
        change_link(
            self.link,
            user=make_editor("view_article"),
            paragraph=None,
            relation=Relation.QUOTES,
            quote="",
        )
        page = self.client.post(self.url, sent)
        self.assertContains(page, "To be deleted:")
        self.assertContains(page, "saved this meanwhile")
        self.assertTrue(ArticleLink.objects.filter(pk=self.link.pk).exists())
        self.client.post(self.url, self.sent(page))
        self.assertFalse(ArticleLink.objects.filter(pk=self.link.pk).exists())

    def test_deleting_what_nobody_changed(self):
        self.client.post(self.url, self.sent(self.client.get(self.url)))
        self.assertFalse(ArticleLink.objects.filter(pk=self.link.pk).exists())
