"""Addresses of paragraphs when a cable comes in again: words keep theirs, for ever."""

from cables.models import ArticleLink, Paragraph, ParagraphAlias

from .cases import ImportCase, texts
from .records import BODY, csv_record, page


class ParagraphKeyTests(ImportCase):
    def setUp(self):
        super().setUp()
        self.load(csv_record())
        self.before = texts()
        self.ids = dict(Paragraph.objects.values_list("key", "id"))

    def load_body(self, old, new):
        return self.load(csv_record(body=BODY.replace(old, new)))

    def test_corrected_words_keep_key_and_row(self):
        self.load_body("Monday", "Tuesday")
        self.assertEqual(
            texts(), self.before | {"par2": "Two ships came in on Tuesday."}
        )
        self.assertEqual(dict(Paragraph.objects.values_list("key", "id")), self.ids)

    def test_a_block_in_between_takes_no_key_away(self):
        """Unnumbered blocks are known by their words, not by how many stand before."""
        self.load_body("Comment \n", "News \n \nComment \n")
        after = texts()
        self.assertEqual({key: after[key] for key in self.before}, self.before)
        (new,) = after.keys() - self.before.keys()
        self.assertEqual(after[new], "News")

    def test_words_that_are_gone_leave_a_tombstone(self):
        link = self.linked("par2")
        self.load_body("2. (U) Two ships came in on Monday. \n \n", "")
        self.assertNotIn("par2", texts())
        alias = ParagraphAlias.objects.get(key="par2")
        self.assertIsNone(alias.paragraph)
        link.refresh_from_db()
        self.assertIsNone(link.paragraph)

    def test_a_buried_key_is_not_given_to_other_words(self):
        self.load_body("2. (U) Two ships came in on Monday. \n", "")
        self.load_body("Two ships came in on Monday.", "Quite another text.")
        self.assertNotIn("par2", texts())
        self.assertEqual(texts()["par2-2"], "Quite another text.")

    def test_words_that_moved_into_another_block_take_the_address_along(self):
        link = self.linked("par2")
        self.load_body("open again. \n \n2. (U) Two ships", "open again. Two ships")
        alias = ParagraphAlias.objects.get(key="par2")
        self.assertEqual(alias.paragraph.key, "par1")
        self.assertIn(
            "Two ships", alias.paragraph.text[alias.offset : alias.offset + 9]
        )
        link.refresh_from_db()
        self.assertEqual(link.paragraph.key, "par1")

    def test_an_article_of_two_buried_paragraphs_cites_the_cable_once(self):
        link = self.linked("par2")
        other = Paragraph.objects.get(key="par3")
        ArticleLink.objects.create(
            article=link.article, cable=link.cable, paragraph=other
        )
        at = BODY.index("2. (U)")
        report = self.load_body(BODY[at:], "EXAMPLE")
        self.assertCounts(report, updated=1)
        self.assertNotIn("par3", texts())
        self.assertIsNone(ArticleLink.objects.get().paragraph)

    def linked(self, key):
        self.load(page(articles=[("http://example.com/a", "A")]), name="a.html")
        link = ArticleLink.objects.get()
        link.paragraph = Paragraph.objects.get(key=key)
        link.save()
        return link
