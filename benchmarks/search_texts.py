"""
An archive's texts as a flat file: what any index of it is made from, without a database.

The file holds the rows of all public cables in chunks, in Python's own marshalled form,
which is read at some hundreds of megabytes a second.
"""

import marshal
from collections import defaultdict
from dataclasses import dataclass

from cables.choices import BlockKind
from cables.models import ArticleLink, CableTag, Paragraph, Reference
from cables.search.documents import public_cables
from cables.search.schema import CLASSES, STATES

CHUNK = 1_000
COLUMNS = (
    *("pk", "subject", "created", "released", "classification", "post_id"),
    *("is_partial", "state"),
)


@dataclass(slots=True)
class Row:
    subject: str
    texts: list[str]
    markings: list[str]
    refs: list[str]
    tags: list[int]
    created: int
    released: int | None
    numbers: dict[str, int]


def write_rows(path, progress=lambda done: None):
    """Write all public cables to a file; return how many there are."""
    last, done = 0, 0
    with open(path, "wb") as file:
        while rows := _some_after(last):
            last = rows[-1].pk
            done += len(rows)
            marshal.dump(_chunk(rows), file)
            progress(done)
    return done


def read_rows(path):
    """Yield the Rows of a file."""
    with open(path, "rb") as file:
        while True:
            try:
                chunk = marshal.load(file)
            except EOFError:
                return
            for values in chunk:
                yield Row(*values)


def _some_after(last):
    cables = public_cables().filter(pk__gt=last).order_by("pk")
    return list(cables.values_list(*COLUMNS, named=True)[:CHUNK])


def _chunk(rows):
    first, last = rows[0].pk, rows[-1].pk
    blocks = Paragraph.objects.exclude(kind=BlockKind.ARTEFACT)
    texts = _lists(
        blocks, "cable_id", ("position", "pk", "marking", "text"), first, last
    )
    tags = _lists(CableTag.objects, "content_object_id", ("tag_id",), first, last)
    refs = _lists(Reference.objects, "cable_id", ("cited_id",), first, last)
    used = _lists(ArticleLink.objects.public(), "cable_id", ("pk",), first, last)
    return [
        _values(row, sorted(texts[row.pk]), tags[row.pk], refs[row.pk], row.pk in used)
        for row in rows
    ]


def _lists(rows, owner, columns, first, last):
    lists = defaultdict(list)
    rows = rows.order_by().filter(**{f"{owner}__gte": first, f"{owner}__lte": last})
    for key, *values in rows.values_list(owner, *columns):
        lists[key].append(values)
    return lists


def _values(row, texts, tags, refs, in_article):
    day = row.created
    return (
        row.subject,
        [text for *_, text in texts],
        sorted({marking for _, _, marking, _ in texts if marking}),
        sorted({ref for (ref,) in refs if ref}),
        sorted({tag for (tag,) in tags}),
        int(row.created.timestamp()),
        int(row.released.timestamp()) if row.released else None,
        {
            "id": row.pk,
            "year": day.year,
            "month": day.year * 100 + day.month,
            "day": day.year * 10_000 + day.month * 100 + day.day,
            "post": row.post_id,
            "classification": CLASSES[row.classification],
            "articles": int(in_article),
            "partial": int(row.is_partial),
            "state": STATES[row.state],
        },
    )
