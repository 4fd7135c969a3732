"""Cables of one day of the calendar, in every year that has some."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from cables.models import Cable

from .dossier import CARD
from .figures import counted

SHOWN = 4  # years of which one cable is shown


class OnThisDay(NamedTuple):
    """``years`` are (day, number of cables), the latest first."""

    day: date
    years: list[tuple[date, int]]
    cables: list[Cable]

    @property
    def count(self):
        return sum(n for _, n in self.years)


def on_this_day(edition, day):
    """Return what was sent on a day of the calendar; None where nothing ever was."""
    months = [month for month in counted(edition, "month") if month % 100 == day.month]
    if not months:
        return None
    counts = counted(edition, "day", month=sorted(months))
    years = [
        (date(key // 10_000, key // 100 % 100, key % 100), n)
        for key, n in sorted(counts.items(), reverse=True)
        if key % 100 == day.day
    ]
    cables = [_first(that_day) for that_day, _ in years[:SHOWN]]
    return OnThisDay(day, years, [one for one in cables if one]) if years else None


def _first(day):
    """Return the earliest public cable of a day."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    columns = (*CARD, "is_partial", "post__name", "post__slug")
    rows = Cable.objects.public().filter(
        created__gte=begin, created__lt=begin + timedelta(days=1)
    )
    rows = rows.select_related("post").only(*columns)
    return rows.order_by("created", "id").first()
