"""
How one text became another, word by word: what was typed, and where a place went to.

Pure. Texts are compared between their common beginning and end, which are most of a text
that somebody has corrected; what is too long to compare counts as one change.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from os.path import commonprefix

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
#: Two stretches with more pairs of words than this are not compared word by word.
MOST_PAIRS = 4_000_000


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
    a, b = TOKEN.findall(ours), TOKEN.findall(others)
    if len(a) * len(b) > MOST_PAIRS:
        return [Change(head, head + len(ours), head, others)]
    starts, new_starts = _starts(a, head), _starts(b, head)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return [
        Change(starts[i1], starts[i2], new_starts[j1], "".join(b[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


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


def _starts(tokens, at):
    starts = [at]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts
