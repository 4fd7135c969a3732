"""What an article's page shows: each cable that it used, and each passage, side by side."""

from typing import NamedTuple

from cables.choices import QuoteVerdict
from cables.models import ArticleLink, Cable

from .dossier import CARD
from .quotation import Comparison, compare

COMPARED = 40  # quotations of one article that are set beside their passages


class Use(NamedTuple):
    """One use of a cable: ``verdict`` is the desk's, where it is of these very words."""

    link: ArticleLink
    comparison: Comparison | None = None
    verdict: QuoteVerdict | str = ""


class Used(NamedTuple):
    """A cable that an article used, and how."""

    cable: Cable
    uses: list[Use]

    @property
    def quotations(self):
        return [use for use in self.uses if use.link.quote]


def used_by(article):
    """Return the public cables that an article used, the earliest telegram first."""
    links = list(
        ArticleLink.objects.public()
        .filter(article=article)
        .select_related("paragraph")
        .order_by("cable__created", "cable", "id")
    )
    cables = Cable.objects.public().filter(pk__in={link.cable_id for link in links})
    columns = (*CARD, "version", "post__name", "post__slug")
    cards = {card.pk: card for card in cables.select_related("post").only(*columns)}
    table, left = {}, COMPARED
    for link in links:
        card = cards.get(link.cable_id)
        if card is None:  # withdrawn between the two queries
            continue
        if link.paragraph:
            link.paragraph.cable = card  # for its address, without a query
        use = _use(link, card, compares=left > 0)
        left -= bool(link.quote)
        table.setdefault(card.pk, Used(card, []))[1].append(use)
    return list(table.values())


def _use(link, card, *, compares):
    if not link.quote:
        return Use(link)
    verdict = link.quote_check if link.quote_version == card.version else ""
    beside = compares and link.paragraph is not None
    comparison = compare(link.quote, link.paragraph.text) if beside else None
    return Use(link, comparison, verdict and QuoteVerdict(verdict))
