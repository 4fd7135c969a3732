"""
What could not come in, written for a person to mend: a CSV that names file, line, column
and reason, and beside it (``FILE.raw``) the records themselves, back to back, in the form
in which they came. Mended there, that file can be imported like any other. Pages and texts, of which each has
a file of its own, are mended where they lie.
"""

import csv
from contextlib import contextmanager

COLUMNS = ("file", "line", "column", "reference_id", "reason", "raw")
#: Formats whose records can stand one after the other in a file.
STACKABLE = ("csv", "jsonl")
#: So much of a record is shown in the CSV, for the eye; FILE.raw holds all that was kept.
SHOWN = 2000


@contextmanager
def reject_file(path):
    """Give a function that writes one reject; without a path it writes nothing."""
    if path is None:
        yield lambda **reject: None
        return
    with (
        open(path, "w", encoding="utf-8", newline="") as table,
        open(f"{path}.raw", "wb") as records,
    ):
        writer = csv.DictWriter(table, COLUMNS, extrasaction="ignore")
        writer.writeheader()

        def write(*, raw, stack, **reject):
            shown = (
                raw[:SHOWN].decode("utf-8", "backslashreplace").replace("\0", "\\x00")
            )
            writer.writerow(reject | {"raw": shown})
            if stack:
                records.write(raw if raw.endswith(b"\n") else raw + b"\n")

        yield write
