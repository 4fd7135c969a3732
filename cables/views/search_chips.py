"""Every part of a search as a chip: a link to the same search without it."""

from dataclasses import dataclass, replace

from cables.reading.search_address import SEVERAL
from cables.reading.search_labels import ENDS, FLAGS, LANGUAGES, TITLES
from cables.search.query import Query, text_of

MOST = 60  # chips; who made more of them by hand can clear them all


@dataclass(frozen=True, kw_only=True)
class Part:
    """
    A word of the query or a value that was chosen. ``name`` is the parameter that has
    it, ``language`` that of its label, where that is not the page's. ``query`` and
    ``choices`` are those of the search without it, ``url`` is its address.
    """

    name: str
    title: str = ""
    label: str
    language: str = ""
    url: str
    query: Query
    choices: object


def parts(filter, labels, address):
    """Return the Parts of a search, as many as are shown."""
    found = [
        *_words(filter, address),
        *_days(filter, address),
        *_values(filter, labels, address),
        *_unseen(filter, address),
        *_flags(filter, address),
    ]
    return found[:MOST]


def _words(filter, address):
    for node in filter.query.parts[:MOST]:
        query = filter.query.without(node)
        url = address.url(q=query.text_form() or None, words=None)
        yield Part(
            name="q",
            label=text_of(node),
            url=url,
            query=query,
            choices=filter.choices,
        )


def _days(filter, address):
    for name, title in ENDS.items():
        for text in address.values[name]:
            yield Part(
                name=name,
                title=title,
                label=text,
                url=address.url(**{name: None}),
                query=filter.query,
                choices=filter.choices.without(name),
            )


def _values(filter, labels, address):
    choices = filter.choices
    for name in SEVERAL:
        values = getattr(choices, name)
        texts = address.values[name]
        known = zip(values, texts[: len(values)], strict=True)
        for value, text in list(known)[:MOST]:
            rest = tuple(one for one in values if one != value)
            yield Part(
                name=name,
                title=TITLES[name],
                language=LANGUAGES.get(name, ""),
                label=labels.of(name, value),
                url=address.less(name, text),
                query=filter.query,
                choices=replace(choices, **{name: rest}),
            )


def _unseen(filter, address):
    """What no cable has is called as it was written: its title would say it is known."""
    for name, value in filter.unseen:
        yield Part(
            name=name,
            title=TITLES[name],
            label=value,
            url=address.less(name, value),
            query=filter.query,
            choices=filter.choices_without_unseen(name, value),
        )


def _flags(filter, address):
    for name in ("articles", "partial"):
        wanted = getattr(filter.choices, name)
        if wanted is not None:
            yield Part(
                name=name,
                label=FLAGS[name, wanted],
                url=address.url(**{name: None}),
                query=filter.query,
                choices=filter.choices.without(name),
            )
