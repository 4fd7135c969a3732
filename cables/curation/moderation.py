"""Who may let something from outside reach readers: never who brought it here."""

from cables.choices import ModerationState
from cables.models.revision import Revision

from .errors import OwnWork

OWN_WORK = "You added or changed it: somebody else approves it."


def is_own_work(obj, user, *, parts=None):
    """
    Say whether ``user`` added or changed an object since it was approved last. A decision
    on it is no work of one's own. ``parts`` are rows of another table that belong to it.
    """
    if user is None or obj.pk is None:
        return False
    mine = list(_revisions(obj._meta.model_name, [obj.pk]))
    approved = [
        pk for pk, _, after in mine if _state(after) == ModerationState.APPROVED
    ]
    if parts is not None:
        mine += _revisions(parts.model._meta.model_name, parts.values("pk"))
    since = max(approved, default=0)
    return any(
        who == user.pk and pk > since and set(after) != {"state"}
        for pk, who, after in mine
    )


def check_not_own(obj, user, *, parts=None):
    if is_own_work(obj, user, parts=parts):
        raise OwnWork(OWN_WORK)


def _revisions(model, keys):
    rows = Revision.objects.filter(model=model, object_id__in=keys)
    return rows.values_list("pk", "user", "after")


def _state(values):
    return values.get("state")
