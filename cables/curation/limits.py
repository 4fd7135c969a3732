"""
What a person may set. A record as received keeps whatever it holds: only values that
somebody changes are looked at.
"""

import re

from django.core.exceptions import ValidationError
from django.utils import timezone

from cables.choices import State
from cables.parsing.article_url import flaw_of, why_refused
from cables.parsing.odd_characters import code_of, odd_character, turns

from .errors import TextRefused

YEARS = range(1900, 2101)  # as readers' pages of years have them
LONGEST_SUBJECT = 2_000  # characters
LONGEST_PARAGRAPH = 1_000_000  # characters
MOST_SECTIONS = 99
NO_SUBJECT = "A published cable has a subject: withdraw it to take it from readers."
NO_BLOCKS = (
    "A published cable has paragraphs with words: withdraw it to take it from readers."
)
NO_WORDS = "A paragraph of a published cable has words: remove it if they should go."

_REASONS = re.compile(r"[a-h](?:,[a-h])*")
_MARKING = re.compile(r"[A-Za-z0-9 /-]*")


def check_text(text):
    """Refuse characters that show what follows them in another order, and unseen ones."""
    if sentence := odd_text(text):
        raise ValidationError(sentence)


def odd_text(text, stored=""):
    """Return a sentence on a character that no text has; one that was ``stored`` may stay."""
    found = odd_character(text, stored)
    if found in ("", "\0"):
        return found and "Null characters are not allowed."
    does = (
        "turns the direction of the text, so that it reads as something else"
        if turns(found)
        else "is no part of a text"
    )
    return (
        f"There is an invisible character ({code_of(found)}) that {does}. Take it out, "
        "or type the words again."
    )


def odd_texts(values, stored=None):
    """Return a sentence for each text, or list of lines, that has such a character."""
    errors = {}
    for name, value in values.items():
        before = (stored or {}).get(name)
        if text := _joined(value):
            errors[name] = odd_text(text, _joined(before))
    return {name: sentence for name, sentence in errors.items() if sentence}


def _joined(value):
    if isinstance(value, list):
        return "\n".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""


def check_new_texts(changed, stored):
    """Refuse such characters in fields of a cable that a person changes."""
    if errors := odd_texts(changed, stored):
        raise ValidationError(errors)


def check_year(moment):
    if moment.year not in YEARS:
        raise ValidationError(
            f"The year is {moment.year}: it must lie between {YEARS[0]} and {YEARS[-1]}."
        )


def check_reasons(text):
    if not _REASONS.fullmatch(text):
        raise ValidationError("Write letters from a to h, joined by commas: b,d.")


def check_reason_section(text):
    if text not in ("1.4", "1.5"):
        raise ValidationError("Write 1.4 or 1.5, or leave it empty.")


def check_sections(number):
    if number > MOST_SECTIONS:
        raise ValidationError(f"A cable has {MOST_SECTIONS} sections at most.")


def check_marking(text):
    if not _MARKING.fullmatch(text):
        raise ValidationError(
            "A marking has letters, digits, blanks and the signs / and - only: C/NF."
        )


def check_paragraph_length(text):
    if len(text) > LONGEST_PARAGRAPH:
        raise ValidationError(
            f"This paragraph has {len(text):,} characters; the most is "
            f"{LONGEST_PARAGRAPH:,}. Split it."
        )


def check_subject_length(text):
    if len(text) > LONGEST_SUBJECT:
        raise ValidationError(
            f"This subject has {len(text):,} characters; the most is "
            f"{LONGEST_SUBJECT:,}. What is more belongs into a paragraph."
        )


CABLE = {
    "created": (check_year,),
    "released": (check_year,),
    "declassify_on": (check_year,),
    "reasons": (check_reasons,),
    "reason_section": (check_reason_section,),
    "subject": (check_subject_length, check_text),
    "section": (check_sections,),
    "section_count": (check_sections,),
}
BLOCK = {
    "label": (check_text,),
    "marking": (check_marking,),
    "text": (check_paragraph_length, check_text),
}


def check_cable(cable, changed):
    """
    Raise a ValidationError with a sentence for each of the changed values that a person
    may not set; ``changed`` is a dictionary of all of them.
    """
    errors = _errors(CABLE, changed)
    subject = changed.get("subject")
    if cable.state == State.PUBLISHED and subject is not None and not subject.strip():
        errors["subject"] = NO_SUBJECT
    if errors:
        raise ValidationError(errors)


def check_embargo(cable, changed, why):
    """An embargo takes from readers what they see: like a hold, it says why."""
    released = changed.get("released")
    if cable.is_public and released and released > timezone.now() and not why.strip():
        raise ValidationError(
            {"why": "Readers see it now: say why it is to leave them until then."}
        )


def check_release(cable, changed, user):
    """Whoever moves the release of a published cable shows it to readers, or hides it."""
    if (
        "released" in changed
        and cable.state == State.PUBLISHED
        and user is not None
        and not user.has_perm("cables.publish_cable")
    ):
        raise ValidationError(
            {
                "released": "Readers see a published cable from this moment on: only "
                "somebody who may publish can change it."
            }
        )


def block_errors(cable, changed):
    """Return a sentence for each changed value of a block that is not to be."""
    errors = _errors(BLOCK, changed)
    text = changed.get("text")
    if cable.state == State.PUBLISHED and text is not None and not text.strip():
        errors["text"] = NO_WORDS
    return errors


def check_texts(values, names):
    """Raise a ValidationError for texts that would read as something else."""
    checks = dict.fromkeys(names, (check_text,))
    if errors := _errors(checks, values):
        raise ValidationError(errors)


def check_copy(url):
    """Refuse an address of an archived copy that no address of an article may have."""
    if url and flaw_of(url):
        raise ValidationError({"archived_url": why_refused(url)})


def check_said(*texts):
    """Refuse such characters in what a person says of a change: readers may see it."""
    if sentence := next(filter(None, map(odd_text, texts)), ""):
        raise TextRefused(f"Reason: {sentence}")


def _errors(checks, values):
    errors = {}
    for name in checks.keys() & values.keys():
        if values[name] in (None, ""):
            continue
        try:
            for check in checks[name]:
                check(values[name])
        except ValidationError as error:
            errors[name] = error.message
    return errors
