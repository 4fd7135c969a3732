"""
Whether a quotation holds: the words of a text as an article gives them.

Pure: texts in, a ``QuoteCheck`` out. Words are compared, not signs: case, the shapes of
quotation marks, dashes, white space and punctuation tell nothing. What quoting people do
is known: they leave words out (…), note a slip ([sic]), put words of their own into
brackets ([the ambassador]), and change a letter or an ending ([t]he, talk[ed]).
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from .quote_alignment import GAP, SAME, align

EXACT, ALTERED, ABSENT = "exact", "altered", "absent"
#: How much of a quotation that was altered stands in the text, at the least.
LEAST_LIKE = 0.6
LEAST_WORDS = 3
LONGEST = 400  # words of a quotation that are compared when it is not exact
BRACKETED = 12  # words that a pair of brackets stands for, at the most

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHE = re.compile(r"(?<=\w)[’‘`´](?=\w)")
_SIC = re.compile(r"[\[(]\s*sic[.!]?\s*[\])]", re.IGNORECASE)
_LETTER = re.compile(r"\[([^\W\d_]{1,2})\](?=[^\W\d_])")  # [t]he
_ENDING = re.compile(r"(?<=[^\W\d_])\[[^\W\d_]{0,4}\]")  # talk[ed]
_LEFT_OUT = re.compile(r"[\[(]\s*(?:\.\s*){3,}[\])]|(?:\.\s?){3,}|[\[(]?…[\])]?")
_OWN_WORDS = re.compile(r"\[[^\[\]]*\]")
_PARTS = re.compile(r"(\x01|\x02)")
_CUT = "*"  # at the end of a word: any ending


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of an altered quotation: in both, only in the text, only in the quotation."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """
    ``keys`` name the texts that hold the words, in order; ``pieces`` show how an altered
    quotation differs; ``likeness`` is the part of its words that stands there.
    """

    verdict: str
    keys: tuple = ()
    likeness: float = 0.0
    pieces: tuple[Piece, ...] = ()

    @property
    def holds(self):
        return self.verdict == EXACT


NOT_FOUND = QuoteCheck(ABSENT)


class Word(NamedTuple):
    plain: str
    shown: str
    key: object = None


class Words:
    """The words of some texts, (key, text) each, split once for many quotations."""

    def __init__(self, texts):
        self.words = [word for key, text in texts for word in _words(text, key)]
        self.plain = [word.plain for word in self.words]

    @cached_property
    def pairs(self):
        return set(pairwise(self.plain))


def check_quote(quote, texts):
    """
    Check a quotation against the paragraphs of a cable, in their order: (key, text) each,
    or their ``Words``.
    """
    parts = _parts_of(quote)
    if not any(words for _, words in parts):
        return NOT_FOUND
    texts = texts if isinstance(texts, Words) else Words(texts)
    if span := _exact(parts, texts.plain):
        return QuoteCheck(EXACT, _keys(texts.words[slice(*span)]), 1.0)
    return _altered(parts, texts) if _may_be_altered(parts, texts) else NOT_FOUND


def shared_pairs(quote, texts):
    """Return how many neighbouring words of a quotation are neighbours in ``Words``."""
    return sum(pair in texts.pairs for pair in _pairs_of(_parts_of(quote)))


def split_quotes(text):
    """Return the quotations of a pasted text: an empty line stands between two."""
    found = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip())]
    return [one for one in found if _WORD.search(one)]


def longest_words(quote):
    """Return the longest run of words that a quotation gives as they stand."""
    runs = [[]]
    for _, words in _parts_of(quote):
        for word in words:
            if word.plain.endswith(_CUT):
                runs.append([])
            else:
                runs[-1].append(word.plain)
        runs.append([])
    return max(runs, key=len)


def _words(text, key=None):
    """Split a text into words; each keeps how it is written."""
    return [Word(one.casefold(), one, key) for one in _WORD.findall(_one_mark(text))]


def _one_mark(text):
    """An apostrophe within a word is part of it, whatever shape it has."""
    text = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    return _APOSTROPHE.sub("'", text)


def _parts_of(quote):
    """
    Return (gap, words) for each run of words: the most words of the text that may lie
    before it, None for any number.
    """
    text = _SIC.sub(" ", quote)
    text = _LETTER.sub(r"\1", text)
    text = _ENDING.sub("\x03", text)
    text = _LEFT_OUT.sub(" \x01 ", text)
    text = _OWN_WORDS.sub(" \x02 ", text)
    parts, gap = [], 0
    for run in _PARTS.split(text):
        if run in ("\x01", "\x02"):
            gap = None if run == "\x01" or gap is None else gap + BRACKETED
        elif words := _quoted(run):
            parts.append((gap if parts else 0, words))
            gap = 0
    return parts


def _quoted(run):
    """Return the words of a run; one whose ending the article changed is cut there."""
    words = []
    for place, piece in enumerate(pieces := run.split("\x03")):
        found = _words(piece)
        if found and place < len(pieces) - 1:
            last = found[-1]
            found[-1] = Word(last.plain + _CUT, last.shown)
        words += found
    return words


# --- exact -----------------------------------------------------------------------------


def _exact(parts, plain):
    """Return (start, end) of the words in which all parts stand, one after the other."""
    starts, ends = [], []  # of what was found so far, in order
    for number, (gap, words) in enumerate(parts):
        run = [word.plain for word in words]
        places = _places(run, plain)
        if number == 0:
            starts, ends = places, [at + len(run) for at in places]
            continue
        found = [(at, _before(ends, at, gap)) for at in places]
        found = [(at, last) for at, last in found if last is not None]
        starts = [starts[last] for _, last in found]
        ends = [at + len(run) for at, _ in found]
    return (starts[0], ends[0]) if ends else None


def _before(ends, at, gap):
    """Return which part before ends nearest to a place, if no more than a gap away."""
    last = bisect_right(ends, at) - 1
    if last < 0 or (gap is not None and at - ends[last] > gap):
        return None
    return last


def _places(run, plain):
    """Return where a run of words stands."""
    first, size = run[0], len(run)
    if any(word[-1] == _CUT for word in run):
        starts = range(len(plain) - size + 1)
        return [at for at in starts if all(map(_agree, run, plain[at : at + size]))]
    starts = (at for at, word in enumerate(plain) if word == first)
    return [at for at in starts if plain[at : at + size] == run]


def _agree(quoted, word):
    return word.startswith(quoted[:-1]) if quoted[-1:] == _CUT else quoted == word


def _keys(words):
    return tuple(dict.fromkeys(word.key for word in words))


# --- altered ---------------------------------------------------------------------------


def _may_be_altered(parts, texts):
    """
    Say whether enough of the quotation's pairs of words stand in the texts. Where it has
    its own words for two in five, one pair in five is left, at the least.
    """
    if sum(len(words) for _, words in parts) < LEAST_WORDS:
        return False
    pairs = _pairs_of(parts)
    found = sum(pair in texts.pairs for pair in pairs)
    return found >= max(1, (len(pairs) - 5) // 5)


def _pairs_of(parts):
    runs = [[word.plain for word in words] for _, words in parts]
    return [pair for run in runs for pair in pairwise(run)]


def _altered(parts, texts):
    quoted = []
    for gap, run in parts:
        quoted += [GAP] * bool(gap != 0) + run
    quoted = quoted[:LONGEST]
    own = [word for word in quoted if word is not GAP]
    words = _densest(own, texts.words, has_gaps=GAP in quoted)
    moves = align(
        [word if word is GAP else word.plain for word in quoted],
        [word.plain for word in words],
        _agree,
    )
    same = [at for kind, _, at in moves if kind == SAME]
    likeness = len(same) / len(own)
    if likeness < LEAST_LIKE or len(same) < LEAST_WORDS:
        return NOT_FOUND
    keys = _keys(words[same[0] : same[-1] + 1])
    return QuoteCheck(ALTERED, keys, likeness, _pieces(moves, quoted, words))


def _densest(quoted, words, *, has_gaps):
    """Return the stretch of a text in which most of the quotation's rarer words stand."""
    size = max(len(quoted) * (6 if has_gaps else 3), 200)
    if len(words) <= size:
        return words
    wanted = {word.plain for word in quoted}
    counts = {}
    for word in words:
        counts[word.plain] = counts.get(word.plain, 0) + 1
    weights = [1 / counts[w.plain] if w.plain in wanted else 0 for w in words]
    total = best = sum(weights[:size])
    start = 0
    for end in range(size, len(words)):
        total += weights[end] - weights[end - size]
        if total > best + 1e-9:
            best, start = total, end - size + 1
    half = size // 2  # the quotation may begin before the first of them
    return words[max(0, start - half) : start + size + half]


def _pieces(moves, quoted, words):
    """Join neighbouring words of one kind, as they are written."""
    rows = []
    for kind, mine, theirs in moves:
        word = quoted[mine] if theirs is None else words[theirs]
        if rows and rows[-1][0] == kind:
            rows[-1][1].append(word.shown)
        else:
            rows.append((kind, [word.shown]))
    return tuple(Piece(kind, " ".join(shown)) for kind, shown in rows)
