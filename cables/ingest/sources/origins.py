"""Posts by their code in reference ids and by their name in headers."""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

#: Facts that parsing keeps; read as a file, so that this package needs no parser.
POSTS = Path(__file__).parents[2] / "parsing" / "data" / "posts.csv"
KINDS = (
    (re.compile(r"^AMEMBASSY\b"), "EMBASSY"),
    (re.compile(r"^AMCONSUL\b"), "CONSULATE"),
    (re.compile(r"^SECSTATE\b.*"), "SECRETARY OF STATE"),
    (re.compile(r"^USMISSION (?=US)"), ""),
    (re.compile(r"^USMISSION\b"), "MISSION"),
)


class Post(NamedTuple):
    code: str
    name: str
    country: str


@cache
def posts() -> tuple[Post, ...]:
    """Return the posts of the archive, the most frequent first."""
    with POSTS.open(encoding="utf-8", newline="") as file:
        return tuple(
            Post(row["code"], row["name"], row["country"])
            for row in csv.DictReader(file)
        )


@cache
def _names_by_code() -> dict[str, str]:
    return {post.code: post.name for post in reversed(posts())}


@cache
def _names_by_letters() -> dict[str, str]:
    return {_letters(post.name): post.name for post in reversed(posts())}


def _letters(text: str) -> str:
    return re.sub("[^A-Z]", "", text.upper())


def origin_of_code(code: str) -> str:
    """Return the post whose code stands in reference ids, or nothing."""
    return _names_by_code().get(code, "")


def origin_of_sender(sender: str) -> str:
    """Return the post that a FM line names ("AMEMBASSY MEXICO"), or nothing."""
    name = sender.strip().upper()
    for pattern, word in KINDS:
        name = pattern.sub(word, name)
    return _names_by_letters().get(_letters(name), "")
