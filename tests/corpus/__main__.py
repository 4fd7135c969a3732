"""Rewrite the expected parse of the messages named on the command line."""

import sys

from . import expectation, names, parsed


def main(wanted: list[str]) -> int:
    """Rewrite the wanted expectations; name what is not there."""
    known = names()
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        sys.stderr.write(
            f"usage: python -m tests.corpus NAME…; there are: {', '.join(known)}\n"
        )
        return 2
    for name in wanted:
        expectation(name).write_text(parsed(name), encoding="utf-8")
        sys.stdout.write(f"{expectation(name).name} written: review it\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
