"""
Requests that went to many posts: one cable asks, and each post answers with its own.

A cable is such a request if the Department sent it and cables of at least five posts cite
it; or if it asks for action, in its subject or text, of at least five posts or of posts
collectively.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q

from cables.choices import Role
from cables.models import Paragraph, Recipient, Reference
from cables.reading.thread_walk import Node

MANY = 5  # posts
CANDIDATES = 10  # cables of a thread that are looked at, those that are cited most
SHOWN = 2
ADDRESSEES = 500
DEPARTMENT = re.compile(r"[0-9]{2}(?:SEC)?STATE[0-9]+")
ASKS = "action request"


@dataclass(kw_only=True)
class Request:
    """``answers`` are (post, [cables]) by post; ``count`` is of all in the archive."""

    node: Node
    answers: list = field(default_factory=list)
    count: int = 0
    posts: int = 0
    asked: int = 0  # posts that it was addressed to, where those are named
    collective: bool = False  # addressed to posts as a group

    @property
    def listed(self):
        return sum(len(cables) for _, cables in self.answers)


def action_requests(thread):
    """Return the Requests of a thread, in at most two queries and one for each."""
    cited = sorted(thread.nodes, key=lambda node: -len(node.cited_by))
    candidates = [node for node in cited if node.cited_by][:CANDIDATES]
    for node in thread.nodes:
        if node is thread.start and node not in candidates:
            candidates.append(node)
    found = _recognised(candidates)
    for request in found:
        _count(request)
    return found


def _recognised(candidates):
    requests, unsure = [], []
    for node in candidates:
        request = Request(node=node, answers=_answers(node))
        if DEPARTMENT.match(node.name) and len(request.answers) >= MANY:
            requests.append(request)
        elif node.cable:
            unsure.append(request)
    if requests or unsure:
        _address(requests + unsure)
    asked = [r for r in unsure if r.asked >= MANY or r.collective]
    requests += _asking(asked)
    return requests[:SHOWN]


def _answers(node):
    """Return (post, [nodes]) of the cables that cite a node and are not older."""
    posts = defaultdict(list)
    for edge in node.cited_by:
        cable = edge.citing.cable
        if node.cable is None or cable.created >= node.cable.created:
            posts[cable.post].append(edge.citing)
    own = node.cable.post if node.cable else None
    rows = [(post, nodes) for post, nodes in posts.items() if post != own]
    return sorted(rows, key=lambda row: row[0].name)


def _address(requests):
    """Read to whom the requests went, for action."""
    by_cable = {r.node.cable.pk: r for r in requests if r.node.cable}
    if not by_cable:
        return
    rows = Recipient.objects.filter(
        cable__in=by_cable, role=Role.ACTION, excluded=False
    )
    pairs = rows.order_by("position").values_list("cable", "name")
    for key, name in pairs[: CANDIDATES * ADDRESSEES]:
        if "COLLECTIVE" in name.upper():
            by_cable[key].collective = True
        else:
            by_cable[key].asked += 1


def _asking(requests):
    """Return those that ask for action in so many words."""
    sure = [r for r in requests if ASKS in r.node.cable.subject.lower()]
    rest = [r for r in requests if r not in sure]
    if not rest:
        return sure
    keys = [r.node.cable.pk for r in rest]
    asking = Paragraph.objects.public().filter(cable__in=keys, text__icontains=ASKS)
    found = set(asking.order_by().values_list("cable", flat=True).distinct())
    return sure + [r for r in rest if r.node.cable.pk in found]


def _count(request):
    """Count all answers: a thread shows no more than it has room for."""
    node = request.node
    named = Q(cited_id=node.name)
    rows = Reference.objects.public()
    if node.cable:
        cable = node.cable
        named |= Q(target=cable)
        rows = rows.filter(cable__created__gte=cable.created)
        rows = rows.exclude(cable__post=cable.post)
    counts = rows.filter(named).aggregate(
        cables=Count("cable", distinct=True), posts=Count("cable__post", distinct=True)
    )
    request.count, request.posts = counts["cables"], counts["posts"]
