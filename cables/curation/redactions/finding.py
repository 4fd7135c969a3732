"""Finding words again in a text that has changed since they were marked."""

from cables.models.marker import REDACTED

#: So many characters beside the words must be the same as they were.
SURE = 12


def find_again(old, start, end, new):
    """
    Return where the words that stood at ``old[start:end]`` stand in ``new``: by the words
    themselves and by what surrounds them. None where nothing tells, or two places do.
    """
    if old == new:
        return start, end
    places = list(_places(new, old[start:end]))
    return _surest(places, old[:start], old[end:], new)


def find_marker(standing, before, after, text):
    """
    Return where ``standing``, which begins with a marker, stands in a text between words
    like ``before`` and ``after``; None where nothing tells.
    """
    return _surest(list(_places(text, standing)), before, after, text)


def stands_between(before, after, text, start, size):
    """Say whether a place of a text stands between such words as it did."""
    return _agreement(before, after, text, start, start + size)[1]


def markers(text):
    """Return where the markers of a text begin."""
    return [found.start() for found in REDACTED.finditer(text)]


def _places(text, words):
    at = text.find(words)
    while at >= 0 and words:
        yield at, at + len(words)
        at = text.find(words, at + 1)


def _surest(places, before, after, text):
    rated = sorted(
        ((*_agreement(before, after, text, *place), place) for place in places),
        reverse=True,
    )
    if not rated:
        return None
    total, sure, best = rated[0]
    if not sure or (len(rated) > 1 and rated[1][0] == total):
        return None
    return best


def _agreement(before, after, text, start, end):
    """Return how many characters around are the same, and whether that is enough."""
    left = _common(before[::-1], text[:start][::-1])
    right = _common(after, text[end:])
    sure = (
        max(left, right) >= SURE
        or left == len(before) == start
        or right == len(after) == len(text) - end
    )
    return left + right, sure


def _common(one, other):
    """Return how many characters two texts have in common at their beginning."""
    size = min(len(one), len(other))
    if one[:size] == other[:size]:
        return size
    return next(at for at in range(size) if one[at] != other[at])
