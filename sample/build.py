"""
Writes ``sample/cables.csv``, the whole sample archive, from its sources.

    uv run python -m sample.build

Sources are the messages in ``handwritten/`` (each shows one oddity), the stories in
``stories/`` and the reports in ``topics/``. The output depends on them alone: the same
sources give the same bytes. The ``Number:`` lines of the handwritten messages are brought
up to date as well, since a number is a cable's rank in time.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from .drafts import CLASSIFICATIONS, Draft
from .reporting import routine_drafts
from .story_files import read_stories
from .telegram import compose
from .world import COUNTRIES, PLACES, POSTS

HERE = Path(__file__).parent
TARGET = HERE / "cables.csv"
HANDWRITTEN = HERE / "handwritten"
BODY_LINE = "-----BODY-----\n"
CABLES = 326  # in all: handwritten, stories and daily reporting


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the eight columns of the data release."""

    number: int
    moment: datetime
    reference_id: str
    origin: str
    classification: str
    references: str  # ids joined with a vertical bar
    header: str
    body: str

    def to_csv(self) -> str:
        """Every field quoted, quotes and backslashes escaped by a backslash, LF."""
        stamp = f"{self.moment.month}/{self.moment.day}/{self.moment.year}"
        time = f"{self.moment.hour}:{self.moment:%M}"
        values = (
            str(self.number), f"{stamp} {time}", self.reference_id, self.origin,
            self.classification, self.references, self.header, self.body,
        )  # fmt: skip
        return ",".join(f'"{_escaped(value)}"' for value in values) + "\n"


def _escaped(value: str) -> str:
    return re.sub(r"([\\\"'])", r"\\\1", value)


def read_message(path: Path) -> Row:
    """A handwritten message: fields, a blank line, the header, the body."""
    head, _, body = path.read_text(encoding="utf-8").partition(BODY_LINE)
    fields, _, header = head.partition("\n\n")
    values = {}
    for line in fields.splitlines():
        key, _, value = line.partition(":")
        values[key.strip().lower()] = value.strip()
    return Row(
        number=int(values["number"]),
        moment=datetime.fromisoformat(values["created"]),
        reference_id=values["reference id"],
        origin=values["origin"],
        classification=values["classification"],
        references=values["references"],
        header=header.removesuffix("\n"),
        body=body,
    )


def row_of(draft: Draft) -> Row:
    """A draft in the telegram form; the number follows when all are in order."""
    header, body = compose(draft)
    return Row(
        number=0,
        moment=draft.moment,
        reference_id=draft.reference_id,
        origin=draft.post.origin,
        classification=CLASSIFICATIONS[draft.level],
        references="|".join(sorted(c.reference_id for c in draft.references)),
        header=header,
        body=body,
    )


def build_rows() -> list[Row]:
    """The whole archive in order of time, numbered from 1."""
    handwritten = [read_message(path) for path in sorted(HANDWRITTEN.glob("*.txt"))]
    stories = read_stories()
    routine = routine_drafts(CABLES - len(handwritten) - len(stories), stories)
    rows = [*handwritten, *(row_of(draft) for draft in (*stories, *routine))]
    rows.sort(key=lambda row: (row.moment, row.reference_id))
    return [replace(row, number=number) for number, row in enumerate(rows, start=1)]


def renumber(rows: list[Row]) -> None:
    """Write each handwritten message's rank into its ``Number:`` line."""
    numbers = {row.reference_id: row.number for row in rows}
    for path in HANDWRITTEN.glob("*.txt"):
        number = numbers[read_message(path).reference_id]
        text = path.read_text(encoding="utf-8")
        changed = re.sub(
            r"^Number: \d+$", f"Number: {number}", text, count=1, flags=re.M
        )
        path.write_text(changed, encoding="utf-8", newline="\n")


def vocabulary() -> dict[Path, str]:
    """The files of fictional tags and posts, as text."""
    tags = [f"{c.tag},geo,{c.name}\n" for c in COUNTRIES.values()]
    names = {c.tag: c.name for c in COUNTRIES.values()} | {"": "United States"}
    posts = [
        f"{p.code},{p.origin},{names[p.country]},{latitude},{longitude}\n"
        for p in POSTS.values()
        for latitude, longitude in [PLACES.get(p.code, ("", ""))]
    ]
    return {
        HERE / "tags.csv": "code,kind,name\n" + "".join(tags),
        HERE / "posts.csv": "code,name,country,latitude,longitude\n" + "".join(posts),
    }


def main() -> None:
    rows = build_rows()
    renumber(rows)
    files = {TARGET: "".join(map(Row.to_csv, rows)), **vocabulary()}
    for path, text in files.items():
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
