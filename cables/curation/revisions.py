"""
The history of everything that editors change: rows that are only ever added, each
with a digest of itself and of the one before, so that a row which was changed or taken
out later shows.
"""

import datetime
import hashlib
import json
from decimal import Decimal

from django.db.models import Max, Model

from cables.models import Cable
from cables.models.revision import PURGED_ROWS, Revision

from .limits import check_said


def plain(value):
    """Return ``value`` as JSON can hold it."""
    match value:
        case Model():
            return value.pk
        case datetime.datetime() | datetime.date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case dict():
            return {str(name): plain(item) for name, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case _:
            return value


def snapshot(obj, fields):
    """Return the values of ``fields`` as a revision keeps them."""
    return {
        name: plain(getattr(obj, obj._meta.get_field(name).attname)) for name in fields
    }


def add_revision(obj, *, user, why="", before, after, cable=None):
    """
    Add a row to the history of ``obj``. Call it in the transaction of the change, with
    the row of ``obj`` locked: the chain runs along one object.
    """
    revision = new_revision(
        obj, user=user, why=why, before=before, after=after, cable=cable
    )
    add_revisions([revision])
    return revision


def new_revision(obj, *, user, why="", before, after, cable=None):
    """Return a row that is not in the history yet: ``add_revisions`` puts it there."""
    if cable is None and isinstance(obj, Cable):
        cable = obj
    check_said(why)
    return Revision(
        model=obj._meta.model_name,
        object_id=obj.pk,
        cable=cable,
        version=cable.version if cable else None,
        user=user,
        why=why[:500],
        before=plain(before),
        after=plain(after),
    )


def add_revisions(revisions):
    """Add rows, each behind the last one of its object, in a few statements for all."""
    ends = {}
    for model in {revision.model for revision in revisions}:
        keys = {one.object_id for one in revisions if one.model == model}
        ends |= {(model, key): last for key, last in _last_digests(model, keys)}
    for revision in revisions:
        place = revision.model, revision.object_id
        revision.sha256 = digest(revision, previous=ends.get(place, ""))
        ends[place] = revision.sha256
    Revision.objects.bulk_create(revisions)


def record_change(obj, *, user, why="", before, after, cable=None):
    """
    Add a row for the values that differ; ``before`` is empty for an object that was
    added. Return the names of those values.
    """
    changed = [name for name in after if before.get(name) != after[name]]
    if changed or not before:
        add_revision(
            obj,
            user=user,
            why=why,
            before={name: before[name] for name in changed if name in before},
            after={name: after[name] for name in changed},
            cable=cable,
        )
    return changed


def history(obj):
    """Return the revisions of one object, the newest first."""
    return Revision.objects.filter(
        model=obj._meta.model_name, object_id=obj.pk
    ).order_by("-id")


def last_editor(obj):
    """Return who saved ``obj`` last: None for nobody, or for an account that is gone."""
    edits = history(obj).exclude(after__has_key=PURGED_ROWS)
    last = edits.select_related("user").first()
    return last.user if last else None


def digest(revision, *, previous):
    """Return the digest of a revision that follows the one with digest ``previous``."""
    content = [
        previous,
        revision.model,
        revision.object_id,
        revision.version,
        revision.user_id,
        revision.why,
        revision.before,
        revision.after,
    ]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def first_broken(obj):
    """
    Return the oldest revision of ``obj`` that the chain does not vouch for, or None.

    It shows a row that was changed, put in or taken out between two others. It does not
    show two things. Rows cut off at the end leave a shorter chain that is whole: only a
    digest kept elsewhere would tell. And a row whose account was deleted is believed as
    it stands, whatever it says now, since its digest was made with the account that it
    has no more; a row behind it still shows that its digest was left as it was.

    For a row that a purge took words out of, a later row vouches (``note_purged``).
    """
    rows, vouched, previous = list(history(obj).order_by("id")), {}, ""
    for revision in rows:
        vouched |= revision.after.get(PURGED_ROWS, {})
    for revision in rows:
        # The account of a revision may be deleted later, which leaves user empty.
        gone = revision.user_id is None
        right = digest(revision, previous=previous) == revision.sha256
        purged = vouched.get(str(revision.pk)) == digest_purged(revision)
        if not (right or purged or gone):
            return revision
        previous = revision.sha256
    return None


def note_purged(revisions, *, purge):
    """
    Add a row behind the history of one object that vouches for those of its rows that a
    purge has taken words out of. They keep their digests: the chain runs on along them.
    """
    first = revisions[0]
    note = Revision(
        model=first.model,
        object_id=first.object_id,
        cable=first.cable,
        version=first.cable.version if first.cable else None,
        user=purge.requested_by,
        why=f"Purge {purge.pk}: redacted words left the history.",
        after={PURGED_ROWS: {str(one.pk): digest_purged(one) for one in revisions}},
    )
    add_revisions([note])


def digest_purged(revision):
    """Return the digest of what is left of a row, on the one that it had."""
    return digest(revision, previous=revision.sha256)


def values_at(cable, version):
    """
    Return the fields that were saved after ``version``, with the value that each had
    at that version: the ground on which two editors' changes are told apart.
    """
    ground = {}
    for revision in history(cable).filter(version__gt=version).order_by("id"):
        for name, value in revision.before.items():
            ground.setdefault(name, value)
    return ground


def has_every_version(cable, version):
    """
    Say whether the history accounts for each version after ``version``. An import raises
    the version without a row here, and what it replaced is then not known.
    """
    rows = history(cable).filter(version__gt=version, version__lte=cable.version)
    known = rows.order_by().values("version").distinct().count()
    return known == cable.version - version


def _last_digests(model, keys):
    rows = Revision.objects.filter(model=model, object_id__in=keys).order_by()
    last = rows.values("object_id").annotate(last=Max("id")).values("last")
    return Revision.objects.filter(pk__in=last).values_list("object_id", "sha256")
