"""
What may have to go: words that a rule knows. Pure, and never more than a proposal: a
person looks at each, and nothing is taken away because no rule found it.
"""

import re
from dataclasses import dataclass

from cables.choices import ReasonCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A stretch of a text, the rule that found it, and the reason that fits best."""

    start: int
    end: int
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    label: str
    reason: str
    pattern: re.Pattern
    fits: object = None  # a last look at what was found


#: A name that stands before "(protect)": words in capitals, with small ones between.
NAME = (
    r"(?:(?:[^\W\d_a-z][\w.'’-]*|(?:bin|al|el|de|la|van|von|der|da|dos|ibn|abu)"
    r"(?=[\s-]))[\s-]+){0,5}[^\W\d_a-z][\w.'’-]*"
)
PROTECT = (
    r"(?:strictly\s+protect(?:ed)?|please\s+(?:strictly\s+)?protect(?:\s+fully)?"
    r"|protect(?:ed)?(?:\s+(?:source|identity|strictly|throughout))?|strictly\s+protected)"
)
MONTH = r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
PHONE = r"(?:tel(?:ephone)?|phone|mobile|cell(?:ular|phone)?|fax|gsm)"
#: Digits in groups, as telephone numbers have them.
NUMBER = r"\+?\(?[0-9][0-9()\s./-]{5,20}[0-9]"
ID_NUMBER = r"(?=[A-Z0-9 -]*[0-9])[A-Z0-9](?:[A-Z0-9-]|[ ](?=[0-9])){3,20}[A-Z0-9]"
ID_WORD = (
    r"(?:(?:national\s+)?id(?:entity|entification)?(?:\s+card)?|i\.d\.|cedula|c[eé]dula|dni|nif"
    r"|curp|rut|social\s+security|ssn|tax(?:payer)?\s+(?:id|identification))"
)
BETWEEN = r"(?:\s+(?:number|no|num|nr|is|was|with|bearing))*[.:#]{0,2}\s*(?:number|no\.?|nr\.?|#)?\s*"


def _digits(text):
    return sum(one.isdigit() for one in text)


def _is_phone(text):
    """Say whether digits are as many as a telephone number has, and no date or sum."""
    return 7 <= _digits(text) <= 15 and not re.fullmatch(
        r"(?:19|20)[0-9]{2}\s*-\s*(?:19|20)[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}"
        r"|[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}",
        text.strip(),
    )


SAFETY, PRIVATE = ReasonCode.SOURCE_SAFETY, ReasonCode.PRIVATE_DATA
RULES = (
    Rule(
        "strictly_protect",
        "“strictly protect”",
        SAFETY,
        re.compile(
            rf"(?:(?P<name>{NAME})\s*)?[(\[]\s*(?i:(?:please\s+)?strictly\s+protect(?:ed)?[^()\[\]]{{0,40}})[)\]]"
        ),
    ),
    Rule(
        "please_protect",
        "“please protect”",
        SAFETY,
        re.compile(
            rf"(?:(?P<name>{NAME})\s*[(\[]\s*)?\b(?i:please\s+protect)\b(?:[^()\[\]\n.]{{0,40}}[)\]])?"
        ),
    ),
    Rule(
        "protect",
        "“(protect)”",
        SAFETY,
        re.compile(rf"(?:(?P<name>{NAME})\s*)?[(\[]\s*(?i:{PROTECT})\s*[)\]]"),
    ),
    Rule(
        "x_run",
        "a run of X",
        SAFETY,
        re.compile(r"\b[Xx]{4,}(?:[\s-]+[Xx]{4,})*\b|(?<!\S)(?:X[ ]){4,}X\b"),
    ),
    Rule(
        "email",
        "an e-mail address",
        PRIVATE,
        re.compile(
            r"[A-Za-z0-9][\w.+-]*\s?(?:@|\(at\)|\s\(at\)\s)\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
        ),
    ),
    Rule(
        "passport",
        "a passport number",
        PRIVATE,
        re.compile(rf"\b(?i:passport|ppt|pp)\b(?i:{BETWEEN})(?P<words>{ID_NUMBER})"),
        lambda words: _digits(words) >= 5,
    ),
    Rule(
        "identity_number",
        "an identity number",
        PRIVATE,
        re.compile(rf"\b(?i:{ID_WORD})(?i:{BETWEEN})(?P<words>{ID_NUMBER})"),
        lambda words: _digits(words) >= 5,
    ),
    Rule(
        "identity_number",
        "an identity number",
        PRIVATE,
        re.compile(r"(?<![\w-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![\w-])"),
    ),
    Rule(
        "phone",
        "a telephone number",
        PRIVATE,
        re.compile(rf"\b(?i:{PHONE})\b[^0-9+\n]{{0,30}}(?P<words>{NUMBER})"),
        _is_phone,
    ),
    Rule(
        "phone",
        "a telephone number",
        PRIVATE,
        re.compile(
            r"(?<![\w.+-])(?P<words>\+[0-9]{1,3}[\s().-]*[0-9][0-9()\s.-]{5,16}[0-9])"
        ),
        _is_phone,
    ),
    Rule(
        "phone",
        "a telephone number",
        PRIVATE,
        re.compile(
            r"(?<![\w.$-])(?P<words>\([0-9]{2,5}\)[ ]?[0-9]{2,4}(?:[ -][0-9]{2,4}){1,3})(?![\w-])"
        ),
        _is_phone,
    ),
)
LABELS = {rule.name: rule.label for rule in RULES}


def suggest(text):
    """Return the Suggestions for a text, in order, none over another."""
    found = []
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            start, end = _span(match)
            if rule.fits and not rule.fits(text[start:end]):
                continue
            if all(end <= one.start or one.end <= start for one in found):
                found.append(
                    Suggestion(start=start, end=end, rule=rule.name, reason=rule.reason)
                )
    return sorted(found, key=lambda one: one.start)


def _span(match):
    """Of a number with the word that names it, the number; of the rest, all."""
    groups = match.groupdict()
    return match.span("words") if "words" in groups else match.span()
