"""
The TAGS line (formats: body, 4, and the vocabulary): codes, persons, organisations.

Entries stand between commas, or between blanks where commas were left out. A person in
brackets is one entry. An entry that runs codes together is split only if every part
is a known code.
"""

import re
from functools import lru_cache

from .records import Span, Tag, TagKind
from .vocabulary import TAG_KINDS

_LABEL = re.compile(r"\s*(?:[A-Z]{1,5}(?: [A-Z])?\s{0,2}[:;.]|TAGS?\b)\s*")
_ENTRY = re.compile(r"\((?P<person>[^()]{1,60})\)|(?P<plain>[^,;()]+)")
_WORD = re.compile(r"\S+")
_CODE = re.compile(r"[A-Z]{2}|[A-Z]{4}|K[A-Z]{3}")
_LONGEST = 4000  # characters of a TAGS field that are read


def read_tags(text: str, start: int) -> list[Tag]:
    """Read a TAGS field, label included; ``start`` is where it stands in the body."""
    label = _LABEL.match(text)
    tags: dict[str, Tag] = {}
    for entry in _ENTRY.finditer(text, label.end() if label else 0, _LONGEST):
        group = entry.lastgroup or ""
        at = start + entry.start(group)
        for tag in _READERS[group](entry[group]):
            if tag.code not in tags:
                tags[tag.code] = Tag(
                    code=tag.code,
                    kind=tag.kind,
                    printed=tag.printed,
                    span=Span(at + tag.span.start, at + tag.span.end),
                )
    return list(tags.values())


def kind_of(code: str) -> TagKind:
    """Tell a code's kind; a K with three letters is a program even when not listed."""
    known = TAG_KINDS.get(code)
    if known:
        return known
    return "program" if re.fullmatch(r"K[A-Z]{3}", code) else "unknown"


def looks_like_tags(line: str) -> bool:
    """Tell whether a line can go on with the TAGS above it: known codes only."""
    words = re.split(r"[\s,;]+", line.strip())
    return bool(line.strip()) and all(word in TAG_KINDS for word in words if word)


def _person(text: str) -> list[Tag]:
    return [_tag(text, 0, "person")] if text.strip() else []


# The same few thousand entries come again and again.
@lru_cache(maxsize=8192)
def _plain(text: str) -> list[Tag]:
    """Read an entry; spans count from its own start."""
    code = _folded(text)
    if not code:
        return []
    if code in TAG_KINDS or " " not in code:
        return _one_or_fused(text, 0)
    return [
        tag
        for start, end in _without_commas(text)
        for tag in _one_or_fused(text[start:end], start)
    ]


def _without_commas(text: str) -> list[tuple[int, int]]:
    """Part entries between blanks; words that are no codes stay together."""
    parts: list[tuple[int, int]] = []
    plain = False  # the entry before is made of such words: "HUMAN RIGHTS"
    for word in _WORD.finditer(text):
        code = _is_code(word[0].upper().strip(".:"))
        if plain and not code:
            parts[-1] = (parts[-1][0], word.end())
        else:
            parts.append(word.span())
        plain = not code
    return parts


_READERS = {"person": _person, "plain": _plain}


def _is_code(word: str) -> bool:
    known = word in TAG_KINDS or bool(_split_fused(word))
    return known or _CODE.fullmatch(word) is not None


def _one_or_fused(text: str, at: int) -> list[Tag]:
    code = _folded(text)
    if not code.strip(".:/-'\""):
        return []
    parts = [] if code in TAG_KINDS else _split_fused(code)
    if not parts:
        return [_tag(text, at, kind_of(code))]
    at += len(text) - len(text.lstrip(" \t\r\n.:;"))
    tags = []
    for part in parts:
        tags.append(_tag(part, at, TAG_KINDS[part]))
        at += len(part)
    return tags


def _split_fused(code: str) -> list[str]:
    """Split "ECONEFIN" into codes of four letters, the last perhaps a place of two."""
    if not code.isalpha() or not 6 <= len(code) <= 40:
        return []
    parts = [code[index : index + 4] for index in range(0, len(code), 4)]
    return parts if all(part in TAG_KINDS for part in parts) else []


def _folded(text: str) -> str:
    return " ".join(text.upper().split()).strip(" .:;")


def _tag(text: str, at: int, kind: TagKind) -> Tag:
    printed = text.strip()
    start = at + len(text) - len(text.lstrip())
    return Tag(
        code=_folded(printed),
        kind=kind,
        printed=printed,
        span=Span(start, start + len(printed)),
    )
