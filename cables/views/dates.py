"""Browsing by date: calendars of when cables were sent, and when they were released."""

import calendar
from datetime import UTC, date, datetime, timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from cables.models import Cable, ReleaseNote, clean_html
from cables.reading import figures
from cables.reading.conditional import reader_page
from cables.reading.figures import counted, figure

from .charts.heat_map import by_days, by_months
from .charts.scale import Scale
from .listing import Listing
from .tables import Column, Table, number

YEARS = range(1900, 2101)


@reader_page
def dates(request):
    counts = counted(request.edition, "month")
    context = {"map": by_months(counts) if counts else None}
    return render(request, "cables/dates.html", context)


@reader_page
def year(request, year):
    counts = counted(request.edition, "day", year=[_known(year)])
    days = by_days(year, counts) if counts else None
    rows = days.rows if days else ()
    listing = _between(
        request,
        f"year:{year}",
        date(year, 1, 1),
        date(year + 1, 1, 1),
        search={"year": year},
        total=sum(counts.values()),
    )
    context = {
        "year": date(year, 1, 1),
        "map": days,
        "months": [(date(year, n, 1), row.total) for n, row in enumerate(rows, 1)],
        "listing": listing,
    }
    return render(request, "cables/year.html", context)


@reader_page
def month(request, year, month):
    first = _date(year, month, 1)
    after = (first + timedelta(days=32)).replace(day=1)
    counted_days = counted(request.edition, "day", month=[year * 100 + month])
    counts = {key % 100: n for key, n in counted_days.items()}
    scale = Scale(counts.values())
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    context = {
        "month": first,
        "weekdays": [(str(name)[:2], name) for name in WEEKDAYS.values()],
        "weeks": [[_cell(day, first, counts, scale) for day in week] for week in weeks],
        "days": counts,
        "scale": scale,
        "listing": _between(
            request,
            f"month:{first}",
            first,
            after,
            search={"q": f"date:{first:%Y-%m}"},
            total=sum(counts.values()),
        ),
    }
    return render(request, "cables/month.html", context)


def _cell(day, first, counts, scale):
    """Return (day, number of cables, step of colour), or None outside the month."""
    if day.month != first.month:
        return None
    count = counts.get(day.day, 0)
    return day, count, scale.step(count)


@reader_page
def day(request, year, month, day):
    first = _date(year, month, day)
    listing = _between(
        request,
        f"day:{first}",
        first,
        first + timedelta(days=1),
        search={"q": f"date:{first}"},
    )
    return render(request, "cables/day.html", {"day": first, "listing": listing})


def _between(request, name, first, after, **options):
    cables = Cable.objects.public().filter(
        created__gte=_midnight(first), created__lt=_midnight(after)
    )
    return Listing(request, cables, name=name, without=("year",), **options)


@reader_page
def releases(request):
    counts = figure(request.edition, figures.by_release)
    columns = [
        Column("date", _("Released on"), lambda row: row[0], True, True),
        number("count", _("Cables"), lambda row: row[1]),
    ]
    notes = dict(ReleaseNote.objects.values_list("day", "title"))
    rows = [(day, n, notes.get(day)) for day, n in sorted(counts.items(), reverse=True)]
    table = Table(request, rows, columns)
    return render(request, "cables/releases.html", {"table": table})


@reader_page
def release_day(request, year, month, day):
    first = _date(year, month, day)
    cables = Cable.objects.public().filter(
        released__gte=_midnight(first),
        released__lt=_midnight(first + timedelta(days=1)),
    )
    listing = Listing(request, cables, name=f"release:{first}")
    # A note of a day on which nothing came out yet would tell what is to come.
    note = ReleaseNote.objects.filter(day=first).first() if listing.total else None
    context = {
        "day": first,
        "listing": listing,
        "note": note,
        "notes": clean_html(note.notes) if note else "",
    }
    return render(request, "cables/release_day.html", context)


def _known(year):
    if year not in YEARS:
        raise Http404("The archive holds no such year.")
    return year


def _date(year, month, day):
    try:
        return date(_known(year), month, day)
    except ValueError as error:
        raise Http404("There is no such date.") from error


def _midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
