"""
What readers see of cables and beside them: looked at, counted, and shown to whoever asks
for a purge, which leaves it to people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags

from cables.models import (
    Article,
    Cable,
    Paragraph,
    Post,
    Publisher,
    ReleaseNote,
    SitePage,
    Tag,
)

from .places import Place, columns_of, of_cable, release_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Texts that editors write in HTML: words are looked for in what a page shows."""

    name: str
    model: type
    texts: tuple[str, ...]
    cleaned: Callable = lambda group: ()  # keys of rows that a purge cleans
    notes: tuple[str, ...] = ()

    def find(self, group):
        """
        Yield (primary key, None, how many places) of each row that shows the words: of
        those that a purge cleans, where they stand between tags, which it does not reach.
        """
        cleaned = set(self.cleaned(group))
        for key, *values in self.model.objects.order_by("pk").values_list(
            "pk", *self.texts
        ):
            if key in cleaned:
                values = map(group.traces.clean, values)
            if found := sum(group.traces.count(readable(one)) for one in values):
                yield key, None, found


def readable(html):
    """Return the words of an editor's HTML as a page shows them, one after the other."""
    return unescape(strip_tags(html))


SHOWN = (
    Place(
        name="cables",
        model=Cable,
        rows=lambda group: Cable.objects.filter(pk__in=group.cables).order_by("pk"),
        texts=tuple(sorted({*columns_of(Cable)} - {"sha256", "curated", "problems"})),
    ),
    Place(
        name="paragraphs",
        model=Paragraph,
        rows=of_cable(Paragraph),
        texts=("label", "marking", "text"),
    ),
    Place(
        name="articles",
        model=Article,
        rows=lambda group: group.articles.order_by("pk"),
        texts=("url", "title", "author", "archived_url"),
    ),
    Place(
        name="publishers",
        model=Publisher,
        rows=lambda group: Publisher.objects.filter(
            articles__in=group.articles.values("pk")
        ).order_by("pk"),
        texts=("name", "domain"),
    ),
    Place(
        name="tags",
        model=Tag,
        rows=lambda group: Tag.objects.filter(
            cable_tags__content_object__in=group.cables
        ).order_by("pk"),
        texts=("name", "title", "definition"),
    ),
    Place(
        name="posts",
        model=Post,
        rows=lambda group: Post.objects.filter(cables__in=group.cables).order_by("pk"),
        texts=("name", "country"),
    ),
    Written(name="site texts", model=SitePage, texts=("title", "summary", "text")),
    Written(
        name="release notes that are left",
        model=ReleaseNote,
        texts=("title", "notes"),
        cleaned=lambda group: release_notes(group).values_list("pk", flat=True),
    ),
)
