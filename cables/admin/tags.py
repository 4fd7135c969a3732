"""Tags: the vocabulary, with its other spellings, and merging two tags into one."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path

from cables.curation.errors import MergeRefused
from cables.curation.jobs.tag_merge import start_merge
from cables.curation.tag_merge import merge_preview, merge_tags
from cables.curation.tags import (
    TAG_FIELDS,
    alias_name,
    check_aliases,
    check_names,
    save_tag,
)
from cables.models import CableTag, Tag, TagAlias
from cables.models.sealed import TagMerge

from .fields import LinesField, PlainTexts, ShownLines
from .lists import QuickList
from .meanwhile import NoticesMeanwhile, WithSeen
from .numbers import KeySelect


class TagForm(NoticesMeanwhile):
    noticed = TAG_FIELDS
    long = ("definition",)
    alias_lines = LinesField(
        label="Other spellings",
        longest=TagAlias._meta.get_field("name").max_length,
        required=False,
        help_text="One a line. Each leads to this tag, in addresses and in imports.",
    )

    shown_lines = ShownLines(required=False)

    class Meta:
        model = Tag
        fields = ["name", "kind", "title", "definition"]
        labels = {"name": "Code"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            names = self.instance.aliases.values_list("name", flat=True)
            self.initial["alias_lines"] = list(names)
            self.initial["shown_lines"] = list(names)

    def clean_name(self):
        name = self.cleaned_data["name"].strip().upper()
        if name != self.instance.name:
            check_names([name])
            if Tag.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
                raise forms.ValidationError(f"There is a tag with the code {name}.")
        return name

    def clean_alias_lines(self):
        lines = self.cleaned_data["alias_lines"]
        names = list(dict.fromkeys(alias_name(line) for line in lines))
        check_aliases(self.instance, names)
        return names


class MergeForm(PlainTexts, forms.Form):
    target = forms.ModelChoiceField(
        Tag.objects.all(),
        label="Merge into",
        widget=KeySelect(TagAlias._meta.get_field("tag"), admin.site),
    )
    why = forms.CharField(
        label="Why", required=False, max_length=500, help_text="For the history."
    )


@admin.register(Tag)
class TagAdmin(WithSeen, QuickList, admin.ModelAdmin):
    form = TagForm
    list_display = ["name", "title", "kind", "cable_count"]
    list_filter = ["kind"]
    list_per_page = 100
    search_fields = ["name", "title", "aliases__name"]
    search_help_text = "A code, what it stands for, or another spelling."
    sortable_by = ["name", "title", "kind"]
    fields = ["name", "kind", "title", "definition", "alias_lines", "shown_lines"]

    def get_queryset(self, request):
        # A subquery a row, for the rows of one page: the list pages by keys first.
        count = (
            CableTag.objects.filter(tag=OuterRef("pk"))
            .order_by()
            .values("tag")
            .annotate(number=Count("pk"))
            .values("number")
        )
        number = Coalesce(Subquery(count, output_field=IntegerField()), 0)
        return super().get_queryset(request).annotate(cable_count=number)

    @admin.display(description="Cables")
    def cable_count(self, tag):
        return f"{tag.cable_count:,}"

    def has_delete_permission(self, request, obj=None):
        return False  # an address in print: a tag that should not be is merged

    def view_on_site(self, tag):
        return tag.get_absolute_url()

    def save_model(self, request, obj, form, change):
        names = ["name", "kind", "title", "definition"]
        values = {name: form.cleaned_data[name] for name in names}
        tag = obj if change else Tag()
        aliases = form.cleaned_data["alias_lines"]
        shown = form.cleaned_data["shown_lines"]
        saved = save_tag(
            tag, user=request.user, values=values, aliases=aliases, shown=shown
        )
        obj.pk, obj.slug = saved.pk, saved.slug

    # --- merging -------------------------------------------------------------------
    def has_merge_permission(self, request):
        """A merge takes one tag away and changes another."""
        return request.user.has_perms(["cables.change_tag", "cables.delete_tag"])

    def get_urls(self):
        merge = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", merge, name="cables_tag_merge")] + (
            super().get_urls()
        )

    def render_change_form(self, request, context, obj=None, **kwargs):
        context["may_merge"] = self.has_merge_permission(request)
        if obj and request.user.has_perm("cables.view_tagmerge"):
            context["merges"] = TagMerge.objects.filter(target=obj).defer("packed")
        kwargs["obj"] = obj
        return super().render_change_form(request, context, **kwargs)

    def merge_view(self, request, pk):
        source = get_object_or_404(Tag, pk=pk)
        if not self.has_merge_permission(request):
            raise PermissionDenied
        form = MergeForm(request.POST or None, auto_id="merge_%s")
        preview = None
        if form.is_valid():
            target = form.cleaned_data["target"]
            try:
                if "confirmed" in request.POST:
                    return self._merge(request, source, target, form)
                preview = merge_preview(source=source, target=target)
            except MergeRefused as error:
                form.add_error("target", str(error))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": source,
            "title": f"Merge {source.name}",
            "form": form,
            "preview": preview,
            "media": self.media + form.media,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/cables/tag/merge.html", context)

    def _merge(self, request, source, target, form):
        why = form.cleaned_data["why"]
        given = {"source": source, "target": target, "user": request.user, "why": why}
        if merge_preview(source=source, target=target).is_long:
            job = start_merge(**given)
            return redirect("admin:cables_job_change", job.pk)
        name = source.name
        done = merge_tags(**given)
        noun = "cable" if done.cables == 1 else "cables"
        text = f"{name} is now {target.name}, on {done.cables:,} {noun}."
        self.log_change(request, target, text)
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:cables_tag_change", target.pk)
