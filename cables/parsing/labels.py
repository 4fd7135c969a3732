"""
Labels of paragraphs and lists (formats: body, 8): which of them begin a block.

A line that starts "2005. " or "47. The rest" looks like a label and is none: a
number must continue the numbering, and the line before must have ended its sentence.
Real cables repeat and skip numbers, so small steps either way are allowed.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_LEVEL = r"(?:TS|SBU|LOU|FOUO|S|C|U)"
_WITH = r"(?:NF|NOFORN|FOUO|SBU|ORCON|FGI|NODIS|EXDIS|LIMDIS|REL[A-Z ,]{0,40}|U|C|S)"
_SHAPE = rf"\(\s?({_LEVEL}(?:\s?[/-]{{1,2}}\s?{_WITH}){{0,3}})\s?\)"
MARKING = re.compile(rf"\s*{_SHAPE}")
# After a printed number the letters may be small; elsewhere "(c)" is an item of a list.
MARKING_AFTER_NUMBER = re.compile(rf"\s*(?i:{_SHAPE})")
_SLASHES = re.compile(r"\s?[/-]{1,2}\s?")
_LARGEST_STEP = 10  # numbers that a renumbered or cut text may skip after a blank line


@lru_cache(maxsize=256)
def normalised(marking: str) -> str:
    """Write a portion marking one way: C//NF becomes C/NF."""
    return _SLASHES.sub("/", marking.upper()).strip()


@dataclass(slots=True)
class Place:
    """What stands around a label."""

    apart: bool  # a blank line, a row of dashes or the start of the text is above it
    ended: bool  # the words above end a sentence
    listed: bool  # the line above is itself a short labelled line
    marked: bool  # a portion marking follows
    tight: bool  # no blank between the label and the words


@dataclass(slots=True)
class Sequence:
    """Where the numbering and the lettering stand."""

    number: int = 0
    letter: str = ""
    paren: str = ""

    def takes_number(self, number: int, place: Place) -> bool:
        """Tell whether a number begins a paragraph, and if so go on from it."""
        if not self._fits_number(number - self.number, number, place):
            return False
        self.number = number
        return True

    def _fits_number(self, step: int, number: int, place: Place) -> bool:
        if place.tight and not place.marked and not 0 <= step <= 3:
            return False
        if place.apart:
            if not (place.ended or place.marked or 1 <= step <= 2 or number == 1):
                return False
            return number == 1 or abs(step) <= _LARGEST_STEP
        if step == 1:
            return place.ended or place.marked or place.listed
        return place.ended and (place.marked and (number == 1 or abs(step) <= 3))

    def takes_letter(self, letter: str, place: Place) -> bool:
        """Tell whether a lettered line begins an item, and if so go on from it."""
        step = ord(letter) - ord(self.letter) if self.letter else 0
        first = letter in "Aa"
        follows = bool(self.letter) and 1 <= step <= 2
        fits = (first or follows) and (
            place.apart or place.ended or (place.listed and step == 1)
        )
        if fits or (place.marked and place.apart):
            self.letter = letter
            return True
        return False

    def takes_paren(self, inner: str, place: Place) -> bool:
        """Tell whether "(1)", "a)" or "(ii)" begins an item, and if so go on from it."""
        first = inner in {"1", "a", "A", "i"}
        fits = (first and place.apart) or (
            _follows(self.paren, inner) and (place.apart or place.ended or place.listed)
        )
        if fits:
            self.paren = inner
        return fits


def _follows(before: str, after: str) -> bool:
    """Tell whether one list label is the next after another."""
    if before.isdigit() and after.isdigit():
        return int(after) - int(before) == 1
    if (before, after) in _ROMAN_STEPS:
        return True
    return len(before) == len(after) == 1 and ord(after) - ord(before) == 1


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_ROMAN_STEPS = frozenset(zip(_ROMAN, _ROMAN[1:], strict=False))
