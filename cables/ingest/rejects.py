"""
What could not come in, written for a person to mend: a CSV that names file, line, column
and reason, and beside it (``FILE.raw``) the records themselves, back to back, in the form in which they came. Mended
there, that file can be imported like any other. Pages and texts, of which each has a file
of its own, are mended where they lie.
"""

import csv
from contextlib import contextmanager
from pathlib import Path

from backports import zstd

from cables.models.sealed import ImportReject

from .sources.base import SourceError

COLUMNS = ("file", "line", "column", "reference_id", "reason", "raw")
#: Formats whose records can stand one after the other in a file.
STACKABLE = ("csv", "jsonl")
#: So much of a record is shown in the CSV, for the eye; FILE.raw holds all that was kept.
SHOWN = 2000


@contextmanager
def reject_file(path, *, sources=()):
    """Give a function that writes one reject; without a path it writes nothing."""
    if path is None:
        yield lambda **reject: None
        return
    for written in (Path(path), Path(f"{path}.raw")):
        _require_writable(written, sources)
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


def reject_row(run_id, one):
    return ImportReject(
        run_id=run_id,
        file=one.file[-1000:],
        line=one.line,
        column=one.column[:40],
        reference_id=one.reference_id[:200],
        reason=one.reason[:500],
        compressed=zstd.compress(one.raw, 1),
    )


def _require_writable(path, sources):
    """Raise SourceError where rejects would overwrite a source, or cannot be written."""
    if any(path.exists() and path.samefile(source) for source in sources):
        raise SourceError(
            f"{path} is read by this import; its rejects would overwrite it. Name "
            "another file with --rejects."
        )
    if path.is_dir() or not path.parent.is_dir():
        raise SourceError(
            f"{path}: rejects cannot be written there. Name a file, in a folder that "
            "is there."
        )
