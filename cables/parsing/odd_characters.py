"""Characters that no text has: they turn its direction, or are control characters."""

import re

#: Show what follows them in another order than it has.
TURNING = "\u202a-\u202e\u2066-\u2069"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # all but tab and line ends
_ODD = re.compile(f"[{TURNING}{_CONTROLS}]")
_TURNING = re.compile(f"[{TURNING}]")


def odd_character(text: str, stored: str = "") -> str:
    """Return the first such character, or nothing; one that was ``stored`` may stay."""
    return next((one for one in _ODD.findall(text) if one not in stored), "")


def turns(character: str) -> bool:
    return bool(_TURNING.match(character))


def code_of(character: str) -> str:
    """Return the name by which a character is looked up: U+202E."""
    return f"U+{ord(character):04X}"
