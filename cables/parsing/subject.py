"""
The SUBJECT (formats: body, 5): one to four lines joined, without a leading portion mark.

Brackets other than a portion mark are part of the title.
"""

import re

from .labels import MARKING_AFTER_NUMBER
from .text import reflow

_LABEL = re.compile(r"\s*S?U?B?JE?C?T?S?\s{0,2}[:;.]{0,2}\s*", re.IGNORECASE)


def title_start(text: str) -> int:
    """Return where the title begins in a SUBJECT field."""
    label = _LABEL.match(text)
    at = label.end() if label else 0
    portion = MARKING_AFTER_NUMBER.match(text, at)
    return portion.end() if portion else at


def read_subject(text: str) -> str:
    """Read a SUBJECT field, label included."""
    return reflow(text[title_start(text) :])
