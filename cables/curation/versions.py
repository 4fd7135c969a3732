"""The two halves of every change of a cable: lock it at a version, save it as the next."""

from django.utils import timezone

from cables.models import Cable, Change, raise_epoch
from cables.search.outbox import tell_desk

from .batches import ask, batch_of
from .errors import VersionConflict
from .limits import check_said
from .markers import refuse_said
from .revisions import add_revision, new_revision


def lock(cable, expected_version=None):
    """
    Return the cable as it stands, locked until the transaction ends. ``expected_version``
    is the version that the editor saw: None where none was shown.
    """
    if batch_of(cable):
        locked = cable  # with all others of its batch
    else:
        locked = Cable.objects.select_for_update().get(pk=cable.pk)
    if expected_version is not None and locked.version != expected_version:
        raise VersionConflict(locked, expected_version)
    return locked


def save_version(cable, *, user, why, before, after, fields=()):
    """Save ``fields`` as the cable's next version, with its row in the history."""
    batch = batch_of(cable)
    cable.version += 1
    cable.modified = batch.now if batch else timezone.now()
    fields, told = [*fields, "version", "modified"], {"before": before, "after": after}
    if batch:
        batch.save(cable, fields, new_revision(cable, user=user, why=why, **told))
        return
    cable.save(update_fields=fields)
    add_revision(cable, user=user, why=why, **told)
    tell_desk([cable.pk])


def mark_curated(cable, names):
    """Note that a person set these fields: no import overwrites them from now on."""
    cable.curated = sorted({*cable.curated, *names})


def unmark_curated(cable, names):
    """Note that these fields are the record's again: imports fill them."""
    cable.curated = sorted({*cable.curated} - {*names})


def announce(cable, action, *, reason_code="", reason="", words=0, was_public=False):
    """
    Write a line of the public log, and let no cached page outlive the commit.
    ``was_public`` says that readers had seen the cable before this, which they may see
    now too. A reason with words that were taken out of the cable is refused.
    """
    check_said(reason)
    refuse_said(cable, reason)
    change = Change(
        cable=cable,
        action=action,
        reason_code=reason_code,
        reason=reason[:500],
        words=words,
        was_public=was_public or cable.is_public,
    )
    if batch := batch_of(cable):
        batch.announce(change)
        return
    change.save(force_insert=True)
    raise_epoch()


def was_seen(cable):
    """Say whether readers see the cable as it stands, or saw it at an earlier change."""
    return cable.is_public or ask(_seen_before, cable)


def _seen_before(cables):
    keys = [cable.pk for cable in cables]
    seen = Change.objects.filter(cable__in=keys, was_public=True)
    seen = set(seen.order_by().values_list("cable", flat=True).distinct())
    return {key: key in seen for key in keys}
