"""What becomes of a report of readers."""

from django.utils import timezone

from cables.choices import ReportState
from cables.models import ReaderReport, holding_epoch

from .errors import AlreadyDecided, CurationError, ReasonMissing
from .revisions import record_change, snapshot

ANSWERED = ("state", "note")
NOTE_LENGTH = ReaderReport._meta.get_field("note").max_length


@holding_epoch
def answer_report(*, report, user, state, note):
    """
    Say that something was done about an open report, or that it is rejected. The note is
    for the desk alone. Raises ``AlreadyDecided``, ``ReasonMissing`` where a rejection has
    no note, and ``CurationError`` for another state or a note that is too long.
    """
    note = note.strip()
    if state not in (ReportState.DONE, ReportState.REJECTED):
        raise CurationError("Choose whether it is done or rejected.")
    if state == ReportState.REJECTED and not note:
        raise ReasonMissing("Say why it is rejected: one word will do.")
    if len(note) > NOTE_LENGTH:
        raise CurationError(
            f"A note has {NOTE_LENGTH} characters at most: yours has {len(note)}."
        )
    report = _lock(report)
    before = snapshot(report, ANSWERED)
    report.state, report.note = state, note
    report.decided, report.decided_by = timezone.now(), user
    report.save()
    after = snapshot(report, ANSWERED)
    record_change(report, user=user, why=note, before=before, after=after)
    return report


def _lock(report):
    report = ReaderReport.objects.select_for_update().get(pk=report.pk)
    if report.state != ReportState.OPEN:
        raise AlreadyDecided(
            f"Somebody has answered it already: {report.get_state_display().lower()}."
        )
    return report
