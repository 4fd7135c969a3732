"""
One passage in all public texts of a cable: what a paragraph says, the body as received
says as well, and perhaps the subject, a reference or an addressee that was read there.
"""

from dataclasses import dataclass
from itertools import pairwise

from cables.models.marker import REDACTED, SHORT
from cables.parsing import parse_message

from .alignment import Message, whole
from .beside import stands_beside
from .errors import RedactionRefused
from .texts import BODY, HEADER, Place
from .words import Skeleton, forms_of

READ_IN_HEADER = ("sender", "transmission_id", "date_time_group")
NOT_READ = ("subject", "header", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Characters of a public text that become others."""

    place: Place
    start: int
    old: str
    new: str

    @property
    def end(self):
        return self.start + len(self.old)


class Passages:
    """How the texts of a cable, as they stand, correspond."""

    def __init__(self, texts):
        self.texts = texts
        cable = texts.cable
        parsed = parse_message(
            header=texts[HEADER],
            body=texts[BODY],
            reference_id=cable.reference_id,
            created=cable.created,
        )
        message = Message(texts[BODY], parsed.blocks)
        aligned = message.align(texts.paragraphs())
        self.paragraphs = {Place("paragraph", pk): one for pk, one in aligned.items()}
        self.standing = [(BODY, *item) for item in self.paragraphs.items()]
        self.standing += [(BODY, *item) for item in self._columns(message)]
        self.standing += [(BODY, *item) for item in self._references()]
        self.standing += [(HEADER, *item) for item in self._in_header()]

    def _columns(self, message):
        """Give the columns that were read from the opening or the end of the body."""
        for place in self.texts.of_kind("field"):
            if place in (BODY, HEADER) or place.key in READ_IN_HEADER:
                continue
            for line in _lines(self.texts[place]):
                for alignment in message.column(place.key, line.text):
                    yield place, line.shifted(alignment)

    def _references(self):
        """Give the references, where their paragraph has the words that were printed."""
        for place in self.texts.of_kind("reference"):
            row = self.texts.rows[place]
            held = self.paragraphs.get(Place("paragraph", row.paragraph_id))
            form = forms_of(self.texts[place])
            if held and form:
                outer = Skeleton(self.texts[BODY], _pieces_of(held))
                for alignment in whole(form, outer):
                    yield place, Line(form.words, 0).shifted(alignment)

    def _in_header(self):
        outer = Skeleton(self.texts[HEADER])
        places = [Place("field", name) for name in READ_IN_HEADER]
        places += self.texts.of_kind("recipient") + self.texts.of_kind("route")
        for place in places:
            form = forms_of(self.texts[place])
            if form:
                at = self.texts[place].find(form.words)
                for alignment in whole(form, outer):
                    yield place, Line(form.words, at).shifted(alignment)

    def same(self, place, start, end):
        """
        Return {place: [pieces of one passage, …]} of everything that says the same as
        these characters: the place itself, and where it was read from or into.
        """
        found = {place: [[(start, end)]]}
        grown = True
        while grown:
            grown = False
            for base, inner, alignment in self.standing:
                for pieces in found.get(inner, [])[:]:
                    grown |= _add(found, base, alignment.pieces(*pieces[0]))
                for pieces in found.get(base, [])[:]:
                    if span := alignment.span(pieces):
                        grown |= _add(found, inner, [span])
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a text, and where it begins in it."""

    text: str
    at: int

    def shifted(self, alignment):
        return Shifted(self.at, alignment)


@dataclass(frozen=True, slots=True)
class Shifted:
    """The alignment of a part of a text, in places of the whole text."""

    at: int
    alignment: object

    def pieces(self, start, end):
        start, end = max(start - self.at, 0), end - self.at
        return self.alignment.pieces(start, end) if end > start else []

    def span(self, pieces):
        span = self.alignment.span(pieces)
        return span and (span[0] + self.at, span[1] + self.at)


def _lines(text):
    at = 0
    for line in text.split("\n"):
        yield Line(line, at)
        at += len(line) + 1


def _pieces_of(alignment):
    low, high = alignment.extent
    places = sorted(alignment.outer.places[low:high])
    pieces = []
    for place in places:
        if pieces and place <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], place + 1)
        else:
            pieces.append((place, place + 1))
    return pieces


def _add(found, place, pieces):
    """Take in a passage, unless one there has a part of it already."""
    if not pieces:
        return False
    for others in found.get(place, []):
        if any(a < d and c < b for a, b in others for c, d in pieces):
            return False
    found.setdefault(place, []).append(pieces)
    return True


def edits(texts, passages, place, start, end, *, words, marker):
    """Return the Edits that take a passage out of all public texts of the cable."""
    found = passages.same(place, start, end)
    forms = forms_of(words)
    _check_body(texts, passages, place, found, forms)
    found |= _quoting(texts, found, forms)
    made = [
        edit
        for where, pieces in found.items()
        for edit in _edits_of(texts, where, pieces, marker)
    ]
    return made + list(_leading(texts, found, forms))


def _edits_of(texts, place, passages_there, marker):
    """Put a marker in the place of each passage: the short one where the column is."""
    longest = texts.longest(place)
    for said in (marker, SHORT):
        made = [_edit(texts, place, pieces, said) for pieces in passages_there]
        more = sum(len(edit.new) - len(edit.old) for edit in made)
        if longest is None or len(texts[place]) + more <= longest:
            return made
    return [Edit(place=place, start=0, old=texts[place], new="")]


def _edit(texts, place, pieces, marker):
    """Put the marker where the first piece stands; what parts the pieces stays."""
    text = texts[place]
    start, end = pieces[0][0], pieces[-1][1]
    kept = "".join(text[left:right] for (_, left), (right, _) in pairwise(pieces))
    if REDACTED.search(text[start:end]):
        raise RedactionRefused(
            f"A part of these words is taken out already in {texts.name(place)}."
        )
    return Edit(place=place, start=start, old=text[start:end], new=marker + kept)


def _check_body(texts, passages, place, found, forms):
    """
    Refuse where the body has the words, and nothing tells which of them they are: the
    page would hide what its twin as received shows.
    """
    if place in (BODY, HEADER) or BODY in found or HEADER in found or not forms:
        return
    base = HEADER if place.kind in ("recipient", "route") else BODY
    if place.kind == "field" and place.key in READ_IN_HEADER:
        base = HEADER
    others = [one for one in passages.standing if one[0] == base and one[1] != place]
    unclaimed = [
        hit
        for hit in forms.spans(texts[base])
        if not any(_claims(texts, inner, held, hit, forms) for _, inner, held in others)
    ]
    if unclaimed:
        times = "once" if len(unclaimed) == 1 else f"{len(unclaimed)} times"
        raise RedactionRefused(
            f"{texts.name(base).capitalize()} has these words {times} where no "
            f"paragraph of now has them, so that {texts.name(place)} cannot be told from "
            "there. Mark them there as well, and approve that first."
        )


def _claims(texts, inner, alignment, hit, forms):
    """Say whether words in the body are those that another text has as well."""
    span = alignment.span([hit])
    return span is not None and any(
        span[0] < end and start < span[1] for start, end in forms.spans(texts[inner])
    )


def _quoting(texts, found, forms):
    """Return the places of articles and discussions that repeat the words."""
    blocks = {place.key for place in found if place.kind == "paragraph"}
    return {
        place: [[span] for span in spans]
        for place in texts.of_kind("quote") + texts.of_kind("discussion")
        if texts.rows[place].paragraph_id in (None, *blocks)
        and (spans := forms.spans(texts[place]))
    }


def _leading(texts, found, forms):
    """Give the edits of ids that references lead to, where those tell the words."""
    for place in [one for one in found if one.kind == "reference"]:
        cited = Place("cited", place.key)
        if texts[cited] and _names(texts[place], found[place], forms, texts[cited]):
            yield Edit(place=cited, start=0, old=texts[cited], new="")


def _names(printed, passages_there, forms, cited_id):
    """Say whether the id that a reference leads to tells what goes from its words."""
    start, end = passages_there[0][0]
    whole_goes = not any(one.isalnum() for one in printed[:start] + printed[end:])
    return whole_goes or forms.letters in Skeleton(cited_id).letters


def also_stands(texts, words, beside):
    """Return where the words stand in the texts as they are, as a sentence names it."""
    forms, names = forms_of(words), {}
    for place in texts.texts:
        if place in (BODY, HEADER) or place.kind in ("cited", "route"):
            continue
        count = len(forms.spans(texts[place]))
        if count:
            names[texts.name(place)] = names.get(texts.name(place), 0) + count
    if any(forms.stand_in(f"{tag.name} {tag.title}") for tag in texts.cable.tags.all()):
        names["a tag"] = 1
    for place in (BODY, HEADER):
        more = len(forms.spans(texts[place]))
        if place == HEADER or more > sum(names.values()):
            names |= {texts.name(place): more} if more else {}
    return [*names, *stands_beside(beside, forms)]
