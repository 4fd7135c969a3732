"""What a reader may narrow a list by: form and query in one object."""

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef

from cables.choices import Classification
from cables.models import ArticleLink, Cable

ORDERS = {"newest": ("-created", "-id"), "oldest": ("created", "id")}


class YearFilter(filters.NumberFilter):
    field_class = forms.IntegerField  # a year is no 2006.5


class CableFilter(filters.FilterSet):
    classification = filters.ChoiceFilter(
        label="Classification", choices=Classification, empty_label="Any classification"
    )
    year = YearFilter(
        field_name="created__year",
        label="Year",
        min_value=1900,
        max_value=2100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "2006"}),
    )
    articles = filters.BooleanFilter(
        method="with_articles", label="Used in articles", widget=forms.CheckboxInput
    )
    partial = filters.BooleanFilter(
        method="without_partial",
        label="Whole telegrams only",
        widget=forms.CheckboxInput,
    )
    sort = filters.ChoiceFilter(
        method="in_order",
        label="Order",
        empty_label=None,
        choices=[("newest", "Newest first"), ("oldest", "Oldest first")],
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
