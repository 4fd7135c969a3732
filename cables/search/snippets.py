"""The paragraphs that a search found in a cable, with the words that it looked for."""

import re
from dataclasses import dataclass

from .compile import number_forms
from .query import Phrase, Prefix, Word, fold

#: Characters of a paragraph that a list of results shows.
LENGTH = 280
BEFORE = 80  # of them, before the first word that was found


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of text; ``marked`` where it is what the reader looked for."""

    text: str
    marked: bool = False


class Matcher:
    """Finds a query's words in texts, as the index does."""

    def __init__(self, query):
        self.patterns = [_pattern(node) for node in query.words]
        self.hints = [_hint(node) for node in query.words]

    def __bool__(self):
        return bool(self.patterns)

    def spans(self, text):
        """Return (score, [(start, end), …]): how many of the words are in a text, and where."""
        folded, found, score = aligned(text), [], 0
        for pattern, hint in zip(self.patterns, self.hints, strict=True):
            if hint not in folded:
                continue
            here = [match.span() for match in pattern.finditer(folded)]
            score += bool(here)
            found += here
        return score, _merged(found)

    def pieces(self, text):
        """Return a whole text, with what was found marked."""
        _, spans = self.spans(text)
        return _pieces(text, spans, 0, len(text))

    def excerpt(self, text, spans):
        """Return some 280 characters around the first span, in pieces."""
        start = word_start(text, max(0, spans[0][0] - BEFORE)) if spans else 0
        end = word_end(text, max(start + LENGTH, spans[0][1] if spans else 0))
        pieces = _pieces(text, spans, start, end)
        if start:
            pieces.insert(0, Piece(text="… "))
        if end < len(text):
            pieces.append(Piece(text=" …"))
        return pieces


def best_paragraphs(matcher, texts, *, most=3):
    """
    Return (place in ``texts``, spans) of the paragraphs that have most of the words, at
    most ``most``, in reading order.
    """
    found = []
    for place, text in enumerate(texts):
        score, spans = matcher.spans(text)
        if spans:
            found.append((-score, -min(len(spans), 5), place, spans))
    found.sort()
    return [(place, spans) for *_, place, spans in sorted(found[:most], key=_place)]


def _place(row):
    return row[2]


def aligned(text):
    """
    Return a text folded as the index has it, each character in its place. The few that
    the index spells with two letters (ß) stay as they are.
    """
    return text.lower() if text.isascii() else text.translate(_BARE)


class _Bare(dict):
    """Each character's folded one, found when it is first met."""

    def __missing__(self, code):
        character = chr(code)
        bare = character.lower() if code < 128 else fold(character)
        self[code] = bare = bare if len(bare) == 1 else character
        return bare


_BARE = _Bare()


def _pattern(node):
    match node:
        case Word(text):
            inner = "|".join(map(re.escape, number_forms(text)))
        case Prefix(text):
            inner = rf"{re.escape(text)}[^\W_]*"
        case Phrase(words):
            inner = r"(?:[\W_]+)".join(map(re.escape, words))
    return re.compile(rf"(?<![^\W_])(?:{inner})(?![^\W_])")


def _hint(node):
    """Return a text that stands wherever the pattern can match: sooner looked for."""
    match node:
        case Word(text):
            return min(number_forms(text), key=len)
        case Prefix(text):
            return text
        case Phrase(words):
            return max(words, key=len)


def _merged(spans):
    merged = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(text, spans, start, end):
    pieces, at = [], start
    for first, last in spans:
        if first < at or last > end:
            continue
        if first > at:
            pieces.append(Piece(text=text[at:first]))
        pieces.append(Piece(text=text[first:last], marked=True))
        at = last
    if at < end:
        pieces.append(Piece(text=text[at:end]))
    return pieces


def word_start(text, at):
    """Move to where a word begins, a little way at most."""
    if at <= 0:
        return 0
    blank = text.find(" ", at, at + 30)
    return at if blank < 0 else blank + 1


def word_end(text, at):
    if at >= len(text):
        return len(text)
    blank = text.rfind(" ", at - 30, at)
    return at if blank < 0 else blank
