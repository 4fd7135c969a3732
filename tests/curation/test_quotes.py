"""Quotations as articles give them, and what the checker says of each."""

from django.test import SimpleTestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cables.curation.quote_alignment import ONLY_QUOTE, ONLY_TEXT
from cables.curation.quotes import (
    ABSENT,
    ALTERED,
    EXACT,
    check_quote,
    longest_words,
    split_quotes,
)

TEXTS = [
    (
        "par1",
        "The Ambassador told the Minister that the harbour talks would ''not\nsucceed'' "
        "without the lighthouse -- and that its keepers knew.",
    ),
    (
        "par2",
        "He said the island's 1,200 fishermen were angry; 3.5 percent of them, or so, "
        "had left. The Minister smiled, co-operation being his watchword.",
    ),
    ("par3", "Comment: We doubt it. End comment. Señor Peña did not stay to talk."),
    ("par4", "We doubt that the keepers of the lighthouse will talk again."),
]

# quotation, verdict, keys of the paragraphs
ROWS = [
    # the words as they stand, whatever the signs
    ("the harbour talks would", EXACT, ["par1"]),
    ("THE HARBOUR TALKS WOULD", EXACT, ["par1"]),
    ("The harbour\n   talks\twould", EXACT, ["par1"]),
    ("“the harbour talks would”", EXACT, ["par1"]),
    ("«the harbour talks would»", EXACT, ["par1"]),
    ("the harbour talks would “not succeed” without", EXACT, ["par1"]),
    ("the harbour talks would 'not succeed' without", EXACT, ["par1"]),
    ("without the lighthouse — and that its keepers knew.", EXACT, ["par1"]),
    ("without the lighthouse, and that its keepers knew,", EXACT, ["par1"]),
    ("the island’s 1,200 fishermen", EXACT, ["par2"]),
    ("the island`s 1,200 fishermen", EXACT, ["par2"]),
    ("3.5 percent", EXACT, ["par2"]),
    ("co\u2010operation being his watchword", EXACT, ["par2"]),
    ("co-operation", EXACT, ["par2"]),
    ("We doubt it", EXACT, ["par3"]),
    ("Sen\u0303or Pen\u0303a did not stay", EXACT, ["par3"]),  # decomposed accents
    ("smiled", EXACT, ["par2"]),
    ("its keepers knew. He said the island's", EXACT, ["par1", "par2"]),
    # words left out
    ("The Ambassador told the Minister … its keepers knew", EXACT, ["par1"]),
    ("The Ambassador told the Minister ... its keepers knew", EXACT, ["par1"]),
    ("The Ambassador told the Minister . . . its keepers knew", EXACT, ["par1"]),
    ("The Ambassador told the Minister [...] its keepers knew", EXACT, ["par1"]),
    ("The Ambassador told the Minister (…) its keepers knew", EXACT, ["par1"]),
    ("… the harbour talks …", EXACT, ["par1"]),
    ("We doubt … will talk again", EXACT, ["par4"]),  # not the one of par3
    ("the Ambassador … fishermen … watchword", EXACT, ["par1", "par2"]),
    ("its keepers knew … The Ambassador told the Minister", ALTERED, ["par1"]),
    # the article's own words and letters
    ("the harbour talks would not succeed [sic] without", EXACT, ["par1"]),
    ("the harbour (sic) talks would", EXACT, ["par1"]),
    ("[t]he harbour talks would", EXACT, ["par1"]),
    ("[Th]e island's 1,200 fishermen", EXACT, ["par2"]),
    ("the harbour talk[ed] would not", EXACT, ["par1"]),
    ("talk[] would not succeed", EXACT, ["par1"]),
    ("told the Minister that the harbour talks [in May] would", EXACT, ["par1"]),
    ("[He] told the Minister that the harbour talks would", EXACT, ["par1"]),
    ("the fishermen [of the island] were angry", ALTERED, ["par2"]),
    # altered
    ("the harbor talks would not succeed", ALTERED, ["par1"]),
    ("the harbour talks will not succeed", ALTERED, ["par1"]),
    ("the harbour talks would succeed without the lighthouse", ALTERED, ["par1"]),
    ("the harbour talks would certainly not succeed", ALTERED, ["par1"]),
    ("the island's 1,300 fishermen were angry", ALTERED, ["par2"]),
    ("the island's 12,00 fishermen were angry", ALTERED, ["par2"]),
    ("cooperation being his watchword", ALTERED, ["par2"]),
    ("Senor Pena did not stay to talk", ALTERED, ["par3"]),
    ("We doubt that the keepers of the light house will talk", ALTERED, ["par4"]),
    ("told the Minister … would not suceed without", ALTERED, ["par1"]),
    # not there
    ("the fishermen struck a bargain with the lighthouse company", ABSENT, []),
    ("the Minister resigned", ABSENT, []),
    ("he frowned", ABSENT, []),
    ("succeed not would talks harbour the", ABSENT, []),
    ("", ABSENT, []),
    ("“ … ”", ABSENT, []),
    ("[sic]", ABSENT, []),
    ("...", ABSENT, []),
    ("¿?", ABSENT, []),
    ("[all of it is the article's]", ABSENT, []),
]


class VerdictTests(SimpleTestCase):
    def test_rows(self):
        self.assertGreaterEqual(len(ROWS), 40)
        for quote, verdict, keys in ROWS:
            with self.subTest(quote=quote):
                found = check_quote(quote, TEXTS)
                self.assertEqual((found.verdict, [*found.keys]), (verdict, keys))
                self.assertEqual(found.holds, verdict == EXACT)
                self.assertEqual(bool(found.pieces), verdict == ALTERED)

    def test_no_text_holds_nothing(self):
        for texts in ([], [("par1", "")], [("par1", "…")]):
            self.assertEqual(check_quote("the talks were held", texts).verdict, ABSENT)

    def test_a_gap_of_own_words_is_short(self):
        far = [("par1", "The talks " + "and so on " * 10 + "were held again.")]
        self.assertEqual(check_quote("talks … were held again", far).verdict, EXACT)
        found = check_quote("The talks [of May] were held again", far)
        self.assertEqual(found.verdict, ALTERED)


class DifferenceTests(SimpleTestCase):
    def pieces(self, quote):
        return [(one.kind, one.words) for one in check_quote(quote, TEXTS).pieces]

    def test_a_word_for_another(self):
        self.assertEqual(
            self.pieces("The harbour talks will not succeed"),
            [
                ("same", "the harbour talks"),
                ("text", "would"),
                ("quote", "will"),
                ("same", "not succeed"),
            ],
        )

    def test_a_word_more_and_a_word_less(self):
        kinds = [kind for kind, _ in self.pieces("the talks would surely not succeed")]
        self.assertEqual(kinds, ["same", "text", "same", "quote", "same"])

    def test_what_was_left_out_is_no_difference(self):
        found = self.pieces("told the Minister … would not suceed without")
        self.assertEqual(found[1], ("gap", "that the harbour talks"))
        changed = [words for kind, words in found if kind in (ONLY_TEXT, ONLY_QUOTE)]
        self.assertEqual(changed, ["succeed", "suceed"])

    def test_pieces_give_back_both_sides(self):
        for quote, verdict, _ in ROWS:
            if verdict != ALTERED or "[" in quote or "…" in quote:
                continue
            with self.subTest(quote=quote):
                mine = [w for k, w in self.pieces(quote) if k in ("same", "quote")]
                self.assertEqual(
                    check_quote(" ".join(mine), [("", quote)]).verdict, EXACT
                )

    def test_an_altered_quotation_is_found_in_a_long_cable(self):
        texts = [(n, f"Paragraph {n} tells of the weather. " * 40) for n in range(200)]
        texts.insert(77, ("here", TEXTS[0][1]))
        found = check_quote("the harbor talks would not succeed", texts)
        self.assertEqual((found.verdict, found.keys), (ALTERED, ("here",)))


word = st.text("abcdefghij", min_size=2, max_size=6)
several = st.lists(word, min_size=8, max_size=60)
# No deadline: how fast a machine is must not decide whether a test passes.
examples = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


class PropertyTests(SimpleTestCase):
    @examples
    @given(several, st.data())
    def test_any_stretch_of_a_text_holds(self, words, data):
        start = data.draw(st.integers(0, len(words) - 1))
        end = data.draw(st.integers(start + 1, len(words)))
        quote = " ".join(words[start:end]).upper()
        self.assertTrue(check_quote(quote, [("k", " ".join(words))]).holds)

    @examples
    @given(several, st.data())
    def test_what_is_left_out_is_marked_and_holds(self, words, data):
        cuts = sorted(data.draw(st.sets(st.integers(1, len(words) - 1), min_size=2)))
        quote = " ".join(words[: cuts[0]]) + " … " + " ".join(words[cuts[-1] :])
        self.assertTrue(check_quote(quote, [("k", " ".join(words))]).holds)

    @examples
    @given(several, st.data())
    def test_one_word_of_another_hand_is_found(self, words, data):
        place = data.draw(st.integers(1, len(words) - 1))
        quote = [*words[:place], "zzz", *words[place:]]
        found = check_quote(" ".join(quote), [("k", " ".join(words))])
        self.assertEqual(found.verdict, ALTERED)
        added = [one.words for one in found.pieces if one.kind == ONLY_QUOTE]
        self.assertEqual(added, ["zzz"])

    @examples
    @given(st.text(max_size=300), st.text(max_size=300))
    def test_any_text_is_answered(self, quote, text):
        found = check_quote(quote, [("k", text)])
        self.assertIn(found.verdict, (EXACT, ALTERED, ABSENT))
        self.assertTrue(0 <= found.likeness <= 1)

    @examples
    @given(st.text("[]().…sic aé'’-\n", max_size=80))
    def test_any_signs_are_answered(self, quote):
        check_quote(quote, TEXTS)


class SplitTests(SimpleTestCase):
    def test_empty_lines_part_quotations(self):
        text = "“One of\nthem.”\n\n  \n\nAnother.\r\n\r\n…\n\n"
        self.assertEqual(split_quotes(text), ["“One of them.”", "Another."])
        self.assertEqual(split_quotes(" \n "), [])

    def test_longest_words_as_they_stand(self):
        self.assertEqual(
            longest_words("He … said [that] the island's men talk[ed] of it"),
            ["the", "island's", "men"],
        )
        self.assertEqual(longest_words("…"), [])
