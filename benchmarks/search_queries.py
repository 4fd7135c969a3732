"""
The hundred queries of ``search_speed``, made from what an index holds.

Rare, mid and frequent are shares of the archive, so that the same mix can be asked of one
that is ten times as big. Each query stands twice: as the parameters of the page, and as
plain terms for an engine that knows no query language.
"""

import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import urlencode

PAGE = 20  # results
DEEPEST = 500  # pages

#: How many of each kind; a hundred in all.
MIX = {
    "rare word": 12,
    "mid word": 12,
    "frequent word": 12,
    "three words": 14,
    "phrase": 10,
    "prefix": 8,
    "field": 12,
    "filter": 12,
    "newest": 4,
    "deep page": 4,
}
RARE, MID, FREQUENT = (0.0, 0.00005), (0.005, 0.05), (0.2, 1.0)  # shares of all cables
OPERATORS = {"and", "or", "not"}


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """
    What an index holds: words with how many cables they are in, passages of text, and
    (name in an address, number in the index, cables) of each tag, post, class and year.
    """

    cables: int
    words: list[tuple[str, int]]
    passages: list[list[str]]
    tags: list[tuple[str, int, int]]
    posts: list[tuple[str, int, int]]
    classes: list[tuple[str, int, int]]
    years: list[tuple[str, int, int]]

    @cached_property
    def frequent(self):
        """The hundred words that most cables have."""
        return sorted(self.words, key=lambda row: (-row[1], row[0]))[:100]

    def between(self, share):
        low, high = (part * self.cables for part in share)
        words = [word for word, count in self.words if low <= count <= max(high, 2)]
        return sorted(word for word in words if word not in OPERATORS)


@dataclass(frozen=True, kw_only=True)
class Ask:
    """
    One query. ``terms`` are ("word", w), ("prefix", w), ("phrase", w, w, …) and
    ("number", field, n, …), of which all must hold, and ("dates", first, last).
    """

    kind: str
    q: str = ""
    given: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple, ...] = ()
    sort: str = ""
    page: int = 1

    @property
    def parameters(self):
        pairs = [("q", self.q), *self.given, ("sort", self.sort)]
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode([pair for pair in pairs if pair[1]])

    @property
    def offset(self):
        return (self.page - 1) * PAGE

    @property
    def is_words_only(self):
        """Whether an index of words alone can answer it, best first."""
        return not self.sort and all(
            term[0] in ("word", "prefix", "phrase") for term in self.terms
        )


@dataclass
class Mix:
    vocabulary: Vocabulary
    random: random.Random
    asks: list[Ask] = field(default_factory=list)

    def word(self, share):
        return self.random.choice(self.vocabulary.between(share))

    def add(self, kind, q="", *terms, **more):
        self.asks.append(Ask(kind=kind, q=q, terms=terms, **more))


def queries(vocabulary, seed=1):
    """Return the hundred, the same for the same vocabulary and seed."""
    mix = Mix(vocabulary, random.Random(seed))
    for kind, count in MIX.items():
        for number in range(count):
            _KINDS[kind](mix, kind, number)
    return mix.asks


def _word(share):
    def add(mix, kind, number):
        word = mix.word(share)
        mix.add(kind, word, ("word", word))

    return add


def _three(mix, kind, number):
    shares = [FREQUENT, FREQUENT, MID] if number % 2 else [FREQUENT, MID, MID]
    words = [mix.word(share) for share in shares]
    mix.add(kind, " ".join(words), *(("word", word) for word in words))


def _phrase(mix, kind, number):
    """Half of them two words, as often as any; half three that some cable has."""
    length = 2 + number % 2
    while True:
        passage = mix.random.choice(mix.vocabulary.passages)
        start = mix.random.randrange(max(1, len(passage) - length))
        words = passage[start : start + length]
        if len(words) == length and all(re.fullmatch("[a-z]{2,}", w) for w in words):
            break
    mix.add(kind, f'"{" ".join(words)}"', ("phrase", *words))


def _prefix(mix, kind, number):
    head = mix.word(MID if number % 2 else FREQUENT)[: 3 + number % 3]
    mix.add(kind, f"{head}*", ("prefix", head))


def _field(mix, kind, number):
    """A field of the query language, three times alone and three times with a word."""
    name = ("tag", "post", "class", "date")[number % 4]
    if name == "date":
        year, number_of_years = int(_value(mix, "year")[0]), 1 + number // 4
        q, term = (
            f"date:{year}..{year + number_of_years - 1}",
            _years(year, number_of_years),
        )
    else:
        of = {"class": "classification"}.get(name, name)
        slug, key = _value(mix, of)
        q, term = f"{name}:{slug}", ("number", of, key)
    if number < 8:
        word = mix.word(MID if number < 4 else FREQUENT)
        mix.add(kind, f"{word} {q}", ("word", word), term)
    else:
        mix.add(kind, q, term)


def _filter(mix, kind, number):
    """A word, and what a reader taps in the lists beside: one value or two."""
    word = mix.word(MID if number % 2 else FREQUENT)
    names = ("classification", "post", "tag", "year")
    chosen = {names[number % 4]}
    if number >= 8:
        chosen.add(names[(number + 1) % 4])
    given, terms = [], [("word", word)]
    for name in sorted(chosen):
        value, key = _value(mix, name)
        given.append((name, value))
        terms.append(("number", name, key))
    mix.add(kind, word, *terms, given=tuple(given))


def _newest(mix, kind, number):
    word = mix.word(MID if number % 2 else FREQUENT)
    mix.add(kind, word, ("word", word), sort="newest")


def _deep(mix, kind, number):
    word = mix.word(FREQUENT)
    count = dict(mix.vocabulary.words)[word]
    last = min(DEEPEST, -(-count // PAGE))
    mix.add(kind, word, ("word", word), page=last if number % 2 else max(1, last // 2))


def _value(mix, name):
    """Return (name in the address, number in the index) of one of the likelier values."""
    values = {
        "tag": mix.vocabulary.tags,
        "post": mix.vocabulary.posts,
        "classification": mix.vocabulary.classes,
        "year": mix.vocabulary.years,
    }[name]
    weights = [count for *_, count in values]
    slug, key, _ = mix.random.choices(values, weights)[0]
    return slug, key


def _years(first, count):
    start, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (first, first + count))
    return "dates", int(start.timestamp()), int(end.timestamp()) - 1


_KINDS = {
    "rare word": _word(RARE),
    "mid word": _word(MID),
    "frequent word": _word(FREQUENT),
    "three words": _three,
    "phrase": _phrase,
    "prefix": _prefix,
    "field": _field,
    "filter": _filter,
    "newest": _newest,
    "deep page": _deep,
}
