"""
What a reader may be about to type: ids, posts, countries, tags and words that begin like
the last word, each of which leads to something public.

Of posts, countries, tags and words the index has the say, by its live documents, and the
database the last: a word is offered only with a public cable that was found by it. Ids
come from the database alone.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from urllib.parse import urlencode

import tantivy
from django.db import connection
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import ngettext

from cables.models import Cable, PublicationEpoch, Tag

from .index import IndexMissing, public_index
from .names import Names
from .query_text import clean, words_of

MOST = 10
MOST_CANDIDATES = 24  # names of one kind that are counted
MOST_BEFORE = 4  # words
MOST_IDS, MOST_POSTS, MOST_COUNTRIES, MOST_TAGS, MOST_WORDS = 6, 3, 2, 3, 5
SHORTEST, LONGEST = 2, 100  # characters of what is completed
#: A prefix of fewer letters begins too many words: those of subjects do.
IN_TEXTS_FROM = 3
#: Documents of a word that are looked for in the database.
WITNESSES = 3
_ID = re.compile(r"([0-9]{4}|[0-9]{2})([A-Z]{2,20})([0-9]{0,7})")
_YEARLESS = re.compile(r"([A-Z]{3,20})([0-9]{1,7})")
_FIELD = re.compile(r"(?:^|[\s(-])([a-z]+):([^\s\"()]*)$", re.IGNORECASE)
#: Fields whose values are completed, by the slug.
_COMPLETED = ("tag", "post", "country")
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """``text`` is what the box then holds; ``url`` is where it leads at once."""

    kind: str  # id, post, country, tag, word
    text: str
    url: str
    note: str = ""


def complete(text):
    """Return at most ten Suggestions for a text that is being typed, in 5 queries."""
    text = clean(text)[:LONGEST].strip()
    words = words_of(text)
    if len("".join(words)) < SHORTEST:
        return []
    token = re.sub(r"[^0-9A-Z]", "", text.upper())
    if _NUMBER.fullmatch(token):
        return _id_suggestions(Cable.objects.filter(number=int(token)), MOST_IDS)
    if parts := _ID.fullmatch(token):
        return _ids_that_begin(*parts.groups())
    exact = _ids_without_year(token)
    try:
        return list(islice(Completer(text, exact).suggestions(), MOST))
    except IndexMissing:
        return _found_ids(exact)


# --- ids -------------------------------------------------------------------------------


def _ids_that_begin(year, post, serial):
    """Return the ids that begin so, first the one that is all of it."""
    prefix = f"{year[-2:]}{post}{serial.lstrip('0')}"
    exact = _id_suggestions(Cable.objects.filter(reference_id=prefix), 1)
    longer = _id_suggestions(_beginning(prefix), MOST_IDS)
    return list(dict.fromkeys([*exact, *longer]))[:MOST_IDS]


def _beginning(prefix):
    """
    Return cables whose ids begin so, by the unique index: of PostgreSQL's, the one for
    patterns, whatever order the database sorts in.
    """
    if connection.vendor == "postgresql":
        return Cable.objects.filter(reference_id__startswith=prefix)
    return Cable.objects.filter(
        reference_id__gte=prefix, reference_id__lt=f"{prefix}\x7f"
    ).order_by("reference_id")


def _ids_without_year(token):
    parts = _YEARLESS.fullmatch(token)
    if parts is None:
        return []
    name = f"{parts[1]}{parts[2].lstrip('0') or '0'}"
    return [f"{year:02}{name}" for year in range(100)]


def _found_ids(ids):
    return _id_suggestions(Cable.objects.filter(reference_id__in=ids), MOST_IDS)


def _id_suggestions(cables, most):
    rows = cables.public().order_by(*cables.query.order_by)
    rows = rows.only("reference_id", "created", "subject")[:most]
    return [_id(cable) for cable in sorted(rows, key=lambda one: one.reference_id)]


def _id(cable):
    return Suggestion(
        kind="id",
        text=cable.reference_id,
        url=cable.get_absolute_url(),
        note=cable.subject[:80],
    )


# --- names and words -------------------------------------------------------------------


class Completer:
    """Completes the last word of a text; what stands before it narrows the words."""

    def __init__(self, text, exact=()):
        self.text = text
        self.words = words_of(text)
        self.exact = exact
        self.searcher, self.stand = public_index.searcher()
        self.schema = public_index.schema

    def suggestions(self):
        field = _FIELD.search(self.text)
        return self._of_field(field) if field else self._of_all()

    def _of_field(self, field):
        """Complete the value of a field of the query language: ``tag:PR``."""
        name = field[1].lower()
        self.text, head = field[2], self.text[: field.start(2)]
        self.words = words_of(self.text)
        if name not in _COMPLETED or not self.words:
            return
        named = self._tags() if name == "tag" else self._places()
        for one in named:
            if one.kind == name:
                slug = one.url.rstrip("/").rpartition("/")[2]
                text = f"{head}{slug} "
                yield replace(one, text=text, url=_search_url(text))

    def _of_all(self):
        words = self._words()
        rows = self._public({key for _, _, keys in words for key in keys})
        ids = [_id(row) for row in rows if row.reference_id in self.exact]
        # A word that was taken out of a public cable is gone from an index that has
        # caught up: one that stands behind the archive has no say in words.
        seen = {row.pk for row in rows if row.step <= self.stand.step}
        return [
            *sorted(ids, key=lambda one: one.text)[:MOST_IDS],
            *self._places(),
            *self._tags(),
            *(self._word(*word) for *word, keys in words if seen.intersection(keys)),
        ]

    def _public(self, keys):
        """Return public cables, each with the step at which the archive is."""
        asked = Q(pk__in=keys) | Q(reference_id__in=self.exact)
        step = Subquery(PublicationEpoch.objects.values("step")[:1])
        rows = Cable.objects.public().filter(asked).order_by()
        rows = rows.annotate(step=Coalesce(step, 0))
        return list(rows.only("reference_id", "created", "subject"))

    # --- names -------------------------------------------------------------------------
    def _places(self):
        posts = _all_posts(self.stand.folder, self.stand.step)
        countries = defaultdict(list)
        for post, _, words in posts:
            if post.country_slug and self._begins(words):
                countries[post.country, post.country_slug].append(post.pk)
        named = [post for post, words, _ in posts if self._begins(words)]
        return [
            *self._counted(
                "country",
                (
                    (name, ("country", slug), keys)
                    for (name, slug), keys in countries.items()
                ),
                MOST_COUNTRIES,
            ),
            *self._counted(
                "post",
                ((post.name, ("post", post.slug), [post.pk]) for post in named),
                MOST_POSTS,
            ),
        ]

    def _begins(self, words):
        """Whether each typed word begins another word of a name, in any order."""
        left = list(words)
        for typed in self.words:
            found = next((word for word in left if word.startswith(typed)), None)
            if found is None:
                return False
            left.remove(found)
        return True

    def _tags(self):
        begins = Q(name__istartswith=self.text) | Q(title__istartswith=self.text)
        rows = Tag.objects.filter(begins).order_by("name")
        rows = rows.values_list("pk", "name", "slug", "title")[:MOST_CANDIDATES]
        named = (
            (f"{name}: {title}" if title else name, ("tag", slug), [pk])
            for pk, name, slug, title in rows
        )
        return self._counted("tag", named, MOST_TAGS)

    def _counted(self, kind, named, most):
        """Return those of (name, route, keys) that a live document has, most first."""
        field = "tag" if kind == "tag" else "post"
        counted = []
        for name, route, keys in islice(named, MOST_CANDIDATES):
            if count := self._count(field, keys):
                counted.append((-count, name, route))
        return [
            Suggestion(kind=kind, text=name, url=_address(*route), note=_cables(-less))
            for less, name, route in sorted(counted)[:most]
        ]

    def _count(self, field, keys):
        query = tantivy.Query.term_set_query(self.schema, field, keys)
        return self.searcher.search(query, limit=1, count=True).count

    # --- words -------------------------------------------------------------------------
    def _words(self):
        """
        Return (word, how many cables have it, keys of some) for the words that begin
        like the last one. Live documents are counted: the list of words that the index
        keeps has those of deleted ones too, until it is written anew.
        """
        last = self.words[-1]
        if len(last) < SHORTEST or not self.text[-1].isalnum():
            return []
        field = "body" if len(last) >= IN_TEXTS_FROM else "subject"
        counted = self.searcher.terms_with_prefix(
            field, last, self._before(), limit=MOST_WORDS
        )
        return [(word, count, self._witnesses(field, word)) for word, count in counted]

    def _before(self):
        """Return the query that documents answer to which have the words before."""
        before = self.words[:-1][:MOST_BEFORE]
        if not before or ":" in self.text:
            return tantivy.Query.all_query()
        terms = [tantivy.Query.term_query(self.schema, "body", one) for one in before]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in terms])

    def _witnesses(self, field, word):
        query = tantivy.Query.term_query(self.schema, field, word)
        found = self.searcher.search(query, limit=WITNESSES, count=False).hits
        return self.searcher.fast_field_values("id", [address for _, address in found])

    def _word(self, word, count):
        head = re.sub(r"[^\W_]+$", "", self.text)
        text = f"{head}{word}"
        note = _cables(count)
        return Suggestion(kind="word", text=text, url=_search_url(text), note=note)


@lru_cache(maxsize=4)
def _all_posts(folder, step):
    """Return (post, words of its name, words of its country) as of a step of the outbox."""
    return [
        (post, words_of(post.name), words_of(post.country))
        for post in Names().all_posts
    ]


def _search_url(text):
    return f"{reverse('search')}?{urlencode({'q': text.strip()})}"


def _address(route, slug):
    return reverse(route, args=[slug])


def _cables(count):
    sentence = ngettext("%(count)s cable", "%(count)s cables", count)
    return sentence % {"count": number_format(count, force_grouping=True)}
