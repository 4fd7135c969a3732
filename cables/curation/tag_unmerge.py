"""A merge of two tags is undone: the tag is there again, where it stood on each cable."""

from django.db.models import Q
from django.utils import timezone

from cables.models import Cable, CableTag, Tag, TagAlias, hold_epoch, holding_epoch
from cables.models.sealed import TagMerge
from cables.search.outbox import tell_readers

from .errors import MergeRefused
from .revisions import add_revision
from .tag_merge import AT_ONCE, unpack
from .tags import TAG_FIELDS

CHANGED = "Its tags were changed since."


@holding_epoch
def undo_merge(merge, *, user):
    """Undo a merge; return the reference ids of the cables that stay as they are."""
    source = begin_undoing(merge)
    rows, left = unpack(merge), []
    for start in range(0, len(rows), AT_ONCE):
        left += undo_some(merge, source, rows[start : start + AT_ONCE])
    finish_undoing(merge, source, user=user)
    return [label for _, label in left]


@holding_epoch
def begin_undoing(merge):
    """
    Return the tag that was merged, made anew with its own key, name and spellings; or as
    it is where the merge was stopped half-way, or this undoing was.
    """
    merge = TagMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone:
        raise MergeRefused("This merge is undone already.")
    if merge.target is None or not bytes(merge.packed):
        raise MergeRefused(
            f"What {merge.name} was merged into is gone, or it is too long ago."
        )
    if here := Tag.objects.filter(pk=merge.fields["pk"]).first():
        return here
    _check_free(merge)
    names = ("slug", *TAG_FIELDS)
    source = Tag(pk=merge.fields["pk"], **{name: merge.fields[name] for name in names})
    source.save(force_insert=True)
    back = TagAlias.objects.filter(tag=merge.target)
    back.filter(name__in=[source.name, source.slug]).delete()
    names = {*merge.fields["aliases"]} - _merged_since(merge)
    back.filter(name__in=names).update(tag=source)
    TagMerge.objects.filter(pk__in=merge.fields["merges"]).update(target=source)
    tell_readers(())
    return source


def _merged_since(merge):
    """Return the names that lead to the target by a later merge: those stay with it."""
    later = TagMerge.objects.filter(target=merge.target, undone=None, pk__gt=merge.pk)
    names = set()
    for fields in later.values_list("fields", flat=True):
        if merge.pk not in fields["merges"]:  # else it was the target that was merged
            names |= {fields["name"], fields["slug"], *fields["aliases"]}
    return names


def _check_free(merge):
    name, slug = merge.fields["name"], merge.fields["slug"]
    if taken := Tag.objects.filter(Q(name=name) | Q(slug=slug)).first():
        raise MergeRefused(
            f"There is a tag {taken.name} again: merge that one instead."
        )


def undo_some(merge, source, rows):
    """
    Give the source its place on these cables; return (key, reference id) of those whose
    tags were changed since. The transaction is the caller's: a step of a job.
    """
    hold_epoch()
    keys = [cable for cable, _, _ in rows]
    here = CableTag.objects.filter(content_object__in=keys)
    has_source = set(here.filter(tag=source).values_list("content_object", flat=True))
    targets = {row.content_object_id: row for row in here.filter(tag=merge.target_id)}
    renamed, moved, added, changed = [], [], [], []
    for cable, place, other in rows:
        if cable in has_source:
            continue  # it was not retagged, or is back already
        row = targets.get(cable)
        stands = place if other is None else min(place, other)
        if row is None or row.position != stands:
            changed.append(cable)
        elif other is None:
            renamed.append(row.pk)
        else:
            row.position = other
            moved.append(row)
            new = CableTag(content_object_id=cable, tag=source, position=place)
            added.append(new)
    CableTag.objects.filter(pk__in=renamed).update(tag=source)
    CableTag.objects.bulk_update(moved, ["position"])
    CableTag.objects.bulk_create(added)
    tell_readers(set(keys) - has_source)
    known = Cable.objects.filter(pk__in=changed).order_by("pk")
    return list(known.values_list("pk", "reference_id"))


@holding_epoch
def finish_undoing(merge, source, *, user):
    merge.undone, merge.undone_by = timezone.now(), user
    merge.save(update_fields=["undone", "undone_by"])
    for tag, told in ((source, "restored"), (merge.target, "undone")):
        add_revision(
            tag,
            user=user,
            why=f"Undone: {merge.name} into {merge.target.name}"[:500],
            before={},
            after={told: merge.name, "cables": merge.cables},
        )
