"""Where the words of a proposal stand in the texts of its cable as they are now."""

from .errors import RedactionRefused
from .finding import find_again
from .texts import Place


def place_of(sealed):
    """Return the Place that a text was sealed at; None for a paragraph that is gone."""
    if sealed.field != "text":
        return Place("field", sealed.field)
    return sealed.paragraph_id and Place("paragraph", sealed.paragraph_id)


def locate(texts, redaction):
    """Return (place, start, end) of a proposal's words in the texts as they are now."""
    sealed, place = redaction.sealed_text, place_of(redaction.sealed_text)
    if place in texts:
        found = find_again(sealed.text, redaction.start, redaction.end, texts[place])
        if found:
            return place, *found
    if sealed.field == "text":
        hits = [
            (other, *found)
            for other in texts.of_kind("paragraph")
            if other != place
            and (
                found := find_again(
                    sealed.text, redaction.start, redaction.end, texts[other]
                )
            )
        ]
        if len(hits) == 1:
            return hits[0]
    where = texts.name(place) if place in texts else "The paragraph"
    raise RedactionRefused(
        f"{where[:1].upper()}{where[1:]} was changed since the words were marked, and they are not to "
        "be found there any more, or more than once. Reject this proposal, and mark the "
        "words anew."
    )
