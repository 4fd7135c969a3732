"""
The facts tables, read and turned into what the generator draws from.

A ``Wheel`` is a long shuffled list in which each item stands as often as its weight asks:
drawing is one index, which is what makes the generator quick.
"""

import csv
import random
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FIRST_COUNTED_YEAR = 2000  # posts.csv counts cables by year from here on
KINDS = {"Embassy": "AMEMBASSY", "Embasy": "AMEMBASSY", "Consulate": "AMCONSUL"}
DEPARTMENT_VOLUME = 131_000  # telegrams a year, of which the corpus holds few
# Cables with a tag in the whole archive, where that is known; the other rates are a sample's.
TAGGED = {
    "PREL": 145_451,
    "PGOV": 122_896,
    "PHUM": 55_211,
    "ECON": 49_044,
    "PTER": 28_801,
}
ARCHIVE = 251_287
COVERAGE = 0.15  # share of a post's telegrams of a year that the corpus holds


@dataclass(frozen=True, slots=True, eq=False)
class Post:
    """A post as its telegrams name it; compared by identity, ``years`` holds cables by year."""

    code: str
    origin: str
    place: str  # "BUENOS AIRES"; without the blanks it is the code
    sender: str  # "AMEMBASSY BUENOS AIRES"
    route: str  # routing indicator, invented from the code
    tag: str  # geo tag of its country
    cables: int
    first_year: int
    last_year: int
    years: tuple[int, ...]

    def weight(self, year: int) -> int:
        """Cables of a year; before the first counted one all years weigh the same."""
        if year >= FIRST_COUNTED_YEAR:
            return self.years[year - FIRST_COUNTED_YEAR]
        return self.cables if self.first_year <= year <= self.last_year else 0

    def coverage(self, year: int) -> float:
        if self.code == "STATE":
            return max(self.weight(year), 1) / DEPARTMENT_VOLUME
        return COVERAGE


def read_rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def wheel(weights: dict, size: int, rng: random.Random) -> list:
    """``size`` items (a few more or less), each as often as its weight asks, shuffled."""
    total = sum(weights.values())
    items = []
    for item, weight in weights.items():
        items += [item] * round(weight / total * size)
    rng.shuffle(items)
    return items


def read_months() -> list[tuple[int, int, int]]:
    """(year, month, cables) in order."""
    rows = read_rows("year_month.csv")
    return sorted((int(r["year"]), int(r["month"]), int(r["cables"])) for r in rows)


def read_posts() -> list[Post]:
    names = {
        _slug(r["name"]): r["code"] for r in read_rows("tags.csv") if r["kind"] == "geo"
    }
    names |= {r["country"]: r["tag"] for r in read_rows("country_tags.csv")}
    return [_post(row, names) for row in read_rows("posts.csv") if row["name"]]


def _slug(name: str) -> str:
    return re.sub(r"[^a-z]+", "_", name.lower()).strip("_")


def _post(row: dict[str, str], tags: dict[str, str]) -> Post:
    code = row["code"]
    kind, _, place = row["name"].partition(" ")
    if re.sub("[^A-Z]", "", place.upper()) != code:
        place = code
    place = re.sub("[^A-Z ]", "", place.upper())
    letters = code.ljust(4, "X")
    return Post(
        code=code,
        origin=row["name"],
        place=place,
        sender=f"{KINDS.get(kind, 'USMISSION')} {place}"
        if code != "STATE"
        else "SECSTATE WASHDC",
        route=f"RUEH{letters[0]}{letters[2]}",
        tag=tags[row["country"]],
        cables=int(row["cables"]),
        first_year=int(row["first_year"]),
        last_year=int(row["last_year"]),
        years=tuple(int(row[f"y{year}"]) for year in range(FIRST_COUNTED_YEAR, 2011)),
    )


def read_tag_weights(draws: float) -> tuple[dict[str, float], dict[str, float]]:
    """
    Weights of the subject, program and organisation tags, and of the geo tags.

    ``tag_rates.csv`` gives the share of cables that carry a tag. A tag that ``draws``
    draws shall yield with chance r has to have 1 - (1 - r) ** (1 / draws) at each.
    """
    topics, places = {}, {}
    for row in read_rows("tag_rates.csv"):
        rate = float(row["rate"])
        if row["kind"] == "geo":
            places[row["tag"]] = rate
        else:
            rate = TAGGED[row["tag"]] / ARCHIVE if row["tag"] in TAGGED else rate
            topics[row["tag"]] = 1 - (1 - rate) ** (1 / draws)
    return topics, places
