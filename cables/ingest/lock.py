"""One import at a time: a second one would take the first for dead and mend its schema."""

import fcntl
import time
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from .sources.base import SourceError

KEY = 0x6361626C  # "cabl"
#: A server may take so many seconds to notice that a killed import is gone.
PATIENCE = 10
BUSY = "Another import into this archive is running. Wait until it has ended."


class ImportBusy(SourceError):
    """Another import holds the archive; nothing of this one has begun."""


@contextmanager
def only_import():
    """Hold the archive's import lock; the system releases it when the process ends."""
    if connection.vendor == "postgresql":
        lock = _advisory_lock()
    else:
        lock = _file_lock(Path(str(connection.settings_dict["NAME"])))
    with lock:
        yield


@contextmanager
def _advisory_lock():
    started = time.monotonic()
    with connection.cursor() as cursor:
        while not _try_lock(cursor):
            if time.monotonic() - started > PATIENCE:
                raise ImportBusy(BUSY)
            time.sleep(0.2)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])


def _try_lock(cursor):
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [KEY])
    return cursor.fetchone()[0]


@contextmanager
def _file_lock(database):
    if not database.is_file():  # in memory: nobody else can see it
        yield
        return
    with open(f"{database}.import-lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ImportBusy(BUSY) from error
        yield
