"""What readers see beside a cable, and no approval changes: said before one is given."""

from cables.models import Article, Change, ReleaseNote


def stands_beside(cable, forms):
    """Return how sentences call the texts beside a cable in which the words stand."""
    articles = Article.objects.filter(links__cable=cable).order_by()
    texts = {
        "the public log": Change.objects.filter(cable=cable).values_list("reason"),
        "the note of its release": _notes(cable),
        "the title or the author of an article": articles.values_list(
            "title", "author"
        ),
    }
    return [
        name
        for name, rows in texts.items()
        if any(forms.stand_in(text) for row in rows for text in row)
    ]


def _notes(cable):
    if cable.released is None:
        return []
    notes = ReleaseNote.objects.filter(day=cable.released.date())
    return notes.values_list("title", "notes")
