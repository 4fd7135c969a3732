"""
The fields of a query, and the one form of each value that the tree holds.

=============  ==========================================================================
``tag``        as printed, in capitals: ``PREL``, ``DOE, JANE``
``post``       folded words with blanks: ``embassy mexico``
``country``    folded words with blanks: ``mexico``
``class``      a slug of the six classifications: ``secret``, ``secret-noforn``;
               each is exact, and ``class:noforn`` is an Or of two
``date``       a DateRange; ``year:``, ``before:`` and ``after:`` become one as well
``ref``        capitals and digits of an id or of a part of one: ``06STATE123``
``subject``    a Word, Phrase or Prefix
``para``       a portion marking, in capitals with single slashes: ``S``, ``S/NF``
``has``        ``articles``
``is``         ``partial``
=============  ==========================================================================
"""

import re
from collections.abc import Callable

from .query_dates import Note, read_dates
from .query_repairs import Repair
from .query_repairs import Repair as _
from .query_text import excerpt, fold, words_of
from .query_tree import NOFORN, Everything, Field, Node, Phrase, Prefix, Word

LONGEST_WORD = 60  # letters; the index holds no longer ones

#: What a reader may write before a colon, and the name that the tree has for it.
NAMES = {
    "tag": "tag",
    "tags": "tag",
    "post": "post",
    "country": "country",
    "class": "class",
    "classification": "class",
    "date": "date",
    "year": "date",
    "before": "before",
    "after": "after",
    "ref": "ref",
    "subject": "subject",
    "para": "para",
    "has": "has",
    "is": "is",
}
#: The names as a sentence lists them.
KNOWN_NAMES = (
    "tag, post, country, class, date, year, before, after, ref, subject, para, has, is"
)

_FOUO = "unclassified-for-official-use-only"
#: Every spelling of a classification, in folded words with hyphens, and its slug.
CLASSES = {
    "unclassified": "unclassified",
    "unclas": "unclassified",
    "u": "unclassified",
    "fouo": _FOUO,
    "u-fouo": _FOUO,
    "unclas-fouo": _FOUO,
    "unclassified-fouo": _FOUO,
    "for-official-use-only": _FOUO,
    _FOUO: _FOUO,
    "confidential": "confidential",
    "c": "confidential",
    "confidential-noforn": "confidential-noforn",
    "c-nf": "confidential-noforn",
    "secret": "secret",
    "s": "secret",
    "secret-noforn": "secret-noforn",
    "s-nf": "secret-noforn",
    "noforn": "noforn",
    "nf": "noforn",
}
_CLASS_NAMES = (
    "unclassified, fouo, confidential, confidential//noforn, secret, secret//noforn, "
    "noforn"
)
_VALUES = {"has": "articles", "is": "partial"}

_NOT_IN_TAGS = re.compile(r"[^\w\s,.'/-]|_")
_NOT_IN_MARKINGS = re.compile(r"[^A-Z0-9/, -]")
_SLASHES = re.compile(r"\s*[/-]+\s*")
_ENDS_IN_STAR = re.compile(r"[^*]*\*+[^\w*]*")


def read_words(text: str, *, quoted: bool, note: Note) -> Node:
    """
    Return a Word, a Phrase, a Prefix, or Everything where no word is left.

    A star ends a single word of two letters or more; any other star is dropped.
    """
    found = words_of(text)
    kept = _short_run(found, note)
    if "*" in text:
        single = len(kept) == len(found) == 1 and not quoted
        if single and _ENDS_IN_STAR.fullmatch(text) and len(kept[0]) > 1:
            return Prefix(kept[0])
        note(_star_sentence(text, kept, quoted, single))
    match kept:
        case []:
            return Everything()
        case [word]:
            return Word(word)
    return Phrase(tuple(kept))


def _star_sentence(text: str, kept: list[str], quoted: bool, single: bool) -> Repair:
    if not kept:
        return _("A star that stands alone finds nothing and was left out.")
    words = excerpt(" ".join(kept))
    if quoted:
        return _(
            "A star means nothing inside quotation marks; searched for %(words)s "
            "without it.",
            words=words,
        )
    if single and _ENDS_IN_STAR.fullmatch(text):
        return _(
            "A star needs two letters or more before it; searched for %(words)s "
            "without it.",
            words=words,
        )
    return _(
        "A star can only end a single word; searched for %(words)s without it.",
        words=words,
    )


def _short_run(words: list[str], note: Note) -> list[str]:
    """Return the longest run of words that the index holds."""
    runs: list[list[str]] = [[]]
    for word in words:
        if len(word) <= LONGEST_WORD:
            runs[-1].append(word)
            continue
        note(
            _(
                "The word %(word)s is longer than %(most)s letters and was left out.",
                word=excerpt(word),
                most=LONGEST_WORD,
            )
        )
        runs.append([])
    return max(runs, key=len)


def read_field(name: str, text: str, *, quoted: bool, note: Note) -> Node:
    """Return the field with a value, or Everything where the value means nothing."""
    if not words_of(text) and not (name == "date" and ".." in text):
        note(
            _(
                'Nothing to look for follows "%(field)s:", so it was left out.',
                field=name,
            )
        )
        return Everything()
    if name == "subject":
        words = read_words(text, quoted=quoted, note=note)
        return words if isinstance(words, Everything) else Field("subject", words)
    if name in ("date", "before", "after"):
        dates = read_dates(name, text, note)
        return Field("date", dates) if dates else Everything()
    if "*" in text and name != "ref":
        note(
            _(
                'A star means nothing after "%(field)s:"; searched without it.',
                field=name,
            )
        )
    return _READERS[name](name, text, note)


def _tag(name: str, text: str, note: Note) -> Node:
    value = " ".join(_NOT_IN_TAGS.sub(" ", fold(text).upper()).split())
    value = value.strip(" ,.'/-")
    return Field(name, value) if value else Everything()


def _words(name: str, text: str, note: Note) -> Node:
    return Field(name, " ".join(words_of(text)))


def _reference(name: str, text: str, note: Note) -> Node:
    return Field(name, "".join(words_of(text)).upper())


def _marking(name: str, text: str, note: Note) -> Node:
    value = _NOT_IN_MARKINGS.sub("", fold(text).upper())
    value = " ".join(_SLASHES.sub("/", value).split()).strip(" /,")
    if value:
        return Field(name, value)
    note(
        _(
            "There is no portion marking %(marking)s; write S, C, SBU, U or S/NF.",
            marking=excerpt(text),
        )
    )
    return Everything()


def _class(name: str, text: str, note: Note) -> Node:
    slug = CLASSES.get("-".join(words_of(text)))
    if slug == "noforn":
        return NOFORN
    if slug:
        return Field(name, slug)
    note(
        _(
            "There is no classification %(name)s: one of %(names)s. It was left out.",
            name=excerpt(text),
            names=_CLASS_NAMES,
        )
    )
    return Everything()


def _flag(name: str, text: str, note: Note) -> Node:
    value = " ".join(words_of(text))
    if value == _VALUES[name]:
        return Field(name, value)
    note(
        _(
            '"%(field)s:" knows %(known)s only; %(value)s was left out.',
            field=name,
            known=f"{name}:{_VALUES[name]}",
            value=excerpt(text),
        )
    )
    return Everything()


_READERS: dict[str, Callable[[str, str, Note], Node]] = {
    "tag": _tag,
    "post": _words,
    "country": _words,
    "class": _class,
    "ref": _reference,
    "para": _marking,
    "has": _flag,
    "is": _flag,
}
