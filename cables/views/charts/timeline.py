"""A row of bars: how many cables of a post, a country or a tag each year has."""

from typing import NamedTuple

from .words import counted_words

SLOT = 26  # a bar and the room beside it
HEIGHT = 84
FOOT = 18
LEAST = 2  # a bar that is there is seen


class Bar(NamedTuple):
    year: int
    count: int
    name: str
    x: int
    y: int
    height: int
    label: str  # empty where there is no room for it

    @property
    def left(self):
        return self.x + 3

    @property
    def middle(self):
        return self.x + SLOT // 2


class Timeline(NamedTuple):
    bars: list[Bar]
    size: tuple[int, int]
    slot: int = SLOT
    width: int = SLOT - 6
    floor: int = HEIGHT

    @property
    def counted(self):
        """The years that have cables, for a table."""
        return [bar for bar in self.bars if bar.count]


def by_years(counts):
    """Return the bars for {year: number of cables}, or None where they say nothing."""
    if len(counts) < 2:
        return None
    first, last, most = min(counts), max(counts), max(counts.values())
    bars = []
    for place, year in enumerate(range(first, last + 1)):
        count = counts.get(year, 0)
        height = max(LEAST, round((HEIGHT - 8) * count / most)) if count else 0
        named = year in (first, last) or _room_for(year, first, last)
        bars.append(
            Bar(
                year=year,
                count=count,
                name=counted_words(year, count),
                x=place * SLOT,
                y=HEIGHT - height,
                height=height,
                label=str(year) if named else "",
            )
        )
    return Timeline(bars, (len(bars) * SLOT + SLOT // 2, HEIGHT + FOOT))


def _room_for(year, first, last):
    """Return whether a year's name fits: every fifth, away from both ends."""
    return year % 5 == 0 and min(year - first, last - year) > 1
