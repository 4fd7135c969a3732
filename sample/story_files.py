"""
Reads ``stories/*.txt``: cables that were written out by hand, without their form.

A story opens with ``=== slug POST 2004-03-12T14:20 LEVEL``; ``subject:``, ``tags:``,
``refs:``, ``attn:`` and ``to:`` lines follow; after a blank line come paragraphs, one a
line: ``# Heading``, ``-- bullet``, or text, which may begin with a mark of its own such
as ``[U]``. ``@slug`` names another story, in ``refs:`` and in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from .drafts import Citation, Draft, Piece, read_citation
from .world import POSTS

STORIES = Path(__file__).parent / "stories"
MARK = re.compile(r"\[([A-Z/]+)\] ")
MENTION = re.compile(r"@([a-z0-9-]*[a-z0-9])")


@dataclass(frozen=True, slots=True)
class Story:
    """A draft whose references still name slugs."""

    draft: Draft
    cites: tuple[str, ...]


def read_stories() -> list[Draft]:
    """Every story of the folder, with its references resolved."""
    stories = [story for path in sorted(STORIES.glob("*.txt")) for story in _read(path)]
    by_slug = {story.draft.slug: story.draft.citation for story in stories}
    return [_resolve(story, by_slug) for story in stories]


def _read(path: Path) -> Iterator[Story]:
    for part in path.read_text(encoding="utf-8").split("=== ")[1:]:
        yield _story(part)


def _story(part: str) -> Story:
    head, _, text = part.strip().partition("\n\n")
    first, *fields = head.splitlines()
    slug, post, moment, level = first.split()
    values = dict(line.split(": ", 1) for line in fields)
    draft = Draft(
        slug=slug,
        post=POSTS[post],
        moment=datetime.fromisoformat(moment),
        level=level,
        tags=tuple(values["tags"].split()),
        subject=values["subject"],
        pieces=tuple(read_piece(line) for line in text.splitlines() if line),
        attention=tuple(line for line in values.get("attn", "").split(" | ") if line),
        addressees=tuple(POSTS[code] for code in values.get("to", "").split()),
    )
    cites = tuple(cite for cite in values.get("refs", "").split(", ") if cite)
    return Story(draft, cites)


def read_piece(line: str) -> Piece:
    """One line of a story's text."""
    if line.startswith("# "):
        return Piece("heading", line[2:])
    if line.startswith("-- "):
        return Piece("bullet", line[3:])
    if match := MARK.match(line):
        return Piece("paragraph", line[match.end() :], match[1])
    return Piece("paragraph", line)


def _resolve(story: Story, by_slug: dict[str, Citation]) -> Draft:
    draft = story.draft
    year = draft.moment.year

    def spelled(match: re.Match[str]) -> str:
        return by_slug[match[1]].printed(year)

    return replace(
        draft,
        subject=MENTION.sub(spelled, draft.subject),
        pieces=tuple(
            replace(p, text=MENTION.sub(spelled, p.text)) for p in draft.pieces
        ),
        references=tuple(
            by_slug[cite[1:]] if cite.startswith("@") else read_citation(cite, year)
            for cite in story.cites
        ),
    )
