"""Press articles: which cables they used, and whether readers see that."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone

from cables.choices import ModerationState, Relation
from cables.models import ArticleLink, Cable, Paragraph, holding_epoch, raise_epoch
from cables.parsing.article_url import canonical_url, why_refused
from cables.search.outbox import tell_readers

from .errors import OwnWork, WrongCable
from .limits import check_copy, check_texts
from .link_quotes import check_article_words, check_removed_words, note_check
from .markers import refuse_said
from .moderation import OWN_WORK, check_not_own, is_own_work
from .revisions import (
    add_revision,
    add_revisions,
    new_revision,
    record_change,
    snapshot,
)

LINK_FIELDS = ("article", "cable", "paragraph", "relation", "quote", "state")
PUBLISHER_FIELDS = ("name", "slug", "domain")
ARTICLE_FIELDS = (
    "url",
    "title",
    "publisher",
    "author",
    "date",
    "language",
    "archived_url",
    "link_status",
    "state",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What an article does with a cable, or with one paragraph of it."""

    cable: Cable
    paragraph: Paragraph | None = None
    relation: str = Relation.MENTIONS
    quote: str = ""


@holding_epoch
def link_article(*, article, user, why="", **use):
    """
    Say that the article uses the cable, or this paragraph of it: readers see that once
    somebody else has approved it. Where the same link is there already, it gets the new
    relation and quotation. ``use`` are the fields of a ``Use``.
    """
    link = _link(article, Use(**use), user, why=why)
    _refresh(article)
    return link


@holding_epoch
def link_many(*, article, uses, user, show=False):
    """
    Say of many cables at once that the article uses them; return the links. With ``show``
    somebody else has said so already, and readers see them at once.
    """
    links = [_link(article, use, user, show=show) for use in uses]
    _refresh(article)
    return links


def _link(article, use, user, *, show=False, why=""):
    check_paragraph(use.cable, use.paragraph)
    same = {"article": article, "cable": use.cable, "paragraph": use.paragraph}
    links = ArticleLink.objects.select_for_update().filter(**same)
    link = links.first() or ArticleLink(**same)
    before = snapshot(link, LINK_FIELDS) if link.pk else {}
    link.relation, link.quote = use.relation, use.quote
    note_check(link, use.cable)
    check_removed_words(link.quote, use.cable)
    if not before:
        refuse_said(use.cable, article.title, article.author)
    is_other = snapshot(link, LINK_FIELDS) != before
    if show and (is_other or not is_own_work(link, user)):
        _set_state(link, ModerationState.APPROVED, user)
    elif is_other or link.state == ModerationState.REJECTED:  # said once more
        _set_state(link, ModerationState.PROPOSED, user)
    link.clean_fields()
    link.save()
    after = snapshot(link, LINK_FIELDS)
    if after != before:
        given = {"user": user, "why": why, "cable": use.cable}
        add_revision(link, before=before, after=after, **given)
    return link


def _set_state(link, state, user):
    if state == ModerationState.PROPOSED != link.state:
        link.proposed = timezone.now()
    if state != link.state:
        link.approved_by = user if state == ModerationState.APPROVED else None
    link.state = state


@holding_epoch
def change_link(link, *, user, paragraph, relation, quote, why=""):
    """
    Correct a link: another paragraph of the cable, another relation, other words. Readers
    see it again once somebody else has approved that.
    """
    check_paragraph(link.cable, paragraph)
    link = ArticleLink.objects.select_for_update().get(pk=link.pk)
    before = snapshot(link, LINK_FIELDS)
    link.paragraph, link.relation, link.quote = paragraph, relation, quote
    note_check(link)
    if link.quote != before["quote"]:
        check_removed_words(link.quote, link.cable)
    if snapshot(link, LINK_FIELDS) != before:
        _set_state(link, ModerationState.PROPOSED, user)
    link.full_clean()
    link.save()
    after = snapshot(link, LINK_FIELDS)
    if after != before:
        given = {"user": user, "why": why, "cable": link.cable}
        add_revision(link, before=before, after=after, **given)
        _refresh(link.article)
    return link


@holding_epoch
def unlink_article(link, *, user, why=""):
    """Take the link away; its row in the history stays."""
    add_revision(
        link,
        user=user,
        why=why,
        before=snapshot(link, LINK_FIELDS),
        after={},
        cable=link.cable,
    )
    article, cable = link.article, link.cable_id
    link.delete()
    _refresh(article, cables=[cable])


def approve_link(link, *, user, why=""):
    """Show readers the link, of an approved article, that somebody else made or changed."""
    return _decide_on_link(link, ModerationState.APPROVED, user, why)


def reject_link(link, *, user, why=""):
    """Keep the link, and keep it from readers."""
    return _decide_on_link(link, ModerationState.REJECTED, user, why)


@holding_epoch
def _decide_on_link(link, state, user, why):
    link = ArticleLink.objects.select_for_update().get(pk=link.pk)
    if state == ModerationState.APPROVED != link.state:
        check_not_own(link, user)
    before = snapshot(link, ["state"])
    _set_state(link, state, user)
    link.save()
    after = snapshot(link, ["state"])
    given = {"user": user, "why": why, "cable": link.cable}
    if record_change(link, before=before, after=after, **given):
        _refresh(link.article)
    return link


@holding_epoch
def save_article(article, *, user, values, why=""):
    """
    Save an article's own fields, or add it; a new address gets its one spelling. Who
    added or changed it, or a link of it, is not who approves it with its links. One that
    now leads readers elsewhere waits for approval anew.
    """
    if user is not None and leads_elsewhere(article, values):
        values = values | {"state": ModerationState.PROPOSED}
    approved = ModerationState.APPROVED
    is_approval = values.get("state") == approved != _stored_value(article, "state")
    if is_approval:
        check_may_approve(article, user)
    article = store_article(article, user=user, values=values, why=why)
    if is_approval:
        _approve_links(article, user, why)
    return article


def leads_elsewhere(article, values):
    """Return whether an approved article would get another address, or another copy's."""
    rows = type(article).objects.filter(pk=article.pk, state=ModerationState.APPROVED)
    stored = rows.values("url", "archived_url").first() or {}
    return any(values.get(name, value) != value for name, value in stored.items())


def _approve_links(article, user, why):
    """Approve what waits of an article, each with its row in the history."""
    approved = ModerationState.APPROVED
    links = article.links.filter(state=ModerationState.PROPOSED)
    revisions = [
        new_revision(
            link,
            user=user,
            why=why,
            before={"state": link.state},
            after={"state": approved},
            cable=link.cable,
        )
        for link in links.select_related("cable").defer("cable__header", "cable__body")
    ]
    add_revisions(revisions)
    links.update(state=approved, approved_by=user)


def check_may_approve(article, user):
    """Refuse that somebody shows readers what they brought here themselves."""
    if article.pk is None and user is not None:
        raise OwnWork(OWN_WORK)
    check_not_own(article, user, parts=article.links.all() if article.pk else None)


def store_article(article, *, user, values, why=""):
    """Save an article, whoever brought it here. Only for verbs that hold the epoch."""
    if "url" in values and values["url"] != _stored_value(article, "url"):
        values = values | {"url": article_url(values["url"])}
    if values.get("archived_url") != _stored_value(article, "archived_url"):
        check_copy(values.get("archived_url"))
    check_texts(values, ("title", "author"))
    before = snapshot(_stored(article), ARTICLE_FIELDS) if article.pk else {}
    if before:
        check_article_words(article, before | values, before)
    _save(article, values)
    after = snapshot(article, ARTICLE_FIELDS)
    if record_change(article, user=user, why=why, before=before, after=after):
        _refresh(article, was_public=before.get("state") == ModerationState.APPROVED)
    return article


def article_url(text):
    """Return an address as articles are known by, from imports and from the desk."""
    if url := canonical_url(text):
        return url
    raise ValidationError({"url": why_refused(text)})


@holding_epoch
def save_publisher(publisher, *, user, values, why=""):
    """Save a publisher, or add it."""
    check_texts(values, ("name",))
    before = snapshot(_stored(publisher), PUBLISHER_FIELDS) if publisher.pk else {}
    _save(publisher, values)
    after = snapshot(publisher, PUBLISHER_FIELDS)
    if record_change(publisher, user=user, why=why, before=before, after=after):
        raise_epoch()
    return publisher


def approve_article(article, *, user, why=""):
    """Show the article to readers, with its links."""
    values = {"state": ModerationState.APPROVED}
    return save_article(article, user=user, values=values, why=why)


def reject_article(article, *, user, why=""):
    """Keep the article, and keep it from readers."""
    values = {"state": ModerationState.REJECTED}
    return save_article(article, user=user, values=values, why=why)


def _stored_value(article, name):
    rows = type(article).objects.filter(pk=article.pk)
    return rows.values_list(name, flat=True).first()


def _stored(obj):
    return type(obj).objects.select_for_update().get(pk=obj.pk)


def _save(obj, values):
    for name, value in values.items():
        setattr(obj, name, value)
    obj.full_clean()
    obj.save()


def check_paragraph(cable, paragraph):
    if paragraph is not None and paragraph.cable_id != cable.pk:
        raise WrongCable(f"{paragraph.key} is not a paragraph of {cable.reference_id}.")


def _refresh(article, *, was_public=False, cables=()):
    """Tell readers of what they see of an article, on all cables that it uses."""
    if was_public or article.state == ModerationState.APPROVED:
        linked = article.links.values_list("cable", flat=True)
        tell_readers({*linked, *cables})
