"""
"Did you mean": for a word that no public cable has, the nearest that one has.

The index only says which cables to look at. The words themselves are read from the
public rows of the database, so that a word of a draft, or one that was taken out, cannot
be among them whatever is left of it in the index.
"""

from collections import Counter

import tantivy

from cables.choices import BlockKind
from cables.models import Cable, Paragraph

from .query import Field, Phrase, Query, Word, text_of, words_of
from .query_tree import leaves, rebuilt

MOST_WORDS = 3  # of a query, that are looked up
LOOKED_AT = 8  # cables, in which a word near to the missing one stands
LOOKED_THROUGH = 60_000  # characters of each
COUNTED = 5  # candidates


def did_you_mean(finder, missing=None):
    """
    Return the query with each word that no public cable has replaced by the nearest one
    that some have; None where that is not needed or finds nothing. ``missing`` are those
    words, where they are known already.
    """
    nearest = {}
    missing = missing_words(finder) if missing is None else missing
    for word in missing[:MOST_WORDS]:
        if near := _nearest(finder, word):
            nearest[word] = near
    if not nearest:
        return None
    tree = rebuilt(finder.query.tree, lambda node: _replaced(node, nearest))
    query = Query(tree=tree, text=text_of(tree))
    return query if _count(finder, query) else None


def missing_words(finder):
    """Return the words of a query that no public cable has, each once, in order."""
    words = dict.fromkeys(
        word
        for node in leaves(finder.query.tree, negative=False)
        for word in _words(node)
    )
    return [word for word in list(words)[:20] if not _frequency(finder, word)]


def _words(node):
    match node:
        case Field("subject", value):
            yield from _words(value)
        case Word(text):
            yield text
        case Phrase(words):
            yield from words


def _replaced(node, nearest):
    match node:
        case Field("subject", value):
            return Field("subject", _replaced(value, nearest) or value)
        case Word(text):
            return Word(nearest.get(text, text))
        case Phrase(words):
            return Phrase(tuple(nearest.get(word, word) for word in words))
    return None


def _frequency(finder, word):
    """Return how many public cables have a word. ``doc_freq`` knows deleted ones too."""
    query = finder.compiler.word(word, "body")
    return finder.searcher.search(query, limit=1, count=True).count


def _count(finder, query):
    words = finder.compiler.compile(query)
    return finder.searcher.search(words, limit=1, count=True).count


def _nearest(finder, word):
    """Return the word with the fewest letters changed, the most frequent of several."""
    for distance in (1, 2):
        if len(word) <= 2 * distance:
            return None
        found = _candidates(finder, word, distance)
        counted = [(_frequency(finder, one), one) for one in found]
        if counted and max(counted)[0]:
            return max(counted)[1]
    return None


def _candidates(finder, word, distance):
    """Return words of public texts that are that near, those found most often first."""
    near = tantivy.Query.fuzzy_term_query(
        finder.compiler.schema, "body", word, distance, transposition_cost_one=True
    )
    hits = finder.searcher.search(near, limit=LOOKED_AT, count=False).hits
    keys = finder.searcher.fast_field_values("id", [address for _, address in hits])
    found, is_near = Counter(), {}
    for text in _public_texts(keys):
        for one in words_of(text):
            if one not in is_near:
                is_near[one] = _is_near(word, one, distance)
            found[one] += is_near[one]
    return [one for one, times in found.most_common(COUNTED) if times]


def _public_texts(keys):
    cables = Cable.objects.public().filter(pk__in=keys).order_by()
    subjects = dict(cables.values_list("pk", "subject"))
    yield from subjects.values()
    blocks = Paragraph.objects.filter(cable__in=list(subjects)).order_by(
        "cable_id", "position"
    )
    read = Counter()
    for key, text in blocks.exclude(kind=BlockKind.ARTEFACT).values_list(
        "cable", "text"
    ):
        if read[key] < LOOKED_THROUGH:
            read[key] += len(text)
            yield text


def _is_near(word, other, most):
    """Whether one becomes the other by so many letters put in, out, other or swapped."""
    if word == other or abs(len(word) - len(other)) > most:
        return False
    # Most words are told apart by the letters that they have, which is soon seen.
    if (
        len(set(word).difference(other)) > most
        or len(set(other).difference(word)) > most
    ):
        return False
    return distance(word, other) <= most


def distance(one, other):
    """Return the number of letters to put in, take out, change, or swap with the next."""
    before, row = [], list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, counterpart in enumerate(other, start=1):
            cost = min(
                row[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != counterpart)
            )
            swapped = (
                i > 1 and j > 1 and (letter, one[i - 2]) == (other[j - 2], counterpart)
            )
            row.append(min(cost, last[j - 2] + 1) if swapped else cost)
    return row[-1]
