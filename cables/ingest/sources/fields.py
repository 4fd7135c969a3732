"""The fields of a record: how each is read, and within which limits."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from .base import MAX_BODY, BadField

CLASSIFICATIONS = (
    "UNCLASSIFIED",
    "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
    "CONFIDENTIAL",
    "CONFIDENTIAL//NOFORN",
    "SECRET",
    "SECRET//NOFORN",
)
AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?")
YEARS = range(1900, 2100)
REFERENCE_ID = re.compile(r"[0-9A-Z][0-9A-Z:._-]*")
#: Column, longest value in characters.
LIMITS = {
    "reference id": 60,
    "origin": 120,
    "classification": 40,
    "references": 60_000,
    "header": 256 * 1024,
}
UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
MAX_NUMBER = 2_147_483_647


def utf16(raw: bytes) -> str:
    """Return the codec of bytes that begin as a text in UTF-16 does, or nothing."""
    if raw[:2] in UTF16:
        return UTF16[raw[:2]]
    if raw[:2].count(0) == 1 and raw[2:4].count(0) == 1:
        return "utf-16-le" if raw[0] else "utf-16-be"
    return ""


def decode(raw: bytes, column: str) -> str:
    """Return the text of a field; refuse bytes that no database could hold."""
    try:
        return clean(raw.decode("utf-8"), column)
    except UnicodeDecodeError as error:
        reason = (
            f"The {column} is not UTF-8: byte {error.start + 1} of it cannot be read. "
            "Save the record as UTF-8."
        )
    except BadField as error:
        reason = error.reason
    if utf16(raw):
        reason = f"The {column} is UTF-16, not UTF-8. Save it as UTF-8."
    raise BadField(column, reason)


def clean(text: str, column: str) -> str:
    """Return the text with Unix line ends; refuse what no database could hold."""
    if "\0" in text:
        raise BadField(
            column, f"The {column} holds a NUL character. Take it out of the record."
        )
    return text.replace("\r\n", "\n") if "\r" in text else text


def limited(text: str, column: str) -> str:
    """Return the text, or refuse it for its length."""
    limit = LIMITS[column]
    if len(text) > limit:
        raise BadField(
            column,
            f"The {column} has {len(text):,} characters; at most {limit:,} fit. "
            "Shorten it.",
        )
    return text


def reference_id(text: str) -> str:
    """Return a record's id in capitals. Malformed ids are ids all the same."""
    value = limited(text.strip().upper(), "reference id")
    if not value:
        raise BadField(
            "reference id",
            "The reference id is missing. Write one such as 06MEXICO1889.",
        )
    if not REFERENCE_ID.fullmatch(value):
        raise BadField(
            "reference id",
            "The reference id holds other characters than letters and digits. "
            "Write one such as 06MEXICO1889.",
        )
    return value


def number(text: str) -> int | None:
    """Return the numeric id of the data release, if there is one."""
    value = text.strip()
    if not value:
        return None
    digits = value.lstrip("0")
    if (
        not (digits.isascii() and digits.isdigit())
        or len(digits) > len(str(MAX_NUMBER))  # Python reads no thousands of digits
        or int(digits) > MAX_NUMBER
    ):
        raise BadField(
            "id", "The id is not a whole number from 1. Correct it or leave it empty."
        )
    return int(digits)


def moment(text: str, column: str) -> datetime | None:
    """Return a date and time, UTC where it does not say otherwise."""
    value = text.strip()
    if not value:
        return None
    try:
        return _plausible(_american(value) or datetime.fromisoformat(value), column)
    except ValueError:
        raise BadField(
            column,
            f"The {column} date is none. Write it as M/D/YYYY H:MM "
            "or YYYY-MM-DD HH:MM:SS, in UTC.",
        ) from None


def _american(text: str) -> datetime | None:
    found = AMERICAN.fullmatch(text)
    if found is None:
        return None
    month, day, year, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, second)


def _plausible(value: datetime, column: str) -> datetime:
    if value.year not in YEARS:
        raise BadField(
            column,
            f"The {column} date is in the year {value.year}. "
            f"Write one from {YEARS[0]} to {YEARS[-1]}.",
        )
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def classification(text: str) -> str:
    """Return one of the six classifications, or nothing where none is given."""
    value = " ".join(text.upper().split())
    if value and value not in CLASSIFICATIONS:
        raise BadField(
            "classification",
            f"The classification is none of the six: {', '.join(CLASSIFICATIONS)}.",
        )
    return value


def origin(text: str) -> str:
    return limited(" ".join(text.split()), "origin")


def references(text: str) -> tuple[str, ...]:
    """Return the ids of the references column, each once, junk included."""
    parts = limited(text, "references").split("|")
    return tuple(dict.fromkeys(part.strip().upper() for part in parts if part.strip()))


def header(text: str) -> str:
    return limited(text, "header")


def body(text: str) -> str:
    size = len(text) if text.isascii() else len(text.encode())
    if size > MAX_BODY:
        raise BadField(
            "body",
            f"The body has {size:,} bytes; at most {MAX_BODY:,} are taken in. "
            "Split the record or shorten it.",
        )
    if not text.strip():
        raise BadField("body", "The body is empty. Write the text of the telegram.")
    return text


#: Field of a SourceMessage, name of its column, how its text is read.
READERS: dict[str, tuple[str, Callable]] = {
    "reference_id": ("reference id", reference_id),
    "number": ("id", number),
    "created": ("created", lambda text: moment(text, "created")),
    "released": ("released", lambda text: moment(text, "released")),
    "classification": ("classification", classification),
    "origin": ("origin", origin),
    "references": ("references", references),
    "header": ("header", header),
    "body": ("body", body),
}


def read_fields(texts: dict[str, str]) -> dict:
    """
    Return the values of a record's fields; raise for the first that is bad, with the
    record's id wherever that could be read.
    """
    known = {"reference_id": reference_id(texts["reference_id"])}
    for name, text in texts.items():
        if name not in known:
            try:
                known[name] = READERS[name][1](text)
            except BadField as error:
                error.reference_id = known["reference_id"]
                raise
    return known
