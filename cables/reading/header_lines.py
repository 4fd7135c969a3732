"""The transmission header, line by line, with what each line says."""

import re
from typing import NamedTuple

PRECEDENCE = {"Z": "flash", "O": "immediate", "P": "priority", "R": "routine"}
SECRECY = {
    "U": "unclassified",
    "E": "encrypted for transmission only",
    "C": "confidential",
    "S": "secret",
    "T": "top secret",
}
MONTHS = [
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
]
MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


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
    return (
        f"Sent as {PRECEDENCE[match[1][0]]}; the stations that it is routed to follow"
    )


def _origin(match):
    said = f"From station {match[1]}"
    if match[2]:
        said += f", message number {match[2].lstrip('0') or '0'}"
    if match[3]:
        said += f", section {int(match[3])}"
    if match[4]:
        said += (
            f", filed on day {int(match[4])} of the year at {match[5]}:{match[6]} UTC"
        )
    return said


def _secrecy(match):
    said = SECRECY.get(match[1][0], "")
    return f"Transmission security: {said}" if said else "Transmission security"


def _group(match):
    said = PRECEDENCE[match[1]]
    if match[2]:
        said += f" for action, {PRECEDENCE[match[2]]} for information"
    return f"{said.capitalize()}; {group_in_words(match[3])}"


def group_in_words(group):
    """Say a date-time group in plain words: "101922Z APR 06"; nothing if it is none."""
    match = GROUP.search(group)
    if match is None:
        return ""
    day, hour, minute, month, year = match.groups()
    century = 1900 if int(year) >= 60 else 2000
    name = MONTH_NAMES[MONTHS.index(month)]
    return f"{int(day)} {name} {century + int(year)}, {hour}:{minute} UTC"


RULES = [
    ("id", re.compile(r"VZCZ\w+$"), lambda m: "Transmission id: channel and sequence"),
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
    ("from", re.compile(r"FM "), lambda m: "Who sends it"),
    ("to", re.compile(r"TO "), lambda m: "Who is to act on it"),
    ("info", re.compile(r"INFO "), lambda m: "Who is to know of it"),
    (
        "exclude",
        re.compile(r"XMT "),
        lambda m: "Who is left out of a collective address",
    ),
]
