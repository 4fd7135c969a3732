"""
The frozen records that parsing gives: what a telegram says, and where it says it.

Every record that was read from the text carries a ``Span`` into the source text that it
was read from, so that links can be drawn in the original and a problem can be shown.
Nothing here knows Django. The string values (kinds, roles, markings) are the ones that
``cables.choices`` offers; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

BlockKind = Literal[
    "numbered",
    "unnumbered",
    "bullet",
    "heading",
    "caption",
    "table",
    "artefact",
    "signature",
]
TagKind = Literal["subject", "program", "geo", "organisation", "person", "unknown"]
ReferenceKind = Literal["cable", "email", "report", "dtg", "phone", "other"]
Role = Literal["action", "info"]
Source = Literal["header", "body"]


class Span(NamedTuple):
    """A half-open range of characters in the header or in the body."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be read: what, and where."""

    code: str  # a stable name, such as "tags-missing" or "date-unreadable"
    message: str  # a sentence; never quotes words of the message itself
    source: Source
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """An addressee: one line of TO, INFO or XMT."""

    role: Role
    name: str  # "SECSTATE WASHDC"
    route: str = ""  # routing indicator, "RUEHC"
    precedence: str = ""  # ZZ, OO, PP, RR; empty where the line names none
    number: str = ""  # the addressee's serial, as printed: "0160"
    excluded: bool = False  # named by XMT: did not get the message
    span: Span  # in the header


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One entry of the TAGS line."""

    code: str  # upper case, blanks folded: "PREL", "CLINTON, HILLARY"
    kind: TagKind
    printed: str
    span: Span  # in the body


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One reference: an entry of the REF section, or an id named in the text."""

    label: str = ""  # "A" of "REF A"; empty for a mention in the text
    printed: str
    target_id: str = ""  # canonical reference id; empty when it is no cable
    kind: ReferenceKind
    note: str = ""  # "NOTAL", "EXDIS", …
    span: Span  # in the body


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifiedBy:
    """Who classified the cable, and for which reasons of the executive order."""

    name: str = ""
    title: str = ""
    reasons: tuple[str, ...] = ()  # "b", "d"
    section: str = ""  # "1.4"; "1.5" before 2003-03-25
    span: Span  # in the body


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """An address that lands inside a block: the original site's ``#parN``."""

    key: str  # "par2005", "parB"
    offset: int  # characters into the block's ``text``


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """
    A stretch of the body in reading order.

    ``text`` is made for reading: joined across line ends and page markers, without the
    printed label and portion marking, which stand in fields of their own. ``spans`` are
    the pieces of the body that it was made from, label and marking included; a block that
    a page marker cuts has two. An artefact's ``text`` shows it as printed, a table's keeps
    its line breaks, and a heading's leaves out the rows of dashes around it. The spans of all blocks never overlap, and together they
    cover every character of the body that is not white space.
    """

    kind: BlockKind
    key: str  # unique in the cable: "par3", "parB", "par3-2", "u1"
    text: str
    label: str = ""  # "3", "B"
    marking: str = ""  # portion marking, normalised: U, SBU, C, S, C/NF, S/NF, U/FOUO …
    spans: tuple[Span, ...]
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedCable:
    """A telegram, read. Empty strings, empty tuples and None mean "not stated"."""

    reference_id: str
    # the transmission header
    transmission_id: str = ""  # "VZCZCXRO8496"
    precedence_action: str = ""  # ZZ, OO, PP, RR
    precedence_info: str = ""
    date_time_group: str = ""  # as printed: "101922Z APR 06"
    sent: datetime | None = None  # the date-time group in UTC, when it can be read
    sender: str = ""  # "AMEMBASSY MEXICO"
    recipients: tuple[Recipient, ...] = ()
    is_partial: bool = False
    # the body's opening
    classification_line: str = ""
    classification: str = (
        ""  # one of the six values of the archive, read from that line
    )
    section: int = 0
    section_count: int = 0  # "SECTION 01 OF 02" is section 1 of 2; 0 where not stated
    captions: tuple[str, ...] = ()  # SIPDIS, SENSITIVE, NOFORN, EXDIS …, once each
    attention: tuple[str, ...] = ()  # "DEPT FOR WHA/MEX", "STATE PASS TO USTR"
    executive_order: str = ""  # "12958"; several are joined: "12958, 12356"
    declassify_on: date | None = None
    declassify_note: str = ""  # an event or exemption: "AFTER KOREAN UNIFICATION", "X1"
    tags: tuple[Tag, ...] = ()
    subject: str = ""  # whole, joined over its lines, without a leading portion marking
    subject_span: Span | None = None
    references: tuple[Reference, ...] = ()  # the REF sections first, then mentions
    classified_by: ClassifiedBy | None = None
    # the text
    blocks: tuple[Block, ...] = ()
    headings: tuple[str, ...] = ()
    summary: str = ""
    signature: str = ""
    problems: tuple[Problem, ...] = ()
