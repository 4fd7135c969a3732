"""Press articles: which cables they used, and whether readers see that."""

from django.core.exceptions import ValidationError

from cables.choices import ModerationState, Relation
from cables.models import ArticleLink, holding_epoch, raise_epoch
from cables.models.quotation import holds_quote
from cables.parsing.article_url import canonical_url
from cables.search.outbox import tell_readers

from .errors import WrongCable
from .limits import check_texts
from .revisions import add_revision, record_change, snapshot

LINK_FIELDS = ("article", "cable", "paragraph", "relation", "quote")
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


@holding_epoch
def link_article(
    *, article, cable, user, paragraph=None, relation=Relation.MENTIONS, quote=""
):
    """
    Say that the article uses the cable, or this paragraph of it. Where the same link is
    there already, it gets the new relation and quotation.
    """
    check_paragraph(cable, paragraph)
    link = (
        ArticleLink.objects.select_for_update()
        .filter(article=article, cable=cable, paragraph=paragraph)
        .first()
    ) or ArticleLink(article=article, cable=cable, paragraph=paragraph)
    before = snapshot(link, LINK_FIELDS) if link.pk else {}
    link.relation, link.quote, link.approved_by = relation, quote, user
    link.clean_fields()
    link.save()
    add_revision(
        link, user=user, before=before, after=snapshot(link, LINK_FIELDS), cable=cable
    )
    _refresh(article)
    return link


@holding_epoch
def change_link(link, *, user, paragraph, relation, quote):
    """Correct a link: another paragraph of the cable, another relation, other words."""
    check_paragraph(link.cable, paragraph)
    link = ArticleLink.objects.select_for_update().get(pk=link.pk)
    before = snapshot(link, LINK_FIELDS)
    link.paragraph, link.relation, link.quote = paragraph, relation, quote
    link.full_clean()
    link.save()
    after = snapshot(link, LINK_FIELDS)
    if after != before:
        add_revision(link, user=user, before=before, after=after, cable=link.cable)
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


@holding_epoch
def save_article(article, *, user, values, why=""):
    """Save an article's own fields, or add it; a new address gets its one spelling."""
    if "url" in values and values["url"] != _url_of(article):
        values = values | {"url": article_url(values["url"])}
    check_texts(values, ("title", "author"))
    before = snapshot(_stored(article), ARTICLE_FIELDS) if article.pk else {}
    _save(article, values)
    after = snapshot(article, ARTICLE_FIELDS)
    if record_change(article, user=user, why=why, before=before, after=after):
        _refresh(article, was_public=before.get("state") == ModerationState.APPROVED)
    return article


def article_url(text):
    """Return an address as articles are known by, from imports and from the desk."""
    if url := canonical_url(text):
        return url
    raise ValidationError(
        {"url": f"“{text[:200]}” is no web address. Write https://…."}
    )


def quote_is_there(cable, paragraph, quote):
    """Say whether the paragraph holds the words, or the cable where none is named."""
    if paragraph is not None:
        return holds_quote(paragraph.text, quote)
    blocks = cable.paragraphs.order_by("position", "id")
    words = [cable.subject, *blocks.values_list("text", flat=True)]
    return holds_quote("\n".join(words), quote)


@holding_epoch
def save_publisher(publisher, *, user, values, why=""):
    """Save a publisher, or add it."""
    before = snapshot(_stored(publisher), PUBLISHER_FIELDS) if publisher.pk else {}
    _save(publisher, values)
    after = snapshot(publisher, PUBLISHER_FIELDS)
    if record_change(publisher, user=user, why=why, before=before, after=after):
        raise_epoch()
    return publisher


def approve_article(article, *, user, why=""):
    """Show the article to readers, with its links."""
    return _moderate(article, ModerationState.APPROVED, user, why)


def reject_article(article, *, user, why=""):
    """Keep the article, and keep it from readers."""
    return _moderate(article, ModerationState.REJECTED, user, why)


@holding_epoch
def _moderate(article, state, user, why):
    article = save_article(article, user=user, values={"state": state}, why=why)
    if state == ModerationState.APPROVED:
        article.links.filter(approved_by=None).update(approved_by=user)
    return article


def _url_of(article):
    rows = type(article).objects.filter(pk=article.pk)
    return rows.values_list("url", flat=True).first()


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
