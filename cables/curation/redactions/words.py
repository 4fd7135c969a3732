"""
The words of a redaction, and the forms in which the same words may be written.

A telegram breaks words over a line, with a hyphen or without, sets them in capitals or
S P A C E D, and puts a page marker between two. All of that is the same words.
"""

import re
import unicodedata
from bisect import bisect_left

from cables.parsing.lines import WHOLE, scan

_SPACES = re.compile(r"[^\S\n]{1,3}")
_EDGES = re.compile(r"^[^\w@+#]+|[^\w]+$")
#: Hyphens and dashes, quotation marks, and what cannot be seen: no letter of a word.
_SIGNS = frozenset("-‐‑‒–—―−_\u00ad\u200b\u200c\u200d\u2060\ufeff'’‘ʼ`´\"“”„")
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th"}


def words_of(redaction):
    """Return the words that a redaction takes out, from the sealed text."""
    return redaction.sealed_text.text[redaction.start : redaction.end]


def forms_of(words):
    """Return what finds these words in a text, in whatever form they stand there."""
    return Forms(words)


class Forms:
    """
    Finds words in texts: ``spans(text)`` gives the places, ``stand_in(text)`` says whether
    there is one, ``replaced(text, by)`` returns the text without them. Words that are
    nothing but signs are found as they are.
    """

    def __init__(self, words, *, whole=False):
        self.words = words if whole else _EDGES.sub("", words) or words
        self.skeleton = Skeleton(self.words)
        self.letters = self.skeleton.letters
        #: Whether a blank stands before the letter, so that another gap may as well.
        self.is_open = [
            self.skeleton.gap(place).isspace() for place in range(1, len(self.letters))
        ]

    def __bool__(self):
        return bool(self.letters)

    def spans(self, text):
        """Return (start, end) of each place where the words stand, none over another."""
        if not self.letters or not _may_hold(text, self.letters):
            return []
        skeletons = [Skeleton(text)]
        if "\n" in text:
            skeletons.append(Skeleton(text, _readable(text)))
        return _apart(
            {one.span(*place) for one in skeletons for place in self.places_in(one)}
        )

    def stand_in(self, text):
        return bool(self.spans(text))

    def replaced(self, text, by):
        """Return the text with ``by`` in each place of the words."""
        for start, end in reversed(self.spans(text)):
            text = text[:start] + by + text[end:]
        return text

    def places_in(self, skeleton):
        """Give the stretches of letters of a text's skeleton that are these words."""
        size, at = len(self.letters), skeleton.letters.find(self.letters)
        while at >= 0:
            if self._is_whole(skeleton, at) and self._holds_together(skeleton, at):
                yield at, at + size
            at = skeleton.letters.find(self.letters, at + 1)

    def _is_whole(self, skeleton, at):
        """Say whether words begin and end there, rather than parts of longer ones."""
        text = skeleton.text
        start, end = skeleton.span(at, at + len(self.letters))
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        return not (before.isalnum() and text[start].isalnum()) and not (
            after.isalnum() and text[end - 1].isalnum()
        )

    def _holds_together(self, skeleton, at):
        """Say whether the letters of each word belong together in the text."""
        spaced = [
            at + place
            for place, is_open in enumerate(self.is_open, start=1)
            if not is_open and _SPACES.fullmatch(skeleton.gap(at + place))
        ]
        return all(map(skeleton.is_spaced_out, spaced))


class Skeleton:
    """
    The letters of a text, or of some stretches of it, small and bare, each with the place
    where it stands.
    """

    def __init__(self, text, stretches=None):
        self.text = text
        letters, places = [], []
        for start, end in [(0, len(text))] if stretches is None else stretches:
            for place in range(start, end):
                bare = BARE[text[place]]
                if bare:
                    letters.append(bare)
                    places += [place] * len(bare)
        self.letters = "".join(letters)
        self.places = places

    def span(self, start, end):
        """Return where in the text a stretch of letters stands."""
        return self.places[start], self.places[end - 1] + 1

    def inside(self, start, end):
        """Return the stretch of letters that stand between two places of the text."""
        return bisect_left(self.places, start), bisect_left(self.places, end)

    def gap(self, place):
        """Return what stands in the text before a letter, after the one before it."""
        return self.text[self.places[place - 1] + 1 : self.places[place]]

    def is_spaced_out(self, place):
        """Say whether a letter and the one before it stand alone: S P A C E D."""
        left, right = self.places[place - 1], self.places[place]
        return not (
            self.text[max(left - 1, 0) : left].isalnum()
            or self.text[right + 1 : right + 2].isalnum()
        )


class _Bare(dict):
    """Each character as letters are compared: nothing for white space and hyphens."""

    def __missing__(self, character):
        self[character] = bare = _bare(character)
        return bare


def _bare(character):
    if character.isspace() or character in _SIGNS:
        return ""
    if unicodedata.combining(character):
        return ""
    plain = unicodedata.normalize("NFKD", character).casefold()
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    return "".join(_LETTERS.get(one, one) for one in plain if not one.isspace())


BARE = _Bare()


def letters_of(text):
    """Return all letters in which ``Forms`` may find words in a text, and some more."""
    whole = Skeleton(text).letters
    if "\n" not in text:
        return whole
    return f"{whole}\n{Skeleton(text, _readable(text)).letters}"


def _readable(text):
    """Return the stretches of a text between page markers and the like."""
    at, stretches = 0, []
    for kind, start, end in scan(text):
        if kind in WHOLE:
            stretches.append((at, start))
            at = max(at, end)
    return [*stretches, (at, len(text))]


def _may_hold(text, letters):
    """Say in no time that a text cannot hold the words: their rarest letters miss."""
    if not text.isascii():
        return True
    small = text.lower()
    return all(one in small for one in set(letters[:24]))


def _apart(spans):
    """Return spans in order; of two that overlap the longer stays."""
    chosen = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, end))
        elif end > chosen[-1][1]:
            chosen[-1] = (chosen[-1][0], end)
    return chosen
