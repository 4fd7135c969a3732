"""Which files there are to read, and which format each of them has."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import csv_dump, html_pages, jsonl, text_files
from .base import Format, Frame, Source, SourceError
from .fields import utf16
from .text_files import BODY_MARK, CLASSIFICATION_LINE, KEY_LINE, KEYS

#: Asked in this order: the surer the sign, the earlier.
SOURCES: dict[Format, Source] = {
    "csv": csv_dump,
    "html": html_pages,
    "jsonl": jsonl,
    "text": text_files,
}
LOOK = 512 * 1024
PAGE_SIGNS = (b"<table class='cable'>", b'<table class="cable">')
#: Written by this importer for a person to mend, and no source itself.
LEFT_OUT = (".rejects.csv", ".rejects.csv.raw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to read: where it is, what it is called in reports, and its format."""

    path: Path
    file: str
    format: Format
    size: int


def find_files(
    paths: list[str], wanted: Format | None = None
) -> tuple[list[Found], list[str]]:
    """
    Return the files below the given paths in a stable order, and the names of those that
    were passed over. A file that is named must be readable; in a folder, what is no
    source is passed over.
    """
    found: list[Found] = []
    passed_over: list[str] = []
    for given in paths:
        path = Path(given)
        if path.is_dir():
            files = list(_in_folder(path, wanted, passed_over))
            if not files:
                raise SourceError(f"{given}: there is no cable in this folder.")
            found += files
        else:
            found.append(_named(path, wanted))
    return found, passed_over


def _in_folder(
    folder: Path, wanted: Format | None, passed_over: list[str]
) -> Iterator[Found]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or path.is_dir() or path.name.endswith(LEFT_OUT):
            continue
        name = path.relative_to(folder).as_posix()
        kind = sniff(path) if path.is_file() else None
        if kind is None or kind != (wanted or kind):
            passed_over.append(name)
        else:
            yield Found(path=path, file=name, format=kind, size=path.stat().st_size)


def _named(path: Path, wanted: Format | None) -> Found:
    try:
        if not path.exists():
            raise SourceError(f"{path}: there is no such file or folder.")
        if not path.is_file():
            raise SourceError(f"{path}: this is neither a file nor a folder.")
        kind = wanted or sniff(path)
        size = path.stat().st_size
    except PermissionError as error:
        raise SourceError(f"{path}: this file cannot be read.") from error
    if size == 0:
        raise SourceError(f"{path}: this file is empty.")
    if kind is None:
        raise SourceError(
            f"{path}: neither the data release, nor a page of the original site, nor "
            "JSON Lines, nor a telegram as text. Name its format with --format."
        )
    return Found(path=path, file=path.name, format=kind, size=size)


def sniff(path: Path) -> Format | None:
    """Return the format that a file's content shows, whatever its name ends in."""
    try:
        with path.open("rb") as stream:
            head = stream.read(LOOK)
    except PermissionError as error:
        raise SourceError(f"{path}: this file cannot be read.") from error
    return sniff_bytes(head)


def sniff_bytes(head: bytes) -> Format | None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if any(sign in head for sign in PAGE_SIGNS):
        return "html"
    if text.startswith(b"{"):
        return "jsonl"
    if csv_dump.START.search(b"\n" + text):
        return "csv"
    return "text" if _is_telegram(text) else None


def _is_telegram(head: bytes) -> bool:
    # One in UTF-16 is taken for a telegram, so that its reject names the encoding.
    text = head.decode(utf16(head) or "utf-8", "replace").removeprefix("\ufeff")
    if text.startswith("<"):
        return False
    first = KEY_LINE.match(text)
    keyed = first is not None and first[1].strip().lower() in KEYS
    return keyed or BODY_MARK in text or bool(CLASSIFICATION_LINE.search(text))


def frames(found: Found) -> Iterator[Frame]:
    """Stream through one file, record by record."""
    with found.path.open("rb") as stream:
        yield from SOURCES[found.format].frames(stream, found.file)


def read(frame: Frame):
    """Make sense of one frame: messages and rejects, mostly one of them."""
    return SOURCES[frame.format].read(frame)
