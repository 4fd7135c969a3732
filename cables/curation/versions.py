"""The two halves of every change of a cable: lock it at a version, save it as the next."""

from django.utils import timezone

from cables.models import Cable, Change, raise_epoch
from cables.search.outbox import tell_desk

from .errors import VersionConflict
from .revisions import add_revision


def lock(cable, expected_version=None):
    """
    Return the cable as it stands, locked until the transaction ends. ``expected_version``
    is the version that the editor saw: None where none was shown.
    """
    locked = Cable.objects.select_for_update().get(pk=cable.pk)
    if expected_version is not None and locked.version != expected_version:
        raise VersionConflict(locked, expected_version)
    return locked


def save_version(cable, *, user, why, before, after, fields=()):
    """Save ``fields`` as the cable's next version, with its row in the history."""
    cable.version += 1
    cable.modified = timezone.now()
    cable.save(update_fields=[*fields, "version", "modified"])
    add_revision(cable, user=user, why=why, before=before, after=after)
    tell_desk([cable.pk])


def mark_curated(cable, names):
    """Note that a person set these fields: no import overwrites them from now on."""
    cable.curated = sorted({*cable.curated, *names})


def announce(cable, action, *, reason_code="", reason="", words=0, was_public=False):
    """
    Write a line of the public log, and let no cached page outlive the commit.
    ``was_public`` says that readers had seen the cable before this, which they may see
    now too.
    """
    Change.objects.create(
        cable=cable,
        action=action,
        reason_code=reason_code,
        reason=reason[:500],
        words=words,
        was_public=was_public or cable.is_public,
    )
    raise_epoch()


def was_seen(cable):
    """Say whether readers see the cable as it stands, or saw it at an earlier change."""
    return cable.is_public or cable.changes.filter(was_public=True).exists()
