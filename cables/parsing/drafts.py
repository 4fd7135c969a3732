"""
Drafts of blocks: the text of a message cut into stretches, before they are named.

The walker follows the telling lines that ``lines`` found and decides for each stretch of
words whether it begins a block or goes on with the one above, across line ends, page
markers and the blank lines that lost page markers left behind.
"""

import re
from dataclasses import dataclass, field

from .headings import looks_like_heading
from .labels import MARKING, MARKING_AFTER_NUMBER, Place, Sequence, normalised
from .lines import LABELS, WHOLE, Mark
from .tables import is_table
from .text import trimmed

_SENTENCE_ENDS = frozenset(".!?:;")
_CLOSERS = "\"'\u2019\u201d)]"
_OPEN_ENDS = frozenset(",(-\u2013\u2014")
_JOINABLE = frozenset({"numbered", "unnumbered", "bullet"})
# The longest real cable has some hundreds of blocks. A text that begins thousands was
# made to be slow; from here on it is one block.
_MOST_BLOCKS = 4000
_LONGEST_ITEM = 160  # characters of a line in a list
_WORDS_THAT_GO_ON_TEXT = """
    a about after an and as at before between but by for from in into is of on or over
    than that the to under until was were with
"""
_WORDS_THAT_GO_ON = frozenset(_WORDS_THAT_GO_ON_TEXT.split())
_TAIL = 80  # characters looked at to see how the words above end
_LONGEST_TITLE = 50  # characters of a paragraph that is but a title
_FULL = 0.8  # of the longest line: shorter ones end a paragraph
_WIDEST = 80  # characters; longer lines are not broken for width
_REACH = 800  # characters at a block's end whose lines are compared


_LONGEST_LEVEL = 30  # characters of a line with a classification and nothing else
_LONGEST_OPENING = 600  # characters of an opening that a further section repeats
_OPENING_AGAIN = re.compile(
    r"E\.?[O0]\.? ?1|TAGS\b|SUBJ(?:ECT)?\b|REFS?:|(?i:CLASSIFIED BY)"
)


@dataclass(slots=True)
class Draft:
    """A block being put together; ``text_at`` is where its words begin after a label."""

    kind: str
    pieces: list[tuple[int, int]]
    text_at: int
    label: str = ""
    marking: str = ""
    rows: list[tuple[int, int]] = field(default_factory=list)  # dashes around a heading

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


def draft_blocks(body: str, marks: list[Mark], start: int) -> list[Draft]:
    """Cut the text that begins at ``start`` into drafts, in order."""
    walker = _Walker(body)
    at = start
    for kind, first, last in marks:
        if first < start:
            continue
        if at < first:
            walker.words(at, first)
        if len(walker.drafts) >= _MOST_BLOCKS:
            at = first
            break
        if kind == "blank":
            walker.apart = True
            at = last + 1  # behind the line end
        else:
            at = walker.take(kind, first, last)
    walker.words(at, len(body))
    return walker.drafts


class _Walker:
    def __init__(self, body: str):
        self.body = body
        self.drafts: list[Draft] = []
        self.current: Draft | None = None  # the block that words may go on with
        self.sequence = Sequence()
        self.apart = True  # a blank line or more of a break since the last words
        self.cut = False  # a page marker since the last words
        self.label: Mark | None = None
        self.new_section = False  # a section's own first line was just above

    # ---- marks -----------------------------------------------------------

    def take(self, kind: str, start: int, end: int) -> int:
        """Note a telling line that is not blank; return where words go on."""
        if kind in WHOLE:
            self._take_whole(kind, start, end)
            return end
        self.label = kind, start, end
        return start

    def _take_whole(self, kind: str, start: int, end: int) -> None:
        if kind == "rule":
            self.drafts.append(Draft("rule", [(start, end)], start))
            self.current = None
            self.apart = True
            return
        self.drafts.append(Draft("artefact", [(start, end)], start))
        self.cut = True
        self.new_section |= kind == "section" and end - start > _LONGEST_LEVEL

    # ---- words -----------------------------------------------------------

    def words(self, start: int, end: int) -> None:
        """Take the words up to the next mark, behind a label if one was noted."""
        label, self.label = self.label, None
        start, end = trimmed(self.body, start, end)
        if start == end:
            return
        if self.new_section and label is None and self._repeats_opening(start, end):
            self.drafts.append(Draft("artefact", [(start, end)], start))
            return
        self.new_section = False
        if label is None or not self._begin_labelled(label, start, end):
            self._begin_or_go_on(start, end, label)
        self.apart = self.cut = False

    def _begin_labelled(self, mark: Mark, start: int, end: int) -> bool:
        shape, label_start, label_end = mark
        inner = self.body[label_start:label_end].strip("\xb6.()")
        marking = MARKING_AFTER_NUMBER.match(self.body, label_end, end)
        place = self._place(label_end, marking is not None)
        if not _STARTS[shape](self, inner, place, label_end):
            return False
        kind = "numbered" if shape == "number" else "bullet"
        label = inner if inner.isalnum() else ""  # an "o" is a letter, too
        draft = Draft(kind, [(start, end)], label_end, label)
        if kind == "bullet":  # there, "(c)" in small letters is an item
            marking = marking and MARKING.match(self.body, label_end, end)
        self._set_marking(draft, marking)
        if shape == "letter" and self.apart and self._is_heading(draft.text_at, end):
            draft.kind = "heading"
        self._push(draft)
        return True

    def _place(self, label_end: int, marked: bool) -> Place:
        current = self.current
        return Place(
            apart=self.apart,
            ended=current is None or self._ended(current),
            listed=current is not None and self._is_listed(current),
            marked=marked,
            tight=not self.body[label_end : label_end + 1].isspace(),
        )

    def _is_listed(self, draft: Draft) -> bool:
        """Tell whether a draft is one labelled line that does not break off."""
        if not draft.label or draft.end - draft.start > _LONGEST_ITEM:
            return False
        line = self.body[draft.start : draft.end]
        return "\n" not in line and line.rpartition(" ")[2] not in _WORDS_THAT_GO_ON

    def _number_starts(self, inner: str, place: Place, _end: int) -> bool:
        return self.sequence.takes_number(int(inner), place)

    def _letter_starts(self, inner: str, place: Place, _end: int) -> bool:
        return self.sequence.takes_letter(inner, place)

    def _paren_starts(self, inner: str, place: Place, _end: int) -> bool:
        return self.sequence.takes_paren(inner, place)

    def _dash_starts(self, inner: str, place: Place, end: int) -> bool:
        """A dash at a line start may also be one inside a sentence."""
        in_list = self.current is not None and self.current.kind == "bullet"
        if place.apart:
            return place.ended or in_list or not self._next_is_small(end)
        return (place.ended or in_list) and not self._next_is_small(end)

    def _next_is_small(self, at: int) -> bool:
        return self.body[at : at + 8].lstrip()[:1].islower()

    def _repeats_opening(self, start: int, end: int) -> bool:
        """A further section may begin with the first one's E.O., TAGS and SUBJECT."""
        if end - start > _LONGEST_OPENING:
            return False
        return _OPENING_AGAIN.match(self.body, start, end) is not None

    # ---- words without a label -------------------------------------------

    def _begin_or_go_on(self, start: int, end: int, label: Mark | None) -> None:
        if self._goes_on(start, end):
            self._extend(start, end)
            return
        draft = Draft("unnumbered", [(start, end)], start)
        if label is None and self._is_heading(start, end):
            draft.kind = "heading"
        elif label is None and is_table(self.body, start, end):
            draft.kind = "table"
        else:
            self._set_marking(draft, MARKING.match(self.body, start, end))
        self._push(draft)

    def _goes_on(self, start: int, end: int) -> bool:
        current = self.current
        if current is None:
            return False
        if not self.apart:
            return not self.cut or current.kind in _JOINABLE
        if current.kind not in _JOINABLE or not self._sentence_goes_on(current, start):
            return False
        return not self._is_table_or_title(start, end)

    def _is_table_or_title(self, start: int, end: int) -> bool:
        if self.body[start].islower():
            return False
        return self._is_heading(start, end) or is_table(self.body, start, end)

    def _sentence_goes_on(self, current: Draft, start: int) -> bool:
        if self._ended(current):
            # In press reviews, paragraphs without numbers follow each other.
            numbered = current.kind != "unnumbered"
            return self.cut and (
                self.body[start].islower()
                or (numbered and self._line_was_full(current))
            )
        if self.body[current.end - 1] in _OPEN_ENDS or self.body[start].islower():
            return True
        return self.cut and not self._is_short(current)

    def _line_was_full(self, current: Draft) -> bool:
        """Tell whether the last line was broken for width, not at a paragraph's end."""
        reach = max(current.pieces[-1][0], current.end - _REACH)
        lines = [line.strip() for line in self.body[reach : current.end].split("\n")]
        longest = max(map(len, lines))
        if len(lines) < 2 or longest > _WIDEST:
            return False
        return len(lines[-1]) >= longest * _FULL

    def _is_short(self, current: Draft) -> bool:
        """Tell whether a draft is a title: what follows it is something new."""
        if current.end - current.start >= _LONGEST_TITLE:
            return False
        last_word = self._tail(current).rpartition(" ")[2]
        return last_word[:1].isupper() and not last_word.endswith(",")

    # ---- small questions -------------------------------------------------

    def _tail(self, draft: Draft) -> str:
        return self.body[max(draft.start, draft.end - _TAIL) : draft.end]

    def _ended(self, draft: Draft) -> bool:
        return draft.kind not in _JOINABLE or (
            self._tail(draft).rstrip(_CLOSERS)[-1:] in _SENTENCE_ENDS
        )

    def _is_heading(self, start: int, end: int) -> bool:
        return looks_like_heading(self.body, start, end)

    # ---- putting together -------------------------------------------------

    def _set_marking(self, draft: Draft, match: re.Match[str] | None) -> None:
        if match:
            draft.marking = normalised(match[1])
            draft.text_at = match.end()

    def _push(self, draft: Draft) -> None:
        self.drafts.append(draft)
        self.current = draft

    def _extend(self, start: int, end: int) -> None:
        current = self.current
        if self.drafts[-1] is current:
            current.pieces[-1] = (current.pieces[-1][0], end)
        else:
            current.pieces.append((start, end))


_STARTS = {
    "number": _Walker._number_starts,
    "letter": _Walker._letter_starts,
    "paren": _Walker._paren_starts,
    "bullet": _Walker._dash_starts,
}
assert set(_STARTS) == LABELS
