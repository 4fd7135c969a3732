"""A cable's newest record, read again as an import would read it today."""

from django.db.models import Case, When

from cables.ingest.prepare import prepare
from cables.ingest.sources.base import BadField, Frame, SourceMessage
from cables.ingest.sources.find import read
from cables.models.sealed import SourceRecord


def newest_record(cable):
    """
    Return the newest record that the cable was made from, or None. A page of the original
    site has known faults: it says something only where nothing else does.
    """
    is_page = Case(When(format="html", then=1), default=0)
    rows = SourceRecord.objects.filter(cable=cable)
    return rows.order_by(is_page, "-id").first()


def read_again(record):
    """Return what today's parser makes of a record, or None where it cannot be read."""
    frame = Frame(
        format=record.format, file=record.file, line=record.line, raw=record.raw
    )
    try:
        found = (one for one in read(frame) if isinstance(one, SourceMessage))
        message = next(found, None)
        return prepare(message) if message else None
    except BadField:
        return None


def read_public(cable):
    """Return what today's parser makes of a cable's public texts."""
    message = SourceMessage(
        format="text",
        file="",
        line=0,
        raw=b"",
        reference_id=cable.reference_id,
        number=cable.number,
        created=cable.created,
        created_precision=cable.created_precision,
        classification=cable.classification,
        origin=cable.post.name,
        header=cable.header,
        body=cable.body,
    )
    return prepare(message)
