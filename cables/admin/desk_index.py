"""The desk's first page: what waits, how much of it and since when, and the way there."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils import timezone

from cables.models import Cable, ReleaseNote

from .queues import COUNTED, QUEUES, Queue, embargo, measure

DAYS = 7  # of releases to come are shown


@dataclass(frozen=True, slots=True)
class Line:
    """A queue as one person sees it now."""

    queue: Queue
    number: int
    first: datetime | None

    @property
    def is_over(self):
        return self.number > COUNTED

    @property
    def shown(self):
        return min(self.number, COUNTED)

    @property
    def days(self):
        """How many days the oldest has waited."""
        return (timezone.now() - self.first).days if self.first else None


@admin.site.page("", name="index")
def index(request):
    user = request.user
    context = {
        **admin.site.each_context(request),
        "title": admin.site.index_title,
        "sections": sections_for(user),
        "releases": planned(user),
        "app_list": admin.site.get_app_list(request),
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/index.html", context)


def sections_for(user):
    """Return (title, its lines) of the queues that are for this person."""
    queues = [one for found in QUEUES.values() for one in found if one.is_for(user)]
    measured = zip(queues, measure(queues, user), strict=True)
    lines = {queue.label: Line(queue, *found) for queue, found in measured}
    sections = [
        (title, [lines[queue.label] for queue in found if queue.label in lines])
        for title, found in QUEUES.items()
    ]
    return [(title, found) for title, found in sections if found]


@dataclass(frozen=True, slots=True)
class Releases:
    """What is published and waits for its day."""

    number: int
    is_over: bool
    days: list  # (day, how many of them, its note or None), the next ones


def planned(user):
    """Return the ``Releases`` to come, or None for who has no right to hear of them."""
    if not user.has_perms(["cables.view_cable", "cables.view_releasenote"]):
        return None
    cables = Cable.objects.filter(embargo()).order_by("released")
    moments = list(cables.values_list("released", flat=True)[: COUNTED + 1])
    counted = Counter(moment.date() for moment in moments[:COUNTED])
    coming = ReleaseNote.objects.filter(day__gte=timezone.now().date()).order_by("day")
    notes = {note.day: note for note in coming[:DAYS]}
    return Releases(
        number=min(len(moments), COUNTED),
        is_over=len(moments) > COUNTED,
        days=[
            (day, counted[day], notes.get(day))
            for day in sorted({*counted, *notes})[:DAYS]
        ],
    )
