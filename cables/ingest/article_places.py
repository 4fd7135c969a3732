"""Which cable and paragraph a row of a table of articles means, and its quotation."""

from copy import copy
from urllib.parse import urlsplit

from django.utils import timezone

from cables.choices import ModerationState, RedactionState, Relation
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


def make_link(
    article,
    cable,
    paragraph,
    quote,
    relation="",
    *,
    state=ModerationState.APPROVED,
    wrote=nobody_compares,
):
    """
    Link article and cable, but not where a person parted them; return whether anything
    changed. ``wrote`` is told of that. What is new or other gets the ``state``, and one
    that waits is approved where that is the state. Raise Refused for one that an editor
    rejected.
    """
    link = ArticleLink.objects.filter(
        article=article, cable=cable, paragraph=paragraph
    ).first()
    relation = relation or (Relation.QUOTES if quote else "")
    asked = {"quote": quote, "relation": relation}
    asked = {name: value for name, value in asked.items() if value}
    was = link and copy(link)
    if link is None:
        if (article.pk, paragraph and paragraph.pk) in left_places(cable.pk):
            return False
        link = ArticleLink(article=article, cable=cable, paragraph=paragraph)
    elif link.state == ModerationState.REJECTED != state:
        raise Refused("cables", f"{cable}: an editor rejected this link: it stays out.")
    said = set_by_person(link) if was else ()
    for name in asked.keys() - said:
        if getattr(link, name).strip() != asked[name]:
            setattr(link, name, asked[name])
    if was and not _settle(link, was, state, asked):
        return False
    if not was:
        link.state = state
    link.save()
    wrote(link, was)
    return True


def _settle(link, was, state, asked):
    """
    Give a link that was there its state; return whether anything of it is other. What a
    person said otherwise than the row, the row does not approve.
    """
    is_other = any(getattr(link, name) != getattr(was, name) for name in asked)
    if state == ModerationState.APPROVED:
        agrees = all(getattr(link, name).strip() == asked[name] for name in asked)
        link.state = state if agrees else was.state
    elif is_other:
        link.state = ModerationState.PROPOSED
    if link.state != was.state:
        link.proposed, link.approved_by = timezone.now(), None
    return is_other or link.state != was.state
