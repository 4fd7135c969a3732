"""
The daily reporting around the stories: drafts put together from the topics' reports.

A report is told at most once by a country and four times in all, a comment twice; two
cables share at most one report. The same seed gives the same drafts.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from .drafts import Citation, Draft, Piece
from .footnotes import Footnotes
from .story_files import read_piece
from .topic_files import Report, Topic, read_topics
from .wording import Wording
from .world import COUNTRIES, POSTS, Post

SEED = 2010
TELLINGS = 4  # of one report, in different countries
# Cables in a year, as shares; the true archive grows likewise.
YEARS = {2003: 4, 2004: 7, 2005: 12, 2006: 18, 2007: 18, 2008: 18, 2009: 19, 2010: 4}
POSTS_BY_WEIGHT = {
    "PORTLUMEN": 22, "VESSIN": 17, "SANTABRISA": 19, "ALDERSUND": 14, "ALNAWEH": 14,
    "BELAGORA": 15, "SALTMERE": 4, "BRANNICK": 4, "PUNTAESPERA": 4,
}  # fmt: skip
REPORTS_A_CABLE = {2: 34, 3: 38, 4: 20, 5: 8}
ROUND_UPS = 0.08  # share of cables that gather news from many topics
ROUND_UP_REPORTS = (6, 7, 8)
CITATIONS_A_CABLE = {0: 40, 1: 32, 2: 18, 3: 10}
ABSENT = 0.33  # share of citations that name a cable outside the archive
LEVEL_WEIGHTS = {"U": 34, "FOUO": 24, "C": 36, "CNF": 5, "S": 12, "SNF": 8}


class Newsroom:
    """Hands out topics and reports so that no two cables come out alike."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.topics = read_topics()
        self.footnotes = Footnotes(rng)
        self.told: Counter[str] = Counter()
        self.told_by: set[tuple[str, str]] = set()
        self.comments: Counter[str] = Counter()
        self.pairs: set[frozenset[str]] = set()

    def topics_for(self, country: str, year: int) -> list[Topic]:
        """The topics on which this country has at least two reports left."""
        return [
            t for t in self.topics
            if country in t.countries and year in t.years and len(self._fresh(t, country)) > 1
        ]  # fmt: skip

    def topic(self, country: str, year: int) -> Topic | None:
        """One of them, more likely the more there is to tell."""
        fitting = self.topics_for(country, year)
        if not fitting:
            return None
        weights = [len(self._fresh(t, country)) ** 2 for t in fitting]
        return self.rng.choices(fitting, weights)[0]

    def reports(self, topics: list[Topic], country: str, count: int) -> list[Report]:
        """The least told reports of these topics, each from another topic if it can be."""
        fresh = []
        for topic in topics:
            items = self._fresh(topic, country)
            self.rng.shuffle(items)
            fresh += enumerate(sorted(items, key=lambda report: self.told[report.name]))
        if len(topics) > 1:
            fresh.sort(key=lambda item: item[0])
        return self._take([report for _, report in fresh], country, count)

    def _take(self, fresh: list[Report], country: str, count: int) -> list[Report]:
        chosen: list[Report] = []
        for report in fresh:
            pairs = {frozenset((report.name, other.name)) for other in chosen}
            if len(chosen) < count and not pairs & self.pairs:
                chosen.append(report)
                self.pairs |= pairs
        if len(chosen) > 1:
            self.told.update(report.name for report in chosen)
            self.told_by.update((report.name, country) for report in chosen)
        return chosen

    def comment(self, topic: Topic) -> str | None:
        fresh = [c for c in topic.comments if self.comments[c] < 2]
        if not fresh:
            return None
        chosen = min(fresh, key=lambda text: (self.comments[text], self.rng.random()))
        self.comments[chosen] += 1
        return chosen

    def _fresh(self, topic: Topic, country: str) -> list[Report]:
        return [
            report for report in topic.reports
            if self.told[report.name] < TELLINGS
            and (report.name, country) not in self.told_by
        ]  # fmt: skip


def routine_drafts(count: int, stories: list[Draft]) -> list[Draft]:
    """``count`` drafts at moments and posts of their own, citing earlier cables."""
    rng = random.Random(SEED)
    newsroom = Newsroom(rng)
    taken = {draft.reference_id for draft in stories}
    drafts: list[Draft] = []
    for post, moment in _occasions(rng):
        reference_id = post.reference_id(moment)
        topic = newsroom.topic(post.country, moment.year)
        if topic is None or reference_id in taken:
            continue
        draft = _draft(newsroom, topic, post, moment)
        if draft is None:
            continue
        taken.add(reference_id)
        drafts.append(draft)
        if len(drafts) == count:
            break
    return _with_citations(drafts, stories, taken, rng)


def _occasions(rng: random.Random) -> Iterator[tuple[Post, datetime]]:
    """A post and a working minute, again and again; ends if nothing fits for long."""
    for _ in range(5_000):
        code = rng.choices(list(POSTS_BY_WEIGHT), list(POSTS_BY_WEIGHT.values()))[0]
        year = rng.choices(list(YEARS), list(YEARS.values()))[0]
        days = 58 if year == 2010 else 364
        moment = datetime(year, 1, 2) + timedelta(days=rng.randrange(days))
        if moment.weekday() < 5:
            minutes = rng.randint(8 * 60, 18 * 60)
            yield POSTS[code], moment + timedelta(minutes=minutes)


def _draft(
    newsroom: Newsroom, topic: Topic, post: Post, moment: datetime
) -> Draft | None:
    rng, country = newsroom.rng, COUNTRIES[post.country]
    level = rng.choices(topic.levels, [LEVEL_WEIGHTS[name] for name in topic.levels])[0]
    wording = Wording(rng, country, moment, secret=level not in ("U", "FOUO"))
    topics, count = [topic], rng.choices(*zip(*REPORTS_A_CABLE.items(), strict=True))[0]
    if rng.random() < ROUND_UPS:
        topics, count = (
            newsroom.topics_for(post.country, moment.year),
            rng.choice(ROUND_UP_REPORTS),
        )
        rng.shuffle(topics)
    reports = newsroom.reports(topics, post.country, count)
    if len(reports) < 2:
        return None
    words = dict.fromkeys(tag for t in topics[:count] for tag in t.tags[:3])
    tags = list(words) if len(topics) > 1 else list(topic.tags)
    return Draft(
        slug=f"{topic.name}-{post.reference_id(moment)}",
        post=post,
        moment=moment,
        level=level,
        tags=(*rng.sample(tags, min(len(tags), rng.randint(2, 5))), post.country),
        subject=_subject(
            "<capital> ROUND-UP" if topics[1:] else topic.label, reports, wording
        ),
        pieces=tuple(_pieces(newsroom, reports, topic, wording)),
    )


def _subject(label: str, reports: list[Report], wording: Wording) -> str:
    headings = "; ".join(report.heading for report in reports[:2])
    first = wording.rng.choice((wording.country.name, label, label))
    return wording.fill(f"{first}: {headings}")


def _pieces(
    newsroom: Newsroom, reports: list[Report], topic: Topic, wording: Wording
) -> list[Piece]:
    """Summary, the reports under their headings, what the reader must know, a comment."""
    gists = " ".join(wording.fill(report.gist) for report in reports)
    pieces = [Piece("paragraph", f"Summary: {gists}")]
    for report in reports:
        pieces.append(Piece("heading", wording.fill(report.heading)))
        pieces += [read_piece(wording.fill(line)) for line in report.lines]
    if len(reports) >= min(ROUND_UP_REPORTS):
        return pieces
    if len(reports) < 4:
        pieces += newsroom.footnotes.background(
            wording.country.tag, wording.moment.year
        )
        pieces += newsroom.footnotes.biography(wording)
    if comment := newsroom.comment(topic):
        pieces.append(Piece("paragraph", f"Comment: {wording.fill(comment)}"))
    return pieces


def _with_citations(
    drafts: list[Draft], stories: list[Draft], taken: set[str], rng: random.Random
) -> list[Draft]:
    """Each draft with references to earlier cables, some of them outside the archive."""
    drafts = sorted(drafts, key=lambda draft: draft.moment)
    cited = []
    for draft in drafts:
        earlier = [d for d in (*drafts, *stories) if _may_cite(draft, d)]
        count = rng.choices(list(CITATIONS_A_CABLE), list(CITATIONS_A_CABLE.values()))[
            0
        ]
        references: dict[str, Citation] = {}
        for _ in range(count):
            present = earlier and rng.random() > ABSENT
            citation = (
                rng.choice(earlier).citation if present else _absent(draft, taken, rng)
            )
            references[citation.reference_id] = citation
        cited.append(replace(draft, references=tuple(references.values())))
    return cited


def _may_cite(draft: Draft, other: Draft) -> bool:
    """An earlier cable of the last two years from the same country, or on the same tags."""
    age = draft.moment - other.moment
    near = timedelta(hours=6) < age < timedelta(days=730)
    same_country = draft.post.country == other.post.country
    return near and (same_country or len({*draft.tags} & {*other.tags}) >= 3)


def _absent(draft: Draft, taken: set[str], rng: random.Random) -> Citation:
    """A plausible id that the archive does not hold."""
    while True:
        post = rng.choice((draft.post, draft.post, POSTS["STATE"], *POSTS.values()))
        moment = draft.moment - timedelta(
            days=rng.randint(1, 240), minutes=rng.randrange(900)
        )
        if moment.year >= 2002 and post.reference_id(moment) not in taken:
            return Citation(post, moment.year, post.serial(moment))
