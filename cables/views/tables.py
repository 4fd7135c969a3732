"""
Tables of posts, countries, tags and the like: a reader sorts them by their headings, and
turns pages where they are long.
"""

import unicodedata
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from django.http import Http404

from .listing import page_number, page_window

MANY = 200  # rows on a page
SOME = 40  # rows from which letters to jump to are of use


class Column(NamedTuple):
    """
    A heading to sort by. ``key`` takes a row; the greatest come first where that is
    asked, and a column of words gets letters to jump to where it has any.
    """

    name: str
    label: str
    key: Callable
    greatest_first: bool = False
    numeric: bool = False

    @property
    def direction(self):
        return "descending" if self.greatest_first else "ascending"


def words(name, label, key):
    return Column(name, label, lambda row: folded(key(row)))


def number(name, label, key):
    return Column(name, label, key, greatest_first=True, numeric=True)


class Line(NamedTuple):
    """A row; ``anchor`` where it is the first with its letter."""

    row: object
    anchor: str = ""


class Table:
    """
    One page of rows in a reader's order: ``?order=`` names a column, and the first is
    the archive's own order. Rows that are equal keep the order that they come in. Without
    ``per_page`` all of them stand on the page, which may hold other tables.
    """

    def __init__(self, request, rows, columns, *, per_page=MANY):
        self.columns = columns
        asked = request.GET.get("order", "")
        self.column = next((one for one in columns if one.name == asked), columns[0])
        self.rows = sorted(
            rows, key=self.column.key, reverse=self.column.greatest_first
        )
        self.paged, self.total = bool(per_page), len(self.rows)
        self.per_page = per_page or max(self.total, 1)
        self.number = page_number(request) if self.paged else 1
        self.last = self._page_of(max(self.total - 1, 0))
        if self.number > self.last:
            raise Http404("There is no such page.")

    @property
    def order(self):
        return self.column.name

    @property
    def pages(self):
        return page_window(self.number, self.last)

    @cached_property
    def lines(self):
        """The rows of this page."""
        start = (self.number - 1) * self.per_page
        page = self.rows[start : start + self.per_page]
        first = {place: letter for letter, place in self._first_places.items()}
        return [
            Line(row, f"letter-{first[place]}" if place in first else "")
            for place, row in enumerate(page, start)
        ]

    @property
    def letters(self):
        """Each (letter, page where it begins), for a list by words of some length."""
        places = self._first_places.items()
        return [(letter, self._page_of(place)) for letter, place in places]

    @cached_property
    def _first_places(self):
        if self.column.numeric or self.total < SOME or not self.paged:
            return {}
        places = {}
        for place, row in enumerate(self.rows):
            places.setdefault(_letter(self.column.key(row)), place)
        return places if len(places) > 1 else {}

    @cached_property
    def most(self):
        """The greatest number in the last column: the length of a whole bar."""
        return max((self.columns[-1].key(row) for row in self.rows), default=0)

    def _page_of(self, place):
        return place // self.per_page + 1


def folded(text):
    """Return a text as it is sorted: neither case nor accents count."""
    plain = unicodedata.normalize("NFKD", str(text).casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))


def _letter(text):
    return (
        text[0].upper() if text and text[0].isascii() and text[0].isalpha() else "0-9"
    )
