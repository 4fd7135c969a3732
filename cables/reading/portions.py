"""The parts of a cable that its portion markings call unclassified."""

import re
from collections import Counter
from typing import NamedTuple

from cables.choices import BlockKind

OPEN = {"U", "SBU", "FOUO", "LOU"}
TEXT = {
    BlockKind.NUMBERED,
    BlockKind.UNNUMBERED,
    BlockKind.BULLET,
    BlockKind.TABLE,
}


class Portions(NamedTuple):
    """What is shown, and how many blocks of text are not, by their marking."""

    shown: list
    left_out: dict

    @property
    def count(self):
        return sum(self.left_out.values())


def is_open(marking):
    return re.split(r"[/, ]+", marking.upper())[0] in OPEN


def has_portions(blocks):
    """Say whether some markings are unclassified and others are not."""
    markings = {block.marking for block in blocks if block.marking}
    return len({is_open(marking) for marking in markings}) == 2


def unclassified(blocks):
    """
    Keep what is marked as unclassified. A point, a table or a paragraph without a marking
    belongs to the marked one before it; a heading stays where something under it does.
    """
    shown, left_out, headings, marking = [], Counter(), [], ""
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            headings = [*headings, block]
        elif block.kind == BlockKind.CAPTION:
            shown.append(block)
        elif block.kind in TEXT:
            marking = block.marking or marking
            if is_open(marking):
                shown += [h for h in headings if not h.marking or is_open(h.marking)]
                shown.append(block)
            else:
                left_out[marking] += 1
            headings = headings if not is_open(marking) else []
    return Portions(shown, dict(left_out))
