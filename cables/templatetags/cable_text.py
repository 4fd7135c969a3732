"""How the templates say what a cable's fields hold."""

from django import template
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from cables.choices import BlockKind, Classification, Precision
from cables.reading import days, wording
from cables.reading.pieces import boxes

register = template.Library()

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
for form in (days.day, days.short_day, days.moment, days.month, days.day_of_any_year):
    register.filter(form.__name__, form)


@register.filter
def with_boxes(text):
    """Return a line of text in pieces: a marker of words that are gone is a box."""
    return boxes(text)


@register.filter
def created(cable):
    """Say when a cable was sent, as exactly as that is known."""
    match cable.created_precision:
        case Precision.MINUTE:
            return days.moment(cable.created)
        case Precision.HOUR:
            following = f"{cable.created.hour + 1:02}"
            return f"{days.hour(cable.created)}:00–{following}:00 UTC"
    return days.day(cable.created)


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
        return _("Link to paragraph %(label)s") % {"label": block.label}
    match block.kind:
        case BlockKind.BULLET:
            return _("Link to this point")
        case BlockKind.TABLE:
            return _("Link to this table")
        case BlockKind.HEADING:
            return _("Link to this heading")
    return _("Link to this paragraph")


@register.filter
def alone_name(block):
    """Name the link to a block's own page."""
    if block.label:
        return _("Paragraph %(label)s alone") % {"label": block.label}
    return _("This passage alone")


@register.filter
def short_name(block):
    """Name a block in a line of text: "¶3", or what it is where it has no number."""
    if block.label:
        return f"¶{block.label}"
    match block.kind:
        case BlockKind.CAPTION:
            return _("the opening")
        case BlockKind.BULLET:
            return _("a point")
        case BlockKind.HEADING:
            return _("a heading")
        case BlockKind.TABLE:
            return _("a table")
    return _("an unnumbered paragraph")


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
