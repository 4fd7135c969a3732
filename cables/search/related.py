"""
Cables like a given one, from the public index, each with what it has in common with it.

The index stores no text, so the caller brings the words of the cable at hand. Of those
the most telling few are looked for: often in the subject or the first paragraphs, rare
in the archive. (Tantivy's own "more like this" looks up every word of the text for that,
may choose numbers and parts of ids, and cannot say which words it found.)
"""

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

import tantivy
from tantivy import Occur

from .index import IndexMissing, public_index
from .query import fold

MUST, SHOULD = Occur.Must, Occur.Should
Q = tantivy.Query
TERMS = 12  # words that are looked for
LOOKED_AT = 1_200  # characters of the text
LONGEST = 40
WORD = re.compile(r"[^\W\d_]{4,}")
REFERENCES = 12  # ids that both may cite
FEW = 200  # a cable cited by more than this joins nothing
SHARE = 50  # a word in more than one of so many cables says little
BITS = 22  # clauses asked for at once: a score holds 24 bits exactly
CANDIDATES = 60
DAYS = 45  # near in time
# Beside the score of the words, some 5 to 60 in all.
CITING, SAME_REFERENCE = 90.0, 60.0
IN_SUBJECT, SAME_TAG, SAME_POST, NEAR = 3.0, 1.0, 2.0, 3.0


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is known of the cable at hand. ``subject`` and ``text`` are public words."""

    pk: int
    reference_id: str
    subject: str
    text: str
    created: object
    post: int
    tags: dict[int, str] = field(default_factory=dict)  # codes by primary key
    cites: tuple[str, ...] = ()
    targets: tuple[int, ...] = ()  # the cited cables that are in the archive


@dataclass(kw_only=True)
class Common:
    """What a cable has in common with the one at hand, by the index."""

    pk: int
    cites_it: bool = False
    is_cited: bool = False
    references: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def take(self, clause):
        if clause.name in ("cites_it", "is_cited"):
            setattr(self, clause.name, True)
        else:
            getattr(self, clause.name).append(clause.value)


def related(source, *, limit=6, index=public_index):
    """
    Return up to ``limit`` Commons, those of the same thread of references first, then by
    their words. Whoever shows them loads them through ``Cable.objects.public()``.
    Nothing is related where there is no index.
    """
    try:
        searcher, _ = index.searcher()
        schema = index.schema
    except IndexMissing:
        return []
    clauses = _clauses(searcher, schema, source)
    scores = _candidates(searcher, schema, source, clauses)
    if not scores:
        return []
    common = {key: Common(pk=key) for key in scores}
    for start in range(0, len(clauses), BITS):
        _ask(searcher, schema, clauses[start : start + BITS], common, scores)
    best = sorted(common.values(), key=lambda one: (-scores[one.pk], -one.pk))
    return best[:limit]


@dataclass(frozen=True)
class _Clause:
    """One thing that a cable may share, and how far that lifts it."""

    name: str  # of a field of Common
    value: str
    query: tantivy.Query
    lift: float


def _clauses(searcher, schema, source):
    term = partial(Q.term_query, schema)
    subject = set(WORD.findall(fold(source.subject[:LOOKED_AT])))
    clauses = [_Clause("cites_it", "", term("ref", source.reference_id), CITING)]
    if targets := list(source.targets[:REFERENCES]):
        query = _any_of(schema, targets)
        clauses.append(_Clause("is_cited", "", query, CITING))
    for cited in source.cites[:REFERENCES]:
        if 2 <= searcher.doc_freq("ref", cited) <= FEW:
            clauses.append(
                _Clause("references", cited, term("ref", cited), SAME_REFERENCE)
            )
    for word in telling_words(searcher, source):
        lift = IN_SUBJECT if word in subject else 0.0
        clauses.append(_Clause("words", word, term("body", word), lift))
    for key, code in source.tags.items():
        clauses.append(_Clause("tags", code, term("tag", key), SAME_TAG))
    return clauses


def _candidates(searcher, schema, source, clauses):
    """
    Return {primary key: score by words}. A plain "one of these words" is what an index
    answers without looking at all that have one; the rest is asked of the few found.
    """
    scores = {}
    for names in (("cites_it", "is_cited", "references"), ("words",)):
        some = [one.query for one in clauses if one.name in names]
        if not some:
            continue
        hits = searcher.search(
            Q.or_should_match(*some), limit=CANDIDATES, count=False
        ).hits
        by_words = names == ("words",)
        lifts = _lifts(searcher, source, [address for _, address in hits])
        rows = zip(_keys(searcher, hits), hits, lifts, strict=True)
        for key, (score, _), lift in rows:
            scores[key] = lift + (score if by_words else 0.0)
    scores.pop(source.pk, None)
    return scores


def _any_of(schema, keys):
    # Not a set of terms: for so few, that takes five times as long.
    return Q.or_should_match(*(Q.term_query(schema, "id", key) for key in keys))


def _keys(searcher, hits):
    return searcher.fast_field_values("id", [address for _, address in hits])


def _lifts(searcher, source, addresses):
    """Return for each hit what it gains by its post and by being near in time."""
    moment = int(source.created.timestamp())
    posts = searcher.fast_field_values("post", addresses)
    moments = searcher.fast_field_values("created", addresses)
    return [
        SAME_POST * (post == source.post) + NEAR * (abs(when - moment) < DAYS * 86_400)
        for post, when in zip(posts, moments, strict=True)
    ]


def _ask(searcher, schema, clauses, common, scores):
    """
    Ask of all candidates at once which clauses hold: each adds a power of two to the
    score, which is then read bit by bit.
    """
    among = Q.const_score_query(_any_of(schema, common), 0.0)
    bits = [
        (SHOULD, Q.const_score_query(one.query, float(1 << place)))
        for place, one in enumerate(clauses)
    ]
    query = Q.boolean_query([(MUST, among), *bits])
    hits = searcher.search(query, limit=len(common), count=False).hits
    for key, (score, _) in zip(_keys(searcher, hits), hits, strict=True):
        held = round(score)
        for place, clause in enumerate(clauses):
            if held >> place & 1:
                scores[key] += clause.lift
                common[key].take(clause)


def telling_words(searcher, source):
    """Return the words of a cable that others have as well, the most telling first."""
    everything = searcher.num_docs
    most = min(max(everything // SHARE, 8), everything // 2)
    subject = WORD.findall(fold(source.subject[:LOOKED_AT]))
    counts = Counter(WORD.findall(fold(source.text[:LOOKED_AT])))
    counts.update(subject + subject)  # a word of the subject counts three times
    rated = []
    for word, times in counts.items():
        if len(word) <= LONGEST:
            frequency = searcher.doc_freq("body", word)
            if 2 <= frequency <= most:
                rarity = math.log(everything / frequency)
                rated.append((-(1 + math.log(times)) * rarity, word))
    return [word for _, word in sorted(rated)[:TERMS]]
