"""The address of a search, and of those that differ from it in one thing."""

from urllib.parse import urlencode

from django.urls import reverse_lazy

from cables.choices import Classification

#: Found anew each time: its first part can be the language of the page.
SEARCH = reverse_lazy("search")
LONG = 300  # characters of a query
SEVERAL = ("classification", "post", "country", "tag", "year", "para")
#: The parameters in the order in which an address has them.
NAMES = (
    *("q", "since", "until", *SEVERAL),
    *("articles", "partial", "sort", "words", "more"),
)


class SearchAddress:
    """
    What of a SearchFilter was understood, as an address: two that mean the same are the
    same, and what was left out is gone.
    """

    def __init__(self, filter, *, words=False):
        choices = filter.choices
        self.values = {
            "q": _listed(_words(filter) or None),
            "since": _day(filter.days[0]),
            "until": _day(filter.days[1]),
            **{name: _several(filter, name) for name in SEVERAL},
            "articles": _yes_or_no(choices.articles),
            "partial": _yes_or_no(choices.partial),
            "sort": [filter.order] if filter.cleaned.get("sort") else [],
            "words": ["1"] if words else [],
        }
        classes = self.values["classification"]
        self.values["classification"] = [Classification(c).slug for c in classes]

    def url(self, path=SEARCH, **changes):
        """
        Return the address with other values: a text, a list, or None for none. The page
        is the first, unless one is named.
        """
        values = self.values | {name: _listed(v) for name, v in changes.items()}
        page = values.pop("page", [])
        pairs = [(name, one) for name in NAMES for one in values.get(name, ())]
        pairs += [("page", one) for one in page if one != 1]
        return f"{path}?{urlencode(pairs)}" if pairs else str(path)

    def less(self, name, value):
        """Return the address without one of several values."""
        return self.url(**{name: [v for v in self.values[name] if v != value]})

    def pairs(self, *names):
        """Return (name, value) of some parameters, for the hidden fields of a form."""
        return [(name, one) for name in names for one in self.values.get(name, ())]


def _several(filter, name):
    """The values that are known, and behind them those that no cable has."""
    unseen = [value for of, value in filter.unseen if of == name]
    return [*getattr(filter.choices, name), *unseen]


def _words(filter):
    """The query as it was typed; a long one as it was read, for links repeat it often."""
    text = (filter.cleaned.get("q") or "").strip()
    return text if len(text) <= LONG else filter.query.text_form()


def _yes_or_no(choice):
    return [] if choice is None else ["yes" if choice else "no"]


def _day(dates):
    return [] if dates is None else [str(dates)]


def _listed(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
