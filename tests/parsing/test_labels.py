"""Labels: which of them begin a block, judged by sequence and by what stands above."""

from unittest import TestCase

from cables.parsing.labels import MARKING, Place, Sequence, normalised


def place(**given) -> Place:
    """Return a place in the middle of running text, but for what is given."""
    plain = dict.fromkeys(("apart", "ended", "listed", "marked", "tight"), False)
    return Place(**(plain | given))


# last number, this number, place, whether it begins a paragraph
NUMBERS = (
    (0, 1, place(apart=True, ended=True), True),
    (3, 4, place(apart=True, ended=True), True),
    (3, 4, place(ended=True), True),  # no blank line between paragraphs
    (3, 4, place(), False),  # "a vote of 21 to / 4. The"
    (3, 4, place(marked=True), True),  # a portion mark follows
    (3, 4, place(listed=True), True),  # a table of contents
    (3, 3, place(apart=True, ended=True), True),  # repeated
    (8, 7, place(apart=True, ended=True), True),  # 7, 8, 7
    (5, 1, place(apart=True, ended=True), True),  # numbering begins again
    (5, 1, place(apart=True), True),
    (4, 6, place(apart=True, ended=True), True),  # a small gap
    (4, 47, place(), False),  # "votes for / 47. The rest"
    (4, 47, place(ended=True), False),
    (4, 47, place(apart=True, ended=True), False),  # too far even after a blank line
    (6, 2005, place(), False),  # a year
    (6, 2005, place(apart=True, ended=True), False),
    (6, 2005, place(apart=True, ended=True, marked=True), False),
    (4, 6, place(ended=True), False),  # a gap, and no blank line
    (4, 6, place(ended=True, marked=True), True),
    (1, 2, place(apart=True, ended=True, tight=True), True),  # "2.Text"
    (1, 9, place(apart=True, ended=True, tight=True), False),  # "9.Text"
    (5, 3, place(apart=True), False),  # the sentence above goes on
)


class NumberTests(TestCase):
    def test_numbers(self):
        for last, number, where, expected in NUMBERS:
            with self.subTest(last=last, number=number, where=where):
                sequence = Sequence(number=last)
                self.assertIs(sequence.takes_number(number, where), expected)
                self.assertEqual(number if expected else last, sequence.number)


LETTERS = (
    ("", "A", place(apart=True, ended=True), True),
    ("", "B", place(apart=True, ended=True), False),  # no A before it
    ("A", "B", place(apart=True, ended=True), True),
    ("A", "B", place(ended=True), True),  # one a line
    ("A", "C", place(apart=True), True),  # B is missing
    ("A", "F", place(apart=True, ended=True), False),  # "John / F. Vell"
    ("", "F", place(), False),
    ("C", "A", place(apart=True), True),  # lettering begins again
    ("a", "b", place(ended=True), True),
)


class LetterTests(TestCase):
    def test_letters(self):
        for last, letter, where, expected in LETTERS:
            with self.subTest(last=last, letter=letter, where=where):
                sequence = Sequence(letter=last)
                self.assertIs(sequence.takes_letter(letter, where), expected)

    def test_brackets(self):
        for last, inner, where, expected in (
            ("", "1", place(apart=True), True),
            ("", "1", place(ended=True), False),  # "birds: / (1) gulls"
            ("1", "2", place(ended=True), True),
            ("i", "ii", place(apart=True), True),
            ("iii", "iv", place(apart=True), True),
            ("a", "b", place(apart=True), True),
            ("a", "d", place(apart=True), False),
            ("", "8", place(apart=True), False),
        ):
            with self.subTest(last=last, inner=inner):
                sequence = Sequence(paren=last)
                self.assertIs(sequence.takes_paren(inner, where), expected)


class MarkingTests(TestCase):
    def test_markings(self):
        for text, expected in (
            ("(C) text", "C"),
            (" (SBU) text", "SBU"),
            ("(C//NF) text", "C/NF"),  # two slashes
            ("(C/NF) text", "C/NF"),
            ("(C-NF) text", "C/NF"),  # a hyphen
            ("(U//FOUO) text", "U/FOUO"),
            ("(SBU/NF) text", "SBU/NF"),
            ("( S ) text", "S"),  # blanks inside
            ("(S/NOFORN) text", "S/NOFORN"),
            ("(Japan) text", None),
            ("(UN) text", None),  # an organisation
            ("(CUS) text", None),
            ("(c) text", None),  # an item of a list
            ("text (C)", None),  # not leading
        ):
            with self.subTest(text):
                match = MARKING.match(text)
                self.assertEqual(expected, match and normalised(match[1]))
