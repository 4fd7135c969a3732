"""What holds of any query at all, looked for with random ones and with long ones."""

import os
import time
from unittest import TestCase

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cables.search.query import (
    Field,
    Phrase,
    Word,
    fold,
    parse_query,
    text_of,
    words_of,
)
from cables.search.query_text import clean
from cables.search.query_tree import leaves

# No deadline: how fast a machine is must not decide whether a test passes.
examples = settings(
    max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "300")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

PIECES = (
    *("a", "Visit", "al-Qaeda", "C-130", "caf\u00e9", "x" * 61, "\u0130\u00df", "06*"),
    *(
        " ",
        " ",
        " ",
        "(",
        ")",
        '"',
        "\u201c",
        "\u00ab",
        "*",
        "**",
        "ab*",
        "\x00",
        "\ud800",
    ),
    *(
        " OR ",
        " AND ",
        " NOT ",
        "|",
        "&&",
        "&",
        "-",
        "!",
        " -",
        "--",
        ":",
        "..",
        "/",
        "_",
    ),
    *("tag:", "post:", "class:", "date:", "year:", "before:", "after:", "ref:", "has:"),
    *(
        "subject:",
        "para:",
        "is:",
        "foo:",
        "subject:(",
        " -(",
        "http://",
        "10:30",
        "tag: ",
    ),
    *(
        "noforn",
        "secret//noforn",
        "fouo",
        "2006",
        "2006-04",
        "2006-02-30",
        "2006..2007",
    ),
    *(
        "articles",
        "partial",
        "(S/NF)",
        "\u2026",
        "\u0301",
        "\u0e33",
        "\u13a0",
        "\ufdfa",
    ),
)
mixed = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=60).map(
    "".join
)
any_text = st.text(st.characters(), max_size=200)  # with lone surrogates
texts = mixed | any_text
SENTENCE = r"(?s)\A[A-Z\"].*[^.]\.\Z"


def words_in(tree):
    """Return the text of every word, also of prefixes and in phrases and subjects."""
    found = []
    for leaf in leaves(tree):
        if isinstance(leaf, Field) and leaf.name != "subject":
            continue
        words = leaf.value if isinstance(leaf, Field) else leaf
        found += words.words if isinstance(words, Phrase) else (words.text,)
    return found


class PropertyTests(TestCase):
    @examples
    @given(texts)
    def test_text_form_means_the_same(self, text):
        query = parse_query(text)
        again = parse_query(str(query))
        self.assertEqual((query.tree, ()), (again.tree, again.repairs))
        self.assertEqual(str(query), str(again))

    @examples
    @given(texts)
    def test_words_are_folded(self, text):
        for word in words_in(parse_query(text).tree):
            self.assertTrue(word.isalnum() and word == word.lower() == fold(word))
            self.assertLessEqual(len(word), 60)

    @examples
    @given(texts)
    def test_repairs_are_sentences_that_can_be_shown(self, text):
        query = parse_query(text)
        self.assertLessEqual(len(query.repairs), 10)
        for sentence in query.repairs:
            self.assertRegex(sentence, SENTENCE)
            self.assertEqual(sentence, clean(sentence))
        query.text.encode()

    @examples
    @given(texts)
    def test_each_part_can_be_taken_away(self, text):
        query = parse_query(text)
        for part in query.parts:
            rest = query.without(part)
            self.assertNotIn(part, rest.parts)
            self.assertEqual(rest.tree, parse_query(rest.text).tree)

    @examples
    @given(texts)
    def test_plain_words_are_all_searched(self, text):
        words = words_of(text)[:60]
        query = parse_query(" ".join(words))
        self.assertEqual(
            list(dict.fromkeys(word for word in words if len(word) <= 60)),
            words_in(query.tree),
        )

    @examples
    @given(texts)
    def test_folding_twice_changes_nothing(self, text):
        self.assertEqual(fold(text), fold(fold(text)))


class LimitTests(TestCase):
    def test_terms(self):
        many = " ".join(f"w{number}" for number in range(70))
        for text in (many, f'"{many}"', many.replace(" ", " OR ")):
            query = parse_query(text)
            self.assertIn(
                'Only the first 60 words and fields are searched for; from "',
                query.repairs[0],
            )
            self.assertIn("w59", str(query))
            self.assertNotIn("w60", str(query))

    def test_the_same_word_counts_once(self):
        self.assertEqual((), parse_query("visit " * 100).repairs)

    def test_long_text_is_cut_between_words(self):
        query = parse_query("ab " * 665 + "wholeword " * 100)
        self.assertEqual(Word("ab"), query.tree)
        self.assertIn("first 2,000 characters", query.repairs[0])

    def test_text_form_is_never_too_long_to_parse(self):
        words = " ".join(f"{number:050}" for number in range(38))
        query = parse_query(f"subject:({words})")
        self.assertLessEqual(len(str(query)), 2000)
        self.assertIn("The query is too long; from", query.repairs[0])

    def test_many_repairs_are_counted(self):
        query = parse_query(" ".join(f"date:x{number}" for number in range(30)))
        self.assertEqual(10, len(query.repairs))
        self.assertEqual("21 more repairs were made.", query.repairs[-1])

    def test_sentences_quote_little(self):
        for text in ("date:" + "x" * 200, '"' + "x " * 200, "|" * 200, "-" * 200):
            self.assertIn("…", parse_query(text).repairs[0])

    def test_long_texts_take_no_longer(self):
        for piece in (
            "a",
            "(",
            '"',
            "-",
            "| ",
            "tag:",
            "foo:a ",
            "\ufdfa",
            "a OR (",
            "* ",
        ):
            started = time.perf_counter()
            parse_query(piece * (100_000 // len(piece)))
            with self.subTest(piece=piece):
                self.assertLess(time.perf_counter() - started, 1)


class QueryTests(TestCase):
    def test_words_to_highlight(self):
        query = parse_query('oil ga* -coal subject:"a b" -(x -y) tag:PREL subject:oil')
        self.assertEqual(["oil", "ga*", '"a b"'], list(map(text_of, query.words)))

    def test_paragraph_markings(self):
        query = parse_query("para:(S OR c//nf) -para:U")
        self.assertEqual({"S", "C/NF"}, query.paragraph_markings)

    def test_without(self):
        query = parse_query("(a OR b) tag:PREL -c")
        for part, rest in {
            "a OR b": "tag:PREL -c",
            "tag:PREL": "a OR b -c",
            "-c": "a OR b tag:PREL",
            "a": "b tag:PREL -c",
            "c": "a OR b tag:PREL",
            "d": "a OR b tag:PREL -c",
        }.items():
            left = query.without(parse_query(part).tree)
            self.assertEqual((rest, rest), (str(left), left.text))
        self.assertEqual(["a OR b", "tag:PREL", "-c"], list(map(text_of, query.parts)))

    def test_empty(self):
        self.assertIs(True, parse_query("").is_empty)
        self.assertIs(True, parse_query("-a").without(Word("a")).is_empty)
        self.assertIs(False, parse_query("-a").is_empty)
        self.assertEqual((), parse_query("").parts)

    def test_text_is_what_was_read(self):
        self.assertEqual("a  b", parse_query(" a\x00 \u200bb\n").text)

    def test_text_form_is_short(self):
        for text, expected in {
            "(a OR b) (c)": "a OR b c",
            "al-Qaeda -(x y)": '"al qaeda" -(x y)',
            "class:nf date:2006-01..2006-12": "class:noforn date:2006",
            "date:2006-04-01..": "date:2006-04..",
            "date:2006-04-02..2006": "date:2006-04-02..2006-12-31",
            "post:Embassy-Rome TAG:x": 'post:"embassy rome" tag:X',
        }.items():
            self.assertEqual(expected, parse_query(text).text_form())
