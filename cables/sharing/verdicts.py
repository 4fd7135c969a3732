"""
Many ids at once: for each that was pasted, what the archive has of it.

A draft, a cable on hold and one whose release is to come are absent, exactly as an id
that never was. The number of queries does not grow with the ids, but for one more every
few thousand.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from cables.models import Cable, Change
from cables.parsing import find_reference_ids

from .known_ids import MOST_YEARLESS, Known
from .pasted import Lines

#: What can be said of an id.
FOUND, ABSENT, MALFORMED = "found", "absent", "malformed"
AMBIGUOUS, WITHDRAWN = "ambiguous", "withdrawn"
VERDICTS = (FOUND, AMBIGUOUS, WITHDRAWN, ABSENT, MALFORMED)
#: The same words as a reader sees them.
IN_WORDS = {
    FOUND: pgettext_lazy("verdict on an id", "found"),
    AMBIGUOUS: pgettext_lazy("verdict on an id", "ambiguous"),
    WITHDRAWN: pgettext_lazy("verdict on an id", "withdrawn"),
    ABSENT: pgettext_lazy("verdict on an id", "absent"),
    MALFORMED: pgettext_lazy("verdict on an id", "malformed"),
}
MOST = 5_000  # ids
MOST_CHARACTERS = 1_000_000


@dataclass(kw_only=True)
class Row:
    """
    One id as it was pasted, the verdict, and why. ``cables`` are public. Of a withdrawn
    one ``note`` is what is ``said``, and a ``reason`` in an editor's own words.
    """

    typed: str
    verdict: str
    reference_id: str = ""  # as it was understood
    cables: list[Cable] = field(default_factory=list)
    note: str = ""
    said: str = ""
    reason: str = ""
    withdrawal: Change | None = None
    cited_by: int = 0

    @property
    def cable(self):
        """The one that is meant, if that is certain."""
        return self.cables[0] if self.verdict == FOUND else None

    @property
    def verdict_in_words(self):
        return IN_WORDS[self.verdict]


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


def _row(entry, known):
    if entry.yearless:
        return _without_year(entry, known)
    if not entry.is_read:
        return Row(
            typed=entry.typed, verdict=MALFORMED, note=_("Does not read as an id.")
        )
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
            note = _("%(former)s is a former id of %(id)s.")
            note %= {"former": one, "id": cable.reference_id}
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
        note = _("%(number)s is its number in the data release.")
        note %= {"number": entry.number}
    elif twins:
        note = _("Here a second time under the malformed id %(ids)s.")
        note %= {"ids": ", ".join(sorted(twins))}
    elif cable.canonical_id:
        note = _("This id is malformed; its page leads to the cable's proper one.")
    return _with(entry, FOUND, cable.reference_id, [cable], note=note)


def _ambiguous(entry, understood, found):
    if entry.number is not None:
        note = _("Is the id of one cable and the number of another.")
    else:
        note = _(
            "Both the id as it was typed and as ids are written are in the archive."
        )
    return _with(entry, AMBIGUOUS, understood, found, note=note)


def _without_year(entry, known):
    found = known.in_any_year(entry.yearless)
    if len(found) == 1:
        note = _("No year was given; this is the only one with post and number.")
        return _with(entry, FOUND, found[0].reference_id, found, note=note)
    if found:
        note = ngettext(
            "No year was given; %(count)s cable has this post and number.",
            "No year was given; %(count)s cables have this post and number.",
            len(found),
        ) % {"count": len(found)}
        return _with(entry, AMBIGUOUS, "", found, note=note)
    note = _("The year is missing: ids begin with it, as in 06MEXICO1889.")
    if entry.yearless not in known.tried:
        more = _("Years are tried for the first %(most)s of such ids only.")
        note = f"{note} {more % {'most': MOST_YEARLESS}}"
    return _with(entry, MALFORMED, "", note=note)


def _not_here(entry, understood, known):
    names = (*entry.ids, entry.number)
    gone = next((known.withdrawn[one] for one in names if one in known.withdrawn), None)
    if gone:
        return _withdrawn_row(entry, understood, gone)
    cited = max(known.cited.get(one, 0) for one in entry.ids)
    if entry.number is not None:
        note = _("No public cable has this number.")
        return _with(entry, ABSENT, "", note=note)
    verdict, note = ABSENT, _("No public cable has this id.")
    if not _is_well_formed(understood):
        verdict = MALFORMED
        note = _(
            "Ids are year, post and number, as in 06MEXICO1889; none here is this."
        )
    return _with(entry, verdict, understood, note=note, cited_by=cited)


def _withdrawn_row(entry, understood, gone):
    said = _("Taken out on %(day)s:") % {"day": f"{gone.when:%Y-%m-%d}"}
    if not gone.reason:
        said = f"{said} {gone.get_reason_code_display()}"
    return _with(
        *(entry, WITHDRAWN, understood),
        note=f"{said} {gone.reason}".strip(),
        said=said,
        reason=gone.reason,
        withdrawal=gone,
    )


def _is_well_formed(reference_id):
    found = find_reference_ids(reference_id)
    return len(found) == 1 and found[0].canonical == reference_id
