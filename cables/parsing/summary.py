"""
The summary (formats: rates; body, 8): from "Summary" to "End summary", or the
paragraphs under a SUMMARY heading.
"""

import re

from .records import Block

_BEGIN = re.compile(
    r"(?:BEGIN\s+)?(?:EXECUTIVE\s+)?SUMMARY(?:\s+(?:AND|&)\s+[A-Z ]{3,30}?)?\s*"
    r"(?:[:.;]|-{1,2}|\u2013)\s*",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:BEGIN\s+)?(?:EXECUTIVE\s+)?SUMMARY\b", re.IGNORECASE)
_WORD = re.compile("SUMMARY|[Ss]ummary")
_END = re.compile(
    r"[Ee](?:ND|nd)(?<!\w...)\s+(?i:(?:OF\s+)?(?:EXECUTIVE\s+)?SUMMARY\b)"
)
_REACH = 40  # characters before the word in which "End of executive" stands
_TEXT = frozenset({"numbered", "unnumbered", "bullet", "table"})
_MOST_BLOCKS = 12


def read_summary(blocks: list[Block]) -> str:
    """Return the summary without the words that open and close it."""
    for index, block in enumerate(blocks):
        if block.kind in _TEXT:
            begin = _BEGIN.match(block.text)
            if begin:
                return _until_end(blocks[index:], begin.end())
        elif block.kind == "heading" and _HEADING.match(block.text):
            return _under_heading(blocks[index + 1 :])
    return ""


def _until_end(blocks: list[Block], skip: int) -> str:
    """Collect from the opening word to the closing one; without one, one paragraph."""
    parts: list[str] = []
    for block in blocks[:_MOST_BLOCKS]:
        if block.kind not in _TEXT:
            continue
        text, ended = _to_end(block.text[skip:] if not parts else block.text)
        parts.append(text)
        if ended:
            return " ".join(part for part in parts if part)
    return parts[0] if parts else ""


def _under_heading(blocks: list[Block]) -> str:
    parts = []
    for block in blocks[:_MOST_BLOCKS]:
        if block.kind == "heading":
            break
        if block.kind not in _TEXT:
            continue
        text = block.text
        if not parts and (begin := _BEGIN.match(text)):
            text = text[begin.end() :]
        text, ended = _to_end(text)
        parts.append(text)
        if ended:
            break
    return " ".join(part for part in parts if part)


def _to_end(text: str) -> tuple[str, bool]:
    """Return the words before "End summary", and whether it was there."""
    # The word is looked for first: a search for "end" would stop at every e.
    for word in _WORD.finditer(text):
        begin = max(0, word.start() - _REACH)
        if end := _END.search(text, begin, word.end() + 1):
            return text[: end.start()].rstrip(" (["), True
    return text, False
