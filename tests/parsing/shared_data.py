"""Real pages and records to read, where they lie beside the project; never copied."""

import csv
import html
import re
from pathlib import Path
from typing import NamedTuple

SHARED_DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PAGES = SHARED_DATA / "site" / "cable"
RECORDS = SHARED_DATA / "csv"
ABSENT = "the original pages are not on this machine (../shared/data)"

_BLOCKS = re.compile(r"<code><pre>(.*?)</pre></code>", re.DOTALL)
_PILCROW = re.compile(r"<a id='(par[^']*)' href='[^']*'>¶</a>")
_LINK = re.compile(r"</?a\b[^>]*>")


class Page(NamedTuple):
    """One page of the original site, without its links."""

    reference_id: str
    header: str
    body: str
    anchors: list[tuple[str, int]]  # name, place in the body


def pages() -> list[Page]:
    """Read all real pages."""
    return [_page(path) for path in sorted(PAGES.glob("*/*/*.html"))]


def records() -> list[list[str]]:
    """Read all real rows of the data release."""
    csv.field_size_limit(2**20)
    rows = []
    for path in sorted(RECORDS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows += csv.reader(lines, escapechar="\\", doublequote=False)
    return rows


def _page(path: Path) -> Page:
    found = _BLOCKS.findall(path.read_text(encoding="utf-8"))
    header, body = (part.replace("&#x000A;", "\n") for part in found)
    header = html.unescape(header)
    body = _LINK.sub("", _PILCROW.sub(lambda match: f"\0{match[1]}\1", body))
    at = body.find("\n\n") if body[:5].isdigit() else -1  # leaked fields of the record
    if at >= 0:
        body = body[body.index("\n\n", body.index("VZCZC")) + 2 :]
    return Page(path.stem, header, *_without_marks(body))


def _without_marks(body: str) -> tuple[str, list[tuple[str, int]]]:
    anchors = []
    parts = []
    length = 0
    for part in re.split("(\0[^\1]*\1)", body):
        if part.startswith("\0"):
            anchors.append((part[1:-1], length))
        else:
            parts.append(part)
            length += len(part)
    return "".join(parts), anchors
