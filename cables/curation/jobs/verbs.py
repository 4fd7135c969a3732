"""What can be done to many cables: the verbs of one, with what each is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cables.curation import states
from cables.curation.batches import UNREAD
from cables.curation.cables import save_cable
from cables.curation.errors import CurationError
from cables.curation.tags import add_tag, remove_tag
from cables.models import Post, Tag

MANY = "cables.change_many_cables"
#: So many are looked at while an editor waits; of what a form is validated for, fewer.
LOOKED_AT, VALIDATED = 2_000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkVerb:
    """
    ``function`` changes one cable of a batch; ``rights``: any of these permissions of
    ``cables`` lets somebody do it; ``undo_rights``: all of these are needed besides to
    undo it; ``exact``: so many are looked at one by one before.
    """

    function: Callable
    rights: tuple
    undo_rights: tuple = ()
    unread: tuple = UNREAD
    exact: int = LOOKED_AT

    def may(self, user):
        return user.has_perm(MANY) and any(
            user.has_perm(f"cables.{right}") for right in self.rights
        )

    def may_undo(self, user):
        return self.may(user) and all(
            user.has_perm(f"cables.{right}") for right in self.undo_rights
        )


def _bare(verb):
    """
    Return a verb without its own transaction: that of the batch holds the epoch, and a
    verb that refuses has written nothing.
    """
    return verb.__wrapped__


def _publish(cable, *, released=None, **given):
    """A date of release is for those that have none."""
    _bare(states.publish)(cable, released=cable.released or released, **given)


def _set_fields(cable, *, user, reason="", **values):
    _bare(save_cable)(cable, user=user, values=values, why=reason)


def _field_verb():
    return BulkVerb(
        function=_set_fields, rights=("change_cable",), unread=(), exact=VALIDATED
    )


VERBS = {
    "publish": BulkVerb(function=_publish, rights=("publish_cable",)),
    "withdraw": BulkVerb(
        function=_bare(states.withdraw),
        rights=("withdraw_cable",),
        undo_rights=("publish_cable",),
    ),
    "hold": BulkVerb(function=_bare(states.hold), rights=("hold_cable",)),
    "release_hold": BulkVerb(
        function=_bare(states.release_hold), rights=("hold_cable",)
    ),
    "send_to_review": BulkVerb(
        function=_bare(states.send_to_review), rights=("change_cable",)
    ),
    "back_to_draft": BulkVerb(
        function=_bare(states.back_to_draft), rights=("change_cable", "publish_cable")
    ),
    "add_tag": BulkVerb(function=_bare(add_tag), rights=("change_cable",)),
    "remove_tag": BulkVerb(function=_bare(remove_tag), rights=("change_cable",)),
    "set_post": _field_verb(),
    "set_released": _field_verb(),
    "set_partial": _field_verb(),
}


def as_stored(given):
    """Return what a form gave as a job keeps it."""
    stored = {}
    for name, value in given.items():
        if isinstance(value, datetime):
            value = value.isoformat()
        elif isinstance(value, (Tag, Post)):
            value = value.pk
        if value not in (None, ""):
            stored[name] = value
    return stored


def as_given(stored):
    """Return it as the verbs take it; a tag or a post may be gone by now."""
    given = dict(stored)
    if "released" in given:
        given["released"] = datetime.fromisoformat(given["released"])
    for name, model in (("tag", Tag), ("post", Post)):
        if name in given:
            found = model.objects.filter(pk=given[name]).first()
            if found is None:
                raise CurationError(f"The {name} that was chosen is gone.")
            given[name] = found
    return given
