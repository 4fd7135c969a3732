"""
The same words in other cables: the desk's index says which may have them, and the texts
themselves which do. Nothing is decided here: an editor looks at each place.
"""

from dataclasses import dataclass

from cables.models import Cable
from cables.search.find import Finder
from cables.search.index import desk_index
from cables.search.query import Phrase, Query, Word, words_of
from cables.search.query_tree import any_of

from .passages import Passages
from .texts import BODY, HEADER, Place, Texts
from .words import forms_of

FORMS = 60  # ways of breaking the words that the index is asked for
CABLES = 2_000  # as many are looked at; more is a word that marks nobody
BESIDE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where the words stand."""

    cable: Cable
    place: Place
    name: str
    start: int
    end: int
    before: str
    words: str
    after: str

    @property
    def value(self):
        """What a box to tick sends: where, and no words."""
        return f"{self.cable.pk} {self.place} {self.start} {self.end}"


def cables_with(words, *, leave_out=()):
    """
    Return (primary keys, whether there are more) of cables of every state that may hold
    the words in some form, in a fixed order. Raise IndexMissing where there is no index.
    """
    tree = any_of([_node(one) for one in _ways(words)])
    finder = Finder(Query(tree=tree, text=""), index=desk_index)
    found = finder.find(order="newest", limit=CABLES)
    left = set(leave_out)
    return sorted(key for key in found.keys if key not in left), found.count > CABLES


def _node(words):
    return Word(words[0]) if len(words) == 1 else Phrase(tuple(words))


def _ways(words):
    """
    Return the words as the index may hold them: in a row, run together, spaced out, and
    with one of them broken at each of its letters.
    """
    plain = words_of(words)
    ways = [plain, ["".join(plain)], list("".join(plain))]
    for place, word in enumerate(plain):
        for at in range(1, len(word)):
            ways.append([*plain[:place], word[:at], word[at:], *plain[place + 1 :]])
    for place in range(1, len(plain)):
        joined = plain[place - 1] + plain[place]
        ways.append([*plain[: place - 1], joined, *plain[place + 1 :]])
    return [way for way in ways[:FORMS] if way and all(way)]


def hits_in(cable, words, rows=None):
    """
    Return the Hits in one cable, one for each passage: what the subject and the line that
    it was read from both say is there once.
    """
    texts, forms = Texts(cable, rows), forms_of(words)
    places = [Place("paragraph", row.pk) for row in texts.paragraphs()]
    places += [one for one in texts.of_kind("field") if one not in (BODY, HEADER)]
    found = [
        hit for place in [*places, BODY, HEADER] for hit in _hits(texts, place, forms)
    ]
    passages = Passages(texts) if found else None
    hits, said = [], {}
    for hit in found:
        if any(a < hit.end and hit.start < b for a, b in said.get(hit.place, ())):
            continue
        hits.append(hit)
        for place, pieces in passages.same(hit.place, hit.start, hit.end).items():
            said.setdefault(place, []).extend(p for several in pieces for p in several)
    return hits


def _hits(texts, place, forms):
    text = texts[place]
    for start, end in forms.spans(text):
        yield Hit(
            cable=texts.cable,
            place=place,
            name=texts.name(place),
            start=start,
            end=end,
            before=text[max(start - BESIDE, 0) : start],
            words=text[start:end],
            after=text[end : end + BESIDE],
        )
