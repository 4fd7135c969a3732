"""
Plain text, one message a file. Either ``Key: value`` lines, a blank line, the header, a
line ``-----BODY-----`` and the body; or a bare telegram, whose body begins at the
classification line. Whatever the message itself says need not be said again.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePath
from typing import BinaryIO

from .base import BadField, Frame, Reject, SourceMessage, reject, whole_file
from .fields import decode, read_fields
from .origins import origin_of_code, origin_of_sender

FORMAT = "text"
BODY_MARK = "-----BODY-----"
KEY_LINE = re.compile(r"([A-Za-z][A-Za-z ]{1,20}?)[ \t]*:[ \t]*(.*)")
KEYS = {
    "reference id": "reference_id",
    "number": "number",
    "created": "created",
    "released": "released",
    "classification": "classification",
    "origin": "origin",
    "references": "references",
}
#: The first line of a body: a classification, spaced out or not, at a line's start.
CLASSIFICATION_LINE = re.compile(
    r"^(?:UNCLAS(?:SIFIED)?|C O N F I D E N T I A L|CONFIDENTIAL|S E C R E T|SECRET"
    r"|U N C L A S(?: S I F I E D)?|T O P S E C R E T)\b[^\n]*",
    re.MULTILINE,
)
SERIAL = re.compile(
    r"^(?P<rest>.*?)(?P<post>[A-Z][A-Z .]*?)\s+0*(?P<serial>\d{1,7})\s*$"
)
NOT_A_POST = re.compile(r"^(?:.*\b(?:SECTION \d+ OF \d+|OFFICIAL USE ONLY|NOFORN))?\s*")
DTG = re.compile(r"\b(\d{6})Z\s+([A-Z]{3})\s+(\d{2})\b")
FM = re.compile(r"^FM (.+)$", re.MULTILINE)
FILE_ID = re.compile(r"[0-9]{2}[A-Z]+[0-9]{1,7}")


def frames(stream: BinaryIO, file: str) -> Iterator[Frame]:
    return whole_file(stream, file, FORMAT)


def read(frame: Frame) -> Iterator[SourceMessage | Reject]:
    try:
        yield _message(frame)
    except BadField as error:
        yield reject(frame, error)


def _message(frame: Frame) -> SourceMessage:
    text = decode(frame.raw.removeprefix(b"\xef\xbb\xbf"), "file")
    keys, rest = _keys(text)
    header, body = _halves(rest)
    keys["reference_id"] = keys.get("reference_id") or _own_id(frame.file, header, body)
    keys["header"], keys["body"] = header.strip("\n"), body.rstrip("\n")
    values = read_fields(keys)
    if not values.get("created"):
        values["created"] = _sent(header, values["reference_id"])
    if not values.get("origin"):
        values["origin"] = _origin(header, values["reference_id"])
    return SourceMessage(
        format=FORMAT, file=frame.file, line=frame.line, raw=frame.raw, **values
    )


def _keys(text: str) -> tuple[dict[str, str], str]:
    """Return the keys that the file begins with, and what follows the blank line."""
    keys: dict[str, str] = {}
    lines = text.split("\n")
    for line in lines:
        found = KEY_LINE.fullmatch(line.rstrip())
        name = KEYS.get(found[1].strip().lower()) if found else None
        if name is None:
            break
        keys[name] = found[2].strip()
    rest = lines[len(keys) :]
    if keys and rest and not rest[0].strip():
        rest = rest[1:]
    return keys, "\n".join(rest)


def _halves(text: str) -> tuple[str, str]:
    """Return header and body, parted at the mark or else at the classification line."""
    lines = text.split("\n")
    stripped = [line.rstrip() for line in lines]
    if BODY_MARK in stripped:
        at = stripped.index(BODY_MARK)
        return "\n".join(lines[:at]), "\n".join(lines[at + 1 :])
    found = CLASSIFICATION_LINE.search(text)
    if not found:
        raise BadField(
            "body",
            f"The file has neither a line {BODY_MARK} nor a classification line. "
            "Put one between header and body.",
        )
    return text[: found.start()], text[found.start() :]


def _own_id(file: str, header: str, body: str) -> str:
    """Return the id that the file's name or the message itself gives."""
    name = PurePath(file).name.split(".")[0].upper()
    if FILE_ID.fullmatch(name):
        return name
    year = DTG.search(header.upper())
    found = SERIAL.match(body.lstrip().split("\n")[0].rstrip())
    if not (year and found):
        raise BadField(
            "reference id",
            "The message names no reference id. Add a line such as "
            "“Reference id: 06MEXICO1889” at the top.",
        )
    post = NOT_A_POST.sub("", (found["rest"] + found["post"]).strip())
    post = re.sub(
        r"^(?:UNCLAS(?:SIFIED)?|CONFIDENTIAL|SECRET|(?:[A-Z] )+[A-Z]\b)", "", post
    )
    return f"{year[3]}{re.sub('[^A-Z]', '', post)}{found['serial']}"


def _sent(header: str, reference_id: str) -> datetime:
    found = DTG.search(header.upper())
    if found:
        try:
            sent = datetime.strptime("".join(found.groups()), "%d%H%M%b%y")
            return sent.replace(tzinfo=UTC)
        except ValueError:
            pass
    raise BadField(
        "created",
        "The message has no readable date-time group. Add a line such as "
        "“Created: 2006-04-10 19:22” at the top.",
        reference_id,
    )


def _origin(header: str, reference_id: str) -> str:
    sender = FM.search(header.upper())
    name = (sender and origin_of_sender(sender[1])) or origin_of_code(
        re.sub("[^A-Z]", "", reference_id)
    )
    if name:
        return name
    raise BadField(
        "origin",
        "The message's place of origin is not known. Add a line such as "
        "“Origin: Embassy Mexico” at the top.",
        reference_id,
    )
