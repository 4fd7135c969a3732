"""The paragraphs in which the cables of a thread cite each other, as short excerpts."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Substr

from cables.choices import BlockKind
from cables.models import Paragraph
from cables.reading.pieces import Link, Piece, pieces
from cables.search.snippets import word_end, word_start

LENGTH = 300  # characters of an excerpt
BEFORE = 110  # of them, before the words that cite
LOOKED_THROUGH = 6_000  # characters of one paragraph
PARAGRAPHS = 500  # of a whole thread
QUOTES = 3  # of one cable
BODY = (BlockKind.NUMBERED, BlockKind.UNNUMBERED, BlockKind.BULLET)


@dataclass(frozen=True, kw_only=True)
class Quote:
    paragraph: Paragraph
    pieces: list[Piece]


def add_quotes(thread):
    """
    Give each cable the paragraphs that cite others of its thread, in one query. The words
    of the text come before those of its opening, where ids stand in a row.
    """
    by_cable = defaultdict(list)
    for block in _blocks(thread):
        by_cable[block.cable_id].append(block)
    for node in thread.cables:
        blocks = by_cable.get(node.cable.pk)
        if blocks and node.cites:
            node.quotes = _quotes(node, blocks)


def _blocks(thread):
    holding = {row.paragraph_id for edge in thread.edges for row in edge.references}
    labelled = {
        edge.citing.cable.pk
        for edge in thread.edges
        if any(row.label for row in edge.references)
    }
    # "ref A", "reftels B": the words by which a text names what its opening lists
    says_ref = Q(text__icontains="ref ") | Q(text__icontains="reftel")
    says_ref |= Q(text__icontains="refs ")
    return (
        Paragraph.objects.public()
        .filter(Q(pk__in=holding) | Q(cable__in=labelled, kind__in=BODY) & says_ref)
        .annotate(words=Substr("text", 1, LOOKED_THROUGH))
        .defer("text")
        .order_by("cable_id", "position", "id")[:PARAGRAPHS]
    )


def _quotes(node, blocks):
    links, letters = [], {}
    for edge in node.cites:
        subject = edge.cited.cable.subject if edge.cited.cable else ""
        for row in edge.references:
            link = Link(row.printed, edge.cited.url, subject or edge.cited.name)
            links.append(link)
            if row.label:
                letters[row.label.upper()] = link
    quotes = []
    for block in sorted(blocks, key=lambda block: block.kind not in BODY):
        found = excerpt(pieces(block.words, links=links, letters=letters))
        if found:
            block.cable = node.cable  # for its address, without a query
            quotes.append(Quote(paragraph=block, pieces=found))
    body = [quote for quote in quotes if quote.paragraph.kind in BODY]
    return (body or quotes)[:QUOTES]


def excerpt(parts):
    """Return the pieces around the first link, cut at words; nothing without a link."""
    at = 0
    for part in parts:
        if part.kind == "link":
            break
        at += len(part.text) if part.kind != "anchor" else 0
    else:
        return []
    whole = "".join(part.text for part in parts if part.kind != "anchor")
    start = word_start(whole, at - BEFORE)
    end = word_end(whole, start + LENGTH)
    cut = [Piece("plain", "… ")] if start else []
    cut += _between(parts, start, end)
    return cut + ([Piece("plain", " …")] if end < len(whole) else [])


def _between(parts, start, end):
    at = 0
    for part in parts:
        if part.kind == "anchor":
            continue
        text = part.text[max(start - at, 0) : max(end - at, 0)]
        at += len(part.text)
        if text:
            yield part._replace(text=text)
