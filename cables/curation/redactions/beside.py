"""What readers see beside a cable, and no approval changes: said before one is given."""

from cables.models import Article, Change, ReleaseNote


def texts_beside(cable):
    """Return the texts beside a cable, each list under what sentences call it."""
    articles = Article.objects.filter(links__cable=cable).order_by()
    texts = {
        "the public log": Change.objects.filter(cable=cable).values_list("reason"),
        "the note of its release": _notes(cable),
        "the title or the author of an article": articles.values_list(
            "title", "author"
        ),
    }
    return {name: [one for row in rows for one in row] for name, rows in texts.items()}


def stands_beside(beside, forms):
    """Return the names of those texts in which the words stand."""
    return [name for name, texts in beside.items() if any(map(forms.stand_in, texts))]


def _notes(cable):
    if cable.released is None:
        return []
    notes = ReleaseNote.objects.filter(day=cable.released.date())
    return notes.values_list("title", "notes")
