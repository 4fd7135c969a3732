"""The lists that a search is narrowed by, each value with its count."""

from dataclasses import dataclass, field
from hashlib import sha256

from django.core.cache import caches
from django.utils.formats import number_format

from cables.choices import Classification
from cables.search.find import FACETS

from .search_labels import FLAGS, LANGUAGES, TITLES, Labels

SHOWN = 12  # values of a list that are seen at once
FOLDED = 12  # more of them, one tap away; the whole list has an address of its own
KEPT_FROM = 5_000  # cables: counting fewer is no work
AN_HOUR = 3_600


@dataclass(frozen=True, kw_only=True)
class Facet:
    """
    One list. Rows are (value in the address, label, count as a text, is chosen).
    ``whole_url`` leads to the search with all of the list, ``length`` values.
    """

    name: str
    rows: list
    folded: list = field(default_factory=list)
    length: int = 0
    whole_url: str = ""
    is_whole: bool = False

    @property
    def title(self):
        return TITLES[self.name]

    @property
    def language(self):
        """The language of its labels, where it is not that of the page."""
        return LANGUAGES.get(self.name, "")

    @property
    def one_of(self):
        """Whether only one of the values can hold."""
        return self.name in ("articles", "partial")

    @property
    def kind(self):
        """The type of its inputs."""
        return "radio" if self.one_of else "checkbox"

    @property
    def is_open(self):
        """Whether none of the values is chosen."""
        return not any(chosen for *_, chosen in self.rows)


def counting(request, finder):
    """
    Begin to count; return what waits for it. The counts of a wide search are kept as
    long as the index stands where it does: its next pages need them again.
    """
    name = f"{request.edition.key}|{finder.stand}|{finder.query.tree}|{finder.choices}"
    key = f"facets:{sha256(name.encode()).hexdigest()[:32]}"
    known = caches["figures"].get(key)
    if known is not None:
        return lambda total: known
    wait = finder.counting(FACETS)

    def counts(total):
        found = wait()
        if total >= KEPT_FROM:
            caches["figures"].set(key, found, AN_HOUR)
        return found

    return counts


def labels_for(filter, counts, whole):
    """Return the Labels of a page, which knows the tags that it shows and no others."""
    tags = counts["tag"]
    most = len(tags) if whole == "tag" else SHOWN + FOLDED
    shown = sorted(tags, key=lambda key: (-tags[key], key))[:most]
    return Labels(filter, shown)


def facets(filter, counts, labels, address, whole=""):
    """Return the Facets of a page; ``whole`` names one that is shown in full."""
    made = []
    for name in TITLES:
        rows = _ROWS[name](filter.choices, counts[name], labels)
        if rows:
            made.append(_facet(name, rows, address, whole))
    return made


def _facet(name, rows, address, whole):
    if name in ("classification", "articles", "partial"):
        return Facet(name=name, rows=_texts(rows))
    by_name = (lambda row: -row[0]) if name == "year" else (lambda row: row[1].lower())
    if name == whole:
        rows = _texts(sorted(rows, key=by_name))
        return Facet(name=name, rows=rows, length=len(rows), is_whole=True)
    # What is chosen stays in sight, whatever its count, so that it can be taken back.
    rows.sort(key=lambda row: (not row[3], -row[2], row[1]))
    most = max(SHOWN, sum(row[3] for row in rows))
    more = len(rows) - most
    if more < 4:
        most += max(more, 0)
    return Facet(
        name=name,
        rows=_texts(rows[:most]),
        folded=_texts(sorted(rows[most : most + FOLDED], key=by_name)),
        length=len(rows),
        whole_url=address.url(more=name) if more > FOLDED else "",
    )


def _texts(rows):
    return [
        (value, label, number_format(n, force_grouping=True), chosen)
        for value, label, n, chosen in rows
    ]


# Each returns (value, label, count, is chosen) of one facet.


def _classifications(choices, counts, labels):
    return [
        (
            one.slug,
            one.label,
            counts.get(one.value, 0),
            one.value in choices.classification,
        )
        for one in Classification
        if one.value in counts or one.value in choices.classification
    ]


def _posts(choices, counts, labels):
    return [
        (post.slug, post.name, counts.get(post.pk, 0), post.slug in choices.post)
        for post in labels.filter.names.all_posts
        if post.pk in counts or post.slug in choices.post
    ]


def _countries(choices, counts, labels):
    keys = dict.fromkeys([*choices.country, *counts])
    known = labels.countries
    return [
        (slug, known[slug], counts.get(slug, 0), slug in choices.country)
        for slug in keys
        if slug in known
    ]


def _years(choices, counts, labels):
    keys = dict.fromkeys([*choices.year, *counts])
    return [
        (year, str(year), counts.get(year, 0), year in choices.year) for year in keys
    ]


def _markings(choices, counts, labels):
    keys = dict.fromkeys([*choices.para, *counts])
    return [
        (one, labels.marking(one), counts.get(one, 0), one in choices.para)
        for one in keys
    ]


def _tags(choices, counts, labels):
    chosen = labels.chosen_tags
    return [
        (
            chosen.get(key) or labels.tags[key].name,
            labels.tag(key),
            counts.get(key, 0),
            key in chosen,
        )
        for key in labels.tags
    ]


def _flag(name):
    def rows(choices, counts, labels):
        wanted = getattr(choices, name)
        found = [
            (text, FLAGS[name, flag], counts.get(int(flag), 0), wanted is flag)
            for text, flag in (("yes", True), ("no", False))
            if counts.get(int(flag)) or wanted is flag
        ]
        return found if len(found) > 1 or wanted is not None else []

    return rows


_ROWS = {
    "classification": _classifications,
    "tag": _tags,
    "country": _countries,
    "post": _posts,
    "year": _years,
    "para": _markings,
    "articles": _flag("articles"),
    "partial": _flag("partial"),
}
