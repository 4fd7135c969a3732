"""Which paragraphs a page of results shows, and what is marked in them."""

from django.test import SimpleTestCase

from cables.search.query import parse_query
from cables.search.snippets import LENGTH, Matcher, aligned, best_paragraphs

TEXTS = [
    "The envoy went home.",
    "Missiles were shown; the missile is old, the misses are not.",
    "Señor Garçon negotiated. Negotiations go on.",
    "Al-Qaeda was not named, and al qaeda neither.",
]


def marked(query, text):
    """Return what of a text is marked for a query."""
    pieces = Matcher(parse_query(query)).pieces(text)
    return [piece.text for piece in pieces if piece.marked]


class MarkTests(SimpleTestCase):
    def test_what_is_marked(self):
        for query, text, expected in (
            ("missile", TEXTS[1], ["Missiles", "missile"]),
            ("missiles", TEXTS[1], ["Missiles", "missile"]),
            ("garcon", TEXTS[2], ["Garçon"]),
            ("negotiat*", TEXTS[2], ["negotiated", "Negotiations"]),
            ("al-qaeda", TEXTS[3], ["Al-Qaeda", "al qaeda"]),
            ('"were shown"', TEXTS[1], ["were shown"]),
            ("-missile shown", TEXTS[1], ["shown"]),
            ("subject:envoy", TEXTS[0], ["envoy"]),
            ("miss", TEXTS[1], []),
            ("tag:PREL", TEXTS[0], []),
            ("", TEXTS[0], []),
        ):
            with self.subTest(query=query):
                self.assertEqual(marked(query, text), expected)

    def test_pieces_together_are_the_text(self):
        for query in ("the", "negotiat* garcon", "qaeda OR al"):
            for text in TEXTS:
                pieces = Matcher(parse_query(query)).pieces(text)
                self.assertEqual("".join(piece.text for piece in pieces), text)

    def test_folding_keeps_each_character_in_its_place(self):
        for text in ("Straße İstanbul ŒUVRE ½", "ﬁnal", "中文", "a\u0301b"):
            self.assertEqual(len(aligned(text)), len(text))


class ExcerptTests(SimpleTestCase):
    def test_a_long_paragraph_is_shown_around_what_was_found(self):
        text = "lead " * 200 + "needle " + "tail " * 200
        matcher = Matcher(parse_query("needle"))
        _, spans = matcher.spans(text)
        pieces = matcher.excerpt(text, spans)
        shown = "".join(piece.text for piece in pieces)
        self.assertIn("needle", [piece.text for piece in pieces if piece.marked])
        self.assertTrue(shown.startswith("… lead") and shown.endswith("tail …"))
        self.assertLess(len(shown), LENGTH + 40)

    def test_a_short_one_is_shown_whole(self):
        matcher = Matcher(parse_query("envoy"))
        _, spans = matcher.spans(TEXTS[0])
        shown = "".join(piece.text for piece in matcher.excerpt(TEXTS[0], spans))
        self.assertEqual(shown, TEXTS[0])

    def test_a_word_of_any_length_does_not_break_it(self):
        text = "x" * 5_000 + " needle " + "y" * 5_000
        matcher = Matcher(parse_query("needle"))
        _, spans = matcher.spans(text)
        self.assertIn("needle", [p.text for p in matcher.excerpt(text, spans)])


class BestTests(SimpleTestCase):
    def test_paragraphs_with_most_of_the_words_in_reading_order(self):
        texts = ["one", "one two three", "two", "one two", "three two one", "none"]
        found = best_paragraphs(Matcher(parse_query("one two three")), texts)
        self.assertEqual([place for place, _ in found], [1, 3, 4])

    def test_none_where_nothing_is_found(self):
        self.assertEqual(best_paragraphs(Matcher(parse_query("x")), TEXTS), [])
