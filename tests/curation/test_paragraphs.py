from django.core.exceptions import ValidationError
from django.test import TestCase

from cables.choices import Action, BlockKind
from cables.curation.errors import VersionConflict, WrongCable
from cables.curation.paragraphs import save_paragraphs
from cables.models import (
    ArticleLink,
    Cable,
    Change,
    Paragraph,
    ParagraphAlias,
    current_epoch,
)
from cables.models.revision import Revision
from tests.admin.editors import make_editor
from tests.factories import (
    make_alias,
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_reference,
)


def block_of(paragraph, **values):
    names = ("kind", "label", "marking", "text")
    return {"id": paragraph.pk} | {n: getattr(paragraph, n) for n in names} | values


def new_block(text, *, label="", kind=BlockKind.UNNUMBERED):
    return {"id": None, "kind": kind, "label": label, "marking": "", "text": text}


class SaveParagraphsTests(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.cable = make_cable(paragraphs=["One.", "Two.", "Three."])
        self.blocks = list(self.cable.paragraphs.all())

    def save(self, *blocks, **options):
        return save_paragraphs(
            self.cable, user=self.user, blocks=list(blocks), **options
        )

    def keys(self):
        return list(
            self.cable.paragraphs.order_by("position").values_list("key", flat=True)
        )

    def test_text_kind_label_marking(self):
        one, two, three = self.blocks
        changed = {"text": "Two, mended.", "marking": "C", "kind": BlockKind.HEADING}
        self.save(block_of(one), block_of(two, **changed), block_of(three))
        two.refresh_from_db()
        self.assertEqual(
            (two.text, two.marking, two.key), ("Two, mended.", "C", "par2")
        )
        stored = Cable.objects.get(pk=self.cable.pk)
        self.assertEqual(stored.curated, ["paragraphs"])
        self.assertEqual(stored.version, 2)
        self.assertEqual(stored.word_count, 4)
        self.assertEqual(Change.objects.get().action, Action.CORRECTED)
        self.assertEqual(current_epoch(), 1)
        before = Revision.objects.get().before["paragraphs"]
        self.assertEqual(
            before, {"par2": {"text": "Two.", "marking": "", "kind": "numbered"}}
        )

    def test_nothing_changed(self):
        self.save(*map(block_of, self.blocks))
        self.assertEqual(Cable.objects.get(pk=self.cable.pk).version, 1)
        self.assertFalse(Revision.objects.exists())

    def test_addresses_move_with_their_paragraphs(self):
        one, two, three = self.blocks
        self.save(block_of(three), block_of(one), block_of(two))
        self.assertEqual(self.keys(), ["par3", "par1", "par2"])

    def test_a_new_block_gets_a_fresh_key(self):
        one, two, three = self.blocks
        make_alias(self.cable, "u1")
        make_alias(self.cable, "par2-2", two)
        self.save(
            block_of(one),
            new_block("Between."),
            block_of(two),
            new_block("Two again.", label="2", kind=BlockKind.NUMBERED),
            block_of(three),
            new_block("Four.", label="4.", kind=BlockKind.NUMBERED),
        )
        self.assertEqual(self.keys(), ["par1", "u2", "par2", "par2-3", "par3", "par4"])

    def test_a_key_is_never_given_twice(self):
        one, two, three = self.blocks
        self.save(block_of(one), block_of(two))
        alias = ParagraphAlias.objects.get(cable=self.cable)
        self.assertEqual((alias.key, alias.paragraph), ("par3", None))
        again = new_block("Three again.", label="3", kind=BlockKind.NUMBERED)
        self.save(block_of(one), block_of(two), again)
        self.assertEqual(self.keys(), ["par1", "par2", "par3-2"])

    def test_what_hung_on_a_removed_block_hangs_on_the_cable(self):
        one, two, three = self.blocks
        article = make_article()
        make_article_link(self.cable, article=article, paragraph=two)
        make_article_link(self.cable, article=article, paragraph=three)
        thread = make_discussion(self.cable, paragraph=three)
        reference = make_reference(self.cable, "06STATE1", paragraph=three)
        make_alias(self.cable, "parX", three)
        self.save(block_of(one))
        self.assertIsNone(ArticleLink.objects.get(article=article).paragraph)
        for row in (thread, reference):
            row.refresh_from_db()
            self.assertIsNone(row.paragraph)
        keys = ParagraphAlias.objects.filter(paragraph=None).values_list(
            "key", flat=True
        )
        self.assertEqual(set(keys), {"par2", "par3", "parX"})
        self.assertEqual(
            set(Revision.objects.get().before["paragraphs"]), {"par2", "par3"}
        )

    def aliases(self):
        rows = ParagraphAlias.objects.select_related("paragraph")
        return {a.key: (a.paragraph and a.paragraph.key, a.offset) for a in rows}

    def test_words_that_moved_to_a_neighbour_keep_their_address(self):
        one, two, three = self.blocks
        article = make_article()
        make_article_link(self.cable, article=article, paragraph=two)
        thread = make_discussion(self.cable, paragraph=two)
        reference = make_reference(self.cable, "06STATE1", paragraph=two)
        make_alias(self.cable, "parX", two, offset=2)
        self.save(block_of(one, text="One.\nTwo."), block_of(three))
        self.assertEqual(self.aliases(), {"par2": ("par1", 5), "parX": ("par1", 7)})
        self.assertEqual(ArticleLink.objects.get(article=article).paragraph, one)
        for row in (thread, reference):
            row.refresh_from_db()
            self.assertEqual(row.paragraph, one)

    def test_words_that_moved_into_a_new_block(self):
        one, two, three = self.blocks
        self.save(new_block("One. Two."), block_of(three))
        self.assertEqual(self.aliases(), {"par1": ("u1", 0), "par2": ("u1", 5)})

    def test_moved_words_may_break_elsewhere(self):
        one, two, three = self.blocks
        self.save(block_of(one), block_of(two, text="Two \n more."), block_of(three))
        self.save(block_of(one, text="One. Two more."), block_of(three))
        self.assertEqual(self.aliases(), {"par2": ("par1", 5)})

    def test_the_nearest_block_that_holds_the_words(self):
        one, two, three = self.blocks
        self.save(
            block_of(one, text="One. Three."),
            block_of(two, text="Two. Three."),
        )
        self.assertEqual(self.aliases(), {"par3": ("par2", 5)})

    def test_a_block_that_was_typed_into_before_one_that_had_the_words(self):
        one, two, three = self.blocks
        self.save(block_of(one), block_of(two), block_of(three, text="Two. Three."))
        self.save(block_of(one, text="One. Two."), block_of(three, text="Two. Three."))
        self.assertEqual(self.aliases(), {"par2": ("par1", 5)})

    def test_a_part_of_a_word_is_not_the_words(self):
        one, two, three = self.blocks
        self.save(block_of(one), block_of(two, text="Art"), block_of(three))
        self.save(block_of(one, text="Particular."), block_of(three))
        self.assertEqual(self.aliases(), {"par2": (None, 0)})

    def test_an_article_that_quotes_both_cites_the_cable_too(self):
        one, two, three = self.blocks
        article = make_article()
        for block in (one, two):
            make_article_link(self.cable, article=article, paragraph=block)
        self.save(block_of(one, text="One. Two."), block_of(three))
        links = ArticleLink.objects.values_list("paragraph", flat=True)
        self.assertEqual(set(links), {one.pk, None})

    def test_blocks_without_words_leave_a_tombstone(self):
        one, two, three = self.blocks
        Paragraph.objects.filter(pk=two.pk).update(text=" ")
        self.save(block_of(one), block_of(three))
        self.assertEqual(self.aliases(), {"par2": (None, 0)})

    def test_blocks_of_another_cable_are_refused(self):
        other = make_cable(paragraphs=["Other."]).paragraphs.get()
        with self.assertRaises(WrongCable):
            self.save(block_of(other))
        with self.assertRaises(WrongCable):
            self.save(block_of(self.blocks[0]), block_of(self.blocks[0]))

    def test_wrong_values_are_refused(self):
        with self.assertRaises(ValidationError):
            self.save(block_of(self.blocks[0], kind="poem"))
        self.assertEqual(len(self.keys()), 3)

    def test_a_second_editor_is_told(self):
        one, two, three = self.blocks
        self.save(block_of(one), block_of(two), expected_version=1)
        with self.assertRaises(VersionConflict):
            self.save(block_of(one), expected_version=1)
        self.assertEqual(len(self.keys()), 2)
