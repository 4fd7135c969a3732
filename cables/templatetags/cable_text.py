"""How the templates say what a cable's fields hold."""

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date

from cables.choices import BlockKind, Classification, Precision
from cables.reading import wording
from cables.reading.pieces import boxes

register = template.Library()

FORMATS = {
    Precision.MINUTE: "j F Y, H:i",
    Precision.HOUR: "j F Y, H",
    Precision.DAY: "j F Y",
}
RANKS = {
    Classification.UNCLASSIFIED: "unclassified",
    Classification.FOUO: "unclassified",
    Classification.CONFIDENTIAL: "confidential",
    Classification.CONFIDENTIAL_NOFORN: "confidential",
    Classification.SECRET: "secret",
    Classification.SECRET_NOFORN: "secret",
}

register.filter("marking_words", wording.marking_in_words)
register.filter("marking_rank", wording.marking_rank)
register.filter("language", wording.language_in_words)


@register.filter
def with_boxes(text):
    """Return a line of text in pieces: a marker of words that are gone is a box."""
    return boxes(text)


@register.filter
def created(cable):
    """Say when a cable was sent, as exactly as that is known."""
    text = format_date(cable.created, FORMATS[cable.created_precision])
    if cable.created_precision == Precision.HOUR:
        return f"{text}:00–{cable.created.hour + 1:02}:00 UTC"
    return f"{text} UTC" if cable.created_precision == Precision.MINUTE else text


@register.filter
def machine_time(cable):
    """Return the same for the datetime attribute."""
    known = {Precision.MINUTE: "Y-m-d\\TH:i\\Z", Precision.HOUR: "Y-m-d"}
    return format_date(cable.created, known.get(cable.created_precision, "Y-m-d"))


@register.filter
def rank(classification):
    """Return the word that the style sheet colours a classification by."""
    return RANKS.get(classification, "unclassified")


@register.filter
def caps(subject):
    """
    Return the class for a subject printed in capitals: the page sets it as small
    capitals, and the record stays as it was sent.
    """
    return "caps" if subject.isupper() else ""


@register.filter
def classification_slug(classification):
    return Classification(classification).slug


@register.filter
def classification_label(classification):
    return Classification(classification).label


@register.filter
def has_passed(day):
    return day < timezone.now().date()


@register.filter
def link_name(block):
    """Name the link at a block's pilcrow."""
    if block.label:
        return f"Link to paragraph {block.label}"
    names = {
        BlockKind.BULLET: "Link to this point",
        BlockKind.TABLE: "Link to this table",
        BlockKind.HEADING: "Link to this heading",
    }
    return names.get(block.kind, "Link to this paragraph")


@register.filter
def alone_name(block):
    """Name the link to a block's own page."""
    return f"Paragraph {block.label} alone" if block.label else "This passage alone"


@register.filter
def short_name(block):
    """Name a block in a line of text: "¶3", or what it is where it has no number."""
    if block.label:
        return f"¶{block.label}"
    names = {
        BlockKind.CAPTION: "the opening",
        BlockKind.BULLET: "a point",
        BlockKind.HEADING: "a heading",
        BlockKind.TABLE: "a table",
    }
    return names.get(block.kind, "an unnumbered paragraph")


@register.filter
def article_name(article):
    """Return an article's title, or a short form of its address."""
    if article.title:
        return article.title
    address = article.url.partition("://")[2].removeprefix("www.").rstrip("/")
    host, _, path = address.partition("/")
    return f"{host}/…/{path.rpartition('/')[2]}" if "/" in path else address


@register.filter
def share_of(count, counts):
    """Return a count's share of the greatest, in steps of 5 %, for a bar's width."""
    most = max((n for _, n in counts), default=0)
    return max(1, round(20 * count / most)) if most and count else 0
