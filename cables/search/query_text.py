"""
The words of a query as the index holds them, and how a repair quotes what was typed.

A word is a run of letters and digits, in small letters and without accents: é is e, ß is
ss. Every other character parts words, so that "al-Qaeda" is two and "U.S." is two.
"""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_EXCERPT = 40  # characters of the input that a sentence quotes
# Letters that are no letter with an accent, but stand for ASCII ones in the index.
_LETTERS = str.maketrans(
    dict(zip("øđłðıħŋŧ", "odldihnt", strict=True)) | {"æ": "ae", "œ": "oe", "þ": "th"}
)


def clean(text: str) -> str:
    """
    Return the text with blanks for control characters, and without what cannot be seen:
    zero-width and bidirectional marks, and halves of surrogate pairs.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return "".join(map(_cleaned, text)).strip()


def _cleaned(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cf", "Cs"):
        return ""
    return " " if category == "Cc" or character.isspace() else character


def fold(text: str) -> str:
    """Return the text in small letters and without the accents of Latin letters."""
    if text.isascii():
        return text.lower()
    # casefold() makes capitals of Cherokee; lower() makes them small again.
    text = unicodedata.normalize("NFKD", text).casefold().lower().translate(_LETTERS)
    return unicodedata.normalize("NFC", _bare(unicodedata.normalize("NFKD", text)))


def _bare(decomposed: str) -> str:
    """Drop marks on ASCII letters; elsewhere a mark can be half of the letter (й, が)."""
    kept = []
    on_ascii = False
    for character in decomposed:
        if unicodedata.category(character) != "Mn":
            on_ascii = character.isascii()
        elif on_ascii:
            continue
        kept.append(character)
    return "".join(kept)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text: "Mexico's" is ``["mexico", "s"]``."""
    return _WORD.findall(fold(text))


def excerpt(text: str) -> str:
    """Return what a sentence quotes of the input: 40 characters in quotation marks."""
    text = " ".join(text.replace('"', " ").split())
    if len(text) > _EXCERPT:
        text = f"{text[: _EXCERPT - 1]}…"
    return f'"{text}"'
