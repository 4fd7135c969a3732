"""Articles stand in the order that their page promises."""

from datetime import date

from django.test import TestCase
from django.urls import reverse

from tests.factories import make_article, make_article_link, make_cable


class ArticleOrderTests(TestCase):
    def test_newest_first_and_undated_last(self):
        cable = make_cable()
        for title, day in (
            ("Older", date(2010, 1, 1)),
            ("Undated", None),
            ("Newest", date(2012, 1, 1)),
            ("Newer", date(2011, 1, 1)),
        ):
            make_article_link(cable, article=make_article(title, date=day))
        rows = self.client.get(reverse("articles")).context["listing"].rows
        titles = [article.title for article in rows]
        self.assertEqual(titles, ["Newest", "Newer", "Older", "Undated"])
