"""The front page, and the public log of changes."""

from django.shortcuts import render
from django.utils import timezone

from cables.models import Change, Post
from cables.reading import figures
from cables.reading.conditional import reader_page
from cables.reading.dossier import CARD, LOGGED
from cables.reading.edition import newest_release
from cables.reading.figures import counted, figure
from cables.reading.on_this_day import on_this_day

from .charts.timeline import by_years
from .charts.world import world
from .listing import Paged

NEWEST = 8


def today():
    return timezone.now().date()


def _home(request):
    columns = (*CARD, "released", "is_partial", "post__name", "post__slug")
    newest = newest_release().select_related("post").only(*columns)[:NEWEST]
    counts = counted(request.edition, "post")
    posts = [(one, counts[one.pk]) for one in Post.objects.all() if one.pk in counts]
    context = {
        "newest": list(newest),
        "figures": figure(request.edition, figures.whole),
        "countries": len({one.country_slug for one, _ in posts} - {""}),
        "tags": len(counted(request.edition, "tag")),
        "classes": counted(request.edition, "classification"),
        "timeline": by_years(counted(request.edition, "year")),
        "world": world(posts),
        "on_this_day": on_this_day(request.edition, today()),
    }
    return render(request, "cables/home.html", context)


# Known by the day as well: what was sent on it in other years stands on the page.
home = reader_page(_home, also=lambda: today())


@reader_page
def changes(request):
    log = Paged(request, Change.objects.public().order_by("-id"), name="changes")
    rows = log.slice.select_related("cable").only(*LOGGED)
    return render(request, "cables/changes.html", {"log": log, "changes": rows})
