"""What stands in a public text in the place of words that were taken out."""

import re

#: "[redacted: protects a source]", or "[redacted]".
REDACTED = re.compile(r"\[redacted(?:: [^\[\]\n]{1,80})?\]")
#: Where a column is too short for the reason.
SHORT = "[redacted]"


def marker(why):
    """Return the marker that says why words are gone."""
    return f"[redacted: {why}]"
