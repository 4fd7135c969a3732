"""Filters of the cable list: kept under a name by one person, for them or for all."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from cables.models.sealed import SavedFilter

from .errors import FilterRefused

MOST = 30  # of one person
LONGEST = 500  # characters of one parameter
#: Who looks after the people at the desk also tidies what stands above everybody's list.
TIDIES = "auth.change_user"


def filters_of(user):
    """Return this person's own filters and those that are shared, by name."""
    seen = SavedFilter.objects.filter(Q(owner=user) | Q(shared=True))
    return seen.select_related("owner").order_by("name", "pk")


def may_delete(saved, user):
    return saved.owner_id == user.pk or (saved.shared and user.has_perm(TIDIES))


@transaction.atomic
def save_filter(*, user, name, parameters, shared=False):
    """Keep what the list is narrowed by; raise FilterRefused with the reason."""
    if not parameters:
        raise FilterRefused("The list is not narrowed by anything: there is no filter.")
    if any(len(value) > LONGEST for value in parameters.values()):
        raise FilterRefused(f"A filter has at most {LONGEST} characters of words.")
    _lock(user)
    own = SavedFilter.objects.filter(owner=user)
    if own.count() >= MOST:
        raise FilterRefused(
            f"You have {MOST} filters, and more cannot be kept: delete one first."
        )
    _refuse_twice(own, name)
    return SavedFilter.objects.create(
        owner=user, name=name, parameters=parameters, shared=shared
    )


@transaction.atomic
def change_filter(saved, *, user, name, shared):
    """Give one's own filter another name, or share it, or keep it to oneself again."""
    if saved.owner_id != user.pk:
        raise FilterRefused("Only whose filter it is changes it.")
    _lock(user)
    _refuse_twice(SavedFilter.objects.filter(owner=user).exclude(pk=saved.pk), name)
    SavedFilter.objects.filter(pk=saved.pk).update(name=name, shared=shared)
    saved.name, saved.shared = name, shared
    return saved


def delete_filter(saved, *, user):
    """Forget a filter: one's own, or, as an administrator, one that is shared."""
    if not may_delete(saved, user):
        raise FilterRefused("Only whose filter it is, or an administrator, deletes it.")
    saved.delete()


def _lock(user):
    """Let one person's filters be changed by one request at a time."""
    get_user_model().objects.select_for_update().get(pk=user.pk)


def _refuse_twice(others, name):
    if others.filter(name=name).exists():
        raise FilterRefused(f"You have a filter “{name}” already: choose another name.")
