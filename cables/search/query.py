"""
The reader's query language: ``parse_query`` makes a small tree of any text.

Words side by side must all occur. ``OR`` or ``|`` binds tighter than that: ``a OR b c``
is ``(a OR b) c``. ``NOT x``, ``-x`` and ``!x`` leave out; ``"words in quotes"`` are a
phrase; ``negotiat*`` is a prefix; brackets group, also behind a field: ``tag:(A OR B)``.
A wrong query is repaired and the repair said in a sentence. No text raises.
"""

from dataclasses import dataclass

from .query_dates import DateRange, Note
from .query_fields import CLASSES, NAMES, read_field, read_words
from .query_limits import cut, limited
from .query_repairs import Repair
from .query_repairs import Repair as _
from .query_text import clean, excerpt, fold, words_of
from .query_tokens import Kind, Token, tokens_of
from .query_tree import (
    And,
    Everything,
    Field,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    Words,
    all_of,
    any_of,
    leaves,
    negated,
    rebuilt,
    text_of,
)

__all__ = (
    "CLASSES",
    "NAMES",
    "And",
    "DateRange",
    "Everything",
    "Field",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Word",
    "fold",
    "parse_query",
    "text_of",
    "words_of",
)

MOST_REPAIRS = 10  # sentences; the last one counts the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a reader asked for: the tree, what was repaired, and the text as read."""

    tree: Node
    repairs: tuple[Repair, ...] = ()
    text: str = ""

    def __str__(self) -> str:
        """Return the text that is parsed to the same tree, without repairs."""
        return text_of(self.tree)

    def text_form(self) -> str:
        return str(self)

    @property
    def is_empty(self) -> bool:
        return isinstance(self.tree, Everything)

    @property
    def parts(self) -> tuple[Node, ...]:
        """What must hold at the same time: each can be taken away by ``without``."""
        if isinstance(self.tree, And):
            return self.tree.parts
        return () if self.is_empty else (self.tree,)

    @property
    def words(self) -> tuple[Words, ...]:
        """What to highlight: each Word, Phrase and Prefix that is not left out."""
        found = (
            leaf.value if isinstance(leaf, Field) and leaf.name == "subject" else leaf
            for leaf in leaves(self.tree, negative=False)
        )
        return tuple(dict.fromkeys(one for one in found if not isinstance(one, Field)))

    @property
    def paragraph_markings(self) -> frozenset[str]:
        """The portion markings that are asked for by ``para:``."""
        return frozenset(
            leaf.value
            for leaf in leaves(self.tree, negative=False)
            if isinstance(leaf, Field) and leaf.name == "para"
        )

    def without(self, node: Node) -> "Query":
        """Return the query with every occurrence of a part taken away."""
        tree = rebuilt(self.tree, lambda one: Everything() if one == node else None)
        return Query(tree=tree, text=text_of(tree))


def parse_query(text: str) -> Query:
    """Return the query that a text means; any text means one."""
    repairs: dict[Repair, None] = {}
    note: Note = repairs.setdefault
    text = clean(cut(text.strip(), note))
    tokens = tokens_of(text, note)
    tree = limited(_Parser(tokens, note).all_terms(), note)
    if text and not repairs and isinstance(tree, Everything):
        no_word = _(
            "There is no word to look for in %(text)s; all cables are shown.",
            text=excerpt(text),
        )
        note(no_word)
    return Query(tree=tree, repairs=_first(list(repairs)), text=text)


def _first(sentences: list[Repair]) -> tuple[Repair, ...]:
    more = len(sentences) - MOST_REPAIRS + 1
    if more > 1:
        sentences[MOST_REPAIRS - 1 :] = [
            _("%(count)s more repairs were made.", count=more)
        ]
    return tuple(sentences)


class _Parser:
    """Reads tokens from left to right; ``name`` is the field around them, if any."""

    def __init__(self, tokens: list[Token], note: Note) -> None:
        self.tokens = tokens
        self.note = note
        self.at = 0

    @property
    def kind(self) -> Kind:
        return self.tokens[self.at].kind

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def all_terms(self, name: str = "") -> Node:
        """Read up to the closing bracket or the end."""
        parts = []
        while self.kind not in (Kind.CLOSE, Kind.END):
            parts.append(self.one_of_terms(name))
        return all_of(parts)

    def one_of_terms(self, name: str) -> Node:
        """Read a term, and with each OR one more."""
        parts: list[Node] = []
        wanted = True
        while self.kind not in (Kind.CLOSE, Kind.END):
            if self.kind is Kind.OR:
                if wanted:
                    self._note_lone(self.take())
                    continue
                operator = self.take()
                wanted = True
            elif wanted:
                parts.append(self.term(name))
                wanted = False
            else:
                break
        if wanted and parts:
            self._note_lone(operator)
        return any_of(parts)

    def _note_lone(self, operator: Token) -> None:
        self.note(
            _(
                "%(operator)s has no word on one side and was ignored.",
                operator=excerpt(operator.text),
            )
        )

    def term(self, name: str) -> Node:
        """Read what is neither And nor Or, with the NOTs before it."""
        is_negative = False
        while self.kind is Kind.NOT:
            operator = self.take()
            is_negative = not is_negative
        match self.kind:
            case Kind.OPEN:
                node = self.bracket(name)
            case Kind.FIELD:
                node = self.field(self.take().text)
            case Kind.TERM:
                node = self.words(name)
            case _:
                self.note(
                    _(
                        "No word follows %(operator)s, so it was ignored.",
                        operator=excerpt(operator.text),
                    )
                )
                return Everything()
        return negated(node) if is_negative else node

    def bracket(self, name: str) -> Node:
        self.take()
        if self.kind is Kind.CLOSE:
            self.note(_("Empty brackets were ignored."))
        node = self.all_terms(name)
        self.take()
        return node

    def field(self, name: str) -> Node:
        at = self.at
        while self.tokens[at].kind is Kind.NOT:
            at += 1
        if self.tokens[at].kind in (Kind.OPEN, Kind.TERM):
            return self.term(name)
        return read_field(name, "", quoted=False, note=self.note)

    def words(self, name: str) -> Node:
        token = self.take()
        if name:
            return read_field(name, token.text, quoted=token.quoted, note=self.note)
        return read_words(token.text, quoted=token.quoted, note=self.note)
