"""
Many cables at once, by the verbs that are made for one.

A verb locks its cable, applies its rules and saves. The cables of a ``Batch`` are locked
together; what a rule asks of the database is asked once for all of them (``ask``); and
what the verb would save is collected, then written by a few statements. So what holds for
one cable holds for thousands, and nothing is written in two ways.
"""

from itertools import chain

from django.utils import timezone

from cables.models import Cable, Change, raise_epoch
from cables.search.outbox import tell_desk

from .revisions import add_revisions

#: What few verbs look at, and what makes rows long.
UNREAD = ("header", "body")
#: More statements than this take longer than one with all values in it.
DIFFERENT = 40


class Batch:
    """Locked cables, what is known about them, and what is to be written of them."""

    def __init__(self, keys, *, unread=UNREAD, is_locked=True):
        rows = Cable.objects.filter(pk__in=keys).order_by("pk")
        if is_locked:
            rows = rows.select_for_update()
        self.cables = {cable.pk: cable for cable in rows.defer(*unread)}
        for cable in self.cables.values():
            cable.batch = self
        self.saved = {}  # primary key: names of fields
        self.revisions, self.changes = [], []
        self.added, self.removed = {}, {}  # rows of other tables, by the cable's key
        self.is_news = False  # for readers
        self.now = timezone.now()
        self._answers = {}

    def ask(self, function, cable, *given):
        if (function, given) not in self._answers:
            found = function(list(self.cables.values()), *given)
            self._answers[function, given] = found
        return self._answers[function, given][cable.pk]

    def save(self, cable, fields, revision):
        self.saved.setdefault(cable.pk, set()).update(fields)
        self.revisions.append(revision)

    def announce(self, change):
        self.changes.append(change)
        self.is_news = True

    def forget(self, cable):
        """Write nothing of a cable whose verb has refused, perhaps half-way."""
        self.saved.pop(cable.pk, None)
        self.added.pop(cable.pk, None)
        self.removed.pop(cable.pk, None)
        self.revisions = [one for one in self.revisions if one.cable_id != cable.pk]
        self.changes = [one for one in self.changes if one.cable_id != cable.pk]

    def write(self):
        """Write all that was collected; the caller lets the indexes follow."""
        self._save_cables()
        for rows in _by_model(self.removed):
            type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]).delete()
        for rows in _by_model(self.added):
            type(rows[0]).objects.bulk_create(rows)
        if self.revisions:
            add_revisions(self.revisions)
        Change.objects.bulk_create(self.changes)
        if self.saved:
            tell_desk(self.saved, follow=False)
        if self.is_news:
            raise_epoch()

    def _save_cables(self):
        alike = {}
        for key, fields in self.saved.items():
            alike.setdefault(frozenset(fields), []).append(self.cables[key])
        for fields, cables in alike.items():
            save_alike(cables, sorted(fields))


def save_alike(rows, fields):
    """
    Save some fields of rows of one table: of many cables that a verb has been at, most
    have the same values, and one statement does for them.
    """
    alike = {}
    for row in rows:
        values = {
            name: getattr(row, row._meta.get_field(name).attname) for name in fields
        }
        alike.setdefault(repr(values), (values, []))[1].append(row)
    if len(alike) > DIFFERENT:
        type(rows[0]).objects.bulk_update(rows, fields)
        return
    for values, same in alike.values():
        rows = type(same[0]).objects.filter(pk__in=[row.pk for row in same])
        rows.update(**values)


def _by_model(rows):
    parts = {}
    for row in chain.from_iterable(rows.values()):
        parts.setdefault(type(row), []).append(row)
    return parts.values()


def ask(function, cable, *given):
    """
    Return what ``function`` finds about a cable. It is given a list of cables, and
    answers by primary key: one question for all cables of a batch.
    """
    if batch := batch_of(cable):
        return batch.ask(function, cable, *given)
    return function([cable], *given)[cable.pk]


def batch_of(cable):
    """Return the batch that a cable is changed in, or None where it is changed alone."""
    return getattr(cable, "batch", None)


def add_row(cable, row):
    """Add a row of another table that belongs to the cable."""
    if batch := batch_of(cable):
        batch.added.setdefault(cable.pk, []).append(row)
    else:
        row.save(force_insert=True)


def remove_row(cable, row):
    if batch := batch_of(cable):
        batch.removed.setdefault(cable.pk, []).append(row)
    else:
        row.delete()


def tell_all(cable):
    """Let no cached page outlive the commit, where the public log has nothing to say."""
    if batch := batch_of(cable):
        batch.is_news = True
    else:
        raise_epoch()
