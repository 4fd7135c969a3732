"""
What an editor may attach to an article: the cables that a text names, and the paragraphs
that hold its quotations. What a browser ticks is looked for among what is offered anew.
"""

from dataclasses import dataclass

from cables.choices import Relation
from cables.curation.articles import Use
from cables.curation.link_quotes import Texts, cables_that_hold
from cables.curation.quotes import ABSENT, QuoteCheck, split_quotes
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
        offers = _by_quote(quote, number, candidates, texts)
        found.by_quote.append((quote, offers))
    found.by_id = list(_by_id(rows))
    _tick(found, there)
    return found


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


def _by_quote(quote, number, cables, texts):
    """Return an offer for each cable that holds the words, the best one first."""
    offers = []
    for cable in texts.likely(quote, cables):
        check, block = texts.place_of(quote, cable)
        if check.verdict == ABSENT:
            continue
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
