r"""
The data release: ``cables.csv``, eight quoted columns and no header row.

Escaping is by backslash, so a quotation mark inside a field always has one before it. A
line that begins with a bare quotation mark, a short text and ``","`` is therefore the
start of a record wherever it stands: that is how this reader finds the next good record
after a broken one, and how it cuts a file of any size without reading the fields.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from .base import (
    MAX_KEPT,
    MAX_RECORD,
    PIECE,
    BadField,
    Frame,
    Reject,
    SourceMessage,
    reject,
)
from .fields import decode, read_fields

FORMAT = "csv"
COLUMNS = (
    ("number", "id"),
    ("created", "datetime"),
    ("reference_id", "reference id"),
    ("origin", "origin"),
    ("classification", "classification"),
    ("references", "references"),
    ("header", "header"),
    ("body", "body"),
)
BOM = b"\xef\xbb\xbf"
#: After a line end: the beginning of a record, as whole as it can be asked to be.
START = re.compile(rb'\n(?="(?:[^",\n\\][^"\n\\]{0,40})?",")')
#: The same without quotation marks; words may look like this, so it is asked for only
#: between records.
BARE_START = re.compile(rb"\n(?=\d+,[^\n]{0,60},)")
HINT = re.compile(rb'"[^"\\]*","[^"\\]*","([^"\\]{1,60})",')
FIELD = rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"'
FIELD_AT = re.compile(FIELD, re.DOTALL)
RECORD = re.compile(
    rb",".join([FIELD] * len(COLUMNS)) + rb"[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def frames(stream: BinaryIO, file: str) -> Iterator[Frame]:
    """Cut a file at every line that looks like the start of a record."""
    line, position, dropping = 1, 0, False
    for raw, cut in _pieces(stream):
        position += len(raw)
        if raw.strip() and not dropping:
            yield Frame(
                format=FORMAT,
                file=file,
                line=line + _blank_lines(raw),
                raw=raw.lstrip(b"\r\n"),
                position=position,
                hint=_hint(raw),
                cut=cut,
            )
        dropping = cut  # the rest of a record that was too long is not another record
        line += raw.count(b"\n")


def _pieces(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Give the bytes between two starts, and whether they had to be cut short."""
    pending = stream.read(PIECE).removeprefix(BOM)
    ended = False
    while pending or not ended:
        start = 0
        for found in START.finditer(pending):
            yield pending[start : found.end()], False
            start = found.end()
        pending = pending[start:]
        if len(pending) > MAX_RECORD:
            yield pending[:MAX_RECORD], True
            pending = pending[MAX_RECORD:]
        more = stream.read(PIECE)
        if not more:
            ended = True
            if pending:
                yield pending, False
            return
        pending += more


def _blank_lines(raw: bytes) -> int:
    return raw[: len(raw) - len(raw.lstrip(b"\r\n"))].count(b"\n")


def _hint(raw: bytes) -> str:
    found = HINT.match(raw.lstrip(b"\r\n")[:400])
    return found[1].decode("ascii", "replace").strip().upper() if found else ""


def read(frame: Frame) -> Iterator[SourceMessage | Reject]:
    """Read the record of a frame, and reject whatever stands between it and the next."""
    record = RECORD.match(frame.raw)
    if record is None or frame.cut:
        yield reject(frame, _what_is_wrong(frame))
        return
    yield _message(frame, record)
    rest = frame.raw[record.end() :]
    if rest.strip():
        line = frame.line + record[0].count(b"\n")
        yield from _rejected_rest(frame, rest, line)


def _message(frame: Frame, record: re.Match) -> SourceMessage | Reject:
    raw = record[0]
    try:
        texts = {
            name: decode(_unescape(field), column)
            for (name, column), field in zip(COLUMNS, record.groups(), strict=True)
        }
        values = read_fields(texts)
        if values["created"] is None:
            raise BadField(
                "datetime",
                "The datetime is missing. Write it as M/D/YYYY H:MM, in UTC.",
            )
    except BadField as error:
        if error.column == "created":
            error.column = "datetime"
        return reject(_part(frame, raw, frame.line, frame.hint), error)
    return SourceMessage(
        format=FORMAT, file=frame.file, line=frame.line, raw=raw, **values
    )


def _unescape(field: bytes) -> bytes:
    return ESCAPED.sub(rb"\1", field) if b"\\" in field else field


def _part(frame: Frame, raw: bytes, line: int, hint: str = "") -> Frame:
    return Frame(format=FORMAT, file=frame.file, line=line, raw=raw, hint=hint)


def _rejected_rest(frame: Frame, rest: bytes, line: int) -> Iterator[Reject]:
    start = 0
    for end in [*(found.end() for found in BARE_START.finditer(rest)), len(rest)]:
        raw = rest[start:end]
        if raw.strip():
            first = line + raw[: len(raw) - len(raw.lstrip())].count(b"\n")
            part = _part(frame, raw.lstrip(), first)
            yield reject(part, _what_is_wrong(part))
        start, line = end, line + raw.count(b"\n")


def _what_is_wrong(frame: Frame) -> BadField:
    """Say why the bytes of a frame are no record: walk the fields until one fails."""
    if frame.cut:
        return BadField(
            "body",
            f"The record is longer than {MAX_RECORD:,} bytes, or its last quotation "
            f"mark is missing; the first {MAX_KEPT:,} bytes are kept. Close or split it.",
        )
    at, count = 0, 0
    while field := FIELD_AT.match(frame.raw, at):
        at, count = field.end(), count + 1
        if frame.raw[at : at + 2] != b',"':
            break
        at += 1
    return _broken_at(frame.raw, at, count)


def _broken_at(raw: bytes, at: int, count: int) -> BadField:
    if not raw.startswith(b'"'):
        return BadField(
            "id", "The line is no record: every column stands in quotation marks."
        )
    closed = raw[at : at + 1] in (b"", b"\n", b"\r")
    if closed and count != len(COLUMNS):
        return BadField(
            "", f"The record has {count} columns, not {len(COLUMNS)}. Mend its commas."
        )
    open_column = raw[at : at + 1] == b'"'
    index = min(count if open_column else count - 1, len(COLUMNS) - 1)
    what = (
        "is not closed by a quotation mark"
        if open_column
        else "holds a quotation mark without a backslash before it"
    )
    column = COLUMNS[index][1]
    return BadField(column, f'Column {index + 1} ({column}) {what}. Write it as \\".')
