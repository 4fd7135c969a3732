"""What the tests of threads begin with: cables that cite each other."""

from datetime import UTC, datetime, timedelta

from cables.models import Cable
from tests import factories as make

START = datetime(2006, 1, 1, tzinfo=UTC)
MOST_QUERIES = 15


def cable_on(day, reference_id=None, **fields):
    return make.make_cable(reference_id, created=START + timedelta(days=day), **fields)


def thread_address(cable, form="html"):
    return cable.get_absolute_url().removesuffix(".html") + f"/thread.{form}"


def chain(length):
    """Make cables each of which cites the one before; return them, oldest first."""
    cables = [cable_on(day) for day in range(length)]
    for older, newer in zip(cables, cables[1:], strict=False):
        make.make_reference(newer, older)
    return cables


def many(count, **fields):
    """Make many cables of one post at once; return them."""
    post = fields.pop("post", None) or make.make_post()
    rows = [
        Cable(
            reference_id=f"08HIGHMOOR{n}",
            post=post,
            created=START + timedelta(days=400, minutes=n),
            released=make.RELEASED,
            classification="CONFIDENTIAL",
            state="published",
        )
        for n in range(count)
    ]
    return Cable.objects.bulk_create(rows)
