"""
Which edition of the archive a page was made from: the root of every ETag and of every
key in the cache.

The publication epoch alone does not do: a cable whose release lies in the future becomes
public by time passing. The newest release that has come names that moment.
"""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models import Subquery

from cables.models import Cable, PublicationEpoch, current_epoch


class Edition(NamedTuple):
    epoch: int
    released: datetime | None = None

    @property
    def key(self):
        """A short name, fit for a cache key and for an ETag."""
        return f"{self.epoch}.{self.released or ''}"


def current_edition():
    """Return the edition that readers see now, in one query."""
    row = newest_release().values_list("released", *edition_columns().values()).first()
    if row is None:
        return Edition(current_epoch())
    released, _, epoch = row
    return Edition(epoch or 0, released)


def newest_release():
    return Cable.objects.public().order_by("-released", "-created", "-id")


def edition_columns():
    """Return the edition as columns, for a query that reads something else as well."""
    return {
        "edition_released": Subquery(newest_release().values("released")[:1]),
        "edition_epoch": Subquery(PublicationEpoch.objects.values("value")[:1]),
    }


def edition_of(row):
    """Return the edition from a row that was read with ``edition_columns``."""
    return Edition(row.edition_epoch or 0, row.edition_released)


@cache
def build():
    """Return a name for this build: new templates, new code or new words make new pages."""
    digest = hashlib.sha256()
    for folder, names in (
        ("templates", "*.html"),
        ("cables", "*.py"),
        ("cables", "*.mo"),
    ):
        for path in sorted(Path(settings.BASE_DIR, folder).rglob(names)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
