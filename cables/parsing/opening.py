"""
The opening of a body (formats: body, 1-7), cut into its fields line by line.

A field runs from its keyword to the next one, or to a blank line. The opening ends at
the first paragraph, row of dashes or other text after the SUBJECT. Several fields may
share a line, and page markers may stand between lines of one field.
"""

import re
from dataclasses import dataclass, field

from .classification import captions_in, is_caption_line, read_classification
from .lines import WHOLE, Mark
from .tags import looks_like_tags
from .text import blanked, trimmed

_KEYWORDS = {
    "order": r"E\.?\s?[O0]\.?[\s:]{0,3}1[0-4][0-9]{3}|E\.[O0]\.",
    "tags": r"(?:T?AG ?E? ?S|TGAS|TAGA|TASG|TAG|TAGES|TAFS)\s{0,2}[:;.]|TAGS\b",
    "subject": r"(?:SUBJECTS?|S?UB?JE?C?T?|SUBECT|SUBEJCT|SUBJ)\s{0,2}[:;.]|SUBJECT\b|SUBJ\b",
    "refs": r"(?i:REFERENCES?|REFTELS?|REF\(?S?\)?)\s{0,2}[:;.]|REFS?(?=\s+\(?[A-Z])|REFS?$",
    "classified": r"(?:\([UCS]\)\s{0,2})?(?i:(?:CLASSIFIED|DERIVED)\s+(?:BY|FROM)\b)",
    "reason": r"(?i:REASONS?)\s{0,2}[:.]|(?i:DECLASSIFY ON)\b",
}
_AT_LINE_START = re.compile(
    r"\s*(?:" + "|".join(f"(?P<{k}>{p})" for k, p in _KEYWORDS.items()) + ")"
)
_INSIDE = re.compile(
    r"(?<=\s)(?:(?P<order>E\.[O0]\.\s?[0-9]{5})|(?P<tags>TAGS:)|(?P<subject>SUBJ(?:ECT)?:)"
    r"|(?P<refs>REF(?:S|TELS?)?:)|(?P<classified>(?i:CLASSIFIED BY:?)\s))"
)
_INSIDE_SEEDS = ("E.", "TAGS:", "SUBJ", "REF", "lassified", "LASSIFIED")
_ANY_SUBJECT = re.compile(
    r"(?<=\s)SUBJ(?:ECT)?:"
    r"|(?:\A|\n)[^\S\n]*+(?:SUBJ(?:ECT)?\b|(?:S?UB?JE?C?T?|SUBEJCT|SUBECT)S?\s{0,2}[:;.])"
)
_PARAGRAPH = re.compile(r"\s*\xb6?[0-9]{1,3}\.\s{0,12}[A-Za-z(\"']")
# An entry of a REF list after a blank line: its letter, and a figure somewhere.
_ENTRY = re.compile(r"\(?([A-Za-z])[.)]\s[^\n]*?[0-9]")
_ENTRY_LABELS = re.compile(r"(?:^|[\s(])([A-Za-z])[.)](?=\s)")
_BARE_SERIAL = re.compile(r"[0-9]{2,8}")
_LONGEST_ENTRY = 150
_ATTENTION = re.compile(
    r"\s*\(?(?:[A-Z0-9]{1,10}(?:/[A-Z0-9&-]{1,12})+(?![a-z])|.{0,60}\b(?:FOR|PASS|ATTN|FROM|ALSO|INFO)\b)"
)
_GOES_ON = re.compile(r"(?:\b(?:AND|FOR|TO|FROM|OF)|,)\s*$")
_MOST_SUBJECT_LINES = 4
_MOST_FIELDS = 1000  # no real opening comes near
_SUBJECT_WITHIN = 8000  # characters in which a SUBJECT line is looked for


@dataclass(slots=True)
class Field:
    """One field of the opening: its kind, and the pieces of the body it stands on."""

    kind: str
    pieces: list[tuple[int, int]]
    lines: int = 1
    closed: bool = False  # a blank line came after it

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]

    def text(self, body: str) -> str:
        """Return the field's words, with page markers inside blanked out."""
        if len(self.pieces) == 1:
            return body[self.start : self.end]
        return blanked(body, self.pieces)


@dataclass(slots=True)
class Opening:
    """The fields and artefacts of an opening, in order, and where the text begins."""

    fields: list[Field] = field(default_factory=list)
    by_kind: dict[str, list[Field]] = field(default_factory=dict)
    text_start: int = 0

    def add(self, one: Field) -> None:
        self.fields.append(one)
        self.by_kind.setdefault(one.kind, []).append(one)

    def of_kind(self, kind: str) -> list[Field]:
        return self.by_kind.get(kind, [])


def read_opening(body: str, marks: list[Mark]) -> Opening:
    """Cut a body's opening into fields."""
    return _Reader(body, marks).read()


def _has_subject(body: str, marks: list[Mark]) -> bool:
    """Tell whether a SUBJECT line stands before the first paragraph."""
    end = _SUBJECT_WITHIN
    for kind, start, stop in marks:
        if kind == "number" and body[start:stop] == "1.":
            end = min(start, end)
            break
    return _ANY_SUBJECT.search(body, 0, end) is not None


class _Reader:
    """Walks the lines of an opening; each step decides what one line is."""

    def __init__(self, body: str, marks: list[Mark]):
        self.body = body
        self.whole = {start: kind for kind, start, _ in marks if kind in WHOLE}
        self.opening = Opening()
        self.current: Field | None = None  # the last field that is no artefact
        self.seen: set[str] = set()
        self.has_subject = _has_subject(body, marks)

    def read(self) -> Opening:
        body, at = self.body, 0
        while at < len(body) and len(self.opening.fields) < _MOST_FIELDS:
            end = body.find("\n", at)
            end = len(body) if end < 0 else end
            line = body[at:end]
            words = line.strip()
            if not words:
                self._close()
            else:
                start = at + line.index(words[0])
                if not self._take(words, start, start + len(words)):
                    break
            at = end + 1
        self.opening.text_start = min(at, len(body))
        return self.opening

    # ---- what a line is -------------------------------------------------

    def _take(self, line: str, start: int, stop: int) -> bool:
        """Take one line into the opening; False when the text begins with it."""
        kind = self.whole.get(start)
        if kind == "rule":
            return not self._is_past_subject() and self._add("artefact", start, stop)
        if kind and not (kind == "section" and self.current is None):
            return self._add_whole(kind, line, start, stop)
        if self.current is None and read_classification(line):
            return self._split_inside("classification", start, stop)
        keyword = _AT_LINE_START.match(line)
        if keyword and self._may_begin(keyword.lastgroup):
            return self._split_inside(keyword.lastgroup, start, stop)
        if self._begins_text(line):
            return False
        return self._continue(start, stop) or self._other(line, start, stop)

    def _add_whole(self, kind: str, line: str, start: int, stop: int) -> bool:
        """Add a line of handling words, news or repeated, or a page marker."""
        news = set(captions_in(line)) - self.seen if kind == "handling" else set()
        self.seen |= news
        return self._add("caption" if news else "artefact", start, stop)

    def _may_begin(self, kind: str) -> bool:
        return kind != "subject" or "subject" not in self.seen

    def _is_past_subject(self) -> bool:
        return "subject" in self.seen or not self.has_subject

    def _begins_text(self, line: str) -> bool:
        if _PARAGRAPH.match(line):
            return self._is_past_subject()
        return False

    # ---- taking it -------------------------------------------------------

    def _add(self, kind: str, start: int, stop: int) -> bool:
        one = Field(kind, [(start, stop)])
        self.opening.add(one)
        if kind != "artefact":
            self.current = one
            self.seen.add(kind)
        return True

    def _split_inside(self, kind: str, start: int, stop: int) -> bool:
        """Add a line's field, and those that begin further along the same line."""
        line_start = start
        line = self.body[start:stop]
        if any(map(line.__contains__, _INSIDE_SEEDS)):
            for match in _INSIDE.finditer(self.body, start + 1, stop):
                inside = match.lastgroup
                if inside in self.seen or inside == kind:
                    continue
                self._add(kind, *trimmed(self.body, line_start, match.start()))
                kind, line_start = inside, match.start()
        return self._add(kind, *trimmed(self.body, line_start, stop))

    def _close(self) -> None:
        if self.current:
            self.current.closed = True

    def _continue(self, start: int, stop: int) -> bool:
        """Add the line to the field above it, when that field goes on."""
        current = self.current
        rule = _CONTINUES.get(current.kind) if current else None
        line = self.body[start:stop]
        if rule is None or not rule(self, current, line):
            return False
        inside = self._first_inside(line, start, stop)
        end = (
            stop
            if inside is None
            else start + len(line[: inside.start() - start].rstrip())
        )
        if self.opening.fields[-1] is current:
            current.pieces[-1] = (current.pieces[-1][0], end)
        else:
            current.pieces.append((start, end))
        current.lines += 1
        current.closed = False
        if inside:
            self._split_inside(inside.lastgroup, inside.start(), stop)
        return True

    def _first_inside(self, line: str, start: int, stop: int) -> re.Match[str] | None:
        """Find a field that begins further along a line."""
        if not any(map(line.__contains__, _INSIDE_SEEDS)):
            return None
        match = _INSIDE.search(self.body, start + 1, stop)
        return match if match and match.lastgroup not in self.seen else None

    def _other(self, line: str, start: int, stop: int) -> bool:
        if is_caption_line(line):
            return self._add("caption", start, stop)
        if self._is_past_subject() and (self.seen & {"subject", "order", "tags"}):
            return False
        if not self.has_subject and not _ATTENTION.match(line):
            return False
        kind = "attention" if _ATTENTION.match(line) else "note"
        return self._add(kind, start, stop)

    # ---- whether a field goes on ------------------------------------------

    def _subject_goes_on(self, current: Field, line: str) -> bool:
        if current.lines >= _MOST_SUBJECT_LINES or self._interrupted(current):
            return False
        if not current.closed:
            return True
        label = _AT_LINE_START.match(self.body[current.start : current.end])
        return bool(label) and label.end() == current.end - current.start

    def _interrupted(self, current: Field) -> bool:
        return self.opening.fields[-1] is not current

    def _tags_go_on(self, current: Field, line: str) -> bool:
        ends_open = self.body[current.end - 1] == ","
        return (ends_open and not is_caption_line(line)) or looks_like_tags(line)

    def _refs_go_on(self, current: Field, line: str) -> bool:
        if not current.closed or _BARE_SERIAL.fullmatch(line):
            return True
        entry = _ENTRY.match(line)
        if entry is None or len(line) > _LONGEST_ENTRY:
            return False
        above = self.body[max(current.start, current.end - 400) : current.end]
        labels = _ENTRY_LABELS.findall(above)
        expected = chr(ord(labels[-1].upper()) + 1) if labels else "A"
        return entry[1].upper() == expected

    def _open(self, current: Field, line: str) -> bool:
        return not current.closed

    def _attention_goes_on(self, current: Field, line: str) -> bool:
        if current.closed or self._interrupted(current) or is_caption_line(line):
            return False
        above = self.body[max(current.start, current.end - 40) : current.end]
        return bool(_GOES_ON.search(above)) and not re.search(r"\b(?:FOR|PASS)\b", line)

    def _note_goes_on(self, current: Field, line: str) -> bool:
        return not (current.closed or is_caption_line(line) or _ATTENTION.match(line))


_CONTINUES = {
    "order": _Reader._open,
    "tags": _Reader._tags_go_on,
    "subject": _Reader._subject_goes_on,
    "refs": _Reader._refs_go_on,
    "classified": _Reader._open,
    "reason": _Reader._open,
    "attention": _Reader._attention_goes_on,
    "note": _Reader._note_goes_on,
}
