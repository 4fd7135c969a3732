"""
The transmission header of a cable, or the sentence that stands in its place.

Lines, in order: transmission id, precedence with routing indicators, DE line (route,
serial, day of year and time), ZNR/ZNY line, precedence with date-time group, FM, TO, INFO.
"""

import random

from .drafts import Draft
from .world import POSTS, Post

PARTIAL_SENTENCE = (
    "This record is a partial extract of the original cable. "
    "The full text of the original cable is not available."
)
# Share of records without a header, by the first month it no longer holds for.
PARTIAL_RATES = (
    ((2005, 12), 0.97),
    ((2006, 1), 0.81),
    ((2006, 3), 0.43),
    ((2006, 7), 0.16),
)
SECURITY = {"U": "ZNR UUUUU ZZH", "FOUO": "ZNR UUUUU ZZH", "C": "ZNY CCCCC ZZH",
            "CNF": "ZNY CCCCC ZZH", "S": "ZNY SSSSS ZZH", "SNF": "ZNY SSSSS ZZH"}  # fmt: skip
PRECEDENCES = {"P": "PRIORITY", "O": "IMMEDIATE", "R": ""}
DEPARTMENTS = (
    ("EFIN", "RUEATRS/DEPT OF TREASURY WASHDC"),
    ("ETRD", "RUCPDOC/DEPT OF COMMERCE WASHDC"),
    ("ENRG", "RHMFIUU/DEPT OF ENERGY WASHDC"),
    ("MARR", "RUEKJCS/SECDEF WASHDC"),
    ("PTER", "RUEAIIA/CIA WASHDC"),
)


def is_partial(draft: Draft, rng: random.Random) -> bool:
    """Early records came without a header; how many did, by month."""
    month = (draft.moment.year, draft.moment.month)
    for before, rate in PARTIAL_RATES:
        if month < before:
            return rng.random() < rate
    return False


def transmission_header(draft: Draft, sections: int, rng: random.Random) -> str:
    letter = rng.choices("PRO", (41, 28, 31))[0]
    info = _information(draft, rng)
    relays = [
        p.route for p in info if p.code in ("SALTMERE", "BRANNICK", "PUNTAESPERA")
    ]
    kind = "XRO" if relays else "XYZ"
    first = [f"VZCZC{kind}{rng.randint(0, 9999):04d}"]
    first += [
        f"{letter * 2} {' '.join(relays) or 'RUEHWEB'}",
        *([] if relays else [""]),
    ]
    serial = draft.post.serial(draft.moment)
    part = "/01" if sections > 1 else ""
    first += [
        f"DE {draft.post.route} #{serial:04d}{part} {draft.moment:%j%H%M}",
        SECURITY[draft.level],
        f"{letter} {draft.moment:%d%H%MZ %b %y}".upper(),
        f"FM {draft.post.sender}",
    ]
    return "\n".join([*first, *_addressees(draft, info, PRECEDENCES[letter], rng)])


def _information(draft: Draft, rng: random.Random) -> list[Post]:
    """Posts that get a copy: those whose country is a tag, and a few neighbors."""
    others = [p for p in POSTS.values() if p.code not in (draft.post.code, "STATE")]
    concerned = [p for p in others if p.country in draft.tags]
    rest = [p for p in others if p not in concerned]
    chosen = concerned + rng.sample(rest, rng.randint(0, 3))
    return [p for p in chosen if p not in draft.addressees]


def _addressees(
    draft: Draft, info: list[Post], precedence: str, rng: random.Random
) -> list[str]:
    action = draft.addressees or (POSTS["STATE"],)
    copies = [f"{p.route}/{p.sender}" for p in info]
    numbered = [f"{line} {rng.randint(1, 6000):04d}" for line in copies]
    numbered += [name for tag, name in DEPARTMENTS if tag in draft.tags]
    lines = []
    for post in action:
        words = (
            f"{post.route}/{post.sender}",
            precedence,
            f"{rng.randint(1, 9000):04d}",
        )
        lines.append(" ".join(word for word in words if word))
    lines[0] = f"TO {lines[0]}"
    if numbered:
        numbered[0] = f"INFO {numbered[0]}"
    return [*lines, *numbered]
