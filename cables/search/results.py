"""What a search found, as readers see it: public cables with the paragraphs that match."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from cables.choices import BlockKind
from cables.models import ArticleLink, Cable, Paragraph

from .snippets import Matcher, Piece, best_paragraphs

PARAGRAPHS = 3
#: Page markers, and opening lines: the subject is shown above.
NOT_SHOWN = (BlockKind.ARTEFACT, BlockKind.CAPTION)
#: Characters of one cable's text that are looked through for paragraphs to show.
LOOKED_THROUGH = 400_000
CARD = (
    *("reference_id", "number", "created", "created_precision", "released"),
    *("subject", "classification", "is_partial", "word_count"),
    *("post__name", "post__slug", "post__country", "post__country_slug"),
)


@dataclass(frozen=True, kw_only=True)
class MatchingParagraph:
    """A block that has what was looked for; ``pieces`` are an excerpt of its text."""

    paragraph: Paragraph
    pieces: list[Piece]

    @property
    def url(self):
        """The address in context; ``paragraph.get_alone_url()`` is the one alone."""
        return self.paragraph.get_absolute_url()


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One cable of a page of results. ``cable.in_article`` says if an article uses it."""

    cable: Cable
    subject: list[Piece]
    paragraphs: list[MatchingParagraph] = field(default_factory=list)


def load(keys, query, *, markings=(), most=PARAGRAPHS):
    """
    Return the Hits for primary keys, in their order, in two queries. Keys of cables that
    are not public (any more) are left out. ``markings`` are those that a reader chose:
    paragraphs with another one are then not shown.
    """
    cables = _public(keys)
    matcher = Matcher(query)
    markings = set(markings) | query.paragraph_markings
    blocks = _blocks(cables, markings) if (matcher or markings) and most else {}
    return [
        Hit(
            cable=cable,
            subject=matcher.pieces(cable.subject),
            paragraphs=_matching(cable, matcher, blocks.get(key, []), most),
        )
        for key, cable in cables.items()
    ]


def _public(keys):
    used = ArticleLink.objects.public().filter(cable=OuterRef("pk"))
    rows = (
        Cable.objects.public()
        .filter(pk__in=keys)
        .select_related("post")
        .only(*CARD)
        .annotate(in_article=Exists(used))
    )
    found = {row.pk: row for row in rows}
    return {key: found[key] for key in keys if key in found}


def _blocks(cables, markings):
    rows = Paragraph.objects.filter(cable__in=cables).exclude(kind__in=NOT_SHOWN)
    if markings:
        rows = rows.filter(marking__in=markings)
    blocks, read = defaultdict(list), defaultdict(int)
    for row in rows.order_by("cable_id", "position", "id"):
        read[row.cable_id] += len(row.text)
        if read[row.cable_id] <= LOOKED_THROUGH:
            blocks[row.cable_id].append(row)
    return blocks


def _matching(cable, matcher, blocks, most):
    texts = [block.text for block in blocks]
    if matcher:
        places = best_paragraphs(matcher, texts, most=most)
    else:  # only a marking was asked for
        places = [(place, []) for place in range(min(most, len(texts)))]
    found = []
    for place, spans in places:
        block = blocks[place]
        block.cable = cable  # for its addresses, without a query each
        pieces = matcher.excerpt(block.text, spans)
        found.append(MatchingParagraph(paragraph=block, pieces=pieces))
    return found
