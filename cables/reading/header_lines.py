"""The transmission header, line by line, with what each line says."""

import re
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from .days import moment

PRECEDENCE = {
    "Z": pgettext_lazy("precedence", "flash"),
    "O": pgettext_lazy("precedence", "immediate"),
    "P": pgettext_lazy("precedence", "priority"),
    "R": pgettext_lazy("precedence", "routine"),
}
SECRECY = {
    "U": pgettext_lazy("transmission security", "unclassified"),
    "E": pgettext_lazy("transmission security", "encrypted for transmission only"),
    "C": pgettext_lazy("transmission security", "confidential"),
    "S": pgettext_lazy("transmission security", "secret"),
    "T": pgettext_lazy("transmission security", "top secret"),
}
MONTHS = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN"),
    *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)
GROUP = re.compile(rf"([0-3]\d)([0-2]\d)([0-5]\d)Z ({'|'.join(MONTHS)}) (\d\d)\b")


class HeaderLine(NamedTuple):
    text: str
    meaning: str = ""


def explain_header(header):
    """Return every line of a header; a line that goes on another has no meaning of its own."""
    lines, seen = [], set()
    for text in filter(str.strip, header.splitlines()):
        meaning = _meaning(text.strip(), seen)
        lines.append(HeaderLine(text.rstrip(), meaning))
    return lines


def _meaning(text, seen):
    for name, pattern, explain in RULES:
        match = pattern.match(text)
        if match and name not in seen:
            seen.add(name)
            return explain(match)
    return ""


def _routing(match):
    return _("Sent as %(precedence)s; the stations that it is routed to follow") % {
        "precedence": PRECEDENCE[match[1][0]]
    }


def _origin(match):
    told = [_("From station %(station)s") % {"station": match[1]}]
    if match[2]:
        number = match[2].lstrip("0") or "0"
        told.append(_("message number %(number)s") % {"number": number})
    if match[3]:
        told.append(_("section %(number)s") % {"number": int(match[3])})
    if match[4]:
        told.append(
            _("filed on day %(day)s of the year at %(time)s UTC")
            % {"day": int(match[4]), "time": f"{match[5]}:{match[6]}"}
        )
    return ", ".join(told)


def _secrecy(match):
    if secrecy := SECRECY.get(match[1][0]):
        return _("Transmission security: %(secrecy)s") % {"secrecy": secrecy}
    return _("Transmission security")


def _group(match):
    said = str(PRECEDENCE[match[1]])
    if match[2]:
        said = _("%(precedence)s for action, %(other)s for information") % {
            "precedence": said,
            "other": PRECEDENCE[match[2]],
        }
    return f"{said.capitalize()}; {group_in_words(match[3])}"


def group_in_words(group):
    """Say a date-time group in plain words: "101922Z APR 06"; nothing if it is none."""
    match = GROUP.search(group)
    if match is None:
        return ""
    day, hour, minute, month, year = match.groups()
    century = 1900 if int(year) >= 60 else 2000
    number = MONTHS.index(month) + 1
    try:
        return moment(
            datetime(century + int(year), number, int(day), int(hour), int(minute))
        )
    except ValueError:  # no such day or hour
        return ""


RULES = [
    (
        "id",
        re.compile(r"VZCZ\w+$"),
        lambda m: _("Transmission id: channel and sequence"),
    ),
    ("routing", re.compile(r"([ZOPR])\1 R[A-Z]{3,}"), _routing),
    (
        "origin",
        re.compile(r"DE (R\w+)(?: #(\d+)(?:/(\d+))?(?: (\d{3})(\d\d)(\d\d)))?"),
        _origin,
    ),
    ("security", re.compile(r"ZN[RY] ([A-Z])\1{4}"), _secrecy),
    (
        "group",
        re.compile(rf"([ZOPR])(?: ([ZOPR]))? ({GROUP.pattern})"),
        _group,
    ),
    ("from", re.compile(r"FM "), lambda m: _("Who sends it")),
    ("to", re.compile(r"TO "), lambda m: _("Who is to act on it")),
    ("info", re.compile(r"INFO "), lambda m: _("Who is to know of it")),
    (
        "exclude",
        re.compile(r"XMT "),
        lambda m: _("Who is left out of a collective address"),
    ),
]
