"""Pages of articles: side by side with the passage, by month, by use."""

from datetime import date

from django.test import TestCase

from cables.choices import ModerationState, QuoteVerdict
from cables.views.charts.coverage import coverage
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_draft,
    make_publisher,
)

QUOTE = "The port talks went on"


class ArticlePageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make_cable(
            "06LOWMOOR1", paragraphs=["The harbour talks went on.", "<b>Two</b>."]
        )
        cls.first, cls.second = cls.cable.paragraphs.all()
        cls.article = make_article(title="Über <i>Häfen</i>", language="de")
        cls.link = make_article_link(
            cls.cable, article=cls.article, paragraph=cls.first, quote=QUOTE
        )

    def page(self):
        return self.client.get(self.article.get_absolute_url())

    def test_quotation_and_passage(self):
        page = self.page()
        self.assertContains(page, "The <ins>port</ins> talks went on")
        self.assertContains(
            page, '<mark>The</mark> <span class="left-out">harbour</span> <mark>talks'
        )
        self.assertContains(page, 'cite="/cable/2006/04/06LOWMOOR1/par1.html"')
        self.assertContains(page, 'lang="de">Über &lt;i&gt;Häfen&lt;/i&gt;')

    def test_the_verdict_is_said_where_it_is_of_these_words(self):
        self.assertNotContains(self.page(), "Altered")
        self.link.quote_check = QuoteVerdict.ALTERED
        self.link.quote_version = self.cable.version
        self.link.save()
        self.assertContains(self.page(), "Altered")
        self.link.quote_version += 1
        self.link.save()
        self.assertNotContains(self.page(), "Altered")

    def test_a_quotation_of_no_paragraph_stands_alone(self):
        other = make_cable("06LOWMOOR2")
        make_article_link(other, article=self.article, quote="Of it all <script>")
        self.assertContains(self.page(), "Of it all &lt;script&gt;")
        self.assertContains(self.page(), "2 cables used")

    def test_few_queries_however_many_cables(self):
        for number in range(3, 30):
            cable = make_cable(f"06LOWMOOR{number}", paragraphs=["The talks went on."])
            make_article_link(
                cable,
                article=self.article,
                paragraph=cable.paragraphs.get(),
                quote="talks went on",
            )
        with self.assertNumQueries(4):
            self.page()

    def test_paragraph_page_lists_what_is_about_it(self):
        make_discussion(self.cable, paragraph=self.first, title="A <b>thread</b>")
        make_discussion(self.cable, paragraph=self.second, title="Of another")
        make_discussion(
            self.cable,
            paragraph=self.first,
            title="Unseen",
            state=ModerationState.PROPOSED,
        )
        page = self.client.get("/cable/2006/04/06LOWMOOR1/par1.html")
        for text in (QUOTE, "The Lantern", "German", "1 September 2011"):
            with self.subTest(text=text):
                self.assertContains(page, text)
        self.assertContains(page, "A &lt;b&gt;thread&lt;/b&gt;", count=1)
        self.assertNotContains(page, "Of another")
        self.assertNotContains(page, "Unseen")
        both = self.client.get("/cable/2006/04/06LOWMOOR1/par1-par2.html")
        self.assertContains(both, "2 discussions elsewhere")
        alone = self.client.get("/cable/2006/04/06LOWMOOR1/par2.html")
        self.assertNotContains(alone, QUOTE)


class ListTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cables = [make_cable(f"06LOWMOOR{n}") for n in range(3)]
        other = make_publisher("The Beacon")
        dates = [date(2010, 12, 1), date(2011, 3, 2), date(2011, 3, 9), None]
        for number, day in enumerate(dates):
            publisher = other if number == 2 else None
            article = make_article(f"Story {number}", date=day, publisher=publisher)
            for cable in cls.cables[: max(1, 3 - number)]:
                make_article_link(cable, article=article)
        hidden = make_article("Unseen", date=date(2011, 4, 1))
        make_article_link(make_draft("06LOWMOOR9"), article=hidden)

    def titles(self, address):
        rows = self.client.get(address).context["listing"].rows
        return [article.title for article in rows]

    def test_most_used(self):
        page = self.client.get("/article/most-used/")
        rows = [(row[0].reference_id, row[1]) for row in page.context["listing"].rows]
        expected = [("06LOWMOOR0", 4), ("06LOWMOOR1", 2), ("06LOWMOOR2", 1)]
        self.assertEqual(rows, expected)
        self.assertNotContains(page, "06LOWMOOR9")
        self.assertEqual(self.client.get("/article/most-used/?page=2").status_code, 404)

    def test_articles_of_a_month_or_a_year(self):
        self.assertEqual(self.titles("/article/?when=2011-03"), ["Story 2", "Story 1"])
        self.assertEqual(self.titles("/article/?when=2010"), ["Story 0"])
        self.assertEqual(self.titles("/article/?when=2009"), [])
        for asked in ("", "2011-13", "nonsense", "20110", "2011-3"):
            with self.subTest(asked=asked):
                self.assertEqual(len(self.titles(f"/article/?when={asked}")), 4)

    def test_timeline_counts_what_the_list_shows(self):
        bars = self.client.get("/article/").context["coverage"].counted
        told = [(bar.period, bar.count) for bar in bars]
        self.assertEqual(told, [("2010-12", 1), ("2011-03", 2)])

    def test_publisher(self):
        page = self.client.get("/publisher/the-lantern/")
        self.assertContains(page, "3 articles that used 3 cables")
        self.assertContains(page, "from December 2010 to March 2011")
        page = self.client.get("/publisher/the-beacon/")
        self.assertContains(page, "1 article that used 1 cable of")
        self.assertContains(page, "in March 2011")


class CoverageTests(TestCase):
    def test_months_then_years(self):
        months = coverage({201012: 3, 201103: 1})
        self.assertEqual([bar.count for bar in months.bars], [3, 0, 0, 1])
        self.assertEqual([bar.period for bar in months.counted], ["2010-12", "2011-03"])
        self.assertEqual([bar.year for bar in months.bars], ["", "2011", "", ""])
        years = coverage({200101: 3, 200102: 2, 201103: 1})
        self.assertEqual(years.unit, "year")
        self.assertEqual([bar.period for bar in years.counted], ["2001", "2011"])
        self.assertEqual(years.counted[0].name, "2001: 5 articles")
        self.assertIsNone(coverage({201012: 3}))
        self.assertIsNone(coverage({}))
