"""
Dates as telegrams write them: the date-time group, and the days of "declassify on".

Years of two digits: from 60 on they belong to the 1900s.
"""

import re
from datetime import UTC, date, datetime

_MONTH_NAMES = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_MONTH = r"(?P<name>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.?"

# One pattern a form, tried in order; the names of the groups say what they hold.
_FORMS = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?![\w/])", re.IGNORECASE)
    for form in (
        # 2020/02/23, 2020-02-23
        r"(?P<year>[0-9]{4})\s?[/.-]\s?(?P<month>[0-9]{1,2})\s?[/.-]\s?(?P<day>[0-9]{1,2})",
        # 04/06/2016, 6/30/08, 04-06-2016, 04.06.2016: month first, as in Washington
        r"(?P<month>[0-9]{1,2})\s?[/.-]\s?(?P<day>[0-9]{1,2})\s?[/.-]\s?(?P<year>[0-9]{4}|[0-9]{2})",
        # 20160406
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])",
        # 6 April 2016, 06 APR 16, 6APR2016
        rf"(?P<day>[0-9]{{1,2}})[\s-]?{_MONTH}[\s,-]{{0,3}}(?P<year>[0-9]{{4}}|[0-9]{{2}})",
        # April 6, 2016
        rf"{_MONTH}\s{{0,3}}(?P<day>[0-9]{{1,2}})\s?,?\s{{0,3}}(?P<year>[0-9]{{4}})",
    )
)
_LOOKS_LIKE_DATE = re.compile(r"[0-9]{1,4}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?[0-9]{1,4}")
_DATE_TIME_GROUP = re.compile(
    rf"(?P<day>[0-9]{{2}})(?P<hour>[0-9]{{2}})(?P<minute>[0-9]{{2}})Z\s{{1,3}}{_MONTH}"
    r"\s{1,3}(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)


def full_year(year: int) -> int:
    """Give a year of two digits its century."""
    if year >= 100:
        return year
    return year + (1900 if year >= 60 else 2000)


def find_date(text: str) -> tuple[date, int, int] | None:
    """Return the first date that can be read in a short text, and where it stands."""
    for form in _FORMS:
        for match in form.finditer(text):
            found = _date_of(match)
            if found:
                return found, match.start(), match.end()
    return None


def looks_like_date(text: str) -> bool:
    """Tell whether the text holds figures that were meant as a date."""
    return _LOOKS_LIKE_DATE.search(text) is not None


def find_date_time_group(text: str) -> re.Match[str] | None:
    """Find "101922Z APR 06"."""
    return _DATE_TIME_GROUP.search(text)


def sent_at(match: re.Match[str]) -> datetime | None:
    """Read a date-time group as a moment; None when there is no such moment."""
    day = _date_of(match)
    hour, minute = int(match["hour"]), int(match["minute"])
    if day is None or hour > 23 or minute > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def _date_of(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, day = full_year(int(parts["year"])), int(parts["day"])
    name = parts.get("name")
    month = _MONTHS[name.upper()] if name else int(parts["month"])
    if month > 12:  # day first, as in Europe: 23/02/2016
        month, day = day, month
    try:
        return date(year, month, day)
    except ValueError:
        return None
