"""
Headings (formats: body, 8): short lines in capitals or title case between paragraphs,
often between rows of dashes, underscores or equals signs.

A row of dashes belongs to the heading that it frames; a row that frames nothing is an
artefact, and in neither case readable text.
"""

import re

_LONGEST = 200
_LONGEST_LINE = 90
_NO_TITLE_END = (".", ",", ";", '"', "'", ":-")
_WORD = re.compile(r"[^\W\d_][\w'\u2019.-]*")
_SMALL_WORDS_UP_TO = 4  # "with" may stay small in a title, "about" may not
_SENTENCE_INSIDE = re.compile(r"\w{3}\.\s")  # "U.S. POLICY" holds no sentence
_SOURCE = re.compile(r"(?:Source|Note)s?:", re.IGNORECASE)


def looks_like_heading(body: str, start: int, end: int) -> bool:
    """Tell whether a stretch reads as a heading although no row of dashes frames it."""
    if end - start > _LONGEST:
        return False
    text = body[start:end].rstrip()
    lines = text.split("\n")
    if len(lines) > 2 or any(len(line) > _LONGEST_LINE for line in lines):
        return False
    if _SENTENCE_INSIDE.search(text):
        return False
    if text.endswith(_NO_TITLE_END) and not _is_initialism(text):
        return False
    return _is_title(text)


def _is_initialism(text: str) -> bool:
    return re.search(r"\b(?:[A-Z]\.){2,}$", text) is not None


def _has_letters(text: str) -> bool:
    """Tell whether four letters or more are in it; mostly the first ones tell."""
    return any(sum(map(str.isalpha, some)) >= 4 for some in (text[:12], text))


def _is_title(text: str) -> bool:
    words = _WORD.findall(text)
    if not _has_letters(text) or _SOURCE.match(text) or "://" in text or "@" in text:
        return False
    if text.isupper():
        return True
    if len(words) < 2 and not text[:1].isupper():
        return False
    return (
        words[0][0].isupper()
        and all(word[0].isupper() for word in words if len(word) > _SMALL_WORDS_UP_TO)
        and sum(word[0].isupper() for word in words) * 2 >= len(words)
    )
