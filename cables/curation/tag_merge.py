"""
Two tags become one. Everything is done by the database in a handful of statements,
whether the tag stands on three cables or on 150,000.
"""

from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Least

from cables.models import CableTag, Tag, TagAlias, holding_epoch, public_q
from cables.search.outbox import tell_readers

from .errors import MergeRefused
from .revisions import add_revision, plain
from .tags import TAG_FIELDS, leave_aliases


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """What a merge will do, in numbers."""

    cables: int  # that have the source
    both: int  # that have the target too, and keep one
    public: int  # that readers can see
    aliases: tuple[str, ...]  # what will lead to the target afterwards


def merge_preview(*, source, target):
    """Count what merging ``source`` into ``target`` changes; changes nothing."""
    _check(source, target)
    tagged = CableTag.objects.filter(tag=source)
    return MergePreview(
        cables=tagged.count(),
        both=_on_both(source, target).count(),
        public=tagged.filter(public_q("content_object__")).count(),
        aliases=tuple(_names_left(source)),
    )


@holding_epoch
def merge_tags(*, source, target, user, why=""):
    """
    Put ``target`` wherever ``source`` stands, in its place, and let the source's names
    lead to the target. Return what was done, as ``merge_preview`` had it.

    One row tells of it in the history of the target: a version and a line of the public
    log for each of 150,000 cables would bury what readers look for there.
    """
    locked = {
        tag.pk: tag
        for tag in Tag.objects.select_for_update()
        .filter(pk__in=[source.pk, target.pk])
        .order_by("pk")
    }
    if len(locked) < 2:
        _check(source, target)
        raise MergeRefused("One of the two tags is not there any more.")
    source, target = locked[source.pk], locked[target.pk]
    done = merge_preview(source=source, target=target)
    tagged = CableTag.objects.filter(tag=source).order_by()
    cables = list(tagged.values_list("content_object", flat=True))
    _retag(source, target)
    TagAlias.objects.filter(tag=source).update(tag=target)
    names = _names_left(source)
    gone = {name: plain(getattr(source, name)) for name in TAG_FIELDS}
    source.delete()
    leave_aliases(target, names)
    add_revision(
        target,
        user=user,
        why=why,
        before={"merged": gone},
        after={"aliases": names, "cables": done.cables, "both": done.both},
    )
    tell_readers(cables)
    return done


def _check(source, target):
    if source.pk == target.pk:
        raise MergeRefused(f"{source.name} cannot be merged into itself.")


def _names_left(source):
    """The source's name, its form in addresses, and what already led to it."""
    aliases = TagAlias.objects.filter(tag=source).values_list("name", flat=True)
    return list(dict.fromkeys([source.name, source.slug, *aliases]))


def _on_both(source, target):
    return CableTag.objects.filter(
        tag=target,
        content_object__in=CableTag.objects.filter(tag=source).values("content_object"),
    )


def _retag(source, target):
    """Cables that have both keep the target, where the first of the two stood."""
    place = CableTag.objects.filter(
        tag=source, content_object=OuterRef("content_object")
    ).values("position")[:1]
    _on_both(source, target).update(position=Least(F("position"), Subquery(place)))
    with_target = CableTag.objects.filter(tag=target).values("content_object")
    CableTag.objects.filter(tag=source, content_object__in=with_target).delete()
    CableTag.objects.filter(tag=source).update(tag=target)
