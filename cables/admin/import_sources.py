"""
What somebody wants to import: an upload, which is kept in ``IMPORT_DIR`` under a random
name until it is imported, or a path below one of ``IMPORT_PATHS``.
"""

import contextlib
import json
import os
import secrets
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils import timezone

from cables.choices import SourceFormat
from cables.curation.errors import CurationError
from cables.ingest.sources.base import SourceError
from cables.ingest.sources.find import sniff
from cables.models.sealed import ImportSource

KEPT_DAYS = 7
PART = ".part"  # of a file that is on its way
MB = 1024 * 1024
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
OUTSIDE = "The path leads out of the folders that the desk may import from."


class ToImportDir(FileUploadHandler):
    """Writes an upload where it will stay, and no further than the limit."""

    stream = None  # before a file begins

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        settings.IMPORT_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = settings.IMPORT_DIR / f"{secrets.token_hex(16)}{PART}"
        self.stream = os.fdopen(os.open(self.path, NEW, mode=0o600), "wb")

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > settings.IMPORT_MOST * MB:
            self._give_up()
            self.request.upload_is_too_big = True
            raise StopUpload(connection_reset=False)
        self.stream.write(raw_data)

    def file_complete(self, file_size):
        self.stream.close()
        return UploadedFile(
            self.path.open("rb"), self.file_name, self.content_type, file_size
        )

    def upload_interrupted(self):
        if self.stream:
            self._give_up()

    def _give_up(self):
        self.stream.close()
        self.path.unlink(missing_ok=True)


def keep_upload(upload, *, user, format=""):
    """Keep a file that came by ``ToImportDir``; return its ImportSource."""
    sweep_sources()
    part = Path(upload.file.name)
    upload.close()
    try:
        check_format(part, upload.name, format)
    except SourceError:
        part.unlink(missing_ok=True)
        raise
    part.rename(part.with_suffix(""))
    return ImportSource.objects.create(
        name=upload.name[:1000], file=part.stem, size=upload.size, user=user
    )


def add_path(text, *, user, format=""):
    """Take a path on the server; return its ImportSource."""
    path = allowed_path(text)
    if path.is_file():
        check_format(path, text, format)
    size = path.stat().st_size if path.is_file() else 0
    return ImportSource.objects.create(name=text[:1000], size=size, user=user)


def check_format(path, name, chosen=""):
    """Return the format of a file; raise SourceError where it is none of ours, or not the
    one that was ``chosen``."""
    if path.stat().st_size == 0:
        raise SourceError(f"{name}: this file is empty.")
    found = sniff(path)
    if found is None and chosen:
        label = SourceFormat(chosen).label
        raise SourceError(f"{name}: this does not read as “{label}”.")
    if found is None:
        raise SourceError(
            f"{name}: neither the data release, nor a page of the original site, nor "
            "JSON Lines, nor a telegram as text."
        )
    return found


def allowed_path(text):
    """Return a path as it is without links; raise SourceError where it leads outside."""
    roots = [root.resolve() for root in settings.IMPORT_PATHS]
    path = Path(text)
    try:
        found = path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(OUTSIDE) from error
    if not path.is_absolute() or not any(map(found.is_relative_to, roots)):
        raise SourceError(OUTSIDE)
    if not found.exists():
        raise SourceError(f"{text}: there is no such file or folder.")
    return found


def place_of(source):
    """Return where a source lies; raise CurationError where it cannot be read any more."""
    if source.file:
        path = settings.IMPORT_DIR / source.file
        if source.removed or not path.is_file():
            raise CurationError(
                f"The file {source.name} is not here any more. Bring it once more."
            )
        return path
    try:
        path = allowed_path(source.name)
    except SourceError as error:
        raise CurationError(str(error)) from error
    _require_no_way_out(path)
    return path


def _require_no_way_out(folder):
    """A link in the folder must not bring in what lies elsewhere on the machine."""
    roots = [root.resolve() for root in settings.IMPORT_PATHS]
    for path in folder.rglob("*"):
        if path.is_symlink() and not any(map(path.resolve().is_relative_to, roots)):
            raise CurationError(f"{path.relative_to(folder)}: {OUTSIDE}")


def remove_file(source):
    """Remove what was uploaded; that it was is kept, and so is what it was called."""
    if source.file and not source.removed:
        (settings.IMPORT_DIR / source.file).unlink(missing_ok=True)
        source.removed = timezone.now()
    source.report = None
    source.save(update_fields=["removed", "report"])


def sweep_sources():
    """Remove uploads that nobody has imported for a week, and what never arrived whole."""
    until = timezone.now() - timedelta(days=KEPT_DAYS)
    for source in ImportSource.objects.filter(added__lt=until, removed=None):
        if source.file or source.report is not None:
            remove_file(source)
    for part in settings.IMPORT_DIR.glob(f"*{PART}"):
        with contextlib.suppress(FileNotFoundError):
            if part.stat().st_mtime < time.time() - 86_400:
                part.unlink()


def report_of(source):
    return json.loads(source.report) if source.report else None


def largest():
    """Return the limit in words."""
    return f"{settings.IMPORT_MOST:,} MB"
