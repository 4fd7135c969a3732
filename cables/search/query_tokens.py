"""
A query's text cut into tokens, with brackets that match.

Brackets, quotation marks, ``|`` and ``&&`` part words wherever they stand; a hyphen or
exclamation mark leaves out only what it stands directly before, behind a blank.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from .query_dates import Note
from .query_fields import KNOWN_NAMES, NAMES
from .query_repairs import Repair as _
from .query_text import excerpt, words_of

DEEPEST = 20  # brackets inside brackets

# A quotation ends with any mark of the group that it began with.
_QUOTES = {mark: group for group in ('"“”„‟＂', "«»") for mark in group}
_WORD = re.compile(rf"(?:(?!&&)[^\s()|{''.join(_QUOTES)}])+")
_NAME = re.compile(r"([^\W\d_]{2,20}):(?!//)")
_NO_FIELDS = ("http", "https", "ftp", "mailto")
_NEGATION = re.compile(r"[-!]+")
_OR = re.compile(r"\|+")
_AND = re.compile(r"&&+")
_BLANKS = re.compile(r"\s+")
_SPACED_DATES = re.compile(r"\s*([0-9][0-9/-]{3,9}\s*(?:\.{2,}|…)\s*[0-9]{4}[0-9/-]*)")
_OPERATORS = ("OR", "AND", "NOT")


class Kind(Enum):
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    NOT = auto()
    FIELD = auto()  # its text is a value of NAMES
    TERM = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str = ""
    quoted: bool = False


def tokens_of(text: str, note: Note) -> list[Token]:
    """Return the tokens of a cleaned text; the last one is an END."""
    return list(_balanced(Lexer(text, note).tokens, note))


class Lexer:
    """Cuts a text from left to right: ``tokens`` grows, ``at`` is where it stands."""

    def __init__(self, text: str, note: Note) -> None:
        self.text = text
        self.note = note
        self.at = 0
        self.tokens: list[Token] = []
        while self.at < len(text):
            self._next()

    def _next(self) -> None:
        character = self.text[self.at]
        if self._match(_BLANKS) or self._match(_AND):
            return
        if character in "()":
            self.at += 1
            self._add(Kind.OPEN if character == "(" else Kind.CLOSE, character)
        elif operator := self._match(_OR):
            self._add(Kind.OR, operator[0])
        elif character in _QUOTES:
            self._add_term(self._quotation(), quoted=True)
        elif character in "-!":
            self._negation()
        elif found := _NAME.match(self.text, self.at):
            self._name(found)
        else:
            self._word()

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def _add(self, kind: Kind, text: str) -> None:
        self.tokens.append(Token(kind, text))

    def _add_term(self, text: str, *, quoted: bool = False) -> None:
        """Add a term; marks without a word are one only as the value of a field."""
        is_value = bool(self.tokens) and self.tokens[-1].kind is Kind.FIELD
        if is_value or "*" in text or words_of(text):
            self.tokens.append(Token(Kind.TERM, text, quoted))

    def _word(self) -> None:
        found = self._match(_WORD)
        if not found:  # a mark that nothing else takes
            self.at += 1
        elif found[0] not in _OPERATORS:
            self._add_term(found[0])
        elif found[0] != "AND":
            self._add(Kind[found[0]], found[0])

    def _quotation(self) -> str:
        group = _QUOTES[self.text[self.at]]
        start = self.at + 1
        ends = (self.text.find(mark, start) for mark in group)
        end = min((end for end in ends if end >= 0), default=-1)
        if end < 0:
            end = len(self.text)
            self.note(
                _(
                    "A quotation mark was not closed; the phrase was read up to the end: "
                    "%(phrase)s.",
                    phrase=excerpt(self.text[start:]),
                )
            )
        self.at = end + 1
        return self.text[start:end]

    def _negation(self) -> None:
        before = self.text[self.at - 1] if self.at else " "
        marks = self._match(_NEGATION)[0]
        if before == ")" or before in _QUOTES:
            return  # as in "al"-qaeda: it joins
        after = self.text[self.at : self.at + 1]
        if len(marks) == 1 and after and not after.isspace() and after != ")":
            self._add(Kind.NOT, marks)
        else:
            self.note(
                _(
                    "%(marks)s leaves nothing out here and was ignored; put one hyphen "
                    "directly before a word to leave it out.",
                    marks=excerpt(marks),
                )
            )

    def _name(self, found: re.Match[str]) -> None:
        name = found[1].lower()
        if name in NAMES:
            self.at = found.end()
            self._known_name(NAMES[name])
            return
        rest = self.text[found.end() : found.end() + 1]
        if name in _NO_FIELDS or not rest or rest.isspace():
            self._word()
        else:
            self.at = found.end()
            self._unknown_name(found[1])

    def _known_name(self, name: str) -> None:
        self._add(Kind.FIELD, name)
        if name == "date" and (dates := self._match(_SPACED_DATES)):
            self._add_term(dates[1])
            return
        # Directly behind the colon even "OR" and "a:b" are values.
        if self.text[self.at : self.at + 1] not in ("-", "!"):
            value = self._match(_WORD)
            if value:
                self._add_term(value[0])

    def _unknown_name(self, name: str) -> None:
        """Read ``foo:bar`` as ``(foo bar)``, since no field has that name."""
        if self.text[self.at] in _QUOTES:
            value, quoted = self._quotation(), True
        else:
            word = self._match(_WORD)
            value, quoted = word[0] if word else "", False
        grouped = "*" in value or bool(words_of(value))
        if grouped:
            self._add(Kind.OPEN, "(")
        self._add_term(name)
        if grouped:
            self._add_term(value, quoted=quoted)
            self._add(Kind.CLOSE, ")")
        self.note(
            _(
                "There is no field %(name)s; searched for the words. Fields: %(names)s.",
                name=excerpt(name),
                names=KNOWN_NAMES,
            )
        )


def _balanced(tokens: list[Token], note: Note) -> Iterator[Token]:
    """Yield the tokens without brackets that lack the other half or nest too deep."""
    kept: list[bool] = []  # for each open bracket, whether it was yielded
    depth = 0
    for token in tokens:
        match token.kind:
            case Kind.OPEN:
                kept.append(depth < DEEPEST)
                if not kept[-1]:
                    note(
                        _(
                            "Brackets were nested more than %(most)s deep; the innermost "
                            "were ignored.",
                            most=DEEPEST,
                        )
                    )
                    continue
                depth += 1
            case Kind.CLOSE if not kept:
                note(_("A closing bracket had no opening one and was ignored."))
                continue
            case Kind.CLOSE:
                if not kept.pop():
                    continue
                depth -= 1
        yield token
    if kept:
        note(_("A bracket was not closed; it was read up to the end of the query."))
    yield from [Token(Kind.CLOSE, ")")] * depth
    yield Token(Kind.END)
