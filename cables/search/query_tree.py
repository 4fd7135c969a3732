"""
The tree that a query is, and the text that a tree is written as.

``Everything`` stands for a part that was left out as well as for the empty query: inside
``And``, ``Or`` and ``Not`` it vanishes, and only a whole tree can be it. Trees are made
by ``all_of``, ``any_of`` and ``negated``, which keep one form of each: nothing nested
that can be flat, nothing twice, no single part.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .query_dates import DateRange

_PLAIN_VALUE = re.compile(r"[^\W_]+(?:[-/][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word: ``Word("visit")``."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two folded words or more that stand one behind the other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins with this folded text, of two letters or more."""

    text: str


type Words = Word | Phrase | Prefix


@dataclass(frozen=True, slots=True)
class Field:
    """
    A fact of the cable. The value of ``subject`` is a Word, Phrase or Prefix, that of
    ``date`` a DateRange, and of all others a text; see ``query_fields``.
    """

    name: str
    value: "Words | DateRange | str"


@dataclass(frozen=True, slots=True)
class And:
    """Two parts or more, none of them an And."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Two parts or more, none of them an Or."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """All but this part, which is no Not."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """All cables."""


type Leaf = Words | Field
type Node = Leaf | And | Or | Not | Everything

#: Either of the two classifications with this caption, written ``class:noforn``.
NOFORN = Or((Field("class", "confidential-noforn"), Field("class", "secret-noforn")))


def all_of(parts: Iterable[Node]) -> Node:
    """Return what matches where all parts do."""
    return _joined(And, parts)


def any_of(parts: Iterable[Node]) -> Node:
    """Return what matches where one of the parts does."""
    return _joined(Or, parts)


def negated(part: Node) -> Node:
    """Return what matches where the part does not."""
    match part:
        case Not(inner):
            return inner
        case Everything():
            return part
    return Not(part)


def _joined(kind: type[And] | type[Or], parts: Iterable[Node]) -> Node:
    flat: dict[Node, None] = {}
    for part in parts:
        inner = part.parts if isinstance(part, kind) else (part,)
        flat.update(dict.fromkeys(inner))
    flat.pop(Everything(), None)
    match tuple(flat):
        case ():
            return Everything()
        case (single,):
            return single
        case several:
            return kind(several)


def leaves(node: Node, *, negative: bool = True) -> Iterator[Leaf]:
    """Yield the words and fields of a tree from left to right."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part, negative=negative)
        case Not(part):
            if negative:
                yield from leaves(part)
        case Everything():
            pass
        case _:
            yield node


def rebuilt(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """Return a tree with each node as ``change`` returns it; None goes on below it."""
    changed = change(node)
    if changed is not None:
        return changed
    match node:
        case And(parts):
            return all_of(rebuilt(part, change) for part in parts)
        case Or(parts):
            return any_of(rebuilt(part, change) for part in parts)
        case Not(part):
            return negated(rebuilt(part, change))
    return node


def text_of(node: Node) -> str:
    """Return the query text of a tree, which is parsed to the same tree again."""
    match node:
        case Word(text):
            return text
        case Prefix(text):
            return f"{text}*"
        case Phrase(words):
            return f'"{" ".join(words)}"'
        case Field(name, value):
            return f"{name}:{_value_text(value)}"
        case Not(part):
            return f"-{_in_brackets(part, And, Or)}"
        case _ if node == NOFORN:
            return "class:noforn"
        case Or(parts):
            return " OR ".join(_in_brackets(part, And) for part in parts)
        case And(parts):
            return " ".join(map(text_of, parts))
    return ""


def _in_brackets(node: Node, *kinds: type[Node]) -> str:
    text = text_of(node)
    return f"({text})" if isinstance(node, kinds) and node != NOFORN else text


def _value_text(value: "Words | DateRange | str") -> str:
    match value:
        case str():
            return value if _PLAIN_VALUE.fullmatch(value) else f'"{value}"'
        case DateRange():
            return str(value)
    return text_of(value)
