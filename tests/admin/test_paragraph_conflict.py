from django.test import TestCase

from cables.admin.paragraph_conflict import merge, values_of
from cables.curation.paragraphs import merge_up, save_paragraphs, split
from cables.models import Cable
from tests.admin.editors import make_editor
from tests.factories import make_cable


class MergeTests(TestCase):
    def setUp(self):
        texts = ["One went on.", "Two went on.", "Three went on.", "Four went on."]
        self.cable = make_cable(paragraphs=texts)
        self.mine = self.blocks()

    def blocks(self):
        return [values_of(b) for b in self.cable.paragraphs.order_by("position")]

    def they_save(self, blocks):
        save_paragraphs(self.cable, user=make_editor(), blocks=blocks)

    def merge(self, typed=None, **options):
        cable = Cable.objects.get(pk=self.cable.pk)
        merged, differences = merge(
            cable, 1, self.mine if typed is None else typed, **options
        )
        shown = [
            ("-" if b.get("DELETE") else "") + (b["key"] or b["text"]) for b in merged
        ]
        return shown, merged, differences

    def they_change(self, place=0, text="One, theirs."):
        blocks = self.blocks()
        blocks[place]["text"] = text
        self.they_save(blocks)

    def test_a_new_order_and_a_removal_are_kept(self):
        self.they_change()
        one, two, three, four = self.mine
        shown, merged, differences = self.merge([four, one, three])
        self.assertEqual(shown, ["par4", "par1", "-par2", "par3"])
        self.assertEqual(merged[1]["text"], "One, theirs.")
        self.assertEqual(differences, [])

    def test_their_order_and_their_removal_are_kept(self):
        one, two, three, four = self.blocks()
        self.they_save([three, one, four])
        self.mine[0]["text"] = "One, mine."
        shown, merged, differences = self.merge()
        self.assertEqual(shown, ["par3", "par1", "par4"])
        self.assertEqual(merged[1]["text"], "One, mine.")
        self.assertEqual(differences, [])

    def test_two_orders_are_a_difference_and_what_was_typed_stands(self):
        one, two, three, four = self.blocks()
        self.they_save([two, one, three, four])
        one, two, three, four = self.mine
        shown, _, differences = self.merge([one, two, four, three])
        self.assertEqual(shown, ["par1", "par2", "par4", "par3"])
        self.assertEqual([d.field for d in differences], ["order"])
        self.assertEqual(differences[0].theirs, "#par2 #par1 #par3 #par4")

    def test_removed_here_and_changed_there(self):
        self.they_change()
        shown, merged, differences = self.merge(self.mine[1:])
        self.assertEqual(shown[0], "-par1")
        self.assertEqual(differences[0].theirs, "One, theirs.")

    def test_changed_here_and_removed_there(self):
        self.they_save(self.blocks()[1:])
        self.mine[0]["text"] = "One, mine."
        shown, merged, _ = self.merge()
        self.assertEqual(shown, ["One, mine.", "par2", "par3", "par4"])
        self.assertIsNone(merged[0]["id"])

    def test_different_words_of_one_paragraph(self):
        self.they_change(0, "One, alas, went on.")
        self.mine[0]["text"] = "One went on and on."
        _, merged, differences = self.merge()
        self.assertEqual(merged[0]["text"], "One, alas, went on and on.")
        self.assertEqual(differences[0].merged.overlaps, ())

    def test_a_split_and_a_merge_meanwhile(self):
        given = {"user": make_editor()}
        split(self.cable, key="par1", offset=4, **given)
        merge_up(self.cable, key="par3", **given)
        self.mine[3]["text"] = "Four, mine."
        shown, merged, differences = self.merge()
        self.assertEqual(shown, ["par1", "u1", "par2", "par4"])
        self.assertEqual(
            [b["text"] for b in merged],
            ["One", "went on.", "Two went on. Three went on.", "Four, mine."],
        )
        self.assertEqual(differences, [])

    def test_what_was_not_shown_is_not_removed(self):
        self.they_change(3, "Four, theirs.")
        self.mine[1]["text"] = "Two, mine."
        shown, merged, _ = self.merge(self.mine[1:2], part=slice(1, 2))
        self.assertEqual(shown, ["par1", "par2", "par3", "par4"])
        self.assertEqual(
            [b["text"] for b in merged],
            ["One went on.", "Two, mine.", "Three went on.", "Four, theirs."],
        )

    def test_a_new_block_stands_where_it_was_put(self):
        self.they_change()
        new = {"id": None, "kind": "unnumbered", "label": "", "marking": ""}
        one, *rest = self.mine
        shown, _, _ = self.merge([one, new | {"text": "New."}, *rest])
        self.assertEqual(shown, ["par1", "New.", "par2", "par3", "par4"])
