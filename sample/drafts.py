"""
What an author decides about a cable, before form is given to it.

A draft holds meaning only: who writes, when, about what, in which paragraphs. The
telegram form (header, labels, line length, page markers) follows in ``telegram``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .world import POSTS, Post

CLASSIFICATIONS = {
    "U": "UNCLASSIFIED",
    "FOUO": "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
    "C": "CONFIDENTIAL",
    "CNF": "CONFIDENTIAL//NOFORN",
    "S": "SECRET",
    "SNF": "SECRET//NOFORN",
}
PORTION_MARKS = {
    "U": "U", "FOUO": "SBU", "C": "C", "CNF": "C/NF", "S": "S", "SNF": "S/NF"
}  # fmt: skip

PieceKind = Literal["heading", "paragraph", "bullet"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of the text; ``marking`` is empty where the cable's own mark applies."""

    kind: PieceKind
    text: str
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry of the REF line: a post, a serial number and the year it was sent."""

    post: Post
    year: int
    serial: int

    @property
    def reference_id(self) -> str:
        return f"{self.year % 100:02d}{self.post.code}{self.serial}"

    def printed(self, citing_year: int) -> str:
        """As an author writes it: with the year only where it differs."""
        year = "" if self.year == citing_year else f"{self.year % 100:02d} "
        return f"{year}{self.post.place} {self.serial}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A cable as a story tells it."""

    slug: str
    post: Post
    moment: datetime
    level: str  # a key of CLASSIFICATIONS
    tags: tuple[str, ...]
    subject: str
    pieces: tuple[Piece, ...]
    attention: tuple[str, ...] = ()
    references: tuple[Citation, ...] = ()
    addressees: tuple[Post, ...] = ()

    @property
    def reference_id(self) -> str:
        return self.post.reference_id(self.moment)

    @property
    def citation(self) -> Citation:
        return Citation(self.post, self.moment.year, self.post.serial(self.moment))


def read_citation(printed: str, citing_year: int) -> Citation:
    """
    "03 STATE 4567", "PORT LUMEN 12" -> Citation; a missing year is the citing cable's.
    """
    words = printed.split()
    year = citing_year
    if len(words[0]) == 2 and words[0].isdigit():
        year = 2000 + int(words.pop(0))
    return Citation(POSTS["".join(words[:-1])], year, int(words[-1]))
