"""
The classification line (formats: body, 1) and the captions that follow it (2).

Letters may be spaced (``C O N F I D E N T I A L``), the section count stands on the
line, and the archive's six values are told from level and captions together.
"""

import re
from typing import NamedTuple

_LEVELS = {
    "UNCLAS": "UNCLASSIFIED",
    "UNCLASSIFIED": "UNCLASSIFIED",
    "LIMITEDOFFICIALUSE": "UNCLASSIFIED",
    "CONFIDENTIAL": "CONFIDENTIAL",
    "SECRET": "SECRET",
}
_LEVEL = re.compile(
    r"\s*(?P<level>U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L"
    r"|S ?E ?C ?R ?E ?T|LIMITED OFFICIAL USE)(?![A-Za-z])",
    re.IGNORECASE,
)
_SECTION = re.compile(r"\bSECTION\s+([0-9]{1,2})\s+OF\s+([0-9]{1,2})\b", re.IGNORECASE)
_OFFICIAL_USE = re.compile(r"FOR OFFICIAL USE ONLY|\bFOUO\b|LIMITED OFFICIAL USE")

# Handling captions; spelling on the left, name on the right.
CAPTIONS = {
    "SIPDIS": "SIPDIS",
    "SENSITIVE": "SENSITIVE",
    "NOFORN": "NOFORN",
    "EXDIS": "EXDIS",
    "NODIS": "NODIS",
    "LIMDIS": "LIMDIS",
    "STADIS": "STADIS",
    "ROGER CHANNEL": "ROGER CHANNEL",
    "NOCONTRACT": "NOCONTRACT",
    "ORCON": "ORCON",
    "TERREP": "TERREP",
    "EYES ONLY": "EYES ONLY",
    "FOR OFFICIAL USE ONLY": "FOUO",
    "FOUO": "FOUO",
}
_NAMES = "|".join(sorted(CAPTIONS, key=len, reverse=True))
_CAPTION = re.compile(rf"\b({_NAMES})\b")
_ONLY_CAPTIONS = re.compile(rf"\s*(?:(?:{_NAMES}|SBU|CONFIDENTIAL|SECRET)[\s,;/.]*+)++")


class ClassificationLine(NamedTuple):
    """A body's first line: level without handling, and the section count."""

    level: str
    section: int
    section_count: int


def read_classification(line: str) -> ClassificationLine | None:
    """Read a classification line; None when the line is something else."""
    match = _LEVEL.match(line)
    if match is None:
        return None
    level = _LEVELS[re.sub(r"\s", "", match["level"]).upper()]
    section = _SECTION.search(line)
    numbers = (int(section[1]), int(section[2])) if section else (0, 0)
    return ClassificationLine(level, *numbers)


def is_caption_line(line: str) -> bool:
    """Tell whether a line holds handling captions and nothing else."""
    return len(line) < 200 and _ONLY_CAPTIONS.fullmatch(line) is not None


def captions_in(line: str) -> list[str]:
    """List the captions that a line names."""
    return [CAPTIONS[name] for name in _CAPTION.findall(line)]


def archive_value(level: str, line: str, captions: list[str]) -> str:
    """Choose among the archive's six values."""
    if level == "UNCLASSIFIED":
        limited = {"SENSITIVE", "FOUO"} & set(captions) or _OFFICIAL_USE.search(line)
        return "UNCLASSIFIED//FOR OFFICIAL USE ONLY" if limited else level
    return f"{level}//NOFORN" if "NOFORN" in captions else level
