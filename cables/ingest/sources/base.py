"""
What a source gives: frames (the bytes of one record, found quickly), and from each
frame either a message or a reject. Nothing here knows Django.

A source is a module with two functions. ``frames(path, file)`` streams through a file
and cuts it into records; ``read(frame)`` makes sense of one of them, and can therefore
run in another process.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO, Literal, NamedTuple, Protocol

Format = Literal["csv", "html", "text", "jsonl"]
Precision = Literal["minute", "hour", "day"]

MAYBE_ID = re.compile(r"[0-9]{2}[0-9A-Z]{1,58}")
#: A body of more bytes than this is refused: the longest real one has 262,144.
MAX_BODY = 1024 * 1024
#: A record of more bytes than this is not read on, so that memory stays bounded.
MAX_RECORD = 4 * 1024 * 1024
#: So much of a rejected record is kept.
MAX_KEPT = 1024 * 1024
#: Files are read in pieces of this size.
PIECE = 4 * 1024 * 1024


class Frame(NamedTuple):
    """The bytes of one record, where they stand, and what can be told without reading."""

    format: Format
    file: str
    line: int
    raw: bytes
    position: int = 0  # bytes of the file up to the end of this record
    hint: str = ""  # the reference id, where framing has seen it already
    cut: bool = False  # longer than MAX_RECORD: only its beginning is here


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """An article that a page says used the cable."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMessage:
    """One telegram as a source gives it. Empty and None mean "the source is silent"."""

    format: Format
    file: str
    line: int
    raw: bytes
    reference_id: str
    number: int | None = None
    created: datetime | None = None
    created_precision: Precision = "minute"
    released: datetime | None = None
    classification: str = ""
    origin: str = ""
    references: tuple[str, ...] = ()
    header: str = ""
    body: str = ""
    articles: tuple[FoundArticle, ...] = ()
    notes: tuple[str, ...] = ()  # what was left out, in words for the operator

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A record that cannot come in: what is wrong, where, and what to do about it."""

    format: Format
    file: str
    line: int
    column: str = ""
    reference_id: str = ""
    reason: str
    raw: bytes


class SourceError(Exception):
    """A file or folder that cannot be read at all; the text is for the operator."""


class BadField(Exception):
    """A field that cannot be taken in: its column, and a sentence that says why."""

    def __init__(self, column: str, reason: str, reference_id: str = "") -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason
        self.reference_id = reference_id


class Source(Protocol):
    """What each module of this package offers."""

    FORMAT: Format

    def frames(self, stream: BinaryIO, file: str) -> Iterator[Frame]: ...

    def read(self, frame: Frame) -> Iterator[SourceMessage | Reject]: ...


def reject(frame: Frame, error: BadField) -> Reject:
    """Return the reject for a frame of which one field is bad."""
    return Reject(
        format=frame.format,
        file=frame.file,
        line=frame.line,
        column=error.column,
        reference_id=(error.reference_id or frame.hint)[:200],
        reason=error.reason,
        raw=frame.raw[:MAX_KEPT],
    )


def whole_file(stream: BinaryIO, file: str, source: Format) -> Iterator[Frame]:
    """Give a file that holds one message as one frame; its name hints at the id."""
    raw = stream.read(MAX_RECORD + 1)
    name = PurePath(file).name.split(".")[0].upper()
    yield Frame(
        format=source,
        file=file,
        line=1,
        raw=raw[:MAX_RECORD],
        position=len(raw),
        hint=name if MAYBE_ID.fullmatch(name) else "",
        cut=len(raw) > MAX_RECORD,
    )
