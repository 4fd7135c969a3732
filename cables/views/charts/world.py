"""
The world, with a circle for every post whose place is known: its area is the number of
cables. The land is a coarse outline, drawn in Robinson's projection.
"""

import csv
from functools import cache
from math import ceil, sqrt
from pathlib import Path
from typing import NamedTuple

from .words import counted_words

HERE = Path(__file__).parent
WIDTH, TOP, BOTTOM = 1_000, 84, -57  # no post is farther south than Patagonia
GREATEST, LEAST = 22.0, 2.2  # radius

# Robinson's table: for every fifth parallel its length and its distance from the equator.
_LENGTHS = (
    *(1, 0.9986, 0.9954, 0.9900, 0.9822, 0.9730, 0.9600, 0.9427, 0.9216, 0.8962),
    *(0.8679, 0.8350, 0.7986, 0.7597, 0.7186, 0.6732, 0.6213, 0.5722, 0.5322),
)
_DISTANCES = (
    *(0, 0.0620, 0.1240, 0.1860, 0.2480, 0.3100, 0.3720, 0.4340, 0.4958, 0.5571),
    *(0.6176, 0.6769, 0.7346, 0.7903, 0.8435, 0.8936, 0.9394, 0.9761, 1.0000),
)


class Circle(NamedTuple):
    post: object
    count: int
    name: str
    x: float
    y: float
    radius: float


class World(NamedTuple):
    circles: list[Circle]  # the greatest first, so that none is hidden
    land: str
    grid: str
    size: tuple[int, int]


def world(rows):
    """Return the map for (post, number of cables); None where no place is known."""
    placed = [(post, n, place_of(post)) for post, n in rows]
    placed = sorted((one for one in placed if one[2]), key=lambda one: -one[1])
    if not placed:
        return None
    most = placed[0][1]
    circles = [_circle(post, n, place, most) for post, n, place in placed]
    return World(circles, land(), grid(), (WIDTH, ceil(_y(BOTTOM))))


def place_of(post):
    """Return (latitude, longitude): an editor's, else the known place of that name."""
    if post.latitude is not None:
        return float(post.latitude), float(post.longitude)
    return _known_places().get(post.slug)


def _circle(post, count, place, most):
    x, y = project(*place)
    radius = max(LEAST, round(GREATEST * sqrt(count / most), 1))
    name = counted_words(post.name, count)
    return Circle(post=post, count=count, name=name, x=x, y=y, radius=radius)


def project(latitude, longitude):
    """Return where a place is on the map, in its units; what lies beyond, at its edge."""
    latitude = min(max(latitude, BOTTOM), TOP)
    x = WIDTH / 2 * (1 + _between(_LENGTHS, latitude) * longitude / 180)
    return round(x, 1), round(_y(latitude), 1)


def _y(latitude):
    return _height(TOP) - _height(latitude)


def _height(latitude):
    side = -1 if latitude < 0 else 1
    return side * WIDTH * 0.5072 / 2 * _between(_DISTANCES, latitude)


def _between(table, latitude):
    place, rest = divmod(abs(latitude), 5)
    if place >= len(table) - 1:
        return table[-1]
    low, high = table[int(place)], table[int(place) + 1]
    return low + (high - low) * rest / 5


@cache
def land():
    """Return all outlines as one path, to be filled by the even-odd rule."""
    return "".join(_path(_points(row["outline"])) + "Z" for row in _rows("land.csv"))


@cache
def grid():
    """Return every thirtieth meridian and parallel as one path."""
    meridians = (
        [(latitude, longitude) for latitude in range(BOTTOM, TOP + 1, 3)]
        for longitude in range(-180, 181, 30)
    )
    parallels = ([(lat, -180), (lat, 180)] for lat in (-30, 0, 30, 60))
    return "".join(_path(line) for line in (*meridians, *parallels))


def _points(outline):
    numbers = [float(one) for one in outline.split()]
    return list(zip(numbers[1::2], numbers[0::2], strict=True))


def _path(points):
    places = (project(*point) for point in points)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places)


@cache
def _known_places():
    return {
        row["post"]: (float(row["latitude"]), float(row["longitude"]))
        for row in _rows("places.csv")
    }


def _rows(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
