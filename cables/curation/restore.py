"""
An earlier state put back: what people have changed since is undone, as a change of its
own. What readers see, and the state of a cable, are left to the verbs for that. Words that
were redacted never come back this way: only ``redactions.undo`` has them.
"""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Q

from cables.choices import RedactionState
from cables.models import (
    Article,
    ArticleLink,
    Cable,
    Discussion,
    Post,
    Publisher,
    ReleaseNote,
    SitePage,
    Tag,
    holding_epoch,
)
from cables.models.revision import Revision
from cables.models.sealed import Redaction

from . import articles, posts, release_notes, site_pages, tags
from .cables import EDITABLE, save_cable
from .discussions import save_discussion
from .errors import RestoreRefused
from .markers import lost_markers
from .past import MISSING, between, values_before
from .redactions.words import forms_of, words_of
from .restore_blocks import blocks_before, put_blocks_back
from .versions import lock

LINK = ("paragraph", "relation", "quote")  # what can be changed of a link
#: Decided by people with a right of their own, or noted by a machine.
LEFT = frozenset(["state", "link_status", "archived_url", "approved_by"])


def _change_link(link, *, user, values, why):
    kept = {name: values.get(name, getattr(link, name)) for name in LINK}
    return articles.change_link(link, user=user, why=why, **kept)


#: How each object is saved, and what of it: never what is in LEFT.
SAVED = {
    Article: (articles.save_article, articles.ARTICLE_FIELDS),
    Publisher: (articles.save_publisher, articles.PUBLISHER_FIELDS),
    ArticleLink: (_change_link, LINK),
    Discussion: (save_discussion, ("url", "title", "paragraph")),
    Post: (posts.save_post, posts.FIELDS),
    Tag: (tags.save_tag, tags.TAG_FIELDS),
    SitePage: (site_pages.set_site_page, site_pages.FIELDS),
    ReleaseNote: (release_notes.set_release_note, release_notes.FIELDS),
}
WITH_ALIASES = (Post, Tag)
BACK = "They would come back as they were then: undo the redaction instead."


def can_restore(model):
    return model is Cable or model in SAVED


def can_come_back(model):
    """Say whether a row that was taken away can be made again."""
    return model is ArticleLink


def restore(obj, *, user, after, why, expected_version=None, newest=None):
    """
    Put back what ``obj`` was just after the revision with the id ``after``; 0 is what it
    was before anybody changed it. Return it as it is now. Of what has no version,
    ``newest`` is the id of the last revision that somebody saw.
    """
    if isinstance(obj, Cable):
        return restore_cable(
            obj, user=user, after=after, why=why, expected_version=expected_version
        )
    return restore_row(obj, user=user, after=after, why=why, newest=newest)


@holding_epoch
def restore_cable(cable, *, user, after, why, expected_version=None):
    cable = lock(cable, expected_version)
    revisions = _since(cable, after)
    fields = [one for one in revisions if "state" not in one.after]
    values = values_before(fields)
    kept = {path[0]: value for path, value in values.items() if len(path) == 1}
    wanted = {
        name: _value(Cable, name, value)
        for name, value in kept.items()
        if name in EDITABLE
    }
    blocks = blocks_before(cable, revisions)
    names = kept.get("tags")
    _check_cable(cable, wanted, blocks)
    given = {"user": user, "why": why}
    try:
        saved = save_cable(cable, values=wanted, **given) if wanted else cable
        if names is not None:
            saved = tags.set_tags(saved, names=names, **given)
        if blocks is not None:
            saved = put_blocks_back(saved, blocks=blocks, **given)
    except ValidationError as error:
        raise RestoreRefused(" ".join(error.messages)) from error
    if saved.version == cable.version:
        raise RestoreRefused("It stands as it did then: there is nothing to put back.")
    return saved


@holding_epoch
def restore_row(obj, *, user, after, why, newest=None):
    """For everything that is no cable."""
    verb, names = SAVED[type(obj)]
    obj = type(obj).objects.select_for_update(of=("self",)).get(pk=obj.pk)
    revisions = _since(obj, after)
    _check_newest(revisions, newest)
    values = values_before(revisions)
    wanted = {
        name: _value(type(obj), name, values[name,])
        for name in names
        if name not in LEFT and (name,) in values
    }
    options = {}
    if isinstance(obj, WITH_ALIASES) and ("aliases",) in values:
        options["aliases"] = values["aliases",]
    if not wanted and not options:
        raise RestoreRefused("It stands as it did then: there is nothing to put back.")
    _check_row(obj, wanted, options, user)
    try:
        return verb(obj, user=user, values=wanted, why=why, **options)
    except ValidationError as error:
        raise RestoreRefused(" ".join(error.messages)) from error


@holding_epoch
def restore_link(key, *, user, after, why, newest=None):
    """Make a link of an article again that was taken away: it waits for approval anew."""
    revisions = between("articlelink", key, after)
    if not revisions or revisions[-1].after:
        raise RestoreRefused("It is there, or never was: there is nothing to put back.")
    _check_newest(revisions, newest)
    then = values_before(revisions)
    values = {
        name: _value(ArticleLink, name, then[name,])
        for name in ("article", "cable", *LINK)
        if (name,) in then
    }
    try:
        return articles.link_article(user=user, why=why, **values)
    except ValidationError as error:
        raise RestoreRefused(" ".join(error.messages)) from error


def _check_newest(revisions, newest):
    if newest is not None and revisions[-1].pk > newest:
        raise RestoreRefused(
            "It was saved meanwhile: look at what would be undone now, and ask again."
        )


def _since(obj, after):
    """Return the revisions to undo, or say why there are none."""
    model = obj._meta.model_name
    if (
        after
        and not Revision.objects.filter(
            pk=after, model=model, object_id=obj.pk
        ).exists()
    ):
        raise RestoreRefused("That is no moment of its history.")
    revisions = between(model, obj.pk, after)
    if not revisions:
        raise RestoreRefused("It stands as it did then: there is nothing to put back.")
    if not after and not isinstance(obj, Cable) and not revisions[0].before:
        raise RestoreRefused("It was not there before: there is nothing to put back.")
    return revisions


def _value(model, name, value):
    """Return a value of the history as the column's own type."""
    field = model._meta.get_field(name)
    if value is MISSING:
        return field.get_default()
    if not field.is_relation or value is None:
        return field.to_python(value)
    try:
        return field.related_model.objects.get(pk=value)
    except ObjectDoesNotExist as error:
        raise RestoreRefused(
            f"The {field.verbose_name} that it had then is not there any more."
        ) from error


def _check_cable(cable, wanted, blocks):
    now = {name: _text(getattr(cable, name)) for name in wanted}
    then = {name: _text(value) for name, value in wanted.items()}
    if blocks is not None:
        here = cable.paragraphs.values_list("key", "text")
        now |= {f"#{key}": text for key, text in here}
        then |= {f"#{block['key']}": block["text"] for block in blocks}
    _check_redactions(_taken_out().filter(sealed_text__cable=cable), now, then)


def _check_row(obj, wanted, options, user):
    now = {name: _text(getattr(obj, name)) for name in wanted}
    then = {name: _text(value) for name, value in wanted.items()}
    if "aliases" in options:
        now["aliases"] = "\n".join(obj.aliases.values_list("name", flat=True))
        then["aliases"] = _text(options["aliases"])
    taken_out = _taken_out()
    if user.has_perm("cables.view_sealedtext") or hasattr(obj, "cable"):
        taken_out = taken_out.filter(_concerning(obj))
    _check_redactions(taken_out, now, then)


def _taken_out():
    approved = Redaction.objects.filter(state=RedactionState.APPROVED)
    return approved.select_related("sealed_text")


def _concerning(obj):
    """
    Choose the redactions of the cables that an object is about: else all there are. For
    who may not see sealed words it is all of them too, as the history hides them all.
    """
    match obj:
        case Discussion() | ArticleLink():
            return Q(sealed_text__cable=obj.cable_id)
        case Article():
            cables = ArticleLink.objects.filter(article=obj).values("cable")
        case ReleaseNote():
            cables = Cable.objects.filter(released__date=obj.day).values("pk")
        case Post():
            cables = Cable.objects.filter(post=obj).values("pk")
        case Tag():
            cables = Cable.objects.filter(tags=obj).values("pk")
        case _:
            return Q()
    return Q(sealed_text__cable__in=cables)


def _check_redactions(taken_out, now, then):
    """Refuse what would lose a box of redacted words, or bring the words back."""
    if lost_markers(now.values(), then.values()):
        raise RestoreRefused(f"Words were taken out since. {BACK}")
    for redaction in taken_out:
        forms = forms_of(words_of(redaction))
        if _count(forms, then) > _count(forms, now):
            day = redaction.approved.date()
            raise RestoreRefused(f"It holds words that were redacted on {day}. {BACK}")


def _count(forms, texts):
    return sum(len(forms.spans(text)) for text in texts.values())


def _text(value):
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return value if isinstance(value, str) else ""
