"""How much of a query is read: of its text, and of the tree that comes of it."""

import re

from .query_dates import Note
from .query_repairs import Repair as _
from .query_text import excerpt
from .query_tree import (
    And,
    Everything,
    Field,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Word,
    rebuilt,
    text_of,
)

MOST_CHARACTERS = 2000
MOST_TERMS = 60  # words, those of phrases counted one by one, and fields

_LAST_WORD = re.compile(r"(?<![^\W_])[^\W_]+\Z")


def cut(text: str, note: Note) -> str:
    """Return the text as far as it is read, which is not into the middle of a word."""
    if len(text) <= MOST_CHARACTERS:
        return text
    note(
        _(
            "Only the first %(most)s characters of the query were read.",
            most=MOST_CHARACTERS,
        )
    )
    start = text[:MOST_CHARACTERS]
    return _LAST_WORD.sub("", start) if text[MOST_CHARACTERS].isalnum() else start


def limited(tree: Node, note: Note) -> Node:
    """Return the tree with no more terms and no longer a text than are searched."""
    first, left_out = _first_terms(tree, MOST_TERMS)
    if left_out:
        note(
            _(
                "Only the first %(most)s words and fields are searched for; from "
                "%(left_out)s on they were left out.",
                most=MOST_TERMS,
                left_out=excerpt(left_out),
            )
        )
    most = MOST_TERMS
    while len(text_of(first)) > MOST_CHARACTERS:
        most -= 1
        first, left_out = _first_terms(tree, most)
        if len(text_of(first)) <= MOST_CHARACTERS:
            note(
                _(
                    "The query is too long; from %(left_out)s on it was left out.",
                    left_out=excerpt(left_out),
                )
            )
    return first


def _first_terms(tree: Node, most: int) -> tuple[Node, str]:
    """Return the tree of the first terms, and the text of the first left out."""
    left = most
    left_out = ""

    def change(node: Node) -> Node | None:
        nonlocal left, left_out
        if isinstance(node, And | Or | Not | Everything):
            return None
        size = _size(node)
        if size > left and not left_out:
            left_out = text_of(node)
        kept = _start(node, left)
        left = max(0, left - size)
        return kept

    return rebuilt(tree, change), left_out


def _size(leaf: Leaf) -> int:
    words = leaf.value if isinstance(leaf, Field) else leaf
    return len(words.words) if isinstance(words, Phrase) else 1


def _start(leaf: Leaf, most: int) -> Node:
    """Return as much of a leaf as has so many words."""
    if most == 0:
        return Everything()
    match leaf:
        case Phrase(words) if len(words) > most:
            return Word(words[0]) if most == 1 else Phrase(words[:most])
        case Field(name, Phrase() as phrase):
            return Field(name, _start(phrase, most))
    return leaf
