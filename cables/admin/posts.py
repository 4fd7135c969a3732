"""Posts: where cables come from, under every name that they go by."""

from django import forms
from django.contrib import admin
from django.utils.text import slugify

from cables.curation.posts import FIELDS, save_post
from cables.models import Post, PostAlias

from .fields import LinesField
from .lists import QuickList


class PostForm(forms.ModelForm):
    alias_lines = LinesField(
        label="Other names",
        longest=PostAlias._meta.get_field("name").max_length,
        required=False,
        help_text="One a line: its code in reference ids, its names in headers.",
    )

    class Meta:
        model = Post
        fields = list(FIELDS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            names = self.instance.aliases.values_list("name", flat=True)
            self.initial["alias_lines"] = list(names)

    def clean_alias_lines(self):
        names = self.cleaned_data["alias_lines"]
        others = PostAlias.objects.filter(name__in=names).exclude(post=self.instance.pk)
        if other := others.select_related("post").first():
            raise forms.ValidationError(
                f"{other.name} is a name of {other.post.name} already."
            )
        return names

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("country_slug"):
            cleaned["country_slug"] = slugify(cleaned.get("country", ""))
        return cleaned


@admin.register(Post)
class PostAdmin(QuickList, admin.ModelAdmin):
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
    ]

    def has_delete_permission(self, request, obj=None):
        return False  # cables come from it, and its address is in print

    def save_model(self, request, obj, form, change):
        save_post(
            obj,
            user=request.user,
            values={name: form.cleaned_data[name] for name in FIELDS},
            aliases=form.cleaned_data["alias_lines"],
        )
