"""
Whether two blocks say the same: which paragraph of a cable goes on in a corrected text.

A correction leaves most words of a block as they were. Words alone are compared: white
space, punctuation, capitals and printed numbers of paragraphs are none of them.
"""

import re
from collections import Counter
from difflib import SequenceMatcher

WORD = re.compile(r"\w+")
#: A label and a portion marking, where they stand inside a text: "3. (C) ", "B. ".
OPENING = re.compile(r"\s*\w{1,4}\.\s+(?:\([^()]{1,20}\)\s*)?")
#: From here on two texts are alike: most of the words of both are the same.
ALIKE = 0.6
CONTAINED = 0.8
#: A text of fewer words is compared letter by letter: one word more is another text.
FEW = 4
ALIKE_LETTERS = 0.8
#: So many characters tell the words that an address lands on.
EXTENT = 300


#: Letters up to which a text of few words is compared by them.
LETTERS = 200


class Words:
    """The words of a text, counted once and compared many times."""

    def __init__(self, text):
        self.words = WORD.findall(text.casefold())
        self.counts = Counter(self.words)
        self.text = f" {' '.join(self.words)} "

    def likeness(self, other):
        """Return from 0 (nothing in common) to 1 (the same words) how alike two are."""
        if self.text == other.text:
            return 1.0
        shorter, longer = sorted((self, other), key=lambda one: len(one.words))
        if len(shorter.words) < FEW:
            return _by_letters(shorter, longer)
        shared = (self.counts & other.counts).total()
        alike = 2 * shared / (len(self.words) + len(other.words))
        return max(alike, CONTAINED) if shorter.text in longer.text else alike

    def likeness_of_openings(self, other):
        """Return how alike two texts are as far as the shorter one goes."""
        size = min(len(self.words), len(other.words))
        if self.words[:size] == other.words[:size]:
            return float(size > 0)
        return _first(self, size).likeness(_first(other, size))


def _first(one, size):
    return one if len(one.words) == size else Words(" ".join(one.words[:size]))


def _by_letters(shorter, longer):
    one, other = shorter.text.strip(), longer.text.strip()
    if len(other) > 2 * len(one) or len(other) > LETTERS:
        return 0.0  # comparing by letters takes the square of their number
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return alike if alike >= ALIKE_LETTERS else 0.0


def land_alike(landing, text):
    """
    Return whether an address that lands on ``landing`` would land on the same words in
    ``text``; each may begin with a printed label.
    """
    return any(
        Words(form(landing[:EXTENT])).likeness_of_openings(Words(form(text[:EXTENT])))
        >= ALIKE
        for form in (str, without_label)
    )


def without_label(text):
    found = OPENING.match(text)
    return text[found.end() :] if found else text
