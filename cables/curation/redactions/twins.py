"""
Twins of a redacted passage: other cables that say the same, word for word or nearly, so
that words do not stay in the one that were taken out of the other.
"""

import re
from dataclasses import dataclass

from cables.choices import BlockKind
from cables.models import Cable, Paragraph
from cables.search.find import Finder
from cables.search.index import IndexMissing, desk_index
from cables.search.query import Phrase, Query
from cables.search.query_tree import any_of

from .words import Skeleton, forms_of, words_of

SHINGLE = 3  # words in a row
ASKED = 12  # shingles that the index is asked for
CABLES = 60
#: So much of the shorter text's shingles are in the other: the same passage.
ALIKE = 0.25
SHORTEST = 8  # words of a text that can be told from any other
WORD = re.compile(r"\w+")
TEXTS = (BlockKind.ARTEFACT,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """Another cable with the passage."""

    cable: Cable
    why: str  # "its twin", "the same paragraph", "nearly the same paragraph"
    key: str  # of the paragraph; empty for the cable as a whole
    has_words: bool  # the words stand there still
    likeness: float = 1.0


def twins_of(redaction):
    """Return the Twins of a redacted passage, those that still have the words first."""
    sealed, words = redaction.sealed_text, words_of(redaction)
    cable, forms = sealed.cable, forms_of(words)
    found = list(_canonical(cable, forms))
    named = {twin.cable.pk for twin in found}
    near = near_duplicates(sealed.text, leave_out=[cable.pk])
    for block, likeness in near:
        if block.cable_id in named and not forms.stand_in(block.text):
            continue
        why = "the same paragraph" if likeness > 0.98 else "nearly the same paragraph"
        found.append(
            Twin(
                cable=block.cable,
                why=why,
                key=block.key,
                has_words=forms.stand_in(block.text),
                likeness=likeness,
            )
        )
    return sorted(found, key=lambda twin: (not twin.has_words, -twin.likeness))


def _canonical(cable, forms):
    """Give the malformed twin of a cable, or the cable that it is a twin of."""
    keys = {cable.canonical_id, *cable.twins.values_list("pk", flat=True)} - {None}
    if cable.canonical_id:
        siblings = Cable.objects.filter(canonical=cable.canonical_id)
        keys |= set(siblings.values_list("pk", flat=True))
    for twin in Cable.objects.filter(pk__in=keys - {cable.pk}):
        texts = [twin.body, twin.subject, twin.header]
        texts += twin.paragraphs.values_list("text", flat=True)
        yield Twin(
            cable=twin,
            why="its twin",
            key="",
            has_words=any(map(forms.stand_in, texts)),
        )


def near_duplicates(text, *, leave_out=()):
    """
    Return (paragraph, likeness) of paragraphs elsewhere that say the same: the index is
    asked for some rows of three words, the texts themselves for all of them.
    """
    mine = shingles(text)
    if len(WORD.findall(text)) < SHORTEST:
        return []
    found = []
    keys = _candidates(text, set(leave_out))
    rows = Paragraph.objects.filter(cable__in=keys).exclude(kind__in=TEXTS)
    for block in rows.select_related("cable").order_by("cable_id", "position"):
        likeness = containment(mine, shingles(block.text))
        if likeness >= ALIKE:
            found.append((block, likeness))
    return found


def shingles(text):
    """
    Return the rows of three words of a text, as letters alone: a word that is broken with
    a hyphen is one word, and capitals are none.
    """
    words = [Skeleton(word).letters for word in _words(text)]
    words = [word for word in words if word]
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def _words(text):
    return re.sub(r"-\s*\n?\s*", "", text).split()


def containment(one, other):
    """Return how much of the smaller set of shingles the other one has."""
    smaller = min(len(one), len(other))
    if smaller < SHORTEST - SHINGLE + 1:
        return 0.0
    return len(one & other) / smaller


def _candidates(text, leave_out):
    """Ask the index for some shingles, from all over the text."""
    words = WORD.findall(text)
    words = [w for w in (Skeleton(word).letters for word in words) if w]
    places = range(len(words) - SHINGLE + 1)
    step = max(len(places) // ASKED, 1)
    asked = [Phrase(tuple(words[at : at + SHINGLE])) for at in places[::step]]
    try:
        finder = Finder(Query(tree=any_of(asked), text=""), index=desk_index)
    except IndexMissing:
        return []
    found = finder.find(limit=CABLES)
    return [key for key in found.keys if key not in leave_out]
