"""
Re-flowing: the words of a message joined for reading (formats: broken and re-flowed texts).

Line ends become blanks, blanks are folded, rows of dashes go. A letter or a digit is
never lost, so that what is read can be checked against what was printed.
"""

import re
from collections.abc import Callable

# A word broken at a line end keeps its hyphen and closes up ("JURIS-\nDICTION"), unless
# the next word shows that the hyphen hangs ("long- \nand short-term").
_BROKEN_WORD = re.compile(
    r"-(?<=[^\W_]-)[^\S\n]*+\n\s*+(?=[^\W_])(?!(?:and|or|to|nor|but|through|und|y)\b)",
    re.IGNORECASE,
)
_ROW = re.compile(r"(?<!\S)[-_=*~]{4,}+(?!\S)")
# What makes a body need the thorough way: white space other than blanks and line ends,
# and rows of other marks than dashes. Looking for one character costs next to nothing.
_ODD_SPACES = tuple(
    "\t\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
) + tuple(map(chr, range(0x2000, 0x200B)))
_ROW_MARKS = "_=*~"


def reflow(text: str) -> str:
    """Join lines into one run of words with single blanks."""
    if "-" in text:
        text = _BROKEN_WORD.sub("-", text)
    return " ".join(_ROW.sub("", text).split())


def reflower(body: str) -> Callable[[str], str]:
    """Return what re-flows pieces of this body: the quick way where it is safe."""
    has = body.__contains__
    if any(map(has, _ODD_SPACES)) or (any(map(has, _ROW_MARKS)) and _ROW.search(body)):
        return reflow
    return _reflow_plain


def _reflow_plain(text: str) -> str:
    """Do as ``reflow`` where blanks and line ends are the only white space."""
    # Replacing is several times faster than splitting into words and joining them.
    if "-" in text:
        if "----" in text:
            text = _ROW.sub("", text)
        if "\n" in text:
            text = _BROKEN_WORD.sub("-", text)
    text = text.replace("\n", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def fold(text: str) -> str:
    """Fold white space and change nothing else."""
    return " ".join(text.split())


def keep_lines(text: str) -> str:
    """Keep line breaks and columns, as a table needs them."""
    lines = (line.rstrip() for line in text.strip("\n").split("\n"))
    return "\n".join(line for line in lines if line)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a range to what is not white space; empty when there is nothing."""
    if start < end and not (text[start].isspace() or text[end - 1].isspace()):
        return start, end
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, start + max(left, len(piece.rstrip()))


def blanked(text: str, pieces: list[tuple[int, int]]) -> str:
    """Return the stretch over all pieces, with what lies between them blanked out."""
    parts = []
    at = pieces[0][0]
    for start, end in pieces:
        parts.append(" " * (start - at))
        parts.append(text[start:end])
        at = end
    return "".join(parts)
