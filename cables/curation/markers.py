"""Boxes in a public text that say why words are gone: no editing takes one away."""

from collections import Counter

from cables.models.marker import REDACTED


def lost_markers(before, after):
    """Return the boxes of the texts ``before`` that the texts ``after`` lack."""
    return sorted((_count(before) - _count(after)).elements())


def _count(texts):
    return Counter(found for text in texts for found in REDACTED.findall(text))
