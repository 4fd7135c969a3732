from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from cables.curation.word_changes import changes, moved, parts

TEXTS = st.lists(st.sampled_from(["talk", "talks", "boat", ".", "\n", "é"])).map(
    " ".join
)


def applied(old, made):
    new, at = "", 0
    for one in made:
        new += old[at : one.start] + one.text
        at = one.end
    return new + old[at:]


class ChangesTests(SimpleTestCase):
    def test_a_word_is_changed_whole(self):
        (only,) = changes("The talk went on.", "The talks went on.")
        self.assertEqual((only.start, only.end, only.text), (4, 8, "talks"))

    def test_nothing(self):
        self.assertEqual(changes("same", "same"), [])

    @given(TEXTS, TEXTS)
    def test_changes_make_the_new_text(self, old, new):
        made = changes(old, new)
        self.assertEqual(applied(old, made), new)
        for one in made:
            self.assertEqual(new[one.new_start : one.new_end], one.text)

    @given(TEXTS, TEXTS)
    def test_parts_hold_all_words(self, old, new):
        left, right = parts(old, new)
        self.assertEqual("".join(words for words, _ in left), old)
        self.assertEqual("".join(words for words, _ in right), new)

    @given(TEXTS, TEXTS, st.integers(0, 40))
    def test_a_place_stays_within_the_text(self, old, new, offset):
        offset = min(offset, len(old))
        self.assertTrue(0 <= moved(offset, changes(old, new)) <= len(new))

    def test_a_place_goes_with_its_words(self):
        old, new = "One two three four", "Zero one two, three four"
        self.assertEqual(
            new[moved(old.index("three"), changes(old, new)) :], "three four"
        )

    def test_the_beginning_stays_the_beginning(self):
        self.assertEqual(moved(0, changes("words", "more words")), 0)

    def test_replaced_words_are_found_where_they_were(self):
        old, new = "a secret name here", "a [redacted] here"
        self.assertEqual(moved(old.index("name"), changes(old, new)), 2)

    def test_a_long_text_changed_at_both_ends(self):
        lines = [f"Line {n} of the body, as it was received.\n" for n in range(3_000)]
        old = "".join(lines)
        lines[0], lines[-1] = "Another line.\n", lines[-1].replace("body", "text")
        made = changes(old, "".join(lines))
        self.assertEqual(applied(old, made), "".join(lines))
        self.assertEqual(made[-1].text, "text")
        self.assertLess(sum(one.end - one.start for one in made), 100)

    def test_a_long_paragraph_changed_at_both_ends(self):
        old = " ".join(f"word{n} of" for n in range(2_000))
        new = f"More {old.replace('word1999', 'sword')}"
        made = changes(old, new)
        self.assertEqual(applied(old, made), new)
        self.assertEqual([one.text for one in made], ["More ", "sword"])

    def test_many_words_of_a_long_text(self):
        words = [f"word{n % 800}" for n in range(4_000)]
        old = " ".join(words)
        words[::40] = ["typed"] * 100
        made = changes(old, " ".join(words))
        self.assertEqual(applied(old, made), " ".join(words))
        self.assertEqual([one.text for one in made], ["typed"] * 100)

    def test_long_texts_do_not_take_for_ever(self):
        old, new = "a b " * 20_000, "c d " * 20_000
        (only,) = changes(old, new)
        self.assertEqual((only.start, only.new_start, only.text[:2]), (0, 0, "c "))
