"""
What an editor may attach to an article: the cables that a text names, and the paragraphs
that hold its quotations. What a browser ticks is looked for among what is offered anew.
"""

from dataclasses import dataclass

from cables.choices import Relation
from cables.curation.articles import Use
from cables.curation.link_quotes import SUBJECT, cables_that_hold
from cables.curation.quotes import (
    ABSENT,
    NOT_FOUND,
    QuoteCheck,
    check_quote,
    split_quotes,
)
from cables.models import Cable, Paragraph

from .pasted_cables import look_up

QUOTES = 30  # at once
CABLES = 40  # whose paragraphs are read for them


@dataclass(kw_only=True)
class Offer:
    """A cable, or a paragraph of it, that can be ticked."""

    value: str
    cable: Cable
    paragraph: Paragraph | None = None
    quote: str = ""
    check: QuoteCheck | None = None
    typed: str = ""
    is_there: bool = False  # attached already
    is_ticked: bool = False

    def use(self, relation):
        if self.quote:
            relation = Relation.QUOTES
        return Use(
            cable=self.cable,
            paragraph=self.paragraph,
            relation=relation,
            quote=self.quote,
        )


@dataclass(kw_only=True)
class Offers:
    rows: list  # what was pasted, each with its verdict
    by_id: list  # offers
    by_quote: list  # (quotation, offers)
    is_cut: bool = False  # more was pasted than is looked at
    has_index: bool = True

    @property
    def all(self):
        return [*self.by_id, *(one for _, some in self.by_quote for one in some)]

    @property
    def missing(self):
        """Rows that no cable was found for."""
        return [row for row in self.rows if not row.cables]

    def ticked(self, values):
        """Return the offers that a browser has ticked."""
        values = set(values)
        for offer in self.all:
            offer.is_ticked = offer.value in values
        return [offer for offer in self.all if offer.is_ticked]


def make_offers(text, quotes, *, article=None, everywhere=False):
    """
    Look up what was pasted. Quotations are looked for in the cables that the text names
    and in those of the article; with ``everywhere`` in all others as well.
    """
    rows, is_cut = look_up(text)
    attached = list(article.links.select_related("cable")) if article else []
    there = {(link.cable_id, link.paragraph_id) for link in attached}
    cables = {cable.pk: cable for row in rows for cable in row.cables}
    cables |= {link.cable_id: link.cable for link in attached}
    parts = split_quotes(quotes)
    found = Offers(rows=rows, by_id=[], by_quote=[], is_cut=is_cut)
    found.is_cut |= len(parts) > QUOTES or (bool(parts) and len(cables) > CABLES)
    texts = Texts()
    for number, quote in enumerate(parts[:QUOTES]):
        candidates = list(cables.values())[:CABLES]
        if everywhere:
            more = cables_that_hold(quote)
            found.has_index &= more is not None
            candidates += [one for one in more or () if one.pk not in cables]
        offers = _by_quote(quote, number, texts.of(candidates))
        found.by_quote.append((quote, offers))
    found.by_id = list(_by_id(rows))
    _tick(found, there)
    return found


class Texts:
    """The paragraphs of some cables, each read once."""

    def __init__(self):
        self.known = {}

    def of(self, cables):
        """Yield (cable, texts, paragraphs by key)."""
        new = [one.pk for one in cables if one.pk not in self.known]
        rows = {key: [] for key in new}
        blocks = Paragraph.objects.filter(cable__in=new).order_by("position", "id")
        for block in blocks:
            rows[block.cable_id].append(block)
        self.known |= rows
        for cable in cables:
            blocks = self.known[cable.pk]
            texts = [(SUBJECT, cable.subject), *((one.key, one.text) for one in blocks)]
            yield cable, texts, {one.key: one for one in blocks}


def _by_id(rows):
    seen = set()
    for row in rows:
        for cable in row.cables:
            block = row.paragraph if row.paragraph_of(cable) else None
            value = _value(cable, block)
            if value not in seen:
                seen.add(value)
                yield Offer(
                    value=value,
                    cable=cable,
                    paragraph=block,
                    typed=row.typed,
                    is_ticked=len(row.cables) == 1,
                )


def _by_quote(quote, number, texts):
    """Return an offer for each cable that holds the words, the best one first."""
    offers = []
    for cable, blocks, by_key in texts:
        check = check_quote(quote, blocks)
        if check.verdict == ABSENT:
            continue
        block = by_key.get(check.keys[0]) if len(check.keys) == 1 else None
        offers.append(
            Offer(
                value=f"{_value(cable, block)}.{number}",
                cable=cable,
                paragraph=block,
                quote=quote,
                check=check,
                is_ticked=check.holds,
            )
        )
    return sorted(offers, key=lambda one: -one.check.likeness)


def _tick(found, there):
    """
    A cable of which a paragraph is ticked need not be attached as a whole as well, nor
    what is attached already. Where several hold a quotation, an editor chooses.
    """
    for _, offers in found.by_quote:
        exact = [one for one in offers if one.is_ticked]
        if len(exact) > 1:
            for one in exact:
                one.is_ticked = False
    quoted = {
        one.cable.pk for _, some in found.by_quote for one in some if one.is_ticked
    }
    for offer in found.by_id:
        block = offer.paragraph and offer.paragraph.pk
        offer.is_there = (offer.cable.pk, block) in there
        offer.is_ticked &= not offer.is_there and offer.cable.pk not in quoted


def _value(cable, block):
    return f"{cable.pk}.{block.pk if block else ''}"


def best_check(offers):
    """Return what is said of a quotation as a whole."""
    return offers[0].check if offers else NOT_FOUND
