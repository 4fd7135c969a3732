"""
How one text became another, word by word: what was typed, and where a place went to.

Pure. Texts are compared between their common beginning and end, which are most of a text
that somebody has corrected; what is too long to compare counts as one change.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from os.path import commonprefix

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
#: How a text is cut for comparing, the finest first, and with how many pairs of pieces it
#: takes too long. Of many pieces the frequent ones alone make no match.
CUTS = (
    (WORDS, 250_000),
    (re.compile(r"\S+\s*|\s+"), 100_000_000),
    (re.compile(r"[^\n]*\n|[^\n]+"), 25_000_000),
)


@dataclass(frozen=True, slots=True)
class Change:
    """Characters ``start`` to ``end`` of the old text became those of ``text``."""

    start: int
    end: int
    new_start: int
    text: str

    @property
    def new_end(self):
        return self.new_start + len(self.text)

    @property
    def shift(self):
        return len(self.text) - (self.end - self.start)


def changes(old, new):
    """Return the changes that make ``new`` of ``old``, in order, none beside another."""
    head = _whole_words(old, new, len(commonprefix([old, new])))
    tail = _common_tail(old[head:], new[head:])
    ours, others = old[head : len(old) - tail], new[head : len(new) - tail]
    if not ours and not others:
        return []
    return [
        Change(head + start, head + end, head + new_start, text)
        for start, end, new_start, text in _compare(ours, others)
    ]


def _compare(old, new):
    """Give (start, end, new start, text) for each change, as fine as time allows."""
    for cut, most in CUTS:
        a, b = cut.findall(old), cut.findall(new)
        if len(a) * len(b) <= most:
            is_fine = cut is WORDS
            return list(_differing(a, b) if is_fine else _finer(old, _differing(a, b)))
    return [(0, len(old), 0, new)]


def _differing(a, b):
    starts, new_starts = _starts(a), _starts(b)
    matcher = SequenceMatcher(None, a, b, autojunk=len(a) * len(b) > CUTS[0][1])
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield starts[i1], starts[i2], new_starts[j1], "".join(b[j1:j2])


def _finer(old, made):
    """Compare word by word within changes that are short enough."""
    for start, end, new_start, text in made:
        a, b = WORDS.findall(old[start:end]), WORDS.findall(text)
        if len(a) * len(b) > CUTS[0][1]:
            yield start, end, new_start, text
        else:
            for i, j, k, words in _differing(a, b):
                yield start + i, start + j, new_start + k, words


def moved(offset, made):
    """
    Return where a place of the old text is after the changes of ``made``. Where its words
    were replaced it stands at the beginning of what replaced them.
    """
    by = 0
    for change in made:
        if change.end <= offset and not change.start == change.end == offset == 0:
            by += change.shift
        elif change.start <= offset:
            return change.new_start
    return offset + by


def parts(old, new):
    """
    Return the two texts as a page shows them side by side: for each a list of (words,
    whether they are changed).
    """
    made = changes(old, new)
    return (
        list(_marked(old, [(one.start, one.end) for one in made])),
        list(_marked(new, [(one.new_start, one.new_end) for one in made])),
    )


def _marked(text, spans):
    at = 0
    for start, end in spans:
        if at < start:
            yield text[at:start], False
        if start < end:
            yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def _whole_words(old, new, head):
    """Go back to where no word is cut: "talk" and "talks" are two words."""
    while head and (_cuts(old, head) or _cuts(new, head)):
        head -= 1
    return head


def _common_tail(old, new):
    tail = len(commonprefix([old[::-1], new[::-1]]))
    while tail and (_cuts(old, len(old) - tail) or _cuts(new, len(new) - tail)):
        tail -= 1
    return tail


def _cuts(text, place):
    around = text[max(place - 1, 0) : place + 1]
    if place == 0 or len(around) < 2:
        return False
    before, after = map(_sort, around)
    return before == after != "sign"


def _sort(character):
    if character.isspace():
        return "space"
    return "word" if character.isalnum() or character == "_" else "sign"


def _starts(tokens):
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts
