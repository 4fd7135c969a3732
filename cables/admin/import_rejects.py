"""What a run could not take in, to download: a table to read, and records to mend."""

import csv
from itertools import batched

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from cables.choices import SourceFormat
from cables.ingest.rejects import COLUMNS, SHOWN, STACKABLE
from cables.models import ImportRun

from .import_pages import require
from .reject_sight import CLOSED, RejectSight

#: A cell that begins so would be reckoned with by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 50  # that are unpacked at once


class _Line:
    def write(self, text):
        return text


@require_GET
def table(request, pk, modeladmin):
    """Each reject with its place, its reason and the beginning of the record."""
    require(request, "view_importreject")
    run = get_object_or_404(ImportRun, pk=pk)
    return _download(
        _rows(run, request.user), f"import-{run.pk}-rejects.csv", "text/csv"
    )


def _rows(run, user):
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS).encode()
    for one, sight in _each(run, user):
        shown = one.raw[:SHOWN].decode("utf-8", "backslashreplace")
        shown = shown.replace("\0", "\\x00") if sight.opens(one) else CLOSED
        sight.veil(one)
        cells = (one.file, one.line, one.column, one.reference_id, one.reason, shown)
        yield writer.writerow(map(_cell, cells)).encode("utf-8", "backslashreplace")


def _each(run, user):
    """Yield each reject with what may be seen of it."""
    rows = run.rejects.order_by("id").iterator(chunk_size=CHUNK)
    for some in batched(rows, CHUNK, strict=False):
        sight = RejectSight(user, some)
        yield from ((one, sight) for one in some)


def _cell(value):
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


@require_GET
def records(request, pk, modeladmin):
    """The records that may be seen, back to back: mended there, they can be imported."""
    require(request, "view_importreject")
    run = get_object_or_404(ImportRun, pk=pk)
    name = f"import-{run.pk}-rejects.{_format(run)}"
    return _download(_records(run, request.user), name, "application/octet-stream")


def _records(run, user):
    for one, sight in _each(run, user):
        if sight.opens(one):
            raw = one.raw
            yield raw if raw.endswith(b"\n") else raw + b"\n"


def can_be_mended(run):
    """Whether the records of a run can stand one after the other in a file."""
    return run.format in STACKABLE


def _format(run):
    return run.format or SourceFormat.TEXT


def _download(content, name, kind):
    response = StreamingHttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
