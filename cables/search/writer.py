"""
Writing an index: task by task as the outbox fills, or whole into a new folder.

The lock "writer" guards the generation in use; "rebuild" the making of a new one, beside
which changes go on being written to the old.
"""

import os
import time
from datetime import UTC, datetime

import tantivy

from cables.models import Cable, PublicationEpoch, SearchTask, archive_name

from .documents import CHUNK, CHUNK_WORDS, documents
from .index import IndexBusy, IndexMissing
from .schema import schema_name

#: More tasks than this take longer than a new index.
REBUILD_FROM = 50_000
#: What an index of an archive that small takes to build is less than a second.
SMALL = 2_000
WRITER_HEAP = 32 * 1024 * 1024
BUILD_HEAP = 400 * 1024 * 1024
#: While an import tells of all cables again and again, an index is built so often only.
MOST_REBUILDS = 3
A_WHILE = 60.0  # seconds for which a builder waits for a writer to end


class RebuildNeeded(Exception):
    """The outbox does not lead from where the index stands to now."""


def clock():
    """Return the row that holds the outbox's step and the publication epoch."""
    return PublicationEpoch.objects.filter(pk=1).first() or PublicationEpoch()


def is_behind(index, stand=None):
    """Return whether something happened that the index does not show yet."""
    stand = stand or index.stand()
    if stand.step < clock().step:
        return True
    return _released_since(index, stand).exists()


def behind(index):
    """Return how many cables the index has still to take in, or None for all."""
    stand, now = index.stand(), clock()
    if stand.step < now.swept:
        return None
    keys = _tasks(stand, now).values_list("cable_id", flat=True).distinct()
    if None in keys[:1] or _tasks(stand, now).filter(cable_id=None).exists():
        return None
    return keys.count() + _released_since(index, stand).count()


def catch_up(index, *, wait=0.0, may_rebuild=True):
    """
    Bring an index to where the database is; return how many cables were written. Who
    finds the lock taken may leave: its holder looks again once it has let go.
    """
    written = 0
    for _ in range(MOST_REBUILDS):
        try:
            while is_behind(index):
                with index.locked("writer", wait=wait):
                    written += _write_tasks(index)
            break
        except IndexBusy:
            break
        except (IndexMissing, RebuildNeeded):
            if not may_rebuild and _more_cables_than(SMALL):
                raise
        written += _build(index)
    return written


def _more_cables_than(count):
    return Cable.objects.order_by("pk")[count : count + 1].exists()


def _write_tasks(index):
    stand, now, moment = index.stand(), clock(), time.time()
    keys = _keys(index, stand, now)
    if keys:
        writer = index.open_folder(stand.folder).writer(WRITER_HEAP, num_threads=1)
        for some in _known_portions(keys):
            # By query: "by term" takes a number for a signed one, and deletes nothing.
            old = tantivy.Query.term_set_query(index.schema, "id", some)
            writer.delete_documents_by_query(old)
            for _, document in documents(index.cables(), some):
                writer.add_document(document)
        writer.commit()
    index.put_stand(step=now.step, epoch=now.value, released=moment)
    if keys:
        writer.wait_merging_threads()
    return len(keys)


def _known_portions(keys):
    """Part the keys of tasks; those of cables that are gone are among them."""
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        counts = Cable.objects.filter(pk__in=some).values_list("pk", "word_count")
        known = dict(counts)
        yield from _portions([(key, known.get(key, 0)) for key in some])


def _keys(index, stand, now):
    """Return the cables to write anew; raise RebuildNeeded where that is no list."""
    if stand.step < now.swept:
        raise RebuildNeeded
    tasks = _tasks(stand, now)
    if tasks.filter(cable_id=None).exists():
        raise RebuildNeeded
    keys = set(tasks.values_list("cable_id", flat=True)[: REBUILD_FROM + 1])
    if len(keys) > REBUILD_FROM:
        raise RebuildNeeded
    keys.update(_released_since(index, stand).values_list("pk", flat=True))
    return sorted(keys)


def _tasks(stand, now):
    return SearchTask.objects.filter(step__gt=stand.step, step__lte=now.step).order_by()


def _released_since(index, stand):
    """Cables that became public by time passing. The desk's index has them already."""
    since = datetime.fromtimestamp(stand.released, UTC)
    cables = index.cables().filter(released__gt=since).order_by()
    return cables if index.name == "public" else cables.none()


def rebuild(index, *, progress=lambda done: None):
    """
    Make the index anew in a folder of its own, swap it in, and take in what happened
    meanwhile. Return how many cables it holds. Raise IndexBusy if somebody does the same.
    """
    done = _build(index, progress=progress)
    catch_up(index, wait=A_WHILE)
    return done


def _build(index, *, progress=lambda done: None):
    with index.locked("rebuild"):
        now, moment = clock(), time.time()
        folder, fresh = index.new_folder()
        writer = fresh.writer(BUILD_HEAP, num_threads=min(os.cpu_count() or 1, 8))
        done = 0
        for keys in _chunks(index.cables()):
            for _, document in documents(index.cables(), keys):
                writer.add_document(document)
                done += 1
            progress(done)
        writer.commit()
        writer.wait_merging_threads()
        with index.locked("writer", wait=A_WHILE):
            index.put_stand(
                folder=folder,
                step=now.step,
                epoch=now.value,
                released=moment,
                schema=schema_name(),
                archive=archive_name(),
            )
            index.sweep(keep=folder)
    return done


def _chunks(cables):
    """Yield primary keys in order, so many that their texts fit into memory at once."""
    last = 0
    while True:
        rows = cables.filter(pk__gt=last).order_by("pk")
        rows = list(rows.values_list("pk", "word_count")[:CHUNK])
        if not rows:
            return
        last = rows[-1][0]
        yield from _portions(rows)


def _portions(rows):
    """Part (key, words) into lists of keys of at most CHUNK_WORDS, or of one cable."""
    keys, words = [], 0
    for key, count in rows:
        if keys and words + count > CHUNK_WORDS:
            yield keys
            keys, words = [], 0
        keys.append(key)
        words += count
    yield keys
