"""The public log: what happened to which cable, and never a word that left."""

from ninja import Router

from cables.models import Change
from cables.sharing.permalinks import absolute, cable_address

from .paging import CHANGES, answer, counted
from .parameters import ChangeQuery
from .serving import by_edition
from .shapes import ChangeList

router = Router(tags=["changes"])
router.add_decorator(by_edition, mode="view")

LOGGED = (
    *("action", "when", "reason_code", "reason", "words"),
    *("cable__reference_id", "cable__created", "cable__subject", "cable__state"),
    *("cable__on_hold", "cable__released"),
)


@router.api_operation(
    ["GET", "HEAD"], "changes", response=ChangeList, summary="The log of changes"
)
def changes(request, asked: ChangeQuery):
    """What was published, withdrawn, corrected, redacted; the newest first."""
    rows = Change.objects.public()
    named = rows.select_related("cable").only(*LOGGED)
    return answer(
        request,
        CHANGES.page(named, asked.cursor, asked.limit, falling=asked.sort == "newest"),
        limit=asked.limit,
        place=CHANGES,
        count=counted(request, "changes", rows),
        shape=change_json,
    )


def change_json(change):
    cable, public = change.cable, change.cable.is_public
    return {
        "when": change.when,
        "action": change.action,
        "reference_id": cable.reference_id,
        "url": absolute(cable_address(cable)),
        "public": public,
        "subject": cable.subject if public else "",
        "reason_code": change.reason_code,
        "reason": change.reason,
        "words": change.words,
    }
