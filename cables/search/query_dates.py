"""
The days that ``date:``, ``year:``, ``before:`` and ``after:`` name.

A date is a year, 2006, a month, 2006-04, or a day, 2006-04-10, and means all its days.
A range has two dots between two dates, of which one may be missing: 2006-04..2006-12.
``before:2006`` ends with 2005 and ``after:2006`` begins with 2007.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .query_repairs import Repair
from .query_repairs import Repair as _
from .query_text import excerpt

#: A function that takes in a sentence about what was repaired.
type Note = Callable[[Repair], None]

_DATE = re.compile(r"([12][0-9]{3})(?:[-/]([0-9]{1,2})(?:[-/]([0-9]{1,2}))?)?")
# Between two bare years a hyphen is understood too. NFKD makes dots of "…".
_RANGE = re.compile(r"(.*?)\s*\.{2,}\s*(.*)|([0-9]{4})\s*[-\u2013]\s*([0-9]{4})")
_DAY = timedelta(days=1)
_YEARS = range(1000, 3000)
_PRECISIONS = (4, 7, 10)  # characters of 2006, 2006-04, 2006-04-10


@dataclass(frozen=True, slots=True)
class DateRange:
    """From the first day to the last, both included; None is an open end."""

    first: date | None
    last: date | None

    def __str__(self) -> str:
        """Return the shortest text that means these days: "2006-04..2006-12"."""
        for length in _PRECISIONS:
            first = self.first.isoformat()[:length] if self.first else ""
            last = self.last.isoformat()[:length] if self.last else ""
            if _days(first)[0] == self.first and _days(last)[1] == self.last:
                break
        return first if first == last else f"{first}..{last}"


def read_dates(name: str, text: str, note: Note) -> DateRange | None:
    """Return what the value of ``name`` (date, before or after) means; None if nothing."""
    value = " ".join(unicodedata.normalize("NFKD", text).split()).strip(" ,;")
    try:
        if name == "date":
            return _read_range(value, note)
        first, last = _days(value)
        if name == "before":
            return _checked(DateRange(None, first - _DAY if first else None))
        return _checked(DateRange(last + _DAY if last else None, None))
    except ValueError:
        note(
            _(
                "The date %(date)s was not understood and left out: write 2006, 2006-04, "
                "2006-04-10 or a range as 2006-04..2006-12.",
                date=excerpt(text),
            )
        )
        return None


def _read_range(value: str, note: Note) -> DateRange:
    parts = _RANGE.fullmatch(value)
    if not parts:
        return _checked(DateRange(*_days(value)))
    start, end = parts[1] or parts[3] or "", parts[2] or parts[4] or ""
    first, last = _days(start)[0], _days(end)[1]
    if first and last and first > last:
        first, last = _days(end)[0], _days(start)[1]
        note(
            _(
                "The dates ran backwards; searched from %(start)s to %(end)s.",
                start=end,
                end=start,
            )
        )
    return _checked(DateRange(first, last))


def _days(value: str) -> tuple[date, date] | tuple[None, None]:
    """Return the first and last day of a date; two None for an empty one."""
    if not value:
        return None, None
    found = _DATE.fullmatch(value)
    if not found:
        raise ValueError(value)
    year, month, day = (int(part) if part else None for part in found.groups())
    if day is not None:
        return (date(year, month, day),) * 2
    start, end = (1, 12) if month is None else (month, month)
    return date(year, start, 1), date(year, end, monthrange(year, end)[1])


def _checked(dates: DateRange) -> DateRange:
    """Refuse what has no end at all, or ends outside of the years that are read."""
    ends = [end for end in (dates.first, dates.last) if end]
    if not ends or any(end.year not in _YEARS for end in ends):
        raise ValueError(str(ends))
    return dates
