"""
The picture of a thread: who cites whom, drawn on the server as shapes for an SVG.

Boxes stand in time order from left to right, each a step further; the cable itself has
the middle row to itself. On either side boxes take the rows in turn, those furthest away
the inner ones, so that a line to the cable passes between those that are nearer. A row is
used again where its last box has ended: no two boxes ever overlap.
"""

from dataclasses import dataclass, field

from .days import short_day, short_month
from .thread_walk import Node

STEPS = 2
BOX = 122  # width
HIGH = 24
ROW = 33
CLEAR = 12  # between two boxes of a row
BESIDE = 44  # between the cable and the box next to it
ROOMY = 430  # of width that a side takes where few boxes stand in it
LANES = 14  # rows of a side
EDGE = 6  # around the picture
AXIS = 26
APART = 64  # between two dates below
LETTERS = 15  # of an id
ARROWS = 600


@dataclass(eq=False)
class Box:
    """``x`` and ``y`` are its middle."""

    node: Node
    x: float
    y: float
    kind: str = ""

    @property
    def left(self):
        return self.x - BOX / 2

    @property
    def right(self):
        return self.x + BOX / 2

    @property
    def corner(self):
        return {"x": _n(self.left), "y": _n(self.y - HIGH / 2)}

    @property
    def words(self):
        return {"x": _n(self.x), "y": _n(self.y + 4)}

    @property
    def label(self):
        name = self.node.name
        return name if len(name) <= LETTERS else f"{name[: LETTERS - 1]}…"


@dataclass(frozen=True)
class Tick:
    x: str
    text: str


@dataclass
class Graph:
    boxes: list[Box]
    arrows: list[tuple[str, bool]] = field(default_factory=list)  # path, at the cable
    ticks: list[Tick] = field(default_factory=list)
    width: int = 0
    height: int = 0
    high: int = HIGH
    wide: int = BOX

    @property
    def floor(self):
        return self.height - AXIS

    @property
    def below(self):
        """Where the dates stand."""
        return self.height - 7


def draw(thread, *, steps=STEPS):
    """Return the Graph of what is ``steps`` or less around the thread's cable, or None."""
    nodes = [node for node in thread.nodes if node.steps <= steps]
    if len(nodes) < 2:
        return None
    middle = nodes.index(thread.start)
    before, after = nodes[:middle], nodes[middle + 1 :]
    left = [(node, -far, lane) for node, far, lane in side(before[::-1])]
    right = side(after)
    placed = [*left[::-1], (thread.start, 0, 0), *right]
    lanes = max(abs(lane) for _, _, lane in placed)
    first = min(far for _, far, _ in placed)
    graph = Graph([])
    for node, far, lane in placed:
        x, y = far - first + BOX / 2 + EDGE, (lane + lanes) * ROW + HIGH / 2 + EDGE
        graph.boxes.append(Box(node, x, y, _kind(node, thread)))
    graph.width = round(max(box.right for box in graph.boxes) + EDGE)
    graph.height = 2 * lanes * ROW + HIGH + 2 * EDGE + AXIS
    graph.arrows = _arrows(thread, graph.boxes)
    graph.ticks = _ticks(graph.boxes)
    return graph


def side(nodes):
    """
    Return (node, distance from the cable, lane) for the nodes of one side, the nearest in
    time first. Lane 0 is the cable's own; the others are -1, 1, -2, 2 …
    """
    if not nodes:
        return []
    lanes = min(len(nodes), LANES)
    room = BOX + CLEAR
    roomy = ROOMY / len(nodes) if len(nodes) <= LANES else 0
    step = max(room / lanes, min(roomy, room))
    order = [0] if lanes == 1 else [_lane(i) for i in range(lanes)]
    last = len(nodes) - 1
    return [
        (node, BOX + BESIDE + i * step, order[(last - i) % lanes])
        for i, node in enumerate(nodes)
    ]


def _lane(i):
    return (i // 2 + 1) * (-1 if i % 2 == 0 else 1)


def _kind(node, thread):
    if node is thread.start:
        return "here"
    return "" if node.cable else "absent"


def _arrows(thread, boxes):
    """Return (path, whether the cable is at an end), those of the cable on top."""
    by_node = {box.node: box for box in boxes}
    found = []
    for edge in thread.edges:
        if edge.citing in by_node and edge.cited in by_node:
            near = thread.start in (edge.citing, edge.cited)
            found.append((edge, near))
    found.sort(key=lambda pair: not pair[1])
    drawn = [
        (_path(by_node[edge.citing], by_node[edge.cited]), near)
        for edge, near in found[:ARROWS]
    ]
    return drawn[::-1]


def _path(citing, cited):
    """Return a curve from one box to another, as an SVG path."""
    if cited.right < citing.left or citing.right < cited.left:
        back = cited.x < citing.x
        x1, x2 = (
            (citing.left, cited.right + 2) if back else (citing.right, cited.left - 2)
        )
        bend = (x2 - x1) / 2
        return _curve((x1, citing.y), (bend, 0), (-bend, 0), (x2, cited.y))
    down = 1 if cited.y > citing.y else -1
    y1, y2 = citing.y + down * HIGH / 2, cited.y - down * (HIGH / 2 + 2)
    bend = (y2 - y1) / 2
    return _curve((citing.x, y1), (0, bend), (0, -bend), (cited.x, y2))


def _curve(start, first, second, end):
    (x1, y1), (x2, y2) = start, end
    c1, c2 = (x1 + first[0], y1 + first[1]), (x2 + second[0], y2 + second[1])
    points = " ".join(f"{_n(x)} {_n(y)}" for x, y in (c1, c2, end))
    return f"M{_n(x1)} {_n(y1)}C{points}"


def _ticks(boxes):
    """Name the years below; or the months, or days, where all are of one."""
    dated = [box for box in boxes if box.node.cable]
    dates = [box.node.created for box in dated]
    name = _year
    if dates[0].year == dates[-1].year:
        name = short_month if dates[0].month != dates[-1].month else short_day
    ticks, said, last = [], "", -APART
    for box in dated:
        text = name(box.node.created)
        if text != said and box.left - last >= APART:
            ticks.append(Tick(_n(box.left), text))
            last = box.left
            said = text
    return ticks


def _year(moment):
    return str(moment.year)


def _n(number):
    """Write a number as short as a tenth of a pixel allows, whatever the locale."""
    return f"{number:.1f}".removesuffix(".0")
