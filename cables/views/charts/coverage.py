"""How many articles each month has, or each year where the months would be too many."""

from datetime import date
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import ngettext

from cables.reading.days import short_month

from .timeline import HEIGHT, LEAST, SLOT

MONTHS = 40  # more than these are told by the year
FOOT = 30


class Bar(NamedTuple):
    period: str  # "2011" or "2011-03", as an address asks for it
    name: str
    count: int
    x: int
    y: int
    height: int
    label: str
    year: str = ""  # below the first month of each year

    @property
    def left(self):
        return self.x + 3

    @property
    def middle(self):
        return self.x + SLOT // 2


class Coverage(NamedTuple):
    bars: list[Bar]
    size: tuple[int, int]
    unit: str
    slot: int = SLOT
    width: int = SLOT - 6
    floor: int = HEIGHT

    @property
    def counted(self):
        return [bar for bar in self.bars if bar.count]


def coverage(counts):
    """Return the bars for {year × 100 + month: articles}, or None for fewer than two."""
    if len(counts) < 2:
        return None
    first, last = min(counts), max(counts)
    if _ordinal(last) - _ordinal(first) >= MONTHS:
        return _by_year(counts)
    periods = [_month(n) for n in range(_ordinal(first), _ordinal(last) + 1)]
    rows = []
    for place, (year, month) in enumerate(periods):
        name = short_month(date(year, month, 1))
        count = counts.get(year * 100 + month, 0)
        # Two names of years side by side want the room of two bars.
        below = str(year) if month == 1 or (place == 0 and month < 11) else ""
        rows.append((f"{year}-{month:02}", name, name[:1].upper(), below, count))
    return _drawn(rows, "month")


def _by_year(counts):
    years = {}
    for month, count in counts.items():
        years[month // 100] = years.get(month // 100, 0) + count
    span = range(min(years), max(years) + 1)
    every = 1 if len(span) <= 2 else 5
    rows = []
    for year in span:
        is_named = year in (span[0], span[-1]) or (
            year % every == 0 and min(year - span[0], span[-1] - year) > 1
        )
        label = str(year) if is_named else ""
        rows.append((str(year), str(year), label, "", years.get(year, 0)))
    return _drawn(rows, "year")


def _drawn(rows, unit):
    most = max(count for *_, count in rows)
    bars = []
    for place, (period, name, label, below, count) in enumerate(rows):
        height = max(LEAST, round((HEIGHT - 8) * count / most)) if count else 0
        told = ngettext(
            "%(when)s: %(number)s article", "%(when)s: %(number)s articles", count
        ) % {"when": name, "number": number_format(count, force_grouping=True)}
        where = (place * SLOT, HEIGHT - height, height)
        bars.append(Bar(period, told, count, *where, label, below))
    return Coverage(bars, (len(bars) * SLOT + SLOT, HEIGHT + FOOT), unit)


def _ordinal(month):
    return month // 100 * 12 + month % 100 - 1


def _month(ordinal):
    return ordinal // 12, ordinal % 12 + 1
