"""The texts of a cable as the redaction workbench shows them: what is marked, and where."""

from dataclasses import dataclass, field

from cables.choices import RedactionState
from cables.curation.redactions.finding import find_again
from cables.curation.redactions.locating import place_of
from cables.curation.redactions.suggestions import LABELS, suggest
from cables.curation.redactions.texts import Place, Texts
from cables.models.marker import REDACTED
from cables.models.sealed import Redaction

BESIDE = 40  # characters around a suggestion


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str  # plain, marked, suggested, redacted
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A suggestion, with the value that a box to tick sends for it."""

    value: str
    label: str
    before: str
    words: str
    after: str


@dataclass(kw_only=True)
class Section:
    """One text of the cable, in pieces."""

    place: Place
    name: str
    text: str
    pieces: list
    kind: str = ""  # of a paragraph without a number
    offers: list = field(default_factory=list)

    @property
    def title(self):
        if self.kind:
            return f"{self.kind} {self.name}"
        return self.name[:1].upper() + self.name[1:]

    @property
    def is_long(self):
        return self.place in (Place("field", "body"), Place("field", "header"))


def may_see_words(user, redaction):
    """Words are for who approves, who may see what is sealed, and who marked them."""
    return (
        redaction.proposed_by_id == user.pk
        or user.has_perm("cables.approve_redaction")
        or user.has_perm("cables.view_sealedtext")
    )


def waiting_for(cable):
    """Return the proposals that wait in a cable, the oldest first."""
    return list(
        Redaction.objects.filter(
            sealed_text__cable=cable, state=RedactionState.PROPOSED
        )
        .select_related("sealed_text__paragraph", "sealed_text__cable", "proposed_by")
        .order_by("proposed", "id")
    )


def sections(cable, waiting, *, with_offers=True):
    """Return every text of a cable that a redaction may be marked in: those with words."""
    texts = Texts(cable)
    places = [Place("paragraph", row.pk) for row in texts.paragraphs()]
    places += texts.of_kind("field")
    return [
        _section(texts, place, waiting, with_offers)
        for place in places
        if texts[place].strip()
    ]


def _section(texts, place, waiting, with_offers):
    text = texts[place]
    marked = []
    for redaction in waiting:
        if place_of(redaction.sealed_text) == place:
            sealed = redaction.sealed_text.text
            found = find_again(sealed, redaction.start, redaction.end, text)
            if found:
                marked.append((*found, "marked"))
    gone = [(*found.span(), "redacted") for found in REDACTED.finditer(text)]
    offers, shown = [], marked + gone
    is_long = place.kind == "field" and place.key in ("body", "header")
    for one in suggest(text) if with_offers and not is_long else ():
        if all(one.end <= start or end <= one.start for start, end, _ in marked + gone):
            offers.append(_offer(place, text, one))
            shown = [*shown, (one.start, one.end, "suggested")]
    return Section(
        place=place,
        name=texts.name(place),
        text=text,
        pieces=_pieces(text, shown),
        kind=_kind(texts, place),
        offers=offers,
    )


def _kind(texts, place):
    row = texts.rows.get(place)
    return row.get_kind_display() if row and not row.label else ""


def _offer(place, text, one):
    return Offer(
        value=f"{place} {one.start} {one.end} {one.rule}",
        label=LABELS[one.rule],
        before=text[max(one.start - BESIDE, 0) : one.start],
        words=text[one.start : one.end],
        after=text[one.end : one.end + BESIDE],
    )


def _pieces(text, spans):
    pieces, at = [], 0
    for start, end, kind in sorted(spans):
        if start < at:
            continue
        pieces.append(Piece("plain", text[at:start]))
        pieces.append(Piece(kind, text[start:end]))
        at = end
    return [*pieces, Piece("plain", text[at:])]
