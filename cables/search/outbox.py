"""
The outbox: whoever changes a cable tells the indexes so in the same transaction, and
they catch up once it is committed.
"""

import logging
import threading
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from cables.models import PublicationEpoch, SearchTask, raise_step

from .index import INDEXES, IndexBusy, IndexMissing
from .writer import REBUILD_FROM, RebuildNeeded, behind, catch_up, is_behind

log = logging.getLogger(__name__)

#: Stands for every cable of the archive.
EVERY = None
#: So many are written while the editor waits; more of them beside.
AT_ONCE = 500
#: Seconds for which an editor's process waits for another that writes.
PATIENCE = 2.0
#: A machine that was away for longer builds its indexes anew.
KEPT = timedelta(days=14)
#: Nobody loads in bulk who was silent for so long.
QUIET = timedelta(minutes=1)


def tell_readers(cables=EVERY, *, follow=True):
    """
    Raise the publication epoch and name the cables (primary keys) whose documents
    change. The transaction holds the epoch from its beginning (``holding_epoch``).
    """
    return _tell(cables, public=True, follow=follow)


def tell_desk(cables=EVERY, *, follow=True):
    """Name cables that changed where readers cannot see it: the desk's index follows."""
    return _tell(cables, public=False, follow=follow)


def _tell(cables, *, public, follow):
    step, epoch = raise_step(public=public)
    keys = [None] if cables is EVERY else sorted(set(cables))
    if len(keys) > REBUILD_FROM:
        keys = [None]
    SearchTask.objects.bulk_create(
        (SearchTask(step=step, epoch=epoch, cable_id=key) for key in keys),
        batch_size=5_000,
    )
    if follow:
        transaction.on_commit(follow_up, robust=True)
    return step


def sweep_tasks():
    """Remove tasks of long ago; an index that still stood before them is built anew."""
    until = timezone.now() - KEPT
    old = SearchTask.objects.filter(made__lt=until)
    last = old.order_by("-step").values_list("step", flat=True).first()
    if last is not None:
        with transaction.atomic():
            PublicationEpoch.objects.filter(pk=1).update(swept=last)
            old.filter(step__lte=last).delete()


def catch_up_all():
    """Bring every index to where the database is, anew where that is sooner."""
    sweep_tasks()
    for index in INDEXES.values():
        catch_up(index, wait=PATIENCE)


def bring_up(index):
    """
    Let a reader's process take in what is new: a release whose hour has come, or what
    another machine has published; much of it beside. Raise IndexMissing where there is
    no index, and the archive is too big to make one while a reader waits.
    """
    try:
        if is_behind(index) and not _is_loading(index):
            _catch_up(index, wait=0)
    except IndexMissing:
        if not _build_if_small(index):
            raise
    except (IndexBusy, OSError, ValueError):
        log.warning("The index %s is behind, and cannot be written.", index.name)


def _is_loading(index):
    """
    Whether all cables were told of within the last minute, again and again perhaps, as
    an import in bulk does: it brings the indexes up itself once it is done.
    """
    recent = timezone.now() - QUIET
    every = SearchTask.objects.filter(cable_id=EVERY, made__gt=recent)
    return every.filter(step__gt=index.stand().step).exists()


def follow_up():
    """Let all indexes catch up: at once where that is little, else in a thread."""
    for index in INDEXES.values():
        try:
            if is_behind(index):
                _catch_up(index, wait=PATIENCE)
        except IndexMissing:
            if not _build_if_small(index):
                _start_beside(index)
        except (IndexBusy, OSError, ValueError):
            log.warning("The index %s is behind, and cannot be written.", index.name)


def _catch_up(index, *, wait):
    count = behind(index)
    try:
        if count is None or count <= AT_ONCE:
            catch_up(index, wait=wait, may_rebuild=False)
            return
    except RebuildNeeded:
        pass
    _start_beside(index)


def _build_if_small(index):
    try:
        catch_up(index, may_rebuild=False)
    except (IndexMissing, IndexBusy, RebuildNeeded, OSError, ValueError):
        return False  # too big, or another process is at it, or nobody can write there
    return True


def _start_beside(index):
    """Catch up in a thread, one a process and index."""
    if _beside[index.name].acquire(blocking=False):
        threading.Thread(target=_catch_up_beside, args=[index], daemon=True).start()


def _catch_up_beside(index):
    try:
        catch_up(index)
    except Exception:  # the end of a thread: nobody else would tell of it
        log.exception("The index %s could not catch up.", index.name)
    finally:
        connection.close()
        _beside[index.name].release()


_beside = {name: threading.Lock() for name in INDEXES}
