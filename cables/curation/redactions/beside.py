"""
What readers or the desk see beside a cable and approving leaves to people: said before it
is given. (Reasons in the public log are cleaned with it.)
"""

from django.db.models import Case, Q, When

from cables.curation.purge.shown import readable
from cables.models import Article, Cable, Change, Proposal, ReleaseNote, SitePage


def texts_beside(cable):
    """Return the texts beside a cable, each list under what sentences call it."""
    articles = Article.objects.filter(links__cable=cable).order_by()
    of_release, others = _notes(cable)
    texts = {
        "the public log of other cables": _log_of_others(cable),
        "the note of its release": of_release,
        "the note of another release": others,
        "a text of the site": SitePage.objects.values_list("title", "summary", "text"),
        "the title or the author of an article": articles.values_list(
            "title", "author", "publisher__name"
        ),
        "a proposal": _proposals(cable, articles),
    }
    return {
        name: [readable(one) for row in rows for one in row if one]
        for name, rows in texts.items()
    }


def stands_beside(beside, forms):
    """Return the names of those texts in which the words stand."""
    return [name for name, texts in beside.items() if any(map(forms.stand_in, texts))]


def _log_of_others(cable):
    """Return the reasons given for other cables, each once, and none of this cable's."""
    key = cable.canonical_id or cable.pk
    group = Cable.objects.filter(Q(pk=key) | Q(canonical=key)).order_by()
    is_own = Case(
        When(cable__in=[*group.values_list("pk", flat=True)], then=1), default=0
    )
    lines = Change.objects.exclude(reason="").order_by()
    found = lines.values_list("reason", is_own).distinct()
    own = {reason for reason, mine in found if mine}
    return [[reason] for reason, mine in found if not mine and reason not in own]


def _notes(cable):
    """Return the texts of the note of its release, and those of all other notes."""
    day = cable.released and cable.released.date()
    mine, others = [], []
    for when, *texts in ReleaseNote.objects.values_list("day", "title", "notes"):
        (mine if when == day else others).append(texts)
    return mine, others


def _proposals(cable, articles):
    named = Q(cables__icontains=cable.reference_id) | Q(discussion__cable=cable)
    rows = Proposal.objects.filter(named | Q(article__in=articles)).order_by()
    return rows.values_list("title", "quote", "note", "decided_why")
