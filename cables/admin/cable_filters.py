"""What the cable list can be narrowed by: each is answered by an index."""

from datetime import UTC, datetime

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

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


class PostFilter(admin.SimpleListFilter):
    """By post. There are hundreds, so that it is a field to type in, not a list."""

    title = "post"
    parameter_name = "post"
    template = "admin/cables/cable/post_filter.html"

    def lookups(self, request, model_admin):
        return ()

    def has_output(self):
        return True

    def value(self):
        value = super().value()
        return None if number_in(value) is None else value

    def queryset(self, request, queryset):
        return queryset.filter(post=self.value()) if self.value() else queryset

    def choices(self, changelist):
        others = changelist.get_filters_params().items()
        yield {
            "form": PostForm(initial={"post": self.value()}, auto_id="filter_%s"),
            "others": [(name, value) for name, values in others for value in values],
            "query": changelist.query,
            "selected": self.value(),
            "without": changelist.get_query_string(remove=[self.parameter_name]),
        }


class YearFilter(admin.SimpleListFilter):
    title = "year"
    parameter_name = "year"

    def lookups(self, request, model_admin):
        created = Cable.objects.order_by("created").values_list("created", flat=True)
        first, last = created.first(), created.last()
        if first is None:
            return ()
        return [(str(y), str(y)) for y in range(last.year, first.year - 1, -1)]

    def queryset(self, request, queryset):
        if self.value() not in {year for year, _ in self.lookup_choices}:
            return queryset
        year = int(self.value())
        return queryset.filter(
            created__gte=datetime(year, 1, 1, tzinfo=UTC),
            created__lt=datetime(year + 1, 1, 1, tzinfo=UTC),
        )


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
