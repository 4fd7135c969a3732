"""
The lines of a synthetic telegram: header, opening, paragraphs, page markers.

Rates are those of the archive (27 % page markers, 25 % SIPDIS twice, 37 % headings between
dashes, 48 % summaries, 18 % runs of X …). Everything that can be drawn from is prepared
once in ``Telegrams``; a cable is then a few dozen indexes and joins.
"""

import random
from dataclasses import dataclass
from datetime import datetime

from .facts import Post, wheel
from .words import MEAN_SENTENCE, invent_sentences

CLASSIFICATIONS = {
    "UNCLASSIFIED": 75_792,
    "UNCLASSIFIED//FOR OFFICIAL USE ONLY": 58_095,
    "CONFIDENTIAL": 97_070,
    "CONFIDENTIAL//NOFORN": 4_678,
    "SECRET": 11_322,
    "SECRET//NOFORN": 4_330,
}
# Opening word of the body, security line of the header, portion marks by weight.
LEVELS = {
    "UNCLASSIFIED": ("UNCLAS", "ZNR UUUUU ZZH", {"": 6, "(U) ": 4}),
    "UNCLASSIFIED//FOR OFFICIAL USE ONLY": ("UNCLAS", "ZNR UUUUU ZZH", {"(SBU) ": 8, "(U) ": 2}),
    "CONFIDENTIAL": ("C O N F I D E N T I A L", "ZNY CCCCC ZZH", {"(C) ": 15, "(SBU) ": 2, "(U) ": 1}),
    "CONFIDENTIAL//NOFORN": ("C O N F I D E N T I A L", "ZNY CCCCC ZZH", {"(C/NF) ": 6, "(C) ": 3, "(U) ": 1}),
    "SECRET": ("S E C R E T", "ZNY SSSSS ZZH", {"(S) ": 7, "(C) ": 2, "(U) ": 1}),
    "SECRET//NOFORN": ("S E C R E T", "ZNY SSSSS ZZH", {"(S/NF) ": 7, "(S) ": 2, "(C) ": 1}),
}  # fmt: skip
PRECEDENCES = {"P": 41, "O": 31, "R": 27, "Z": 1}
PRECEDENCE_WORDS = {"P": " PRIORITY", "O": " IMMEDIATE", "R": "", "Z": " FLASH"}
# Share of cables up to which a body has so many words, from the sample of the archive:
# median 1,030, 95 % below 2,707, mean 1,040.
WORD_QUANTILES = ((0, 60), (0.1, 150), (0.25, 310), (0.5, 1_060), (0.75, 1_250), (0.9, 1_900),
                  (0.95, 2_707), (0.99, 4_000), (0.999, 7_000), (1, 10_700))  # fmt: skip
SECTION_SHARES = (
    (0.53, 1),
    (0.76, 2),
    (0.89, 3),
    (0.95, 4),
    (0.98, 6),
    (0.995, 9),
    (1, 14),
)
OPENING_WORDS = 45  # of every body, before the first paragraph
# Words of a paragraph for each word of its sentences: numbers, marks and headings add some.
DRESSING = 1.06
PARAGRAPH_SENTENCES = {1: 5, 2: 6, 3: 8, 4: 9, 5: 11, 6: 13, 7: 13, 8: 11, 9: 9, 10: 7, 12: 5, 15: 3}  # fmt: skip
INFO_LINES = {
    0: 8,
    1: 12,
    2: 12,
    3: 11,
    4: 9,
    5: 9,
    6: 8,
    8: 9,
    10: 7,
    13: 6,
    18: 5,
    25: 4,
}
ACTION_LINES = {1: 90, 2: 5, 3: 3, 5: 2}
OPENING_WIDTH = 64
REDACTION = " XXXXXXXXXXXX"
TITLES = (
    "Ambassador",
    "Charge d'Affaires",
    "DCM",
    "Political Counselor",
    "Econ Chief",
    "Consul General",
)
REASONS = (
    "1.4 (b) and (d)",
    "1.4 (b,d)",
    "1.4 (b), (d)",
    "1.4 (d)",
    "1.4 (b,c,d)",
    "1.5 (b,d)",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is settled about a cable before it is written."""

    post: Post
    serial: int
    moment: datetime
    classification: str
    tags: tuple[str, ...]
    references: list[str]  # as printed
    partial: bool


def quantile(table: tuple[tuple[float, float], ...], share: float) -> float:
    """The value at a share, on straight lines between the table's points."""
    for (low, first), (high, last) in zip(table, table[1:], strict=False):
        if share <= high:
            return first + (last - first) * (share - low) / (high - low)
    return table[-1][1]


class Telegrams:
    """Writes headers and bodies; holds the pools that they are cut from."""

    def __init__(self, rng: random.Random, posts: list[Post]):
        self.random = rng.random
        self.sentences = invent_sentences(rng)
        self.words = [int(quantile(WORD_QUANTILES, i / 10_000)) for i in range(10_001)]
        self.lengths = wheel(PARAGRAPH_SENTENCES, 1_000, rng)
        self.marks = {name: wheel(level[2], 40, rng) for name, level in LEVELS.items()}
        self.precedences = wheel(PRECEDENCES, 100, rng)
        self.info_counts = wheel(INFO_LINES, 400, rng)
        self.action_counts = wheel(ACTION_LINES, 400, rng)
        large = wheel({post: post.cables for post in posts}, 4_000, rng)
        self.addressees = [
            f"{p.route}/{p.sender} {int(self.random() * 9_000):04d}" for p in large
        ]
        self.routes = [post.route for post in large]
        names = [
            s.split(" ", 1)[0].strip('",.').upper() for s in self.sentences[:4_000]
        ]
        self.names = [name for name in names if name.isalpha() and len(name) > 3]

    def pick(self, items: list):
        return items[int(self.random() * len(items))]

    def header(self, facts: Facts, sections: int) -> str:
        letter = self.pick(self.precedences)
        stamp = f"{letter} {facts.moment:%d%H%MZ %b %y}".upper()
        action = self._slice(self.action_counts, self.addressees)
        action[0] = (
            f"TO RUEHC/SECSTATE WASHDC{PRECEDENCE_WORDS[letter]} {int(self.random() * 9_000):04d}"
        )
        info = self._slice(self.info_counts, self.addressees)
        if info:
            info[0] = f"INFO {info[0]}"
        sender = f"FM {facts.post.sender}"
        if self.random() < 0.03:
            return "\n".join([stamp, sender, *action, *info])
        relays = " ".join(self._slice(self.info_counts, self.routes)) or "RUEHWEB\n"
        part = "/01" if sections > 1 else ""
        first = f"VZCZCX{'YZ' if relays[-1] == '\n' else 'RO'}{int(self.random() * 10_000):04d}"
        return "\n".join([
            first,
            f"{letter * 2} {relays}",
            f"DE {facts.post.route} #{facts.serial:04d}{part} {facts.moment:%j%H%M}",
            LEVELS[facts.classification][1],
            stamp, sender, *action, *info,
        ])  # fmt: skip

    def _slice(self, counts: list[int], pool: list[str]) -> list[str]:
        """As many neighbors of the pool as one of the counts says."""
        start = int(self.random() * (len(pool) - 30))
        return pool[start : start + self.pick(counts)]

    def body(self, facts: Facts) -> tuple[str, int]:
        """The body, and the number of its sections."""
        share = self.random()
        sections = next(n for high, n in SECTION_SHARES if share <= high)
        words = self.words[int(share * 10_000)] - OPENING_WORDS
        width = 0 if self.random() < 0.5 else 52 + int(self.random() * 14)
        text = "\n\n".join(self._paragraphs(facts, words, width))
        if self.random() < 0.18:
            text = self._redacted(text)
        text = wrapped(text, width) if width else f"{text}\n"
        if sections > 1 and self.random() < 0.27 / 0.47:
            text = self._paged(text, facts, sections, " \n" if width else " ")
        first, opening = self._opening(facts, sections)
        if width:
            return f"{first} \n{wrapped(opening, OPENING_WIDTH)}{text}", sections
        return f"{first}\n{opening}\n{text}", sections

    def _opening(self, facts: Facts, sections: int) -> tuple[str, str]:
        """The classification line, and the lines from there to "Classified By"."""
        part = f"SECTION 01 OF {sections:02d} " if sections > 1 else ""
        word = LEVELS[facts.classification][0]
        first = f"{word} {part}{facts.post.place} {facts.serial:06d}"
        secret, when = facts.classification[0] in "CS", facts.moment
        until = f"DECL: {when:%m/%d}/{when.year + 10}" if secret else "N/A"
        lines = ["", *self._captions(facts.classification), f"E.O. 12958: {until}"]
        if facts.tags:
            lines.append(f"TAGS: {', '.join(facts.tags)}")
        subject = self.pick(self.sentences)[:110].rstrip(".")
        lines += [f"SUBJECT: {subject.upper()}", ""]
        if facts.references:
            listed = zip("ABCDEFGHIJKLMNOP", facts.references, strict=False)
            lines += [f"REF: {' '.join(f'{a}. {text}' for a, text in listed)}", ""]
        if secret:
            name = f"{self.pick(self.names)} {self.pick(self.names)}".title()
            by = f"{self.pick(TITLES)} {name} for reasons {self.pick(REASONS)}."
            lines += [f"Classified By: {by}", ""]
        return first, "\n".join(lines)

    def _captions(self, level: str) -> list[str]:
        """SENSITIVE, NOFORN and SIPDIS, with the blank lines after them."""
        sensitive = level.endswith("USE ONLY") and self.random() < 0.9
        noforn = level.endswith("NOFORN") or self.random() < 0.085
        sipdis = ["SIPDIS", ""] * (2 if self.random() < 0.25 else 1)
        return ["SENSITIVE"] * sensitive + ["NOFORN"] * noforn + sipdis

    def _paragraphs(self, facts: Facts, words: int, width: int) -> list[str]:
        """Numbered paragraphs with headings and bullets between them, and a signature."""
        blocks: list[str] = []
        marks, pool = self.marks[facts.classification], self.sentences
        gap = "." if self.random() < 0.12 else ".  " if self.random() < 0.6 else ". "
        headed, dashed = self.random() < 0.6, self.random() < 0.75
        blank = " " if width or self.random() < 0.5 else "  "
        left, number = max(int(words / MEAN_SENTENCE / DRESSING + 0.5), 1), 1
        while left > 0:
            count = min(self.pick(self.lengths), left)
            left -= count
            start = int(self.random() * (len(pool) - 20))
            text = blank.join(pool[start : start + count])
            if number == 1 and self.random() < 0.48:
                text = f"Summary: {text} End Summary."
            elif headed and self.random() < 0.4:
                blocks.append(self._heading(start + 19, dashed))
            mark = self.pick(marks)
            blocks.append(f"{number}{gap if mark else gap + ' '}{mark}{text}")
            number += 1
            if count > 6 and left > 0 and self.random() < 0.15:
                bullets = pool[start + count : start + count + min(left, 3)]
                left -= len(bullets)
                blocks += [f"-- {bullet}" for bullet in bullets]
        return [*blocks, self.pick(self.names)]

    def _heading(self, at: int, dashed: bool) -> str:
        title = self.sentences[at][:40].rsplit(" ", 1)[0].title()
        return f"{title}\n{'-' * len(title)}" if dashed else title

    def _redacted(self, text: str) -> str:
        """One to four runs of X between words, away from the labels."""
        for _ in range(1 + int(self.random() * 4)):
            at = text.find(" ", 12 + int(self.random() * len(text)))
            text = text[:at] + REDACTION + text[at:] if at > 0 else text
        return text

    def _paged(self, text: str, facts: Facts, sections: int, line_end: str) -> str:
        """A page marker where each further section begins, in mid-sentence."""
        parts, start = [], 0
        for page in range(2, sections + 1):
            at = text.find(line_end, max(start, len(text) * (page - 1) // sections))
            if at < 0:
                break
            marker = (
                f"{facts.post.place} {facts.serial:08d}  {page:03d} OF {sections:03d}"
            )
            again = "SIPDIS " if self.random() < 0.3 else " "
            parts += [text[start:at], f" \n \n{marker} \n \n{again}\n"]
            start = at + len(line_end)
        return "".join([*parts, text[start:]])


def wrapped(text: str, width: int) -> str:
    """Broken at blanks to ``width`` characters; each line keeps one trailing blank."""
    lines: list[str] = []
    add = lines.append
    for line in text.split("\n"):
        start, end, find = 0, len(line) - width, line.rfind
        while start < end:
            cut = find(" ", start + 1, start + width + 1)
            if cut < 0:
                break
            add(line[start:cut])
            start = cut + 1
        add(line[start:])
    add("")
    return " \n".join(lines)
