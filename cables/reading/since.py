"""Whether words have changed since a link to them was made: the link carries their name."""

from typing import NamedTuple

from cables.sharing.fingerprints import (
    fingerprint,
    fingerprint_of,
    is_fingerprint,
)


class Since(NamedTuple):
    """``verdict`` is same, moved (to ``block``), changed or unreadable."""

    verdict: str
    block: object = None


def since(seen, everything, blocks=None):
    """
    Compare a fingerprint with the words as they are now: with those of some blocks or,
    where a whole cable is read, with any of its paragraphs and with all together.
    Return None where a link carries no fingerprint.
    """
    if not seen:
        return None
    if not is_fingerprint(seen):
        return Since("unreadable")
    if blocks is not None and fingerprint_of(blocks) == seen:
        return Since("same")
    if blocks is None and fingerprint_of(everything) == seen:
        return Since("same")
    block = next((b for b in everything if fingerprint(b.text) == seen), None)
    if block is None:
        return Since("changed")
    return Since("same" if blocks is None else "moved", block)
