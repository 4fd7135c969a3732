"""
The transmission header (formats: header): who sent it, when, how urgently, and to whom.

Each line is known by its first word. Lines under TO, INFO and XMT that begin with no
such word go on with the list above them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from .dates import find_date_time_group, sent_at
from .problems import problem
from .records import Problem, Recipient, Role, Span

PARTIAL_EXTRACT = "This record is a partial extract"

_PRECEDENCES = {"Z": "ZZ", "O": "OO", "P": "PP", "R": "RR"}
_PRECEDENCES |= {double: double for double in ("ZZ", "OO", "PP", "RR")}
_PRECEDENCE_WORDS = {
    "FLASH": "ZZ",
    "IMMEDIATE": "OO",
    "PRIORITY": "PP",
    "PIORITY": "PP",
    "ROUTINE": "RR",
}
_NIACT = ("NIACT",)
# These begin with a line end, which is found much faster than "any line start".
_TRANSMISSION_ID = re.compile(r"\n[^\S\n]*+(VZCZC[A-Z0-9]{1,12})\b")
_HIGHEST = re.compile(r"\n[^\S\n]*+(ZZ|OO|PP|RR) RU")
_PAIR = re.compile(r"\b(ZZ|OO|PP|RR|[ZOPR])(?:[^\S\n]+(ZZ|OO|PP|RR|[ZOPR]))?[^\S\n]*$")
_SENDER = re.compile(r"\n[^\S\n]*+FM[^\S\n]+(\S[^\n]*)")
_LISTED = re.compile(r"^[^\S\n]*(TO|INFO|XMT)\b[^\S\n]*", re.MULTILINE)
_PAGE = re.compile(r"PAGE\s+[0-9]+\s|[A-Z ]+[0-9]{3,8}\s+[0-9]{3}(?:\.[0-9])?\s+OF\s")
_NO_ADDRESSEE = re.compile(r"(?:ZNR|ZNY|BT|UNCLAS|NNNN)\b")
# A wrapped list of routing indicators, left over from the precedence line.
_ROUTES = re.compile(r"(?:RU[A-Z]{4,6}(?:\s+|$))+")
# ZEN: delivered by other means
_ROUTE = re.compile(r"([A-Z]{5,7}|ZEN)/(?=[^/])")
_LONGEST_LINE = 400  # characters; a longer line is no addressee
_ROLES: dict[str, tuple[Role, bool]] = {
    "TO": ("action", False),
    "INFO": ("info", False),
    "XMT": ("info", True),
}


@dataclass(slots=True)
class Header:
    """What a transmission header states."""

    transmission_id: str = ""
    precedence_action: str = ""
    precedence_info: str = ""
    date_time_group: str = ""
    sent: datetime | None = None
    sender: str = ""
    recipients: tuple[Recipient, ...] = ()
    is_partial: bool = False
    problems: list[Problem] = field(default_factory=list)


def parse_header(header: str) -> Header:
    """Read a header; lines that cannot be read are left out."""
    read = Header(is_partial=PARTIAL_EXTRACT in header)
    _read_time(header, read)
    lines = f"\n{header}"
    if match := _TRANSMISSION_ID.search(lines):
        read.transmission_id = match[1]
    if match := _SENDER.search(lines):
        read.sender = " ".join(match[1].split())
    if not read.precedence_action and (match := _HIGHEST.search(lines)):
        read.precedence_action = match[1]
    read.recipients = tuple(_recipients(header))
    if not read.is_partial:
        _note_what_is_missing(header, read)
    return read


def _read_time(header: str, read: Header) -> None:
    group = find_date_time_group(header)
    if group is None:
        return
    read.date_time_group = " ".join(group[0].split())
    read.sent = sent_at(group)
    line_start = header.rfind("\n", 0, group.start()) + 1
    pair = _PAIR.search(header[max(line_start, group.start() - 40) : group.start()])
    if pair:
        read.precedence_action = _PRECEDENCES[pair[1]]
        read.precedence_info = _PRECEDENCES.get(pair[2] or "", "")
    if read.sent is None:
        span = Span(group.start(), group.end())
        read.problems.append(problem("dtg-unreadable", "header", span))


def _recipients(header: str) -> Iterator[Recipient]:
    lists = list(_LISTED.finditer(header))
    for index, listed in enumerate(lists):
        end = lists[index + 1].start() if index + 1 < len(lists) else len(header)
        role, excluded = _ROLES[listed[1]]
        at = listed.end()
        for line in header[at:end].split("\n"):
            recipient = _recipient(line, at, role, excluded)
            if recipient:
                yield recipient
            at += len(line) + 1


def _recipient(line: str, at: int, role: Role, excluded: bool) -> Recipient | None:
    words = line.strip()
    if not words or len(words) > _LONGEST_LINE or _NO_ADDRESSEE.match(words):
        return None
    route = _ROUTE.match(words)
    if not route and (_PAGE.match(words) or _ROUTES.fullmatch(words)):
        return None
    name, number = _ending(words[route.end() :] if route else words, _is_number)
    name, precedence = _ending(name, _PRECEDENCE_WORDS.__contains__)
    if precedence == "IMMEDIATE":
        name, _ = _ending(name, _NIACT.__contains__)
    start = at + line.index(words)
    return Recipient(
        role=role,
        name=" ".join(name.split()),
        route=route[1] if route else "",
        precedence=_PRECEDENCE_WORDS.get(precedence, ""),
        number=number,
        excluded=excluded,
        span=Span(start, start + len(words)),
    )


def _ending(words: str, fits: Callable[[str], bool]) -> tuple[str, str]:
    """Part the last word from the others when it fits and others are left."""
    others, _, last = words.rstrip().rpartition(" ")
    return (others, last) if others.strip() and fits(last) else (words, "")


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 6


def _note_what_is_missing(header: str, read: Header) -> None:
    if not header.strip():
        read.problems.append(problem("header-missing", "header"))
        return
    missing = {
        "dtg-missing": not read.date_time_group,
        "sender-missing": not read.sender,
        "recipients-missing": not any(r.role == "action" for r in read.recipients),
    }
    read.problems += [problem(code, "header") for code, yes in missing.items() if yes]
