"""
The thread of a cable: what is reached from it by references, in both directions, walked
breadth first and no further than a page can show.

A node is a public cable, or an id that is cited and is no public cable's. Those are told
apart by their words alone, so that a draft and a cable that never was look the same.
"""

from dataclasses import dataclass, field

from django.db.models import OuterRef, Q, Subquery

from cables.models import Cable, Reference
from cables.sharing.permalinks import cable_address, cited_address

from .dossier import CARD

MOST = 150  # nodes
STEPS = 6
ROWS = 2_000  # references read in a step
EDGE_ROWS = 3_000


@dataclass(eq=False)
class Node:
    """One cable of a thread; ``cable`` is None where no public cable has the id."""

    name: str
    steps: int
    cable: Cable | None = None
    place: int = 0  # in the thread, for its anchor on the page
    cites: list["Edge"] = field(default_factory=list)
    cited_by: list["Edge"] = field(default_factory=list)
    quotes: list = field(default_factory=list)

    @property
    def url(self):
        return cable_address(self.cable) if self.cable else cited_address(self.name)

    @property
    def created(self):
        """When it was sent; of an absent one, when it was first cited here."""
        if self.cable:
            return self.cable.created
        return min(edge.citing.cable.created for edge in self.cited_by)


@dataclass(eq=False)
class Edge:
    """That one cable cites another, with the references that say so."""

    citing: Node
    cited: Node
    references: list[Reference] = field(default_factory=list)


@dataclass(eq=False)
class Thread:
    """
    ``nodes`` in time order, absent ones before who cites them. ``cut`` where there was
    no room for all, ``goes_on`` where the last step may have more behind it.
    """

    start: Node
    nodes: list[Node]
    edges: list[Edge]
    cut: bool = False
    goes_on: bool = False

    @property
    def cables(self):
        return [node for node in self.nodes if node.cable]

    @property
    def absent(self):
        return [node for node in self.nodes if not node.cable]


def thread_of(cable):
    """Return the Thread of a public cable, in at most STEPS + 2 queries."""
    walk = _Walk(cable)
    walk.go()
    nodes = _load(walk.steps)
    start = nodes.setdefault(cable.reference_id, Node(cable.reference_id, 0, cable))
    thread = in_time_order(start, _edges(nodes))
    thread.cut, thread.goes_on = walk.cut, walk.goes_on
    return thread


def around_cable(cable, references, citations):
    """
    Return the Thread of one step from what a page has read already: rows of references
    with the ``card`` of the other cable, None where it is not public.
    """
    start = Node(cable.reference_id, 0, cable)
    nodes, edges = {cable.reference_id: start}, {}
    for row in references:
        if row.cited_id:
            other = _node(nodes, row.cited_id, row.card)
            _join(edges, start, other, row)
    for row in citations:
        _join(edges, _node(nodes, row.card.reference_id, row.card), start, row)
    return in_time_order(start, list(edges.values()))


def in_time_order(start, edges):
    linked = {start, *(node for e in edges for node in (e.citing, e.cited))}
    nodes = sorted(linked, key=lambda n: (n.created, n.cable is not None, n.name))
    for place, node in enumerate(nodes):
        node.place = place
    for node in nodes:
        node.cites.sort(key=lambda edge: edge.cited.place)
        node.cited_by.sort(key=lambda edge: edge.citing.place)
    return Thread(start, nodes, edges)


def _node(nodes, name, card):
    name = card.reference_id if card else name
    return nodes.setdefault(name, Node(name, 1, card))


def _join(edges, citing, cited, row):
    """Take in a reference; one of a cable to itself joins nothing."""
    if citing is cited:
        return
    if (citing, cited) not in edges:
        edge = edges[citing, cited] = Edge(citing, cited)
        citing.cites.append(edge)
        cited.cited_by.append(edge)
    edges[citing, cited].references.append(row)


class _Walk:
    """``steps`` holds {primary key of a public cable, or else the id cited: steps}."""

    def __init__(self, cable):
        self.steps = {cable.pk: 0}
        self.names = {cable.pk: cable.reference_id}
        self.keys = {cable.reference_id: cable.pk}
        self.cut = self.goes_on = False

    def go(self):
        frontier = list(self.steps)
        for step in range(1, STEPS + 1):
            if not frontier or len(self.steps) >= MOST:
                return
            frontier = self._step(frontier, step)
        self.goes_on = bool(frontier)

    def _step(self, frontier, step):
        """Take in what is one step further, the newest cables first; return it."""
        rows = list(_around(frontier, [self.names[key] for key in frontier]))
        found = {}
        for citing, name, created, target, cited_id, cited_created in rows:
            found[citing] = name, created
            seen = target if cited_created else self.keys.get(cited_id, cited_id)
            found.setdefault(seen, (cited_id, cited_created))
        fresh = [key for key in found if key not in self.steps]
        fresh.sort(key=lambda key: found[key][0])
        fresh.sort(key=lambda key: _newest(found[key][1]))
        room = MOST - len(self.steps)
        self.cut = self.cut or len(fresh) > room or len(rows) == ROWS
        for key in fresh[:room]:
            self.steps[key] = step
            self.names[key] = found[key][0]
            self.keys.setdefault(found[key][0], key)
        return fresh[:room]


def _newest(created):
    return -created.timestamp() if created else 0


def _around(keys, names):
    """Yield the references that public cables among the nodes make, or that name one."""
    keys = [key for key in keys if isinstance(key, int)]
    # The moment of a cited cable says that it is public, too.
    seen = Cable.objects.public().filter(pk=OuterRef("target")).order_by()
    return (
        Reference.objects.public()
        .exclude(cited_id="")
        .filter(Q(cable__in=keys) | Q(target__in=keys) | Q(cited_id__in=names))
        .order_by("-cable__created", "-pk")
        .values_list(
            *("cable", "cable__reference_id", "cable__created"),
            *("target", "cited_id", Subquery(seen.values("created")[:1])),
        )[:ROWS]
    )


def _load(steps):
    """Return {id: Node}; an id that is a public cable's after all is that cable."""
    keys = [key for key in steps if isinstance(key, int)]
    names = [key for key in steps if isinstance(key, str)]
    rows = Cable.objects.public().filter(Q(pk__in=keys) | Q(reference_id__in=names))
    rows = rows.select_related("post").only(*CARD, "post__name", "post__slug")
    nodes = {}
    for cable in rows:
        near = min(steps.get(key, STEPS) for key in (cable.pk, cable.reference_id))
        nodes[cable.reference_id] = Node(cable.reference_id, near, cable)
    for name in names:
        nodes.setdefault(name, Node(name, steps[name]))
    return nodes


def _edges(nodes):
    by_key = {node.cable.pk: node for node in nodes.values() if node.cable}
    rows = (
        Reference.objects.public()
        .filter(cable__in=by_key)
        .filter(Q(target__in=by_key) | Q(cited_id__in=nodes))
        .select_related("paragraph")
        .defer("paragraph__text")
        .order_by("cable_id", "position", "id")[:EDGE_ROWS]
    )
    edges = {}
    for row in rows:
        citing = by_key[row.cable_id]
        cited = by_key.get(row.target_id) or nodes.get(row.cited_id)
        if cited:
            _join(edges, citing, cited, row)
    return list(edges.values())
