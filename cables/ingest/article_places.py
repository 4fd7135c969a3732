"""Which cable and paragraph a row of a table of articles means, and its quotation."""

from copy import copy
from urllib.parse import urlsplit

from cables.choices import RedactionState, Relation
from cables.models import ArticleLink, Cable, Paragraph, ParagraphAlias
from cables.models.quotation import holds_quote
from cables.models.sealed import Redaction
from cables.parsing import parse_reference_id

from .history import left_places, set_by_person
from .vocabulary import nobody_compares


class Refused(Exception):
    """A row or a part of it that cannot come in: the column, and why."""

    def __init__(self, column, reason):
        super().__init__(reason)
        self.column = column
        self.reason = reason


def named_places(text, line, report):
    """Give cable, paragraph and quote for each id; note those that are not here."""
    for printed in filter(None, (part.strip() for part in text.split("|"))):
        try:
            yield (*_place(printed), "")
        except Refused as refused:
            report.rejects.append((line, refused.column, refused.reason))


def _place(printed):
    written, _, key = printed.lstrip("#").partition("#")
    if "://" in printed:
        key = urlsplit(printed).fragment
        written = printed
    reference_id = parse_reference_id(written)
    cable = Cable.objects.filter(reference_id=reference_id or written.upper()).first()
    if cable is None:
        raise Refused("cables", f"“{printed}”: there is no such cable in the archive.")
    if not key:
        return cable, None
    paragraph = Paragraph.objects.filter(cable=cable, key=key).first()
    if paragraph is None:
        alias = ParagraphAlias.objects.filter(cable=cable, key=key).first()
        paragraph = alias and alias.paragraph
    if paragraph is None:
        raise Refused("cables", f"“{printed}”: the cable has no paragraph {key}.")
    return cable, paragraph


def with_quote(places, quote, line, report):
    """Put the quote to the paragraph that holds it; note it if none does."""
    found = False
    result = []
    for cable, paragraph, _ in places:
        holder = _holder(cable, paragraph, quote)
        found = found or holder is not None
        result.append((cable, holder or paragraph, quote if holder else ""))
    if not found:
        report.rejects.append(
            (line, "quote", "The quoted words are in none of the row's cables.")
        )
    return result


def as_is(places, quote, line, report):
    """
    Put the quote where the row puts it, but not on a cable from which words were taken out
    and that does not have these: they may be those words.
    """
    for cable, paragraph, _ in places:
        taken = Redaction.objects.filter(
            sealed_text__cable=cable, state=RedactionState.APPROVED
        )
        if _holder(cable, paragraph, quote) or not taken.exists():
            yield cable, paragraph, quote
        else:
            yield cable, paragraph, ""
            reason = f"Words were taken out of {cable}, and these are not in it."
            report.rejects.append((line, "quote", reason))


def _holder(cable, paragraph, quote):
    """Return the paragraph that holds the words."""
    candidates = [paragraph] if paragraph else cable.paragraphs.order_by("position")
    return next((one for one in candidates if holds_quote(one.text, quote)), None)


def make_link(article, cable, paragraph, quote, relation="", *, wrote=nobody_compares):
    """
    Link article and cable, but not where a person parted them; return whether anything
    changed. ``wrote`` is told of that.
    """
    link = ArticleLink.objects.filter(
        article=article, cable=cable, paragraph=paragraph
    ).first()
    relation = relation or (Relation.QUOTES if quote else "")
    wanted = {"quote": quote, "relation": relation}
    wanted = {name: value for name, value in wanted.items() if value}
    was = link and copy(link)
    if link is None:
        if (article.pk, paragraph and paragraph.pk) in left_places(cable.pk):
            return False
        link = ArticleLink(article=article, cable=cable, paragraph=paragraph)
    else:
        said = set_by_person(link)
        wanted = {name: value for name, value in wanted.items() if name not in said}
        if all(getattr(link, name).strip() == value for name, value in wanted.items()):
            return False
    for name, value in wanted.items():
        setattr(link, name, value)
    link.save()
    wrote(link, was)
    return True
