"""
Many ids at once: for each that was pasted, what the archive has of it.

A draft, a cable on hold and one whose release is to come are absent, exactly as an id
that never was. The number of queries does not grow with the ids, but for one more every
few thousand.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import batched

from django.db.models import Count

from cables.choices import State
from cables.models import Cable, Change, OldAddress, Reference
from cables.parsing import find_reference_ids

from .pasted import Entry, Lines

#: What can be said of an id.
FOUND, ABSENT, MALFORMED = "found", "absent", "malformed"
AMBIGUOUS, WITHDRAWN = "ambiguous", "withdrawn"
VERDICTS = (FOUND, AMBIGUOUS, WITHDRAWN, ABSENT, MALFORMED)
MOST = 5_000  # ids
MOST_CHARACTERS = 1_000_000
#: Ids without their year of which every year is tried.
MOST_YEARLESS = 50
AT_ONCE = 2_000  # values in a query
COLUMNS = (
    *("reference_id", "number", "created", "created_precision", "subject"),
    *("classification", "canonical_id"),
)


@dataclass(kw_only=True)
class Row:
    """One id as it was pasted, the verdict, and why. ``cables`` are public."""

    typed: str
    verdict: str
    reference_id: str = ""  # as it was understood
    cables: list[Cable] = field(default_factory=list)
    note: str = ""
    withdrawal: Change | None = None
    cited_by: int = 0

    @property
    def cable(self):
        """The one that is meant, if that is certain."""
        return self.cables[0] if self.verdict == FOUND else None


@dataclass(kw_only=True)
class Answer:
    """
    The rows in the order of the text; ``rest`` is the text from where it was not looked
    at any more; ``without`` counts lines in which there was no id.
    """

    rows: list[Row]
    rest: str = ""
    without: int = 0

    @property
    def counts(self):
        """How many rows have each verdict, of those that any has."""
        given = [row.verdict for row in self.rows]
        return {one: given.count(one) for one in VERDICTS if one in given}

    @property
    def rest_lines(self):
        return [line.strip() for line in self.rest.splitlines() if line.strip()]


def look_up(text, *, most=MOST, characters=MOST_CHARACTERS):
    """Return the Answer for a pasted text: at most so many ids, and characters."""
    text = _plain(text)
    end = _cut(text, characters)
    lines, entries, rest = Lines(text[:end]), [], text[end:]
    for entry in lines:
        if len(entries) == most:
            rest = text[entry.place :]
            break
        entries.append(entry)
    known = Known(entries)
    rows = [_row(entry, known) for entry in entries]
    return Answer(rows=rows, rest=rest.strip(), without=lines.without)


def _plain(text):
    """Return a text without what no database can hold."""
    return text.replace("\0", " ").encode(errors="ignore").decode()


def _cut(text, characters):
    """Return where to stop reading: at a blank, so that no id is halved."""
    if len(text) <= characters:
        return len(text)
    head = text[:characters]
    return max(head.rfind("\n"), head.rfind(" ")) + 1 or characters


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


def _row(entry, known):
    if entry.yearless:
        return _without_year(entry, known)
    if not entry.is_read:
        return Row(typed=entry.typed, verdict=MALFORMED, note="Does not read as an id.")
    found = [known.by_id.get(one) for one in entry.ids]
    found += [known.by_number.get(entry.number)]
    found = list({one.pk: one for one in filter(None, found)}.values())
    understood = entry.ids[-1]
    if len(found) > 1:
        return _ambiguous(entry, understood, found)
    if found:
        return _found(entry, found[0], known)
    for one in entry.ids:
        if one in known.former:
            cable = known.former[one]
            note = f"{one} is a former id of {cable.reference_id}."
            return _with(entry, FOUND, cable.reference_id, [cable], note=note)
    return _not_here(entry, understood, known)


def _with(entry, verdict, reference_id, cables=(), **more):
    return Row(
        typed=entry.typed,
        verdict=verdict,
        reference_id=reference_id,
        cables=list(cables),
        **more,
    )


def _found(entry, cable, known):
    note = ""
    twins = known.twins.get(cable.pk, ())
    if cable.reference_id not in entry.ids:
        note = f"{entry.number} is its number in the data release."
    elif twins:
        note = f"Here a second time under the malformed id {', '.join(sorted(twins))}."
    elif cable.canonical_id:
        note = "This id is malformed; its page leads to the cable's proper one."
    return _with(entry, FOUND, cable.reference_id, [cable], note=note)


def _ambiguous(entry, understood, found):
    if entry.number is not None:
        note = "Is the id of one cable and the number of another."
    else:
        note = "Both the id as it was typed and as ids are written are in the archive."
    return _with(entry, AMBIGUOUS, understood, found, note=note)


def _without_year(entry, known):
    found = known.in_any_year(entry.yearless)
    if len(found) == 1:
        note = "No year was given; this is the only one with post and number."
        return _with(entry, FOUND, found[0].reference_id, found, note=note)
    if found:
        note = f"No year was given; {len(found)} cables have this post and number."
        return _with(entry, AMBIGUOUS, "", found, note=note)
    note = "The year is missing: ids begin with it, as in 06MEXICO1889."
    if entry.yearless not in known.tried:
        note += f" Years are tried for the first {MOST_YEARLESS} of such ids only."
    return _with(entry, MALFORMED, "", note=note)


def _not_here(entry, understood, known):
    names = (*entry.ids, entry.number)
    gone = next((known.withdrawn[one] for one in names if one in known.withdrawn), None)
    if gone:
        reason = gone.reason or gone.get_reason_code_display()
        note = f"Taken out on {gone.when:%Y-%m-%d}: {reason}"
        return _with(entry, WITHDRAWN, understood, note=note, withdrawal=gone)
    cited = max(known.cited.get(one, 0) for one in entry.ids)
    if entry.number is not None:
        note = "No public cable has this number."
        return _with(entry, ABSENT, "", note=note)
    verdict, note = ABSENT, "No public cable has this id."
    if not _is_well_formed(understood):
        verdict = MALFORMED
        note = "Ids are year, post and number, as in 06MEXICO1889; none here is this."
    return _with(entry, verdict, understood, note=note, cited_by=cited)


def _is_well_formed(reference_id):
    found = find_reference_ids(reference_id)
    return len(found) == 1 and found[0].canonical == reference_id


# --- queries ---------------------------------------------------------------------------


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
