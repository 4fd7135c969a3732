"""
A quotation beside the passage that it is from: which words both have, and which only one.

Pure: two texts in, stretches of them out. It draws a picture for readers; whether a
quotation holds was decided by the desk's checker, and is kept with the link.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

from cables.models.marker import REDACTED

#: Of a stretch: in both texts, only in the passage, only in the quotation, beside it all.
QUOTED, LEFT, OWN, PLAIN = "quoted", "left", "own", "plain"
LONGEST_QUOTE, LONGEST_TEXT = 400, 2_000  # words that are compared
MOST_PAIRS = 100_000  # of equal words, each with each
AROUND = 30  # words of the passage that are shown before and after
STRAY = 12  # words between a lone word that agrees and the rest: chance
LEAST = 0.4  # of the quotation's words that agree; below, nothing is shown beside it

_TURN = str.maketrans("’‘`´", "''''")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:'[^\W_]+)*")
#: A word of a quotation may have a letter or an ending in brackets: [t]he, talk[ed].
_QUOTED_WORD = re.compile(
    r"\d+(?:[.,]\d+)*|(?:\[[^\W\d_]{1,2}\])?[^\W_]+(?:'[^\W_]+)*(?:\[[^\W\d_]{0,4}\])?"
)
_ENDING = re.compile(r"\[[^\W\d_]{0,4}\]$")
_GAP = re.compile(r"…|\.\s?\.\s?\.")


class Stretch(NamedTuple):
    kind: str
    text: str


class Comparison(NamedTuple):
    """Both texts in Stretches, and whether they differ in a word."""

    passage: list[Stretch]
    quotation: list[Stretch]

    @property
    def differs(self):
        return any(one.kind == OWN for one in self.quotation) or any(
            one.kind == LEFT for one in self.passage
        )


class Word(NamedTuple):
    folded: str
    start: int
    end: int
    is_cut: bool = False  # its ending is the article's


def compare(quote, text):
    """Return the Comparison of a quotation with a passage, or None if it is no part."""
    mine = _quoted_words(quote)[:LONGEST_QUOTE]
    theirs = _words(text)[:LONGEST_TEXT]
    if _is_dull(mine, theirs):
        return None
    first, last = _window(mine, theirs, has_gaps=bool(_GAP.search(quote)))
    pairs = _pairs(mine, theirs, first, last)
    if not pairs or len(pairs) < LEAST * len(mine):
        return None
    agree_here = {there for _, there in pairs}
    agree_mine = {here for here, _ in pairs}
    start, end = min(agree_here), max(agree_here) + 1
    kinds = {n: QUOTED if n in agree_here else LEFT for n in range(start, end)}
    own = {n: PLAIN if n in agree_mine else OWN for n in range(len(mine))}
    shown = max(0, start - AROUND), min(len(theirs), end + AROUND)
    return Comparison(
        _stretches(text, theirs, kinds, shown, is_whole=False),
        _stretches(quote, mine, own, (0, len(mine)), is_whole=True),
    )


def _is_dull(mine, theirs):
    """Return whether the same few words are said again and again: that takes for ever."""
    here, there = (Counter(word.folded for word in words) for words in (mine, theirs))
    return sum(n * there[word] for word, n in here.items()) > MOST_PAIRS


def _words(text):
    """Split a passage; a marker of words that are gone is one word, like no other."""
    words, at, text = [], 0, text.translate(_TURN)
    for marker in [*REDACTED.finditer(text), None]:
        end = marker.start() if marker else len(text)
        for found in _WORD.finditer(text, at, end):
            words.append(Word(found[0].casefold(), *found.span()))
        if marker:
            words.append(Word("\0", *marker.span()))
            at = marker.end()
    return words


def _quoted_words(quote):
    words = []
    for found in _QUOTED_WORD.finditer(quote.translate(_TURN)):
        stem = _ENDING.sub("", found[0])
        folded = stem.replace("[", "").replace("]", "").casefold()
        words.append(Word(folded, *found.span(), stem != found[0]))
    return words


def _window(mine, theirs, *, has_gaps):
    """Return where in the passage to compare: around what agrees longest."""
    if has_gaps:
        return 0, len(theirs)
    best = _matcher(mine, theirs).find_longest_match()
    room = len(mine) + STRAY
    first = max(0, best.a - best.b - room)
    return first, min(len(theirs), best.a + len(mine) - best.b + room)


def _matcher(mine, theirs):
    folded = ([word.folded for word in words] for words in (theirs, mine))
    return SequenceMatcher(None, *folded, autojunk=False)


def _pairs(mine, theirs, first, last):
    """Return (place in the quotation, place in the passage) of words that agree."""
    blocks = []
    for kind, a, b, c, d in _matcher(mine, theirs[first:last]).get_opcodes():
        if kind == "equal":
            blocks.append((c, first + a, b - a))
        elif kind == "replace" and b - a == d - c:
            for here, there in zip(
                range(c, d), range(first + a, first + b), strict=True
            ):
                stem = mine[here]
                if stem.is_cut and theirs[there].folded.startswith(stem.folded):
                    blocks.append((here, there, 1))
    blocks = _without_strays(_without_strays(blocks), backwards=True)
    return [(c + n, a + n) for c, a, size in blocks for n in range(size)]


def _without_strays(blocks, *, backwards=False):
    """Drop lone words at one end that agree by chance, far from the rest."""
    blocks = sorted(blocks, reverse=backwards)
    while len(blocks) > 1:
        (_, a, size), (_, b, other) = blocks[:2]
        away = a - (b + other) if backwards else b - (a + size)
        if size > 1 or away <= STRAY:
            break
        blocks = blocks[1:]
    return blocks


def _stretches(text, words, kinds, shown, *, is_whole):
    """
    Cut a text where the kind of its words changes: what stands between two words of a
    kind is of that kind. Of one that is not shown whole, an ellipsis tells where.
    """
    first, last = shown
    begin = 0 if is_whole or first == 0 else words[first].start
    end = len(text) if is_whole or last == len(words) else words[last - 1].end
    found, at = [Stretch(PLAIN, "… ")] if begin else [], begin
    for place in range(first, last):
        kind, word = kinds.get(place, PLAIN), words[place]
        if kind == PLAIN:
            continue
        stop = place + 1 == last or kinds.get(place + 1, PLAIN) != kind
        if place == first or kinds.get(place - 1, PLAIN) != kind:
            found.append(Stretch(PLAIN, text[at : word.start]))
            at = word.start
        if stop:
            found.append(Stretch(kind, text[at : word.end]))
            at = word.end
    found.append(Stretch(PLAIN, text[at:end]))
    if end < len(text):
        found.append(Stretch(PLAIN, " …"))
    return [one for one in found if one.text]
