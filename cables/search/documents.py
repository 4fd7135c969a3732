"""Cables from the database as documents of an index: public columns, nothing sealed."""

from collections import defaultdict

import tantivy
from django.utils import timezone

from cables.choices import BlockKind
from cables.models import ArticleLink, Cable, CableTag, Paragraph, Reference
from cables.models.marker import REDACTED

from .query import fold
from .schema import CLASSES, STATES

COLUMNS = (
    *("pk", "subject", "created", "released", "classification", "post_id"),
    *("is_partial", "state"),
)
#: Cables, and words of theirs, that are read at once: their texts are held in memory.
CHUNK = 1_000
CHUNK_WORDS = 2_000_000


def public_cables():
    return Cable.objects.public(now=timezone.now())


def all_cables():
    return Cable.objects.all()


def documents(cables, keys):
    """Yield (key, document) for those of ``keys`` that are among ``cables``."""
    rows = list(
        cables.filter(pk__in=keys).order_by("pk").values_list(*COLUMNS, named=True)
    )
    found = [row.pk for row in rows]
    texts = _texts(found)
    tags = _lists(CableTag, "content_object_id", "tag_id", found)
    refs = _lists(Reference, "cable_id", "cited_id", found)
    articles = _in_articles(found)
    for row in rows:
        key = row.pk
        document = _document(row, texts[key], tags[key], refs[key], key in articles)
        yield key, document


def _texts(keys):
    """Return for each cable its (marking, text) in reading order, without artefacts."""
    blocks = _of_cables(Paragraph, "cable_id", keys).exclude(kind=BlockKind.ARTEFACT)
    # Sorted here: a database would sort long texts on its disk.
    rows = sorted(blocks.values_list("cable_id", "position", "pk", "marking", "text"))
    texts = defaultdict(list)
    for key, _, _, marking, text in rows:
        texts[key].append((marking, text))
    return texts


def _of_cables(model, owner, keys):
    """
    Return the rows of some cables, in no order. Keys that lie close are asked for as a
    range, which a database finds by its index whatever it knows of the table.
    """
    rows = model.objects.order_by()
    if keys and keys[-1] - keys[0] < 2 * len(keys):
        return rows.filter(**{f"{owner}__gte": keys[0], f"{owner}__lte": keys[-1]})
    return rows.filter(**{f"{owner}__in": keys})


def _lists(model, owner, value, keys):
    lists = defaultdict(set)
    for key, one in _of_cables(model, owner, keys).values_list(owner, value):
        lists[key].add(one)
    return lists


def _in_articles(keys):
    links = ArticleLink.objects.public().filter(cable__in=keys).order_by()
    return set(links.values_list("cable_id", flat=True))


def _document(row, texts, tags, refs, in_article):
    document = tantivy.Document()
    number, signed = document.add_unsigned, document.add_integer
    text = document.add_text
    number("id", row.pk)
    for name in ("subject", "body"):
        text(name, _folded(row.subject))
    for _, words in texts:
        text("body", _folded(words))
    for marking in {marking for marking, _ in texts if marking}:
        text("marking", marking)
    for tag in tags:
        number("tag", tag)
    for ref in refs:
        if ref:
            text("ref", ref)
    created = row.created
    signed("created", int(created.timestamp()))
    if row.released:
        signed("released", int(row.released.timestamp()))
    number("year", created.year)
    number("month", created.year * 100 + created.month)
    number("day", created.year * 10_000 + created.month * 100 + created.day)
    number("post", row.post_id)
    number("classification", CLASSES[row.classification])
    number("articles", int(in_article))
    number("partial", int(row.is_partial))
    number("state", STATES[row.state])
    return document


def _folded(text):
    """
    Return a text as queries are read, so that both know the same letters. What a marker
    says of words that are gone is no word of the cable: "redacted" is all that is found.
    """
    if "[redacted" in text:
        text = REDACTED.sub(" redacted ", text)
    return text if text.isascii() else fold(text)
