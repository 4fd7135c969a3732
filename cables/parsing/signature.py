"""
The signature (formats: body, 10): surnames in capitals that end a message.

It stands on a line of its own, or runs on behind the last sentence of a re-flowed
message ("… End Comment. SCOBEY"). What may follow it is no part of it.
"""

import re

from .classification import CAPTIONS
from .drafts import Draft
from .frames import split_off
from .vocabulary import TAG_KINDS

_NAME = r"[A-Z][A-Z'\u2019-]+(?:[ .][A-Z][A-Z'\u2019.-]*){0,2}"
_LINE = re.compile(_NAME)
_TITLE_CASE = re.compile(r"[A-Z][a-z'\u2019]+(?:[ -][A-Z][a-z'\u2019]+){0,2}")
_FUSED = re.compile(
    rf"(?<=[.!?)\]\"\u201d])\s{{1,4}}#?(?P<name>{_NAME}|[A-Z][a-z]{{3,20}})$"
)
_SENTENCE_END = re.compile(r"[.!?\"\u201d)]\s*$")
_OTHER_LINES_TEXT = """
    END COMMENT SUMMARY TEXT SECRET UNCLASSIFIED UNCLAS CONFIDENTIAL NOTE BEGIN ACTION
    REQUEST CONCLUSION BIO ANNEX NO TOP LIMITED
"""
_WORDS_OF_OTHER_LINES = frozenset(_OTHER_LINES_TEXT.split()) | frozenset(CAPTIONS)
_READABLE = frozenset({"numbered", "unnumbered", "bullet", "heading"})
_LONGEST_AFTER = 80  # characters of a note that may follow a signature


def mark_signature(body: str, drafts: list[Draft]) -> Draft | None:
    """Find the signature among the last drafts and part it from the text before it."""
    _set_aside_litter(body, drafts)
    places = [i for i, draft in enumerate(drafts) if draft.kind in _READABLE][-2:]
    if not places or drafts[places[-1]].rows:  # a heading between rows of dashes
        return None
    last = places[-1]
    found = _on_last_line(body, drafts, last) or _fused(body, drafts, last)
    if found or len(places) < 2:
        return found
    draft = drafts[last]
    if draft.kind == "numbered" or draft.end - draft.start > _LONGEST_AFTER:
        return None
    return _on_last_line(body, drafts, places[0], strict=True)


def _set_aside_litter(body: str, drafts: list[Draft]) -> None:
    """Stray marks after the end, such as a lone quotation mark, are no text."""
    for draft in reversed(drafts):
        if draft.kind == "artefact":
            continue
        text = body[draft.start : min(draft.end, draft.start + 40)]
        if draft.end - draft.start > 40 or any(map(str.isalnum, text)):
            _part_litter(body, drafts, draft)
            return
        draft.kind = "artefact"


def _part_litter(body: str, drafts: list[Draft], draft: Draft) -> None:
    """Part a last line without a letter or digit from the words above it."""
    piece = draft.pieces[-1][0]
    line = body.rfind("\n", max(piece, draft.end - 40), draft.end) + 1
    if line > draft.text_at and not any(map(str.isalnum, body[line : draft.end])):
        litter = split_off(body, draft, line)
        litter.kind = "artefact"
        drafts.insert(drafts.index(draft) + 1, litter)


def _on_last_line(
    body: str, drafts: list[Draft], index: int, *, strict: bool = False
) -> Draft | None:
    draft = drafts[index]
    piece = draft.pieces[-1][0]
    line = max(body.rfind("\n", max(piece, draft.end - 200), draft.end) + 1, piece)
    words = body[line : draft.end].strip()
    if len(words) > 60 or not _is_name(words, strict):
        return None
    if line == draft.start and not draft.label:
        draft.kind, draft.text_at, draft.marking = "signature", draft.start, ""
        return draft
    if line <= draft.text_at or not _can_end(body[max(piece, line - 80) : line]):
        return None
    return _part(body, drafts, index, line)


def _is_name(words: str, strict: bool) -> bool:
    if _WORDS_OF_OTHER_LINES & set(words.upper().replace(".", " ").split()):
        return False
    if _LINE.fullmatch(words):
        return not strict or len(words.split()) <= 2
    return not strict and _TITLE_CASE.fullmatch(words) is not None


def _can_end(above: str) -> bool:
    """Tell whether the line above a signature ends a sentence, or is a short note."""
    last = above.rstrip().rpartition("\n")[2]
    return bool(_SENTENCE_END.search(last)) or len(last) < 20


def _fused(body: str, drafts: list[Draft], index: int) -> Draft | None:
    """Part "SCOBEY" from the sentence before it, where the text is not in capitals."""
    draft = drafts[index]
    tail_start = max(draft.text_at, draft.pieces[-1][0], draft.end - 200)
    tail = body[tail_start : draft.end]
    match = _FUSED.search(tail)
    if match is None or tail[: match.start()].isupper():
        return None
    name = match["name"]
    if not _is_name(name, strict=not name.istitle()) or name in TAG_KINDS:
        return None
    signature = _part(
        body, drafts, index, tail_start + match.end() - len(match[0].strip())
    )
    signature.text_at = tail_start + match.start("name")
    return signature


def _part(body: str, drafts: list[Draft], index: int, at: int) -> Draft:
    signature = split_off(body, drafts[index], at)
    signature.kind = "signature"
    drafts.insert(index + 1, signature)
    return signature
