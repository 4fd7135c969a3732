"""
Reads ``topics/*.txt``: what posts report on, as reports that several cables can draw on.

A topic opens with lines ``label:``, ``tags:``, ``in:`` (geo tags), ``years:`` and
``levels:``. A report opens with ``* Heading | gist``, the gist being its sentence in the
summary; paragraphs and ``-- bullets`` follow, one a line. ``comment:`` lines are closing
comments. All text is a template (see ``wording``).
"""

from dataclasses import dataclass
from pathlib import Path

TOPICS = Path(__file__).parent / "topics"


@dataclass(frozen=True, slots=True)
class Report:
    """One item of news: a heading, its sentence for the summary, and its paragraphs."""

    name: str
    heading: str
    gist: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    label: str  # of the subject line: "FISHERIES"
    tags: tuple[str, ...]
    countries: tuple[str, ...]
    years: range
    levels: tuple[str, ...]
    reports: tuple[Report, ...]
    comments: tuple[str, ...]


def read_topics() -> list[Topic]:
    return [_topic(path) for path in sorted(TOPICS.glob("*.txt"))]


def _topic(path: Path) -> Topic:
    head, *parts = path.read_text(encoding="utf-8").split("\n* ")
    fields = [line.split(": ", 1) for line in head.splitlines() if line]
    values = {key: value for key, value in fields if key != "comment"}
    first, last = values["years"].split("-")
    return Topic(
        name=path.stem,
        label=values["label"],
        tags=tuple(values["tags"].split()),
        countries=tuple(values["in"].split()),
        years=range(int(first), int(last) + 1),
        levels=tuple(values["levels"].split()),
        reports=tuple(_report(path.stem, n, part) for n, part in enumerate(parts)),
        comments=tuple(value for key, value in fields if key == "comment"),
    )


def _report(topic: str, number: int, part: str) -> Report:
    first, *lines = part.strip().splitlines()
    heading, gist = first.split(" | ", 1)
    return Report(
        f"{topic}-{number}", heading, gist, tuple(line for line in lines if line)
    )
