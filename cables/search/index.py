"""
An index: a folder of tantivy's beside the database, and where it stands.

``current.json`` names the generation that is in use and the step of the outbox up to
which it has come. It is replaced in one move after each commit, so a reader never sees
half of either, and a kill in between means that tasks are done twice, which is harmless.
"""

import fcntl
import json
import os
import secrets
import shutil
import threading
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import tantivy
from django.conf import settings

from cables.models import archive_name

from .documents import all_cables, public_cables
from .schema import register_words, schema, schema_name

CURRENT = "current.json"


class IndexMissing(Exception):
    """There is no index of this archive yet, or only one of an older build."""


class IndexBusy(Exception):
    """Another process writes to the index."""


@dataclass(frozen=True, kw_only=True)
class Stand:
    """How far an index has come. ``released`` is a time in seconds since 1970."""

    folder: str
    step: int
    epoch: int
    released: float
    schema: str
    archive: str  # which database it was made from


class SearchIndex:
    """The index ``name``; ``cables`` returns the rows that belong in it."""

    def __init__(self, name, cables):
        self.name = name
        self.cables = cables
        self._mutex = threading.Lock()
        self._opened = None  # (identity of current.json, place, Stand, tantivy.Index)

    @property
    def place(self):
        return Path(settings.SEARCH_DIR) / self.name

    # --- reading ---------------------------------------------------------------------
    def stand(self):
        """Return where the index stands; raise IndexMissing where there is none."""
        return self._open()[2]

    def searcher(self):
        """Return (searcher, stand) of one and the same moment."""
        _, _, stand, index = self._open()
        return index.searcher(), stand

    @property
    def schema(self):
        return self._open()[3].schema

    def _open(self):
        """Open the generation in use, again whenever ``current.json`` was replaced."""
        for attempt in range(3):
            try:
                return self._open_once()
            except (FileNotFoundError, ValueError, OSError):
                if attempt == 2:
                    break
                time.sleep(0.01)  # a generation was swept away while it was opened
        raise IndexMissing(self.name)

    def _open_once(self):
        path = self.place / CURRENT
        try:
            info = path.stat()
        except OSError as error:
            raise IndexMissing(self.name) from error
        identity = (info.st_ino, info.st_mtime_ns, info.st_size)
        opened = self._opened
        if opened and opened[0] == identity and opened[1] == path:
            return opened
        with self._mutex:
            stand = self._read_stand(path)
            if (stand.schema, stand.archive) != (schema_name(), archive_name()):
                raise IndexMissing(self.name)
            index = self._reuse(opened, path, stand) or self.open_folder(stand.folder)
            index.reload()
            self._opened = (identity, path, stand, index)
            return self._opened

    @staticmethod
    def _reuse(opened, path, stand):
        if opened and opened[1] == path and opened[2].folder == stand.folder:
            return opened[3]
        return None

    @staticmethod
    def _read_stand(path):
        return Stand(**json.loads(path.read_text()))

    # --- writing ---------------------------------------------------------------------
    def open_folder(self, folder):
        index = tantivy.Index.open(str(self.place / folder))
        index.config_reader(reload_policy="Manual")
        return register_words(index)

    def new_folder(self):
        """Make an empty generation; return (its name, the tantivy index in it)."""
        folder = f"g{secrets.token_hex(6)}"
        path = self.place / folder
        path.mkdir(parents=True)
        index = tantivy.Index(schema(), path=str(path), reuse=False)
        return folder, register_words(index)

    def put_stand(self, **changes):
        """Replace ``current.json``; readers of all processes follow at their next look."""
        path = self.place / CURRENT
        stand = (
            Stand(**changes)
            if "folder" in changes
            else replace(self._read_stand(path), **changes)
        )
        fresh = path.with_suffix(f".{os.getpid()}.{threading.get_ident()}.new")
        fresh.write_text(json.dumps(asdict(stand)))
        os.replace(fresh, path)
        return stand

    def sweep(self, *, keep):
        """Remove all generations but one, unless their builder is still at work."""
        for path in self.place.glob("g*"):
            if path.is_dir() and path.name != keep:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def locked(self, purpose, *, wait=0.0):
        """Hold one of the index's locks; raise IndexBusy after ``wait`` seconds."""
        self.place.mkdir(parents=True, exist_ok=True)
        with open(self.place / f"{purpose}.lock", "w") as file:
            until = time.monotonic() + wait
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() >= until:
                        raise IndexBusy(
                            f"Another process is writing the search index {self.name}. "
                            "Wait for it to end."
                        ) from error
                    time.sleep(0.01)
            yield


public_index = SearchIndex("public", public_cables)
desk_index = SearchIndex("desk", all_cables)
INDEXES = {index.name: index for index in (public_index, desk_index)}
