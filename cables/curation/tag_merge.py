"""
Two tags become one: at once where few cables have the tag that goes, else step by step by
a job. Either way the same steps are taken, and what they change is noted first, so that
the merge can be undone (``tag_unmerge``).
"""

import json
from dataclasses import dataclass

from backports import zstd
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Least

from cables.models import CableTag, Tag, TagAlias, holding_epoch, public_q
from cables.models.sealed import TagMerge
from cables.search.outbox import tell_readers

from .errors import MergeRefused
from .revisions import add_revision, plain
from .tags import TAG_FIELDS, leave_aliases

#: So many cables are retagged while an editor waits; more of them by a job.
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """What a merge will do, in numbers."""

    cables: int  # that have the source
    both: int  # that have the target too, and keep one
    public: int  # that readers can see
    aliases: tuple[str, ...]  # what will lead to the target afterwards

    @property
    def is_long(self):
        """Say whether it is work for the background."""
        return self.cables > AT_ONCE


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
    _check(source, target)
    source, target = _lock(source.pk, target.pk)
    done = merge_preview(source=source, target=target)
    merge = note_merge(source=source, target=target, user=user, why=why)
    finish_merge(merge, source=source)
    return done


def note_merge(*, source, target, user, why=""):
    """Write down what a merge is about to change. ``finish_merge`` ends it."""
    _check(source, target)
    fields = {name: plain(getattr(source, name)) for name in ("slug", *TAG_FIELDS)}
    aliases = TagAlias.objects.filter(tag=source).values_list("name", flat=True)
    merges = TagMerge.objects.filter(target=source).values_list("pk", flat=True)
    rows = rows_now(source, target)
    return TagMerge.objects.create(
        target=target,
        name=source.name,
        fields={
            "pk": source.pk,
            **fields,
            "aliases": list(aliases),
            "merges": list(merges),
        },
        packed=pack(rows),
        cables=len(rows),
        user=user,
        why=why[:500],
    )


def rows_now(source, target, cables=None):
    """
    Return [cable, place of the source, place of the target or None] of each cable, or of
    those that are named.
    """
    tagged, both = CableTag.objects.filter(tag=source), _on_both(source, target)
    if cables is not None:
        tagged = tagged.filter(content_object__in=cables)
        both = both.filter(content_object__in=cables)
    places = dict(both.values_list("content_object", "position").order_by())
    tagged = tagged.order_by("id")
    return [
        [cable, position, places.get(cable)]
        for cable, position in tagged.values_list("content_object", "position")
    ]


def pack(rows):
    return zstd.compress(json.dumps(rows, separators=(",", ":")).encode())


def unpack(merge):
    """Return the rows of a merge, as ``rows_now`` had them."""
    return json.loads(zstd.decompress(bytes(merge.packed)))


def known_rows(merge):
    return {row[0]: row for row in unpack(merge)}


@holding_epoch
def merge_some(merge, *, source, known, after=0):
    """
    Retag some cables as the whole merge will; return (key of the row, of the cable) of
    each. ``known`` are the rows that the merge has noted, by cable. What stands up to
    the row ``after`` is left to ``finish_merge``, so that nobody reads it at each step.
    """
    rows = _next(source, after)
    if cables := [cable for _, cable in rows]:
        _note_late_ones(merge, source, cables, known)
        _retag(source, merge.target, cables)
        tell_readers(cables)
    return rows


@holding_epoch
def finish_merge(merge, *, source):
    """
    Retag what is left, let the source's names lead to the target, and take it out of the
    vocabulary.
    """
    source, target = _lock(source.pk, merge.target_id)
    retagged, known = [], known_rows(merge)
    while some := [cable for _, cable in _next(source)]:
        _note_late_ones(merge, source, some, known)
        _retag(source, target, some)
        retagged += some
    names, numbers = _names_left(source), {"cables": merge.cables}
    TagAlias.objects.filter(tag=source).update(tag=target)
    TagMerge.objects.filter(target=source).update(target=target)
    numbers["both"] = sum(row[2] is not None for row in unpack(merge))
    gone = {name: merge.fields[name] for name in TAG_FIELDS}
    source.delete()
    leave_aliases(target, names)
    add_revision(
        target,
        user=merge.user,
        why=merge.why,
        before={"merged": gone},
        after={"aliases": names, **numbers},
    )
    tell_readers(retagged)


def _next(source, after=0):
    tagged = CableTag.objects.filter(tag=source, pk__gt=after).order_by("id")
    return list(tagged.values_list("pk", "content_object")[:AT_ONCE])


def _note_late_ones(merge, source, cables, known):
    """Cables that got the tag while the merge was going on, or another place for it."""
    late = {row[0]: row for row in rows_now(source, merge.target, cables)}
    if any(known.get(cable) != row for cable, row in late.items()):
        known.update(late)
        merge.packed, merge.cables = pack(list(known.values())), len(known)
        merge.save(update_fields=["packed", "cables"])


def _lock(*keys):
    tags = Tag.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    locked = {tag.pk: tag for tag in tags}
    if len(locked) < 2:
        raise MergeRefused("One of the two tags is not there any more.")
    return [locked[key] for key in keys]


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


def _retag(source, target, cables):
    """Cables that have both keep the target, where the first of the two stood."""
    here = CableTag.objects.filter(content_object__in=cables)
    place = CableTag.objects.filter(
        tag=source, content_object=OuterRef("content_object")
    ).values("position")[:1]
    with_both = list(
        here.filter(tag=target).order_by().values_list("content_object", flat=True)
    )
    here.filter(tag=target).update(position=Least(F("position"), Subquery(place)))
    here.filter(tag=source, content_object__in=with_both).delete()
    here.filter(tag=source).update(tag=target)
