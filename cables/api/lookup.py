"""The resolver: one or many ids in any form, and what the archive has of each."""

from ninja import Router

from cables.sharing.permalinks import absolute, cable_address
from cables.sharing.verdicts import look_up

from .parameters import LookupBody, LookupQuery
from .serving import by_edition
from .shapes import LookupAnswer

router = Router(tags=["lookup"])
router.add_decorator(by_edition, mode="view")

SHOWN = 60  # characters of what was not looked at any more


@router.api_operation(
    ["GET", "HEAD"], "lookup", response=LookupAnswer, summary="Lookup"
)
def lookup(request, q: LookupQuery):
    """
    One id or a few: as people write them, numbers, addresses, whole footnotes. A draft
    and an id that never was are both absent.
    """
    return answer_json(look_up(q))


@router.post("lookup", response=LookupAnswer, summary="Lookup of many ids")
def lookup_many(request, asked: LookupBody):
    """The same for thousands of ids: send the text as q in a JSON object."""
    return answer_json(look_up(asked.q))


def answer_json(answer):
    return {
        "count": len(answer.rows),
        "verdicts": answer.counts,
        "notes": list(_notes(answer)),
        "results": [row_json(row) for row in answer.rows],
    }


def _notes(answer):
    if answer.without:
        yield f"Lines without any id: {answer.without:,}."
    if answer.rest:
        yield (
            f"Looked up were {len(answer.rows):,} ids, which is the most at once. Ask "
            f"again with the rest, which begins with {answer.rest[:SHOWN]!r}."
        )


def row_json(row):
    gone = row.withdrawal
    return {
        "asked": row.typed,
        "verdict": row.verdict,
        "reference_id": row.reference_id,
        "url": absolute(cable_address(row.cable)) if row.cable else None,
        "note": row.note,
        "cables": [named_json(cable) for cable in row.cables],
        "withdrawn": gone.when.date() if gone else None,
        "cited_by_count": row.cited_by,
    }


def named_json(cable):
    return {
        "reference_id": cable.reference_id,
        "number": cable.number,
        "url": absolute(cable_address(cable)),
        "created": cable.created,
        "classification": cable.classification,
        "subject": cable.subject,
    }
