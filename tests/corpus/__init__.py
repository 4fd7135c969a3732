"""
Golden pairs: made-up messages in their true form, and what parsing makes of them.

``NAME.txt`` holds a reference id, the header and the body, parted by the two marker
lines; ``NAME.json`` holds the parse. Every post, person and event is invented. The name
says what is odd about a message. ``python -m tests.corpus NAME`` rewrites one
expectation, for a person to review.
"""

import json
from dataclasses import asdict
from pathlib import Path

from cables.parsing import parse_message

FOLDER = Path(__file__).parent
HEADER_MARK = "%% header\n"
BODY_MARK = "%% body\n"


def names() -> list[str]:
    """List the messages."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def read(name: str) -> tuple[str, str, str]:
    """Return reference id, header and body of a message."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    reference_id, rest = text.split(HEADER_MARK, 1)
    header, body = rest.split(BODY_MARK, 1)
    return reference_id.strip(), header.rstrip("\n"), body.removesuffix("\n")


def parsed(name: str) -> str:
    """Return the parse of a message as indented JSON."""
    reference_id, header, body = read(name)
    cable = parse_message(header=header, body=body, reference_id=reference_id)
    return json.dumps(asdict(cable), indent=1, default=str, ensure_ascii=False) + "\n"


def expectation(name: str) -> Path:
    """Return where the expected parse of a message stands."""
    return FOLDER / f"{name}.json"
