"""Calendars of counts: rows and columns of cells, each a link to the cables it counts."""

import calendar
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.dateformat import format as format_date

from cables.reading import days

from .scale import Scale
from .words import counted_words, in_figures

MARGIN = 44  # beside the rows, for their names
HEAD = 22  # above the columns
GAP = 2


class Cell(NamedTuple):
    """``step`` is 0 where there is nothing; ``name`` is "April 2006: 1,204 cables"."""

    column: int
    count: int = 0
    text: str = (
        ""  # the count as it is printed; a template would take long over so many
    )
    step: int = 0
    url: str = ""
    name: str = ""
    exists: bool = True  # there is no 31 April
    x: int = 0
    y: int = 0
    middle: int = 0


class Row(NamedTuple):
    label: str
    name: str  # "2006: 1,204 cables"
    url: str
    total: int
    cells: list[Cell]
    middle: int


class HeatMap(NamedTuple):
    """A drawing in units of one pixel, and the same numbers for a table."""

    columns: list[tuple[str, str, int]]  # short name, name, middle
    rows: list[Row]
    scale: Scale
    cell: tuple[int, int]
    size: tuple[int, int]


def by_months(counts):
    """Return years × months; ``counts`` is {200604: 1204}."""
    scale, cell = Scale(counts.values()), (62, 28)
    columns = [(*_month_names(n), _middle(n - 1, cell)) for n in range(1, 13)]
    years = sorted({month // 100 for month in counts})
    rows = [
        _row(
            place,
            cell,
            str(year),
            str(year),
            reverse("year", args=[year]),
            [
                _month(year, n, counts.get(year * 100 + n, 0), scale)
                for n in range(1, 13)
            ],
        )
        for place, year in enumerate(years)
    ]
    return _drawn(columns, rows, scale, cell)


def by_days(year, counts):
    """Return months × days of a year; ``counts`` is {20060410: 12}."""
    scale, cell = Scale(counts.values()), (31, 30)
    columns = [(str(n), str(n), _middle(n - 1, cell)) for n in range(1, 32)]
    rows = [
        _row(
            month - 1,
            cell,
            _month_names(month)[0],
            days.month(date(year, month, 1)),
            reverse("month", args=[year, month]),
            [_day(year, month, n, counts, scale) for n in range(1, 32)],
        )
        for month in range(1, 13)
    ]
    return _drawn(columns, rows, scale, cell)


def _month_names(month):
    """Return ("Apr", "April"), in the language of the page."""
    first = date(2000, month, 1)
    return format_date(first, "M"), format_date(first, "F")


def _month(year, month, count, scale):
    return Cell(
        column=month - 1,
        count=count,
        text=in_figures(count),
        step=scale.step(count),
        url=reverse("month", args=[year, month]) if count else "",
        name=counted_words(days.month(date(year, month, 1)), count),
    )


def _day(year, month, day, counts, scale):
    if day > calendar.monthrange(year, month)[1]:
        return Cell(column=day - 1, exists=False)
    count = counts.get(year * 10_000 + month * 100 + day, 0)
    return Cell(
        column=day - 1,
        count=count,
        text=in_figures(count),
        step=scale.step(count),
        url=reverse("day", args=[year, month, day]) if count else "",
        name=counted_words(days.day(date(year, month, day)), count),
    )


def _row(place, cell, label, name, url, cells):
    top, total = HEAD + place * cell[1], sum(one.count for one in cells)
    return Row(
        label=label,
        name=counted_words(name, total),
        url=url,
        total=total,
        cells=[
            one._replace(
                x=MARGIN + one.column * cell[0], y=top, middle=_middle(one.column, cell)
            )
            for one in cells
        ],
        middle=top + (cell[1] - GAP) // 2,
    )


def _middle(column, cell):
    return MARGIN + column * cell[0] + (cell[0] - GAP) // 2


def _drawn(columns, rows, scale, cell):
    size = (MARGIN + len(columns) * cell[0], HEAD + len(rows) * cell[1])
    inner = (cell[0] - GAP, cell[1] - GAP)
    return HeatMap(columns=columns, rows=rows, scale=scale, cell=inner, size=size)
