"""What the archive has of many ids at once: what is public of it, and no more."""

from collections import defaultdict
from itertools import batched

from django.db.models import Count

from cables.choices import State
from cables.models import Cable, Change, OldAddress, Reference

from .pasted import Entry

#: Ids without their year of which every year is tried.
MOST_YEARLESS = 50
AT_ONCE = 2_000  # values in a query
COLUMNS = (
    *("reference_id", "number", "created", "created_precision", "subject"),
    *("classification", "canonical_id"),
)


class Known:
    """What the archive has of the ids of some entries, in a few queries."""

    def __init__(self, entries: list[Entry]):
        self.ids = list(dict.fromkeys(one for entry in entries for one in entry.ids))
        numbers = {one.number for one in entries if one.number is not None}
        yearless = dict.fromkeys(one.yearless for one in entries if one.yearless)
        self.tried = list(yearless)[:MOST_YEARLESS]
        years = [f"{year:02}{name}" for name in self.tried for year in range(100)]
        self.by_id = {one.reference_id: one for one in _public(self.ids + years)}
        self.by_number = {one.number: one for one in _public(numbers, "number")}
        missing = [one for one in self.ids if one not in self.by_id]
        self.former = _formerly(missing)
        self.withdrawn = _withdrawn(missing, numbers - self.by_number.keys())
        self.cited = _cited(one for one in missing if not one.isdigit())
        self.twins = self._twins()

    def in_any_year(self, name):
        found = (self.by_id.get(f"{year:02}{name}") for year in range(100))
        return sorted(filter(None, found), key=lambda cable: cable.created)

    def _twins(self):
        """Return the ids of malformed twins by the key of the cable that they repeat."""
        keys = {one.pk for one in self.by_id.values()}
        twins = defaultdict(list)
        for twin in _public(keys, "canonical"):
            twins[twin.canonical_id].append(twin.reference_id)
        return twins


def _public(values, column="reference_id"):
    for some in batched(values, AT_ONCE, strict=False):
        rows = Cable.objects.public().filter(**{f"{column}__in": some})
        yield from rows.only(*COLUMNS).order_by()


def _formerly(ids):
    """Return public cables by the ids that they had before."""
    targets = {}
    for some in batched(ids, AT_ONCE, strict=False):
        rows = OldAddress.objects.filter(former_id__in=some).order_by()
        targets.update(rows.values_list("former_id", "cable_id"))
    cables = {one.pk: one for one in _public(set(targets.values()), "pk")}
    return {name: cables[key] for name, key in targets.items() if key in cables}


def _withdrawn(ids, numbers):
    """
    Return the log's last row on cables that readers had seen and that were taken out,
    by every id, former id and number of theirs.
    """
    gone = Cable.objects.filter(state=State.WITHDRAWN, on_hold=False).order_by()
    names = defaultdict(list)
    for some in batched(ids, AT_ONCE, strict=False):
        for one in gone.filter(reference_id__in=some).values_list("pk", "reference_id"):
            names[one[0]].append(one[1])
        old = OldAddress.objects.filter(former_id__in=some, cable__in=gone).order_by()
        for key, former_id in old.values_list("cable_id", "former_id"):
            names[key].append(former_id)
    for some in batched(numbers, AT_ONCE, strict=False):
        for key, number in gone.filter(number__in=some).values_list("pk", "number"):
            names[key].append(number)
    rows = {}
    for some in batched(names, AT_ONCE, strict=False):
        changes = Change.objects.withdrawals().filter(cable__in=some)
        for change in changes.order_by("when", "id"):
            rows.update(dict.fromkeys(names[change.cable_id], change))
    return rows


def _cited(ids):
    """Return how many public cables cite each id."""
    counts = {}
    for some in batched(ids, AT_ONCE, strict=False):
        rows = Reference.objects.public().filter(cited_id__in=some).order_by()
        rows = rows.values("cited_id").annotate(n=Count("cable", distinct=True))
        counts.update(rows.values_list("cited_id", "n"))
    return counts
