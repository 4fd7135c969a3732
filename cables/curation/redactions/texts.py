"""The public texts of one cable: where words may stand, and how a text is changed."""

from dataclasses import dataclass

from cables.models import (
    ArticleLink,
    Discussion,
    Paragraph,
    Recipient,
    Reference,
)

#: Columns of the cable that hold words, as sentences call them.
FIELDS = {
    "subject": "the subject",
    "classified_by": "the name of who classified it",
    "classified_by_title": "the title of who classified it",
    "signatory": "the signatory",
    "attention": "the lines for attention",
    "captions": "the captions",
    "declassify_note": "the note on declassification",
    "sender": "the sender",
    "transmission_id": "the transmission id",
    "date_time_group": "the date-time group",
    "header": "the header",
    "body": "the body as received",
}
LISTS = frozenset(["attention", "captions"])
#: What belongs to a cable and holds words: model, column, name in a sentence.
ROWS = {
    "paragraph": (Paragraph, "text", ""),
    "reference": (Reference, "printed", "a reference"),
    "cited": (Reference, "cited_id", "a reference"),
    "recipient": (Recipient, "name", "an addressee"),
    "route": (Recipient, "route", "an addressee"),
    "quote": (ArticleLink, "quote", "an article's quotation"),
    "discussion": (Discussion, "title", "the title of a discussion"),
}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A public text of a cable: a column of its own, or one of a row of it."""

    kind: str  # "field", or a key of ROWS
    key: str | int  # name of the column, or the row's primary key

    def __str__(self):
        return f"{self.kind}:{self.key}"

    @classmethod
    def read(cls, text):
        kind, _, key = text.partition(":")
        return cls(kind, key if kind == "field" else int(key))


BODY, HEADER = Place("field", "body"), Place("field", "header")


class Texts:
    """All public texts of a cable, to be read and changed in memory, then saved."""

    def __init__(self, cable, rows=None):
        self.cable = cable
        self.rows, self.texts = {}, {}
        for name in FIELDS:
            self.texts[Place("field", name)] = _joined(getattr(cable, name))
        rows = rows_of([cable]) if rows is None else rows
        for kind, (model, column, _) in ROWS.items():
            for row in rows.get((cable.pk, model), ()):
                place = Place(kind, row.pk)
                self.rows[place] = row
                self.texts[place] = getattr(row, column)
        self.before = dict(self.texts)

    def __getitem__(self, place):
        return self.texts[place]

    def __contains__(self, place):
        return place in self.texts

    def of_kind(self, kind):
        return [place for place in self.texts if place.kind == kind]

    def paragraphs(self):
        """Return the cable's blocks in reading order."""
        rows = [self.rows[place] for place in self.of_kind("paragraph")]
        return sorted(rows, key=lambda row: (row.position, row.pk))

    def name(self, place):
        """Return what a sentence calls the place: "¶5", "the subject"."""
        if place.kind == "field":
            return FIELDS[place.key]
        if place.kind == "paragraph":
            row = self.rows[place]
            return f"¶{row.label}" if row.label else f"#{row.key}"
        return ROWS[place.kind][2]

    def longest(self, place):
        """Return how many characters the column holds; None for any number."""
        if place.kind == "field":
            model, column = type(self.cable), place.key
        else:
            model, column, _ = ROWS[place.kind]
        return getattr(model._meta.get_field(column), "max_length", None)

    def change(self, place, text):
        self.texts[place] = text
        if place.kind != "field":
            setattr(self.rows[place], ROWS[place.kind][1], text)

    def changed(self):
        return [
            place for place in self.texts if self.texts[place] != self.before[place]
        ]


def rows_of(cables):
    """Return {(primary key, model): rows} of all that holds words of some cables."""
    found = {}
    for model in dict.fromkeys(model for model, *_ in ROWS.values()):
        for row in model.objects.filter(cable__in=cables).order_by("pk"):
            found.setdefault((row.cable_id, model), []).append(row)
    return found


def _joined(value):
    return "\n".join(value) if isinstance(value, list) else value
