"""
What can be wrong with a message: a stable code, and a sentence for whoever mends it.

The sentences never quote the message, since a problem may be shown where its words
may not.
"""

from .records import Problem, Source, Span

_MESSAGES = {
    "header-missing": "The record has no transmission header; recipients and date-time "
    "group are unknown. Set them by hand if another copy states them.",
    "dtg-missing": "The header has no date-time group; check the time of sending "
    "against the record's own date.",
    "dtg-unreadable": "The date-time group in the header is not a possible time; check "
    "its day, hour and month and set the time by hand.",
    "sender-missing": "The header has no FM line; set the sender by hand.",
    "recipients-missing": "The header has no TO line; check whether addressees were "
    "lost and add them by hand.",
    "body-empty": "The record has no body; look for the text in another copy.",
    "classification-missing": "The body does not begin with a classification line; "
    "check that its first lines were not lost.",
    "subject-missing": "No SUBJECT line was found; write the subject by hand.",
    "tags-missing": "No TAGS line was found; about one cable in twenty has none. Add "
    "tags by hand if the message deserves them.",
    "date-unreadable": "The date of declassification could not be read; set it by hand.",
    "reason-unreadable": "The Classified By line names no reason; add the letters of "
    "section 1.4 or 1.5 by hand if they can be told.",
    "reference-unreadable": "An entry of the REF section could not be read as a cable "
    "or as another kind of message; set its target by hand.",
    "text-missing": "No paragraph was found after the opening lines; check that the "
    "text was not lost.",
    "signature-missing": "No signature was found at the end; the end of the text may "
    "be missing.",
}
CODES = frozenset(_MESSAGES)


def problem(code: str, source: Source = "body", span: Span | None = None) -> Problem:
    """Make a problem from its code."""
    return Problem(code=code, message=_MESSAGES[code], source=source, span=span)
