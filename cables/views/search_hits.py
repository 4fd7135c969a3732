"""Hits as the page shows them: texts and addresses, so that the template only writes."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.html import escape, format_html

from cables.reading.days import short_day

# What is safe and what is escaped make a safe text: no word of a cable is trusted.
NOTHING = escape("")
OPENING, CLOSING = format_html("<mark>{}", ""), format_html("</mark>{}", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Excerpt:
    """A matching paragraph: where it stands, where it stands alone, and its words."""

    block: object
    url: str
    alone_url: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    cable: object
    url: str
    day: str
    iso: str
    subject: str
    excerpts: list[Excerpt]


def rows(hits):
    return [_row(hit) for hit in hits]


def _row(hit):
    cable = hit.cable
    url = cable.get_absolute_url()
    return Row(
        cable=cable,
        url=url,
        day=short_day(cable.created),
        iso=f"{cable.created:%Y-%m-%d}",
        subject=marked(hit.subject) or cable.reference_id,
        excerpts=[_excerpt(one, url) for one in hit.paragraphs],
    )


def _excerpt(found, url):
    # One pattern of addresses for all: looking it up for each costs more than the text.
    key = quote(found.paragraph.key)
    return Excerpt(
        block=found.paragraph,
        url=f"{url}#{key}",
        alone_url=f"{url.removesuffix('.html')}/{key}.html",
        text=marked(found.pieces),
    )


def marked(pieces):
    """Return pieces as one text, escaped, with <mark> around what was looked for."""
    text = NOTHING
    for piece in pieces:
        words = escape(piece.text)
        text += OPENING + words + CLOSING if piece.marked else words
    return text
