"""What holds words as a whole: records as received, refused rows, unsaved texts."""

from cables.models.sealed import ImportReject, SavedDraft, SourceRecord

BATCH = 100


def open_records(group):
    """Return the records of the cables that are not encrypted yet."""
    records = SourceRecord.objects.filter(cable__in=group.cables, is_sealed=False)
    return records.order_by("pk")


def seal_records(group):
    """
    Encrypt the records of the cables, whether or not the words are found in them: a
    packed record keeps words readable in pieces.
    """
    sealed = 0
    for record in open_records(group).iterator(chunk_size=BATCH):
        record.seal()
        record.save(update_fields=["compressed", "is_sealed"])
        sealed += 1
    return sealed


def drafts_with_words(group):
    """Return the keys of what people typed over the cables, with the words in it."""
    drafts = SavedDraft.objects.filter(
        page__in=["cable", "paragraphs"], object_id__in=group.cables
    )
    return [one.pk for one in drafts.order_by("pk") if group.traces.count(one.data)]


def rejects_with_words(group):
    """Return the keys of refused rows that tell of these cables and hold the words."""
    names = [name.encode() for name in group.reference_ids]
    rejects = ImportReject.objects.order_by("pk").iterator(chunk_size=BATCH)
    return [
        reject.pk
        for reject in rejects
        if (reject.reference_id.upper() in group.reference_ids or _names(reject, names))
        and _holds(reject, group.traces)
    ]


def _names(reject, names):
    raw = reject.raw.upper()
    return any(name in raw for name in names)


def _holds(reject, traces):
    return traces.hold(reject.raw) or bool(traces.count(reject.reason))
