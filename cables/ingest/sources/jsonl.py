"""JSON Lines, one cable a line: what this archive exports, and what it takes back."""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from cables.parsing.article_url import repaired_url

from .base import (
    MAX_RECORD,
    BadField,
    FoundArticle,
    Frame,
    Reject,
    SourceMessage,
    reject,
)
from .fields import clean, read_fields

FORMAT = "jsonl"
KEYS = {
    "reference_id": "reference_id",
    "number": "number",
    "created": "created",
    "released": "released",
    "classification": "classification",
    "post": "origin",
    "origin": "origin",
    "references": "references",
    "header": "header",
    "body": "body",
}
#: Where an object stands in a field's place, the key of it that holds the value.
INNER = {"origin": "name", "references": "cited_id"}
HINT = re.compile(rb'"reference_id"\s*:\s*"([0-9A-Za-z]{1,60})"')
#: JSON can write half of a character, which no database can hold.
HALF = re.compile("[\ud800-\udfff]")
PRECISIONS = ("minute", "hour", "day")


def frames(stream: BinaryIO, file: str) -> Iterator[Frame]:
    line, position, cutting = 0, 0, False
    while raw := stream.readline(MAX_RECORD):
        position += len(raw)
        whole = raw.endswith(b"\n") or len(raw) < MAX_RECORD
        if not cutting:
            line += 1
            content = raw.removeprefix(b"\xef\xbb\xbf") if line == 1 else raw
            if content.strip():
                yield Frame(
                    format=FORMAT,
                    file=file,
                    line=line,
                    raw=content,
                    position=position,
                    hint=_hint(content),
                    cut=not whole,
                )
        cutting = not whole


def _hint(raw: bytes) -> str:
    found = HINT.search(raw[:4000])
    return found[1].decode().upper() if found else ""


def read(frame: Frame) -> Iterator[SourceMessage | Reject]:
    try:
        yield _message(frame)
    except BadField as error:
        yield reject(frame, error)


def _message(frame: Frame) -> SourceMessage:
    record = _record(frame)
    texts = {"reference_id": _text(record, "reference_id")}
    for key, name in KEYS.items():
        if record.get(key) not in (None, "", []):
            texts[name] = _text(record, key)
    try:
        values = read_fields(texts)
        for name in ("created", "body"):
            if not values.get(name):
                raise BadField(name, f"The key {name} is missing. Add it to the line.")
        precision = record.get("created_precision", "minute")
        if precision not in PRECISIONS:
            raise BadField("created_precision", "The precision is minute, hour or day.")
        articles = _articles(record.get("articles"))
    except BadField as error:
        error.reference_id = texts["reference_id"].strip().upper()
        raise
    return SourceMessage(
        format=FORMAT,
        file=frame.file,
        line=frame.line,
        raw=frame.raw,
        created_precision=precision,
        articles=articles,
        **values,
    )


def _record(frame: Frame) -> dict:
    if frame.cut:
        raise BadField("", f"The line is longer than {MAX_RECORD:,} bytes. Shorten it.")
    try:
        record = json.loads(frame.raw)
    except (ValueError, RecursionError) as error:
        raise BadField("", f"The line is not JSON ({error}). Mend it.") from error
    if not isinstance(record, dict):
        raise BadField("", "The line is no JSON object. Write one cable as {…}.")
    return record


def _text(record: dict, key: str) -> str:
    """Return a value as the text that the field's reader takes."""
    value = record.get(key)
    name = KEYS[key]
    if name == "references" and isinstance(value, list):
        value = "|".join(filter(None, (_inner(item, name) for item in value)))
    return _storable(_inner(value, name), key)


def _storable(text: str, key: str) -> str:
    """Return the text of a key; refuse what no database could hold."""
    if not text.isascii() and HALF.search(text):
        raise BadField(key, f"The {key} holds half a character (a surrogate). Mend it.")
    return clean(text, key)


def _inner(value: object, name: str) -> str:
    if isinstance(value, dict):
        value = value.get(INNER.get(name, ""))
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise BadField(name, f"The key {name} holds neither text nor a number.")
    return str(value)


def _articles(value: object) -> tuple[FoundArticle, ...]:
    articles = {}
    for item in value if isinstance(value, list) else ():
        entry = item if isinstance(item, dict) else {"url": item}
        url, title = (
            _storable(str(entry.get(key) or ""), "articles") for key in ("url", "title")
        )
        url = repaired_url(url)
        if url:
            articles.setdefault(url, FoundArticle(url=url, title=title))
    return tuple(articles.values())
