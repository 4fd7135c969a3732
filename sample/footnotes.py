"""
What a desk officer far away needs to be told: who a person is, how a country is made.

``biographies.txt`` holds a line ``TAG role: text`` for a person, ``backgrounds.txt`` a line
``TAG: text`` for a country; years in brackets after the key limit when it is true. Ages are
those of 2007. Each is told a few times at most, and only where it fits.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from .drafts import Piece
from .wording import Wording

HERE = Path(__file__).parent
LINE = re.compile(
    r"(?P<key>[A-Z]{2}(?: [a-z]+)?)(?: \[(\d{4})-(\d{4})\])?: (?P<text>.+)"
)
AGE = re.compile(r"(?<=, )\d\d(?=, )")
AGES_OF = 2007
TELLINGS = 3
BACKGROUND_SHARE = 0.55  # of the cables that could carry a background paragraph


@dataclass(frozen=True, slots=True)
class Footnote:
    key: str  # "HV", or "HV pres"
    years: range
    text: str


def read_footnotes(name: str) -> list[Footnote]:
    text = (HERE / name).read_text(encoding="utf-8")
    return [_footnote(line) for line in text.splitlines() if line]


def _footnote(line: str) -> Footnote:
    match = LINE.fullmatch(line)
    key, first, last, text = match.groups()
    return Footnote(key, range(int(first or 2000), int(last or 2010) + 1), text)


class Footnotes:
    """Hands out biographic notes and backgrounds, none of them too often."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.biographies = read_footnotes("biographies.txt")
        self.backgrounds = read_footnotes("backgrounds.txt")
        self.told: Counter[str] = Counter()

    def background(self, country: str, year: int) -> list[Piece]:
        """A paragraph on the country under the heading "Background", or nothing."""
        if self.rng.random() > BACKGROUND_SHARE:
            return []
        text = self._choose(
            [n.text for n in self.backgrounds if n.key == country and year in n.years]
        )
        return _pieces("Background", text)

    def biography(self, wording: Wording) -> list[Piece]:
        """A note on one of the people whom the cable names, or nothing."""
        year = wording.moment.year
        named = {f"{wording.country.tag} {r}": p for r, p in wording.introduced.items()}
        text = self._choose([
            n.text for n in self.biographies
            if n.key in named and year in n.years
            and n.text.split(",")[0].split()[-1] in named[n.key]
        ])  # fmt: skip
        older = year - AGES_OF
        return _pieces(
            "Biographic Note", AGE.sub(lambda m: str(int(m[0]) + older), text, count=1)
        )

    def _choose(self, texts: list[str]) -> str:
        """The least told of these; empty when all have been told often enough."""
        fresh = [text for text in texts if self.told[text] < TELLINGS]
        if not fresh:
            return ""
        text = min(fresh, key=lambda text: (self.told[text], self.rng.random()))
        self.told[text] += 1
        return text


def _pieces(heading: str, text: str) -> list[Piece]:
    return [Piece("heading", heading), Piece("paragraph", text)] if text else []
