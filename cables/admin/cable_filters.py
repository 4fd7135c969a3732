"""What the cable list can be narrowed by: each is answered by an index."""

from datetime import UTC, datetime

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

from cables.curation.limits import YEARS
from cables.models import Cable, Post
from cables.models.sealed import ImportConflict

from .numbers import number_in


class PostForm(forms.Form):
    """One post, found by typing some of its name."""

    post = forms.ModelChoiceField(
        Post.objects.all(),
        required=False,
        widget=AutocompleteSelect(Cable._meta.get_field("post"), admin.site),
    )


class FieldFilter(admin.SimpleListFilter):
    """A filter with so many values that it is a field, not a list of links."""

    template = "admin/cables/cable/field_filter.html"

    def field(self):
        """Return the bound field, which is named as the parameter is."""
        raise NotImplementedError

    def choices(self, changelist):
        others = changelist.get_filters_params().items()
        yield {
            "field": self.field(),
            "name": self.parameter_name,
            "others": [(name, value) for name, values in others for value in values],
            "query": changelist.query,
            "selected": self.value(),
            "without": changelist.get_query_string(remove=[self.parameter_name]),
        }


class PostFilter(FieldFilter):
    """By post: found by typing some of its name."""

    title = "post"
    parameter_name = "post"

    def lookups(self, request, model_admin):
        return ()

    def has_output(self):
        return True

    def field(self):
        form = PostForm(initial={"post": self.value()}, auto_id="filter_%s")
        return form["post"]

    def value(self):
        value = super().value()
        return None if number_in(value) is None else value

    def queryset(self, request, queryset):
        return queryset.filter(post=self.value()) if self.value() else queryset


class YearForm(forms.Form):
    year = forms.ChoiceField(required=False)


class YearFilter(FieldFilter):
    title = "year"
    parameter_name = "year"

    def lookups(self, request, model_admin):
        created = Cable.objects.order_by("created").values_list("created", flat=True)
        first, last = created.first(), created.last()
        if first is None:
            return ()
        years = [year for year in YEARS if first.year <= year <= last.year]
        return [(str(year), str(year)) for year in reversed(years)]

    def field(self):
        form = YearForm(initial={"year": self.value()}, auto_id="filter_%s")
        form.fields["year"].choices = [("", "Any"), *self.lookup_choices]
        return form["year"]

    def queryset(self, request, queryset):
        if self.value() not in {year for year, _ in self.lookup_choices}:
            return queryset
        year = int(self.value())
        return queryset.filter(
            created__gte=datetime(year, 1, 1, tzinfo=UTC),
            created__lt=datetime(year + 1, 1, 1, tzinfo=UTC),
        )


class PartialFilter(admin.BooleanFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "partial extract"


class ConflictFilter(admin.SimpleListFilter):
    title = "differences to decide"
    parameter_name = "conflict"

    def lookups(self, request, model_admin):
        return [("open", "Some")]

    def queryset(self, request, queryset):
        if self.value() != "open":
            return queryset
        waiting = ImportConflict.objects.filter(decided=None).values("cable")
        return queryset.filter(pk__in=waiting)
