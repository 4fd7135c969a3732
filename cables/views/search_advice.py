"""What to say where a search finds nothing: why, and what would be found instead."""

from dataclasses import dataclass, field
from time import monotonic

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from cables.search.find import Choices, Finder
from cables.search.query import Field, Phrase, Query, text_of
from cables.search.query_tree import leaves
from cables.search.suggest import did_you_mean, missing_words

MOST = 8  # searches that are tried
BUDGET = 0.25  # seconds for them
_LACKS = {
    "phrase": _("No cable has the words %(value)s side by side."),
    "tag": _("No cable has the tag %(value)s."),
    "post": _("No cable is from a post called %(value)s."),
    "country": _("No cable is from a country called %(value)s."),
    "class": _("No cable is classified %(value)s."),
    "date": _("No cable was sent in %(value)s."),
    "ref": _("No cable cites %(value)s."),
    "subject": _("No subject has %(value)s."),
    "para": _("No paragraph is marked %(value)s."),
    "has": _("No cable is used in an article."),
    "is": _("No cable is a partial extract."),
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Another search: what it leaves out or looks for, its address and its count."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Advice:
    missing: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    meant: Offer | None = None
    offers: list[Offer] = field(default_factory=list)

    @property
    def missing_words(self):
        """The missing words as one text, so that a sentence can have them anywhere."""
        return format_html_join(", ", "<b>{}</b>", ((word,) for word in self.missing))


def advice(finder, parts, address):
    """Return the Advice for a search that found nothing; its parts are those of chips."""
    missing = missing_words(finder)
    return Advice(
        missing=missing,
        reasons=list(_reasons(finder)),
        meant=_meant(finder, missing, address),
        offers=_offers(finder, parts) if len(parts) > 1 else [],
    )


def _reasons(finder):
    """Yield a sentence for each field and phrase that no cable at all has."""
    found = leaves(finder.query.tree, negative=False)
    tried = [one for one in found if isinstance(one, Phrase | Field)][:MOST]
    until = monotonic() + BUDGET
    for node in tried:
        if monotonic() > until:
            return
        if not _count(finder, Query(tree=node), Choices()):
            yield _LACKS[getattr(node, "name", "phrase")] % {"value": _value(node)}


def _value(node):
    text = text_of(node)
    return text.partition(":")[2] if isinstance(node, Field) else text


def _offers(finder, parts):
    """Try the search without each of its parts, as long as that is soon done."""
    until = monotonic() + BUDGET
    offers = []
    for part in _tried(parts):
        if monotonic() > until:
            break
        if count := _count(finder, part.query, part.choices):
            offers.append(Offer(label=_label(part), url=part.url, count=count))
    return offers


def _tried(parts):
    """One of each kind first, so that many words do not hide the only choice."""
    seen, first, rest = set(), [], []
    for part in parts:
        (rest if part.name in seen else first).append(part)
        seen.add(part.name)
    chosen = [*first, *rest][:MOST]
    return [part for part in parts if part in chosen]


def _label(part):
    if part.language:
        label = '{}: <span lang="{}">{}</span>'
        return format_html(label, part.title, part.language, part.label)
    return f"{part.title}: {part.label}" if part.title else part.label


def _count(finder, query, choices):
    return Finder(query, choices, names=finder.names).count()


def _meant(finder, missing, address):
    """Offer the query that was meant, without the choices where they leave nothing."""
    query = did_you_mean(finder, missing)
    if query is None:
        return None
    text = query.text_form()
    if count := _count(finder, query, finder.choices):
        return Offer(label=text, url=address.url(q=text, words=None), count=count)
    no_choices = {name: None for name in address.values if name not in ("q", "sort")}
    return Offer(
        label=text,
        url=address.url(q=text, **no_choices),
        count=_count(finder, query, Choices()),
    )
