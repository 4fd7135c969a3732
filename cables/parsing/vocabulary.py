"""
The words that messages draw on: codes of TAGS, and posts as reference ids spell them.

The lists stand in ``data/`` and are read once, at import.
"""

import csv
from pathlib import Path

_DATA = Path(__file__).with_name("data")

# Two codes stand for a place and for an organisation; in TAGS they are mostly the place.
_KIND_ORDER = ("organisation", "program", "subject", "geo")

# What people write in place of a post's code in reference ids.
POST_ALIASES = {
    "SECSTATE": "STATE",
    "SECSTATEWASHDC": "STATE",
    "STATEDEPT": "STATE",
    "USUN": "USUNNEWYORK",
    "USMISSIONGENEVA": "GENEVA",
    "UNVIE": "UNVIEVIENNA",
}


def _read_tag_kinds() -> dict[str, str]:
    with (_DATA / "tags.csv").open(encoding="utf-8", newline="") as lines:
        rows = sorted(
            csv.DictReader(lines), key=lambda row: _KIND_ORDER.index(row["kind"])
        )
    return {row["code"].upper(): row["kind"] for row in rows}


def _read_posts() -> frozenset[str]:
    with (_DATA / "posts.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["code"] for row in csv.DictReader(lines))


TAG_KINDS = _read_tag_kinds()
POSTS = _read_posts()
