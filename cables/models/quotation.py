"""Whether a text holds the words that somebody quotes from it."""

import unicodedata

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "…": "...",
        "\u00ad": None,
    }
)


def plain_words(text):
    """
    Return a text as quotations are compared: white space, case and the shapes of
    quotation marks and dashes tell nothing.
    """
    text = unicodedata.normalize("NFC", text).translate(_SIGNS).replace("''", '"')
    return " ".join(text.casefold().split())


def holds_quote(text, quote):
    """
    Say whether the words of ``quote`` stand in ``text``, one after the other. Marks
    around the quotation as a whole are not part of it.
    """
    words = plain_words(quote).strip("\"' ")
    return bool(words) and words in plain_words(text)
