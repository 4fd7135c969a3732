"""The front page, and the public log of changes."""

from django.shortcuts import render

from cables.models import Change
from cables.reading import figures
from cables.reading.conditional import reader_page
from cables.reading.dossier import CARD, LOGGED
from cables.reading.edition import newest_release
from cables.reading.figures import counted, figure

from .listing import Paged

NEWEST = 12


@reader_page
def home(request):
    columns = (
        *CARD,
        "released",
        "is_partial",
        "word_count",
        "post__name",
        "post__slug",
    )
    newest = newest_release().select_related("post").only(*columns)[:NEWEST]
    context = {
        "newest": list(newest),
        "figures": figure(request.edition, figures.whole),
        "classes": counted(request.edition, "classification"),
    }
    return render(request, "cables/home.html", context)


@reader_page
def changes(request):
    log = Paged(request, Change.objects.public().order_by("-id"), name="changes")
    rows = log.slice.select_related("cable").only(*LOGGED)
    return render(request, "cables/changes.html", {"log": log, "changes": rows})
