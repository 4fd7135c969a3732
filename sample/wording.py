"""
From a template to a sentence: alternatives, names, numbers and dates.

``{a|b}`` chooses one wording; ``<fm>`` names the country's foreign minister, in full the
first time and by surname afterwards; ``<fm.he>``, ``<fm.his>``, ``<fm.him>`` are the
pronouns; ``<capital>``, ``<paper>`` … are words of the country; ``<n:40-90>`` is a number;
``<day:-3>`` a date three days before the cable's; ``<src>`` a source, by its trade or
struck out with X as the published texts do.
"""

import random
import re
from datetime import datetime, timedelta

from .world import Country

SLOT = re.compile(r"<([a-z0-9]+)(?::(-?\d+)(?:-(\d+))?)?(?:\.(he|his|him))?>")
CHOICE = re.compile(r"\{([^{}]*)\}")
SENTENCE_START = re.compile(r"(^(?:-- )?|(?<![A-Z])[.?!][\"”]?\s+)\x01([a-z])")

FEMALE_NAMES = (
    "Ottoline Isolde Agnes Hester Livia Ilka Dessa Nadia Katya Consuelo Olimpia Remedios "
    "Jacinta Inmaculada Sigrun Jorun Marit Ragna Berit Inge Lubna Jalila Widad Ludmila "
    "Jadviga Danica Vera Irena Asta"
)
WOMEN = frozenset(FEMALE_NAMES.split())
PRONOUNS = {
    "he": ("he", "she"), "his": ("his", "her"), "him": ("him", "her")
}  # fmt: skip
SOURCES = (
    "a deputy minister", "a member of the ruling party's board", "a retired judge",
    "a banker close to the talks", "a senior customs officer", "a ministry adviser",
    "a contact in the port authority", "a long-time Embassy contact",
)  # fmt: skip
STRUCK_OUT = "X" * 12


class Wording:
    """Fills the templates of one cable; remembers who has been introduced."""

    def __init__(
        self, rng: random.Random, country: Country, moment: datetime, *, secret: bool
    ):
        self.rng = rng
        self.country = country
        self.moment = moment
        self.introduced: dict[
            str, str
        ] = {}  # role -> who holds it, in order of entrance
        self.choices: dict[str, int] = {}
        self.source = rng.choice((*SOURCES, *([STRUCK_OUT] * 5 if secret else [])))

    def fill(self, template: str) -> str:
        text = template
        while CHOICE.search(text):
            text = CHOICE.sub(self._choice, text)
        text = SLOT.sub(self._slot, text)
        text = SENTENCE_START.sub(lambda m: m[1] + m[2].upper(), text)
        return text.replace("\x01", "")

    def _choice(self, match: re.Match[str]) -> str:
        """The same alternatives come out the same throughout a cable."""
        options = match[1].split("|")
        key = match[1].lower()
        if key not in self.choices:
            self.choices[key] = self.rng.randrange(len(options))
        return options[self.choices[key]]

    def _slot(self, match: re.Match[str]) -> str:
        name, low, high, pronoun = match.groups()
        if name == "n":
            return f"{self.rng.randint(int(low), int(high)):,}"
        if name == "day":
            day = self.moment + timedelta(days=int(low))
            return f"{day:%B} {day.day}"
        if pronoun:
            words = self.country.person(name, self.moment).split()
            return PRONOUNS[pronoun][bool(WOMEN.intersection(words))]
        if name == "src":
            return "\x01" + self.source
        if name in self.country.people:
            return "\x01" + self._person(name)
        return "\x01" + self._place(name)

    def _person(self, role: str) -> str:
        full = self.country.person(role, self.moment)
        if role in self.introduced:
            return full.split()[-1]
        self.introduced[role] = full
        return full

    def _place(self, name: str) -> str:
        own = {
            "country": self.country.name,
            "adj": self.country.adjective,
            "gov": self.country.government,
        }
        return own.get(name) or self.country.words[name]
