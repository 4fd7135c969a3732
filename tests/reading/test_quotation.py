"""A quotation beside its passage: each word is in both, or in one of them."""

from django.test import SimpleTestCase

from cables.reading.quotation import LEFT, OWN, QUOTED, compare

TEXT = (
    "The Ambassador told the Minister that the talks on the harbour had failed, and that "
    "the mission's boats would not return before [redacted: protects a source] said so. "
    "He added: “we’ll see”. " + "Other words follow here at length. " * 30
)


def words(stretches, kind):
    return [one.text for one in stretches if one.kind == kind]


class CompareTests(SimpleTestCase):
    def test_what_is_marked(self):
        rows = [  # quotation, quoted, left out, its own
            ("talks on the harbour", ["talks on the harbour"], [], []),
            (
                "talks on the port had failed",
                ["talks on the", "had failed"],
                ["harbour"],
                ["port"],
            ),
            (
                "[t]he talks … would not return",
                ["the talks", "would not return"],
                ["on the harbour had failed, and that the mission's boats"],
                [],
            ),
            ("He add[s]: “We'll see.”", ["He added: “we’ll see"], [], []),
            (
                "would not return before noon said so",
                ["would not return before", "said so"],
                ["[redacted: protects a source]"],
                ["noon"],
            ),
        ]
        for quote, quoted, left, own in rows:
            with self.subTest(quote=quote):
                found = compare(quote, TEXT)
                self.assertEqual(words(found.passage, QUOTED), quoted)
                self.assertEqual(words(found.passage, LEFT), left)
                self.assertEqual(words(found.quotation, OWN), own)
                self.assertEqual(found.differs, bool(left or own))

    def test_nothing_of_the_quotation_is_lost(self):
        for quote in ("talks on the port", "… [t]he talks! (so)", "  the   harbour "):
            with self.subTest(quote=quote):
                found = compare(quote, TEXT)
                self.assertEqual("".join(one.text for one in found.quotation), quote)

    def test_of_a_long_passage_what_is_around_is_shown(self):
        found = "".join(one.text for one in compare("He added", TEXT).passage)
        self.assertTrue(found.startswith("The Ambassador"))
        self.assertTrue(found.endswith(" …"))
        self.assertLess(len(found), 500)
        late = compare("the very end", f"{TEXT} It is the very end.").passage
        self.assertEqual(late[0].text, "… ")

    def test_a_lone_word_far_away_is_chance(self):
        text = "Boats came. " + "Other words. " * 10 + "The harbour talks had failed."
        found = compare("the boats say that the harbour talks had failed", text)
        self.assertEqual(words(found.passage, QUOTED), ["The harbour talks had failed"])

    def test_what_is_not_from_here(self):
        for quote, text in (
            ("nothing like it at all", TEXT),
            ("the one and the other and the third of them", "The end."),
            ("", TEXT),
            ("talks", ""),
            ("…", TEXT),
            ("[redacted: protects a source]", "[redacted: protects a source]"),
        ):
            with self.subTest(quote=quote):
                self.assertIsNone(compare(quote, text))

    def test_what_is_long_and_dull_is_not_compared(self):
        self.assertIsNone(compare("the " * 4_000, "the " * 50_000))
        self.assertIsNone(compare("the a … " * 2_000, "the b " * 50_000))

    def test_a_long_quotation_is_compared(self):
        text = " ".join(f"The talks of day {n} went on." for n in range(300))
        quote = " ".join(f"The talks of day {n} went on." for n in range(60, 100))
        found = compare(quote, text)
        self.assertEqual(words(found.passage, QUOTED), [quote.removesuffix(".")])
