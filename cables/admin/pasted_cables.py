"""
Ids that an editor pastes, looked up among cables of every state. The readers' look-up
(``cables.sharing.verdicts``) knows public ones alone.
"""

from dataclasses import dataclass, field

from django.db.models import Q

from cables.models import Cable, OldAddress, Paragraph, ParagraphAlias
from cables.parsing import find_reference_ids
from cables.sharing.pasted import Lines
from cables.sharing.resolver import paragraph_in

FOUND, ABSENT, MALFORMED, AMBIGUOUS = "found", "absent", "malformed", "ambiguous"
MOST = 300  # ids at once
MOST_CHARACTERS = 200_000
YEARS = range(100)


@dataclass(kw_only=True)
class Pasted:
    """One id as it was pasted, the verdict, and the cables that it may mean."""

    typed: str
    verdict: str
    cables: list = field(default_factory=list)
    key: str = ""  # of a paragraph, where the text names one
    paragraph: Paragraph | None = None
    note: str = ""

    def paragraph_of(self, cable):
        """Whether the paragraph that the text names is one of this cable."""
        return self.paragraph is not None and self.paragraph.cable_id == cable.pk


def look_up(text):
    """Return (rows, whether there were more ids than are looked up)."""
    text = text.replace("\0", " ")[:MOST_CHARACTERS]
    entries = []
    for entry in Lines(text):
        if len(entries) == MOST:
            return _rows(entries), True
        entries.append(entry)
    return _rows(entries), False


def _rows(entries):
    known = _known(entries)
    rows = [_row(entry, known) for entry in entries]
    _find_paragraphs(rows)
    return rows


def _known(entries):
    ids = {one for entry in entries for one in entry.ids}
    yearless = {entry.yearless for entry in entries if entry.yearless}
    ids |= {f"{year:02}{name}" for name in yearless for year in YEARS}
    numbers = {entry.number for entry in entries if entry.number is not None}
    rows = Cable.objects.filter(Q(reference_id__in=ids) | Q(number__in=numbers))
    known = {}
    for cable in rows.defer("header", "body").order_by("created", "pk"):
        known.setdefault(cable.reference_id, []).append(cable)
        if cable.number in numbers:
            known.setdefault(cable.number, []).append(cable)
    former = OldAddress.objects.filter(former_id__in=ids - known.keys())
    for row in former.select_related("cable"):
        known.setdefault(row.former_id, []).append(row.cable)
    return known


def _row(entry, known):
    names = [*entry.ids, entry.number]
    if entry.yearless:
        names = [f"{year:02}{entry.yearless}" for year in YEARS]
    found = {one.pk: one for name in names for one in known.get(name, ())}
    row = Pasted(typed=entry.typed, verdict=FOUND, cables=[*found.values()])
    row.key = paragraph_in(entry.typed) if found else ""
    if len(found) > 1:
        row.verdict = AMBIGUOUS
        row.note = f"May mean {len(found)} cables: tick the right one."
    elif not found and not _is_well_formed(entry):
        row.verdict, row.note = MALFORMED, "Does not read as an id: 06MEXICO1889."
    elif not found:
        row.verdict, row.note = ABSENT, f"No cable has the id {entry.ids[-1]}."
    return row


def _is_well_formed(entry):
    if not entry.is_read:
        return False
    meant = entry.ids[-1]
    return entry.number is not None or [
        one.canonical for one in find_reference_ids(meant)
    ] == [meant]


def _find_paragraphs(rows):
    wanted = {row.key for row in rows if row.key}
    cables = {row.cables[0].pk for row in rows if row.key}
    there = {"cable__in": cables, "key__in": wanted}
    blocks = {(one.cable_id, one.key): one for one in Paragraph.objects.filter(**there)}
    for alias in ParagraphAlias.objects.filter(**there).select_related("paragraph"):
        blocks.setdefault((alias.cable_id, alias.key), alias.paragraph)
    for row in rows:
        if row.key:
            row.paragraph = blocks.get((row.cables[0].pk, row.key))
            if row.paragraph is None:
                row.note = f"It has no paragraph {row.key}: the whole cable is meant."
