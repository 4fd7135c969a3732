"""What a reader may narrow a list by: form and query in one object."""

from dataclasses import replace
from datetime import date
from functools import cached_property

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cables.choices import Classification
from cables.models import ArticleLink, Cable
from cables.search.find import Choices, Finder
from cables.search.index import IndexMissing
from cables.search.names import Names
from cables.search.query import parse_query
from cables.search.query_dates import read_dates
from cables.search.said import hints, no_such, said

ORDERS = {"newest": ("-created", "-id"), "oldest": ("created", "id")}


class YearFilter(filters.NumberFilter):
    field_class = forms.IntegerField  # a year is no 2006.5


class CableFilter(filters.FilterSet):
    classification = filters.ChoiceFilter(
        label=gettext_lazy("Classification"),
        choices=Classification,
        empty_label=gettext_lazy("Any classification"),
    )
    year = YearFilter(
        field_name="created__year",
        label=gettext_lazy("Year"),
        min_value=1900,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "2006"}),
    )
    articles = filters.BooleanFilter(
        method="with_articles",
        label=gettext_lazy("Used in articles"),
        widget=forms.CheckboxInput,
    )
    partial = filters.BooleanFilter(
        method="without_partial",
        label=gettext_lazy("Whole telegrams only"),
        widget=forms.CheckboxInput,
    )
    sort = filters.ChoiceFilter(
        method="in_order",
        label=gettext_lazy("Order"),
        empty_label=None,
        choices=[
            ("newest", gettext_lazy("Newest first")),
            ("oldest", gettext_lazy("Oldest first")),
        ],
    )

    class Meta:
        model = Cable
        fields = []

    def __init__(self, data, queryset, *, without=()):
        super().__init__(data, queryset)
        for name in without:
            del self.filters[name]

    def with_articles(self, cables, name, wanted):
        used = ArticleLink.objects.public().filter(cable=OuterRef("pk"))
        return cables.filter(Exists(used)) if wanted else cables

    def without_partial(self, cables, name, wanted):
        return cables.filter(is_partial=False) if wanted else cables

    def in_order(self, cables, name, order):
        return cables  # the list orders itself, since its pages depend on it

    @property
    def chosen(self):
        """What the reader chose, without what is not understood or says nothing."""
        self.form.is_valid()
        chosen = self.form.cleaned_data.items()
        return {name: value for name, value in chosen if value not in (None, "", False)}

    @property
    def order(self):
        return self.chosen.get("sort", "newest")

    @property
    def narrowed(self):
        return bool(self.chosen.keys() - {"sort"})


class Several(forms.MultipleChoiceField):
    """One parameter any number of times; what its values may be is not the form's."""

    MOST = 30

    def to_python(self, value):
        cleaned = (" ".join(str(one).replace("\0", " ").split()) for one in value or ())
        return list(dict.fromkeys(one[:100] for one in cleaned if one))[: self.MOST]

    def validate(self, value):
        pass


class SeveralFilter(filters.Filter):
    field_class = Several


class SearchFilter(filters.FilterSet):
    """
    The parameters of a search: in the page, its exports and feeds, and the API alike.
    Nothing in them is an error: what is not understood is left out, and ``notes`` says
    so in sentences. A tag, post or country that no public cable has finds nothing: were
    it left out, the feed of a tag would become one of everything with its last cable.
    """

    q = filters.CharFilter(label="Words, an id, or a query", max_length=4_000)
    classification = SeveralFilter(label="Classification")
    post = SeveralFilter(label="Post")
    country = SeveralFilter(label="Country")
    year = SeveralFilter(label="Year")
    tag = SeveralFilter(label="Tag")
    para = SeveralFilter(label="Portion marking")
    since = filters.CharFilter(label="From")
    until = filters.CharFilter(label="To")
    articles = filters.CharFilter(label="Used in articles")
    partial = filters.CharFilter(label="Partial extract")
    sort = filters.CharFilter(label="Order")

    class Meta:
        model = Cable
        fields = []

    def __init__(self, data):
        super().__init__(data, Cable.objects.none())
        self.names = Names()
        self._notes = []
        self._unseen = []

    @cached_property
    def cleaned(self):
        """What the form read; empty for what it could not."""
        self.form.is_valid()
        return self.form.cleaned_data

    @cached_property
    def query(self):
        return parse_query(self._text("q"))

    @cached_property
    def choices(self):
        """The Choices that were understood."""
        since, until = self.days
        choices = Choices(
            since=since and since.first,
            until=until and until.last,
            classification=self._known("classification", _classification),
            post=self._known("post", self._post),
            country=self._known("country", self._country),
            tag=self._known("tag", self._tag),
            year=self._known("year", _year),
            para=tuple(one.upper() for one in self.cleaned.get("para") or ()),
            articles=self._yes_or_no("articles"),
            partial=self._yes_or_no("partial"),
        )
        return replace(choices, nothing=_finds_nothing(choices, self._unseen))

    @property
    def unseen(self):
        """(name, value) of the tags, posts and countries that no public cable has."""
        self.choices  # noqa: B018 - reading them finds these
        return tuple(self._unseen)

    def choices_without_unseen(self, name, value):
        """Return the Choices of this search without one that no public cable has."""
        rest = [one for one in self.unseen if one != (name, value)]
        return replace(self.choices, nothing=_finds_nothing(self.choices, rest))

    @cached_property
    def order(self):
        """ "relevance", "newest" or "oldest"."""
        asked = self._text("sort").lower()
        if asked in ("relevance", "newest", "oldest"):
            return asked
        if asked:
            self._note(
                _("Results are not sorted by %(order)s; by relevance instead."),
                order=repr(asked[:40]),
            )
        return "relevance" if self.query.words else "newest"

    @property
    def notes(self):
        """Sentences about what was repaired or left out."""
        self.choices, self.order  # noqa: B018 - reading them makes the notes
        repairs = map(said, self.query.repairs)
        return [*repairs, *hints(self._text("q")), *self._notes]

    @property
    def narrowed(self):
        """Whether anything was chosen, beside words and order."""
        return self.choices != Choices()

    def finder(self, **options):
        """Return the Finder of this search; raise IndexMissing where there is no index."""
        return Finder(self.query, self.choices, names=self.names, **options)

    def _text(self, name):
        return (self.cleaned.get(name) or "").strip()

    def _repaired(self, repair):
        self._notes.append(said(repair))

    def _note(self, sentence, **values):
        self._notes.append(sentence % values)

    def _known(self, name, read):
        """Return what ``read`` makes of the values of a parameter; note what it cannot."""
        known = {}
        for value in self.cleaned.get(name) or ():
            one = read(value)
            if one is not None:
                known[one] = None
                continue
            self._notes.append(no_such(name, value))
            if name in ("post", "country", "tag"):
                self._unseen.append((name, value))
        return tuple(known)

    @cached_property
    def days(self):
        """What ``since`` and ``until`` mean: DateRanges (a year, a month, a day) or None."""
        since, until = (
            read_dates("date", text, self._repaired) if text else None
            for text in (self._text("since"), self._text("until"))
        )
        if since and until and (since.first or date.min) > (until.last or date.max):
            sentence = _(
                "The dates ran backwards: searched from %(since)s to %(until)s."
            )
            self._note(sentence, since=until, until=since)
            since, until = until, since
        return since, until

    def _yes_or_no(self, name):
        text = self._text(name).lower()
        if text in ("yes", "1", "true", "on", "no", "0", "false"):
            return text in ("yes", "1", "true", "on")
        if text:
            sentence = _("%(name)s is yes or no, not %(value)s: left out.")
            self._note(sentence, name=name, value=repr(text[:40]))
        return None

    def _post(self, value):
        slug = value.lower()
        known = any(post.slug == slug for post in self.names.all_posts)
        return slug if known and self._is_seen(post=(slug,)) else None

    def _country(self, value):
        slug = value.lower()
        known = any(post.country_slug == slug for post in self.names.all_posts)
        return slug if known and self._is_seen(country=(slug,)) else None

    def _tag(self, value):
        known = self.names.tags(value)
        return value if known and self._is_seen(tag=(value,)) else None

    def _is_seen(self, **choice):
        """
        Whether a public cable has it. That a name is known at all says that some cable
        has it, perhaps a draft: so it is told from none by nothing.
        """
        try:
            return Finder("", Choices(**choice), names=self.names).count() > 0
        except IndexMissing:
            return True


def _finds_nothing(choices, unseen):
    """All tags must hold; of several posts or countries, one that is seen will do."""
    return any(name == "tag" or not getattr(choices, name) for name, _ in unseen)


def _classification(value):
    found = Classification.from_slug(value.lower())
    found = found or next((one for one in Classification if one == value.upper()), None)
    return found.value if found else None


def _year(value):
    known = value.isascii() and value.isdigit() and 1900 <= int(value[:5]) <= 2100
    return int(value[:5]) if known else None
