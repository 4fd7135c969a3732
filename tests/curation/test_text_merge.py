from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from cables.curation.text_merge import Overlap, merge_texts

GROUND = "The talks in the harbour went on.\nThe ferry left at dawn.\n"
TEXTS = st.lists(st.sampled_from(["talk", "boat", ".", "\n", "a"]), max_size=12).map(
    " ".join
)


class MergeTests(SimpleTestCase):
    def test_changes_apart_from_each_other(self):
        merged = merge_texts(
            GROUND,
            GROUND.replace("talks", "meetings"),
            GROUND.replace("dawn", "dusk") + "More.\n",
        )
        self.assertEqual(
            merged.text,
            "The meetings in the harbour went on.\nThe ferry left at dusk.\nMore.\n",
        )
        self.assertEqual(merged.overlaps, ())

    def test_the_same_words(self):
        merged = merge_texts(
            GROUND, GROUND.replace("talks", "meetings"), GROUND.replace("talks", "rows")
        )
        self.assertEqual(merged.text, GROUND.replace("talks", "rows"))
        self.assertEqual(merged.overlaps, (Overlap("talks", "meetings", "rows"),))

    def test_both_did_the_same(self):
        both = GROUND.replace("talks", "meetings")
        self.assertEqual(merge_texts(GROUND, both, both).text, both)
        self.assertEqual(merge_texts(GROUND, both, both).overlaps, ())

    def test_both_put_words_in_at_one_place(self):
        merged = merge_texts("One two", "One big two", "One small two")
        self.assertEqual(merged.text, "One small two")
        self.assertEqual(len(merged.overlaps), 1)

    @given(TEXTS, TEXTS)
    def test_what_only_one_changed_is_taken(self, ground, text):
        for merged in (
            merge_texts(ground, text, ground),
            merge_texts(ground, ground, text),
        ):
            self.assertEqual((merged.text, merged.overlaps), (text, ()))

    @given(TEXTS, TEXTS, TEXTS)
    def test_no_typed_word_is_lost(self, ground, theirs, mine):
        merged = merge_texts(ground, theirs, mine)
        words = merged.text + " ".join(one.theirs for one in merged.overlaps)
        for word in set(theirs.split()) - set(ground.split()):
            self.assertIn(word, words)
        for word in set(mine.split()) - set(ground.split()):
            self.assertIn(word, merged.text)
