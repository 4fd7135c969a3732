"""Posts: where cables come from, under every name that they go by."""

from django import forms
from django.contrib import admin

from cables.curation.limits import check_text
from cables.curation.posts import (
    FIELDS,
    check_country,
    check_degrees,
    check_names,
    check_place,
    country_slug_of,
    save_post,
)
from cables.models import Post, PostAlias

from .fields import LinesField, ShownLines
from .lists import QuickList
from .meanwhile import NoticesMeanwhile, WithSeen


class PostForm(NoticesMeanwhile):
    noticed = FIELDS
    alias_lines = LinesField(
        label="Other names",
        longest=PostAlias._meta.get_field("name").max_length,
        required=False,
        help_text="One a line: its code in reference ids, its names in headers.",
    )

    shown_lines = ShownLines(required=False)

    class Meta:
        model = Post
        fields = list(FIELDS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            names = self.instance.aliases.values_list("name", flat=True)
            self.initial["alias_lines"] = list(names)
            self.initial["shown_lines"] = list(names)

    def clean_name(self):
        return self._free("name")

    def clean_slug(self):
        return self._free("slug")

    def clean_country(self):
        check_text(self.cleaned_data["country"])
        return self.cleaned_data["country"]

    def clean_alias_lines(self):
        names = self.cleaned_data["alias_lines"]
        check_names(self.instance, {*names} - {*self.initial.get("alias_lines", [])})
        return names

    def _free(self, field):
        value = self.cleaned_data[field]
        if field in self.changed_data:
            check_names(self.instance, [value])
        return value

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("country_slug"):
            cleaned["country_slug"] = country_slug_of(cleaned.get("country", ""))
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        try:
            check_degrees(self.instance)
            check_place(self.instance)
            if {"country", "country_slug"} & {*self.changed_data}:
                check_country(self.instance)
        except forms.ValidationError as error:
            self.add_error(None, error)


@admin.register(Post)
class PostAdmin(WithSeen, QuickList, admin.ModelAdmin):
    form = PostForm
    list_display = ["name", "country", "slug"]
    list_per_page = 100
    search_fields = ["name", "country", "aliases__name"]
    search_help_text = "A name, a country, or a code of reference ids."
    fields = [
        "name",
        "slug",
        ("country", "country_slug"),
        ("latitude", "longitude"),
        "alias_lines",
        "shown_lines",
    ]

    def has_delete_permission(self, request, obj=None):
        return False  # cables come from it, and its address is in print

    def save_model(self, request, obj, form, change):
        save_post(
            obj,
            user=request.user,
            values={name: form.cleaned_data[name] for name in FIELDS},
            aliases=form.cleaned_data["alias_lines"],
            shown=form.cleaned_data["shown_lines"],
        )
