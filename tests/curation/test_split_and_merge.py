from django.contrib.auth.models import User
from django.test import TestCase

from cables.choices import Action, BlockKind, ReasonCode, RedactionState
from cables.curation.errors import (
    CannotMerge,
    CannotSplit,
    VersionConflict,
    WordsTakenOut,
    WrongCable,
)
from cables.curation.paragraphs import merge_up, move, save_paragraphs, split
from cables.models import (
    ArticleLink,
    Cable,
    Change,
    Paragraph,
    ParagraphAlias,
    current_epoch,
)
from cables.models.revision import Revision
from cables.models.sealed import Redaction, SealedText
from tests.admin.editors import make_editor
from tests.factories import (
    make_alias,
    make_article_link,
    make_cable,
    make_discussion,
    make_draft,
    make_paragraph,
    make_reference,
)

TEXT = "The talks went on. The ferry left at dawn."
DAWN = TEXT.index("The ferry")
BOX = "[redacted: protects a source]"


class ParagraphVerbTests(TestCase):
    def setUp(self):
        self.user = make_editor()
        self.cable = make_cable(paragraphs=[TEXT, "Two.", "Three."])
        self.one, self.two, self.three = self.cable.paragraphs.all()

    def split(self, offset=DAWN, *, key="par1", **options):
        return split(self.cable, user=self.user, key=key, offset=offset, **options)

    def merge_up(self, key="par2", **options):
        return merge_up(self.cable, user=self.user, key=key, **options)

    def blocks(self):
        rows = self.cable.paragraphs.order_by("position")
        return list(rows.values_list("key", "text"))

    def landings(self):
        rows = ParagraphAlias.objects.select_related("paragraph")
        return {a.key: a.paragraph.text[a.offset :] for a in rows}

    def stored(self):
        return Cable.objects.get(pk=self.cable.pk)


class SplitTests(ParagraphVerbTests):
    def test_the_first_part_keeps_the_key(self):
        Paragraph.objects.filter(pk=self.one.pk).update(marking="C")
        self.split(why="Two thoughts.", expected_version=1)
        self.assertEqual(
            self.blocks(),
            [
                ("par1", "The talks went on."),
                ("u1", "The ferry left at dawn."),
                ("par2", "Two."),
                ("par3", "Three."),
            ],
        )
        second = self.cable.paragraphs.get(key="u1")
        self.assertEqual(
            (second.kind, second.label, second.marking), ("unnumbered", "", "C")
        )

    def test_one_version_one_revision_one_line_of_the_log(self):
        self.split(why="Two thoughts.")
        stored, revision = self.stored(), Revision.objects.get()
        self.assertEqual((stored.version, stored.curated), (2, ["paragraphs"]))
        self.assertEqual(stored.word_count, 11)
        self.assertEqual(revision.why, "Two thoughts.")
        self.assertEqual(revision.before["paragraphs"]["par1"]["text"], TEXT)
        self.assertEqual(
            revision.after["paragraphs"]["u1"]["text"], "The ferry left at dawn."
        )
        self.assertEqual(Change.objects.get().action, Action.CORRECTED)
        self.assertEqual(current_epoch(), 1)

    def test_a_draft_tells_readers_nothing(self):
        self.cable = make_draft(paragraphs=[TEXT])
        self.split()
        self.assertEqual((current_epoch(), Change.objects.count()), (0, 0))

    def test_a_fresh_key_is_none_that_was(self):
        make_alias(self.cable, "u1")
        self.split()
        self.assertEqual(self.blocks()[1][0], "u2")

    def test_a_heading_and_a_table_are_that_in_both_parts(self):
        table = make_paragraph(
            self.cable, "  A  1\n  B  2", key="t1", kind=BlockKind.TABLE
        )
        self.split(key="t1", offset=table.text.index("\n"))
        rows = self.cable.paragraphs.order_by("position").values_list("kind", "text")
        self.assertEqual(list(rows)[3:], [("table", "  A  1"), ("table", "  B  2")])

    def test_addresses_go_with_their_words(self):
        make_alias(self.cable, "parA", self.one, offset=4)
        make_alias(self.cable, "parB", self.one, offset=DAWN)
        make_alias(self.cable, "parC", self.one, offset=DAWN + 4)
        make_alias(self.cable, "parD", self.one, offset=DAWN - 1)  # the blank
        self.split()
        self.assertEqual(
            self.landings(),
            {
                "parA": "talks went on.",
                "parB": "The ferry left at dawn.",
                "parC": "ferry left at dawn.",
                "parD": "The ferry left at dawn.",
            },
        )

    def test_what_quotes_the_second_part_follows_it(self):
        first = make_article_link(
            self.cable, paragraph=self.one, quote="THE talks went"
        )
        second = make_article_link(self.cable, paragraph=self.one, quote="left at dawn")
        whole = make_article_link(self.cable, paragraph=self.one)
        reference = make_reference(self.cable, "FERRY", paragraph=self.one)
        thread = make_discussion(self.cable, paragraph=self.one)
        self.split()
        rows = ArticleLink.objects.in_bulk()
        keys = [rows[one.pk].paragraph.key for one in (first, second, whole)]
        self.assertEqual(keys, ["par1", "u1", "par1"])
        for row, key in ((reference, "u1"), (thread, "par1")):
            row.refresh_from_db()
            self.assertEqual(row.paragraph.key, key)

    def test_places_that_cannot_be(self):
        for offset in (0, len(TEXT), -1, 10**9):
            with self.subTest(offset=offset), self.assertRaises(CannotSplit):
                self.split(offset)
        with self.assertRaisesMessage(CannotSplit, "Both parts need words"):
            Paragraph.objects.filter(pk=self.two.pk).update(text="Two.   ")
            self.split(5, key="par2")
        with self.assertRaisesMessage(WrongCable, "There is no paragraph #par9"):
            self.split(1, key="par9")
        self.assertEqual(self.stored().version, 1)

    def test_not_within_a_box(self):
        text = f"He met {BOX} there."
        Paragraph.objects.filter(pk=self.two.pk).update(text=text)
        with self.assertRaisesMessage(CannotSplit, "Words were taken out here"):
            self.split(text.index("source"), key="par2")
        self.split(text.index(BOX), key="par2")
        self.assertEqual(self.blocks()[2], ("u1", f"{BOX} there."))

    def test_a_second_editor_is_told(self):
        self.split(expected_version=1)
        with self.assertRaises(VersionConflict):
            self.split(4, expected_version=1)


class SealedWordsTests(ParagraphVerbTests):
    """The words that were taken out go with the part where they were."""

    def redact(self, *words, state=RedactionState.APPROVED):
        sealed = SealedText.objects.create(
            cable=self.cable, paragraph=self.one, text=TEXT
        )
        made, text = [], TEXT
        for word in words:
            at = TEXT.index(word)
            people = {"proposed_by": self.user}
            if state == RedactionState.APPROVED:
                people["approved_by"] = User.objects.create(username=word)
                text = text.replace(word, BOX)
            made.append(
                Redaction.objects.create(
                    sealed_text=sealed,
                    start=at,
                    end=at + len(word),
                    reason=ReasonCode.SOURCE_SAFETY,
                    replacement=BOX,
                    state=state,
                    **people,
                )
            )
        Paragraph.objects.filter(pk=self.one.pk).update(text=text)
        return text, made

    def block_of(self, redaction):
        redaction = Redaction.objects.select_related("sealed_text").get(pk=redaction.pk)
        sealed = redaction.sealed_text
        words = sealed.text[redaction.start : redaction.end]
        return sealed.paragraph.key, words

    def test_in_the_second_part(self):
        text, (ferry,) = self.redact("ferry")
        self.split(text.index("The [redacted"))
        self.assertEqual(self.block_of(ferry), ("u1", "ferry"))

    def test_in_the_first_part(self):
        text, (talks,) = self.redact("talks")
        self.split(text.index("The ferry"))
        self.assertEqual(self.block_of(talks), ("par1", "talks"))

    def test_in_both_parts(self):
        text, (talks, ferry) = self.redact("talks", "ferry")
        self.split(text.rindex("The [redacted"))
        self.assertEqual(self.block_of(talks), ("par1", "talks"))
        self.assertEqual(self.block_of(ferry), ("u1", "ferry"))

    def test_not_through_words_that_wait(self):
        self.redact("ferry left", state=RedactionState.PROPOSED)
        with self.assertRaisesMessage(CannotSplit, "marked to be taken out"):
            self.split(TEXT.index("left"))

    def test_a_merge_hands_them_over(self):
        text, (ferry,) = self.redact("ferry")
        self.split(text.index("The [redacted"))
        self.merge_up("u1")
        self.assertEqual(self.block_of(ferry), ("par1", "ferry"))
        self.assertEqual(self.blocks()[0], ("par1", text))


class MergeUpTests(ParagraphVerbTests):
    def test_the_upper_key_survives_and_the_lower_lands_on_its_words(self):
        make_alias(self.cable, "parX", self.two, offset=1)
        self.merge_up(expected_version=1, why="One thought.")
        self.assertEqual(self.blocks(), [("par1", f"{TEXT} Two."), ("par3", "Three.")])
        self.assertEqual(self.landings(), {"par2": "Two.", "parX": "wo."})
        stored, revision = self.stored(), Revision.objects.get()
        self.assertEqual((stored.version, revision.why), (2, "One thought."))
        self.assertEqual(revision.before["paragraphs"]["par2"]["text"], "Two.")
        self.assertEqual(current_epoch(), 1)

    def test_the_same_words_above_do_not_mislead_the_address(self):
        Paragraph.objects.filter(pk=self.one.pk).update(text="Two. And Two.")
        self.merge_up()
        alias = ParagraphAlias.objects.get()
        self.assertEqual((alias.paragraph.key, alias.offset), ("par1", 14))

    def test_what_hung_on_it_follows(self):
        link = make_article_link(self.cable, paragraph=self.two)
        reference = make_reference(self.cable, "06STATE1", paragraph=self.two)
        thread = make_discussion(self.cable, paragraph=self.two)
        self.merge_up()
        for row in (link, reference, thread):
            row.refresh_from_db()
            self.assertEqual(row.paragraph, self.one)

    def test_a_page_marker_between_stays(self):
        Paragraph.objects.filter(pk=self.two.pk).update(kind=BlockKind.ARTEFACT)
        self.merge_up("par3")
        self.assertEqual(self.blocks(), [("par1", f"{TEXT} Three."), ("par2", "Two.")])

    def test_tables_have_a_line_end_between_and_empty_blocks_nothing(self):
        Paragraph.objects.filter(pk=self.two.pk).update(kind=BlockKind.TABLE)
        self.merge_up("par3")
        self.assertEqual(self.blocks()[1], ("par2", "Two.\nThree."))
        cable = self.cable = make_draft(paragraphs=["", "Words."])
        self.merge_up("par2")
        self.assertEqual(self.blocks(), [("par1", "Words.")])
        self.assertEqual(ParagraphAlias.objects.get(cable=cable).offset, 0)

    def test_nothing_is_above_the_first(self):
        with self.assertRaisesMessage(CannotMerge, "#par1 is the first paragraph"):
            self.merge_up("par1")
        with self.assertRaises(WrongCable):
            self.merge_up("par9")

    def test_split_and_merge_give_back_the_text(self):
        self.split()
        self.merge_up("u1")
        self.assertEqual(self.blocks()[0], ("par1", TEXT))
        self.assertEqual(self.landings(), {"u1": "The ferry left at dawn."})

    def test_a_second_editor_is_told(self):
        self.merge_up(expected_version=1)
        with self.assertRaises(VersionConflict):
            self.merge_up("par3", expected_version=1)


class MoveTests(ParagraphVerbTests):
    def test_up_and_down_with_the_key(self):
        for by, keys in (
            (1, ["par2", "par1", "par3"]),
            (9, ["par2", "par3", "par1"]),
            (-9, ["par1", "par2", "par3"]),
        ):
            move(self.cable, user=self.user, key="par1", by=by)
            self.assertEqual([key for key, _ in self.blocks()], keys)
        self.assertEqual(self.stored().version, 4)

    def test_nowhere(self):
        move(self.cable, user=self.user, key="par1", by=-1)
        self.assertEqual(self.stored().version, 1)


class LandingTests(ParagraphVerbTests):
    """An address that lands inside a block stays with its words when the block changes."""

    def save(self, text):
        names = ("kind", "label", "marking", "text")
        blocks = [
            {"id": one.pk} | {name: getattr(one, name) for name in names}
            for one in (self.one, self.two, self.three)
        ]
        blocks[0]["text"] = text
        save_paragraphs(self.cable, user=self.user, blocks=blocks)

    def test_words_before_it(self):
        make_alias(self.cable, "parX", self.one, offset=DAWN)
        self.save(f"In the harbour, {TEXT}")
        self.assertEqual(self.landings(), {"parX": TEXT[DAWN:]})

    def test_its_words_are_gone(self):
        make_alias(self.cable, "parX", self.one, offset=DAWN)
        self.save("The talks went on.")
        self.assertEqual(self.landings(), {"parX": ""})

    def test_a_box_may_be_moved_and_not_deleted(self):
        Paragraph.objects.filter(pk=self.one.pk).update(text=f"He met {BOX}.")
        with self.assertRaisesMessage(WordsTakenOut, "undo the redaction instead"):
            self.save("He met somebody.")
        self.save(f"Then {BOX} came.")
        self.assertEqual(self.blocks()[0][1], f"Then {BOX} came.")
