"""
A synthetic corpus with the numbers of the real archive.

    uv run python -m benchmarks.corpus 25000 --seed 1 --output corpus.csv

Writes cables in the byte form of the data release: months, posts, classifications, tags,
references, partial extracts, sections and lengths come at the rates of the archive, all
251,287 of them or any smaller number. The same number and seed give the same bytes. Records
are streamed; memory stays at the size of the pools whatever the number.
"""

import argparse
import random
import sys
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.vocabulary.facts import (
    ARCHIVE,
    Post,
    read_months,
    read_posts,
    read_tag_weights,
    wheel,
)
from benchmarks.vocabulary.telegrams import CLASSIFICATIONS, Facts, Telegrams

MALFORMED = 203  # ids in the whole archive that are no well formed reference id …
TWINS = 80  # … of which so many repeat a cable that is there under its own id as well
ABSENT = 0.43
OWN_COUNTRY = 0.94
UNTAGGED = 0.05
ISO_STAMPS = 0.01  # rows whose date is written 2006-04-10 19:22:00
TAGS_A_CABLE = {1: 0.5, 2: 2.5, 3: 10, 4: 18, 5: 22, 6: 18, 7: 12, 8: 7.5, 9: 5, 10: 2, 11: 1.5, 13: 0.5}  # fmt: skip
TAG_DRAWS = 20  # by trial: what makes the frequent tags come out at their rates
REFERENCES_A_CABLE = {0: 48, 1: 28, 2: 12, 3: 6, 4: 3, 5: 2, 7: 1, 9: 0.5}
FOREIGN_TAGS = 0.15  # share of the tags that are geo tags of other countries
# Share of partial extracts before a month.
PARTIAL_RATES = (
    ((2005, 12), 0.97),
    ((2006, 1), 0.81),
    ((2006, 3), 0.43),
    ((2006, 7), 0.16),
)
PARTIAL_SENTENCE = (
    "This record is a partial extract of the original cable. "
    "The full text of the original cable is not available."
)
RECENT = 20_000  # cables that a reference may name
BATCH = 256  # records written at once


def partial_rate(year: int, month: int) -> float:
    return next((rate for before, rate in PARTIAL_RATES if (year, month) < before), 0.0)


def month_counts(count: int) -> Iterator[tuple[int, int, int]]:
    """(year, month, cables): ``count`` cables spread over the months of the archive."""
    months = read_months()
    total, seen, given = sum(cables for *_, cables in months), 0, 0
    for year, month, cables in months:
        seen += cables
        due = round(count * seen / total)
        yield year, month, due - given
        given = due


def moments(rng: random.Random, count: int) -> Iterator[datetime]:
    """The minutes at which the cables were sent, in order."""
    for year, month, cables in month_counts(count):
        start = datetime(year, month, 1)
        days = (datetime(year + month // 12, month % 12 + 1, 1) - start).days
        minutes = sorted(int(rng.random() * days * 1_440) for _ in range(cables))
        for minute in minutes:
            yield start + timedelta(minutes=minute)


class Serials:
    """The ids: serial numbers that grow over a post's year, with gaps as in the archive."""

    def __init__(self, rng: random.Random, posts: list[Post], count: int):
        self.rng, self.posts, self.scale = rng, posts, ARCHIVE / count
        self.wheels: dict[int, list[Post]] = {}
        self.last: dict[tuple[str, int], int] = defaultdict(int)

    def post(self, year: int) -> Post:
        if year not in self.wheels:
            weights = {post: post.weight(year) for post in self.posts}
            weights = (
                weights if any(weights.values()) else {p: p.cables for p in self.posts}
            )
            self.wheels[year] = wheel(weights, 6_000 if year > 2001 else 400, self.rng)
        posts = self.wheels[year]
        return posts[int(self.rng.random() * len(posts))]

    def next(self, post: Post, year: int) -> tuple[int, int]:
        """The next serial and one before it that stays unused (0: there is none)."""
        gap = 1 + int(self.rng.random() * (2 * self.scale / post.coverage(year) - 1))
        before = self.last[post.code, year]
        serial = self.last[post.code, year] = before + gap
        return serial, serial - 1 if gap > 1 else 0


class Citations:
    """What a cable may cite: recent ones of the archive, and ids that it does not hold."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.counts = wheel(REFERENCES_A_CABLE, 1_000, rng)
        self.present: deque[tuple[int, Post, int]] = deque(maxlen=RECENT)
        self.absent: deque[tuple[int, Post, int]] = deque(maxlen=RECENT)

    def draw(self) -> set[tuple[int, Post, int]]:
        """Distinct (year, post, serial); newer ones more often than older."""
        chosen = set()
        for _ in range(self.counts[int(self.rng.random() * len(self.counts))]):
            pool = self.absent if self.rng.random() < ABSENT else self.present
            if pool:
                back = int(self.rng.random() ** 3 * min(len(pool), 2_000))
                chosen.add(pool[-1 - back])
        return chosen

    def remember(self, year: int, post: Post, serial: int, unused: int) -> None:
        self.present.append((year, post, serial))
        if unused:
            self.absent.append((year, post, unused))


class Tags:
    """The TAGS of a cable: subjects by rate, the own country, some other countries."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        topics, places = read_tag_weights(TAG_DRAWS)
        self.topics = wheel(topics, 50_000, rng)
        self.places = wheel(places, 20_000, rng)
        self.counts = wheel(TAGS_A_CABLE, 2_000, rng)

    def draw(self, country: str) -> tuple[str, ...]:
        chance = self.rng.random
        if chance() < UNTAGGED:
            return ()
        count = self.counts[int(chance() * len(self.counts))]
        own = chance() * (1 - UNTAGGED) < OWN_COUNTRY
        foreign = int((count - 1) * FOREIGN_TAGS + chance()) if count > 2 else 0
        topics = max(count - own - foreign, 0)
        tags = dict.fromkeys(self._some(self.topics, topics))
        tags |= dict.fromkeys([country] * own + self._some(self.places, foreign))
        return tuple(tags) or (country,)

    def _some(self, pool: list[str], count: int) -> list[str]:
        """``count`` different ones, from neighbors in the shuffled pool."""
        if not count:
            return []
        start = int(self.rng.random() * (len(pool) - 60))
        return [*dict.fromkeys(pool[start : start + 3 * count + 8])][:count]


class Corpus:
    """Draws and writes one record after the other."""

    def __init__(self, count: int, seed: int):
        self.count = count
        self.rng = random.Random(seed)
        posts = read_posts()
        self.serials = Serials(self.rng, posts, count)
        self.citations = Citations(self.rng)
        self.tags = Tags(self.rng)
        self.telegrams = Telegrams(self.rng, posts)
        self.levels = wheel(CLASSIFICATIONS, 10_000, self.rng)
        self.malformed = self._malformed_places()

    def records(self) -> Iterator[bytes]:
        fields: tuple[str, ...] = ()
        for number, moment in enumerate(moments(self.rng, self.count), start=1):
            kind = self.malformed.get(number)
            if kind != "twin" or not fields:
                fields = self._fields(moment)
            columns = fields
            if kind:
                columns = (fields[0], garbled(fields[1], number), *fields[2:])
            text = '","'.join(map(escaped, columns))
            yield f'"{number}","{text}"\n'.encode()

    def _malformed_places(self) -> dict[int, str]:
        """Numbers of the records with a malformed id, and whether each is a twin."""
        some = round(self.count * MALFORMED / ARCHIVE)
        places = (
            self.rng.sample(range(2, self.count + 1), some) if self.count > 1 else []
        )
        twins = round(some * TWINS / MALFORMED)
        return {n: "twin" if i < twins else "alone" for i, n in enumerate(places)}

    def _fields(self, moment: datetime) -> tuple[str, ...]:
        """Columns two to eight, not yet escaped."""
        year = moment.year
        post = self.serials.post(year)
        serial, unused = self.serials.next(post, year)
        cited = self.citations.draw()
        self.citations.remember(year, post, serial, unused)
        chance = self.rng.random
        facts = Facts(
            post, serial, moment, self.levels[int(chance() * len(self.levels))],
            self.tags.draw(post.tag), sorted(printed(c, year) for c in cited),
            chance() < partial_rate(year, moment.month),
        )  # fmt: skip
        body, sections = self.telegrams.body(facts)
        header = (
            PARTIAL_SENTENCE
            if facts.partial
            else self.telegrams.header(facts, sections)
        )
        stamp = f"{moment.month}/{moment.day}/{year} {moment.hour}:{moment.minute:02d}"
        if chance() < ISO_STAMPS:
            stamp = f"{moment:%Y-%m-%d %H:%M:%S}"
        ids = "|".join(sorted(f"{y % 100:02d}{p.code}{n}" for y, p, n in cited))
        reference_id = f"{year % 100:02d}{post.code}{serial}"
        return stamp, reference_id, post.origin, facts.classification, ids, header, body


def printed(cited: tuple[int, Post, int], citing_year: int) -> str:
    year, post, serial = cited
    return (
        f"{post.place} {serial}"
        if year == citing_year
        else f"{year % 100:02d} {post.place} {serial}"
    )


def garbled(reference_id: str, number: int) -> str:
    """A malformed id like those that transmission left: unique by the record's number."""
    forms = (
        f"{reference_id[:2]}SECTION01OF02{reference_id[2:]}",
        f"{number:03d}2OF5",
        f"{reference_id[:2]}{reference_id}",
        f"{reference_id[:2]}SECTION01GF02{reference_id[2:]}",
    )
    return forms[number % len(forms)]


def escaped(field: str) -> str:
    """Backslashes first, then both kinds of quotes, as the release has them."""
    return field.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'")


def iter_records(count: int, seed: int = 0) -> Iterator[bytes]:
    """``count`` records in the byte form of the data release, in order of time."""
    return Corpus(count, seed).records()


def write_corpus(count: int, seed: int, output: Path) -> int:
    """Write the records; gives the number of bytes."""
    records, written = iter_records(count, seed), 0
    with output.open("wb") as target:
        while batch := b"".join(islice(records, BATCH)):
            written += target.write(batch)
    return written


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a synthetic corpus of cables.")
    parser.add_argument(
        "count", type=int, help=f"number of cables; the archive has {ARCHIVE:,}"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--output", type=Path, required=True, help="file to write, e.g. corpus.csv"
    )
    options = parser.parse_args()
    started = time.perf_counter()
    size = write_corpus(options.count, options.seed, options.output)
    seconds = time.perf_counter() - started
    sys.stderr.write(
        f"{options.count:,} cables, {size / 1e6:,.1f} MB in {seconds:.1f} s: "
        f"{options.count / seconds:,.0f} cables/s, {size / 1e6 / seconds:.0f} MB/s\n"
    )


if __name__ == "__main__":
    main()
