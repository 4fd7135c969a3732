"""What a person has said wins over every import, for ever."""

from cables.curation.articles import (
    change_link,
    link_article,
    save_article,
    save_publisher,
    unlink_article,
)
from cables.curation.cables import save_cable
from cables.ingest.article_table import COLUMNS, import_articles
from cables.ingest.resolve import point_malformed_twins
from cables.models import (
    Article,
    ArticleLink,
    Cable,
    Paragraph,
    Publisher,
    current_epoch,
)
from cables.models.sealed import ImportConflict

from .cases import ImportCase
from .records import HEADER, csv_record, page

URL = "https://example.com/a"


class CableTests(ImportCase):
    def test_a_twin_that_a_person_parted_stays_alone(self):
        self.load(csv_record(), csv_record("06MEXICO12OF3", number="13"))
        twin = Cable.objects.get(number=13)
        self.assertIsNotNone(twin.canonical)
        save_cable(twin, user=None, values={"canonical": None})
        self.assertEqual(point_malformed_twins(), 0)

    def test_a_persons_precision_of_the_time_stays(self):
        header = HEADER.replace("P 101922Z APR 06\n", "")
        self.load(page(header=header), name="a.html")
        cable = Cable.objects.get()
        save_cable(cable, user=None, values={"created_precision": "day"})
        report = self.load(csv_record(header=header))
        self.assertEqual(report.conflicts, 1)
        conflict = ImportConflict.objects.get()
        self.assertEqual(
            (conflict.field, conflict.incoming), ("created_precision", "minute")
        )
        after = Cable.objects.get()
        self.assertEqual(
            (after.created, after.created_precision), (cable.created, "day")
        )


class TableCase(ImportCase):
    def setUp(self):
        super().setUp()
        self.load(csv_record(), publish=True)
        self.cable = Cable.objects.get()

    def articles(self, **row):
        row = {"url": URL, "cables": "06MEXICO12"} | row
        lines = [",".join(COLUMNS), ",".join(row.get(name, "") for name in COLUMNS)]
        return import_articles(path=self.folder.write("t.csv", "\n".join(lines)))


class ArticleTests(TableCase):
    def test_a_corrected_title_stays_and_what_nobody_set_is_filled(self):
        self.articles(title="A titel")
        save_article(Article.objects.get(), user=None, values={"title": "A title"})
        self.articles(title="A titel", author="Ann")
        article = Article.objects.get()
        self.assertEqual((article.title, article.author), ("A title", "Ann"))
        report = self.articles(title="A titel", author="Ann")
        self.assertEqual((report.updated, report.unchanged), (0, 1))

    def test_what_a_person_emptied_stays_empty(self):
        self.articles(author="Ann")
        save_article(Article.objects.get(), user=None, values={"author": ""})
        self.articles(author="Ann")
        self.assertEqual(Article.objects.get().author, "")

    def test_a_link_that_a_person_removed_stays_away(self):
        self.articles()
        unlink_article(ArticleLink.objects.get(), user=None)
        self.assertEqual(self.articles().linked, 0)
        self.load(page(articles=[(URL, "A")]), name="a.html")
        self.assertFalse(ArticleLink.objects.exists())
        link_article(article=Article.objects.get(), cable=self.cable, user=None)
        self.articles()
        self.assertEqual(ArticleLink.objects.count(), 1)

    def test_a_link_that_a_person_put_right_is_not_doubled(self):
        self.articles(cables="06MEXICO12#par2", quote="Two ships")
        block = Paragraph.objects.get(key="par3")
        change_link(
            ArticleLink.objects.get(),
            user=None,
            paragraph=block,
            relation="quotes",
            quote="We expect",
        )
        self.articles(cables="06MEXICO12#par2", quote="Two ships")
        self.articles(cables="06MEXICO12#par3", quote="third one")
        link = ArticleLink.objects.get()
        self.assertEqual((link.paragraph, link.quote), (block, "We expect"))

    def test_a_publisher_that_a_person_named_keeps_its_name(self):
        self.articles()
        publisher = Publisher.objects.get()
        save_publisher(publisher, user=None, values={"name": "Example"})
        save_publisher(publisher, user=None, values={"name": "example.com"})
        self.articles(publisher="The Example")
        self.assertEqual(Publisher.objects.get().name, "example.com")


class EpochTests(TableCase):
    """The epoch rises where readers see a change, and only there."""

    def test_a_publisher_that_gets_its_name(self):
        self.articles()
        epoch = current_epoch()
        self.articles(publisher="The Example")
        self.assertGreater(current_epoch(), epoch)

    def test_articles_of_drafts_are_not_seen(self):
        self.load(csv_record("06MEXICO13", number="13"), name="b.csv")
        epoch = current_epoch()
        self.articles(cables="06MEXICO13", title="A")
        shown = page("06MEXICO14", number="14", articles=[(f"{URL}/b", "B")])
        self.load(shown, name="c.html")
        self.assertEqual(current_epoch(), epoch)
        self.articles(cables="06MEXICO12")
        self.assertEqual(current_epoch(), epoch + 1)

    def test_a_rejected_article_that_a_page_names(self):
        self.articles()
        Article.objects.update(state="rejected")
        ArticleLink.objects.all().delete()
        self.load(page(released=""), name="b.html")
        epoch = current_epoch()
        again = page(released="", articles=[(URL, "A")])
        self.load(again, name="a.html")
        self.assertEqual(ArticleLink.objects.count(), 1)
        self.assertEqual(current_epoch(), epoch)
