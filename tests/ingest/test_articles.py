"""The table of articles: addresses made canonical, quotes found, faults named by line."""

import csv
import io

from django.test import SimpleTestCase

from cables.curation.articles import change_link
from cables.ingest.article_table import COLUMNS, import_articles
from cables.ingest.sources.base import SourceError
from cables.models import Article, ArticleLink, ParagraphAlias, Publisher, current_epoch
from cables.parsing.article_url import canonical_url
from tests.admin.editors import make_editor

from .cases import ImportCase
from .records import csv_record


class CanonicalUrlTests(SimpleTestCase):
    # Each: as written, as known.
    URLS = (
        ("http://http://example.com/a", "http://example.com/a"),
        ("https://Example.COM:443/A#part", "https://example.com/A"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://example.com", "https://example.com/"),
        (
            "https://example.com/a?utm_source=x&id=3&fbclid=y",
            "https://example.com/a?id=3",
        ),
        ("https://example.com/a?b=c%20d&e=", "https://example.com/a?b=c%20d&e="),
        ("https://example.com/a?flag", "https://example.com/a?flag"),
        (" https://example.com/a ", "https://example.com/a"),
        ("example.com/a", ""),
        ("El País, page 3", ""),
        ("javascript:alert(1)", ""),
        ("http://[broken.example/", ""),
        ("https://example.com/" + "a" * 1000, ""),
    )

    def test_addresses(self):
        for written, known in self.URLS:
            with self.subTest(written):
                self.assertEqual(canonical_url(written), known)


class ArticleTableTests(ImportCase):
    def setUp(self):
        super().setUp()
        self.load(csv_record(), csv_record("06MEXICO13", number="13"), publish=True)

    def articles(self, *rows, columns=COLUMNS):
        out = io.StringIO()
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows({"url": "https://example.com/a"} | row for row in rows)
        return import_articles(path=self.folder.write("articles.csv", out.getvalue()))

    def test_an_article(self):
        report = self.articles(
            {
                "url": "http://http://www.example.com/a?utm_source=x",
                "title": "The harbour",
                "publisher": "The Example",
                "author": "Ann Author",
                "date": "2010-12-01",
                "language": "es",
                "cables": "06 MEXICO 12|06MEXICO000013|#06MEXICO12#par2",
            }
        )
        self.assertEqual((report.created, report.linked, report.rejected), (1, 3, 0))
        article = Article.objects.get()
        self.assertEqual(article.url, "http://www.example.com/a")
        self.assertEqual(article.state, "approved")
        self.assertEqual(str(article.date), "2010-12-01")
        self.assertEqual(
            (article.publisher.name, article.publisher.domain),
            ("The Example", "example.com"),
        )
        keys = article.links.values_list("cable__reference_id", "paragraph__key")
        self.assertEqual(
            set(keys),
            {("06MEXICO12", None), ("06MEXICO13", None), ("06MEXICO12", "par2")},
        )

    def test_a_quote_marks_its_paragraph(self):
        self.articles({"cables": "06MEXICO12", "quote": "Two  ships\n came in"})
        link = ArticleLink.objects.get()
        self.assertEqual((link.paragraph.key, link.relation), ("par2", "quotes"))

    def test_the_same_table_twice_changes_nothing(self):
        rows = (
            {"cables": "06MEXICO12#par2", "quote": "Two ships", "title": "A"},
            {"url": "https://example.com/b", "cables": "06MEXICO12|06MEXICO13"},
        )
        self.articles(*rows)
        epoch = current_epoch()
        report = self.articles(*rows)
        self.assertEqual(
            (report.created, report.updated, report.unchanged, report.linked),
            (0, 0, 2, 0),
        )
        self.assertEqual(current_epoch(), epoch)

    # Each: the row, the column that is named, how many links are made all the same.
    BAD = (
        ({"url": "page 3", "cables": "06MEXICO12"}, "url", 0),
        ({"cables": "06MEXICO12", "date": "2010-13-01"}, "date", 0),
        ({"cables": "06MEXICO12|06NOWHERE1"}, "cables", 1),
        ({"cables": "06MEXICO12#par99|06MEXICO13"}, "cables", 1),
        ({"cables": "06MEXICO12", "quote": "never said"}, "quote", 1),
        ({"cables": ""}, "cables", 0),
    )

    def test_what_cannot_come_in_is_named_and_the_rest_goes_in(self):
        for row, column, linked in self.BAD:
            with self.subTest(row=row):
                ArticleLink.objects.all().delete()
                report = self.articles(row)
                ((line, found, reason),) = report.rejects
                self.assertEqual((line, found), (2, column))
                self.assertTrue(reason.endswith("."))
                self.assertEqual(ArticleLink.objects.count(), linked)

    def test_lines_are_counted_over_line_ends_in_cells(self):
        report = self.articles(
            {"cables": "06MEXICO12", "title": "two\nlines"}, {"url": "x"}
        )
        self.assertEqual([line for line, _, _ in report.rejects], [4])

    def test_a_paragraph_under_a_former_key(self):
        self.articles({"cables": "06MEXICO12#par2"})
        paragraph = ArticleLink.objects.get().paragraph
        ParagraphAlias.objects.create(
            cable=paragraph.cable, key="par9", paragraph=paragraph
        )
        report = self.articles({"cables": "06MEXICO12#par9"})
        self.assertEqual((report.linked, report.rejected), (0, 0))

    def test_a_table_shows_what_it_brings_and_what_waited(self):
        row = {"cables": "06MEXICO12", "relation": "cites"}
        columns = (*COLUMNS, "relation")
        self.articles(row, columns=columns)
        self.assertTrue(ArticleLink.objects.public().exists())
        ArticleLink.objects.update(state="proposed")
        self.assertEqual(self.articles(row, columns=columns).linked, 1)
        self.assertTrue(ArticleLink.objects.public().exists())

    def test_a_link_that_an_editor_rejected_stays_out_and_the_rest_goes_in(self):
        self.articles({"cables": "06MEXICO12"})
        ArticleLink.objects.update(state="rejected")
        report = self.articles({"cables": "06MEXICO12|06MEXICO13"})
        ((_, column, reason),) = report.rejects
        self.assertEqual((column, report.linked), ("cables", 1))
        self.assertIn("an editor rejected this link", reason)
        public = ArticleLink.objects.public().get()
        self.assertEqual(public.cable.reference_id, "06MEXICO13")

    def test_a_table_does_not_approve_what_a_person_said_otherwise(self):
        self.articles({"cables": "06MEXICO12"})
        link = ArticleLink.objects.get()
        given = {"paragraph": None, "relation": "quotes", "quote": ""}
        change_link(link, user=make_editor(), **given)
        row = {"cables": "06MEXICO12", "relation": "cites"}
        self.articles(row, columns=(*COLUMNS, "relation"))
        link.refresh_from_db()
        self.assertEqual((link.relation, link.state), ("quotes", "proposed"))

    def test_what_an_editor_rejected_stays_out(self):
        self.articles({"cables": "06MEXICO12"})
        Article.objects.update(state="rejected")
        report = self.articles({"cables": "06MEXICO12"})
        self.assertEqual(report.rejected, 1)
        self.assertEqual(Article.objects.get().state, "rejected")

    def test_a_proposal_is_approved_and_empty_cells_keep_what_is_known(self):
        self.articles({"cables": "06MEXICO12", "title": "A title"})
        Article.objects.update(state="proposed")
        report = self.articles({"cables": "06MEXICO12"})
        self.assertEqual(report.updated, 1)
        article = Article.objects.get()
        self.assertEqual((article.state, article.title), ("approved", "A title"))

    def test_a_publisher_known_by_its_domain_gets_its_name(self):
        self.articles({"cables": "06MEXICO12"})
        self.assertEqual(Publisher.objects.get().name, "example.com")
        self.articles({"cables": "06MEXICO12", "publisher": "The Example"})
        self.assertEqual(Publisher.objects.get().name, "The Example")

    def test_a_table_without_the_needed_columns_is_refused(self):
        with self.assertRaisesMessage(SourceError, "cables is missing"):
            self.articles({}, columns=("url", "title"))
        path = self.folder.write("latin.csv", "url,cables\n\xff".encode("latin-1"))
        with self.assertRaisesMessage(SourceError, "not UTF-8"):
            import_articles(path=path)
