"""
Fields that leaked: about two in a hundred pages of the original site begin the body with
the record's other columns and a second copy of the header. They are no words of the
cable, and they are better than what the page prints (the minutes are right).
"""

import re
from dataclasses import dataclass
from datetime import datetime

from .base import BadField
from .fields import moment, number, references

FIELDS = re.compile(
    r"(?P<number>\d{1,9})\n(?P<created>\d[\d/ :-]{9,18})\n(?P<id>\S+)\n(?P<origin>[^\n]*)\n"
    r"(?P<classification>[^\n]*)\n(?P<references>[^\n]*)\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaked:
    number: int | None
    created: datetime | None
    references: tuple[str, ...]


def strip_leaked(
    body: str, header: str, reference_id: str
) -> tuple[str, Leaked | None]:
    """Return the body without leaked fields, and the fields where there were any."""
    found = FIELDS.match(body.lstrip("\n"))
    if not found or found["id"].upper() != reference_id:
        return body, None
    try:
        leaked = Leaked(
            number=number(found["number"]),
            created=moment(found["created"], "created"),
            references=references(found["references"]),
        )
    except BadField:
        return body, None
    rest = body.lstrip("\n")[found.end() :]
    return _without_header(rest, header), leaked


def _without_header(text: str, header: str) -> str:
    """Take a copy of the header off the text: the same lines, blanks aside."""
    lines, at = text.split("\n"), 0
    for wanted in header.split("\n"):
        if at >= len(lines) or lines[at].strip() != wanted.strip():
            return text.lstrip("\n")
        at += 1
    return "\n".join(lines[at:]).lstrip("\n")
