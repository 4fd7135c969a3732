"""The table of an article's links in two places: under the cable, under the article."""

from django import forms
from django.contrib import admin
from django.template.defaultfilters import truncatewords
from django.urls import reverse
from django.utils.html import format_html

from cables.choices import ModerationState
from cables.curation.articles import change_link, link_article, unlink_article
from cables.models import ArticleLink, Paragraph

from .meanwhile import NoticesMeanwhileDeleted
from .numbers import Keyed
from .quotations import QuoteForm


def name_of(paragraph):
    """Return a paragraph as a choice: its label or key, and how it begins."""
    sign = f"¶{paragraph.label}" if paragraph.label else paragraph.key
    return f"{sign} – {truncatewords(paragraph.text, 8)}"


WAITS = "Readers see this link once somebody else has approved it."
WITH_ARTICLE = "Readers see this link once its article is approved."
REJECTED = "Rejected: readers do not see this link."


def said_of(link):
    """Say why readers do not see a link; nothing of one that they may see."""
    if link.state == ModerationState.APPROVED or link.pk is None:
        return ""
    if link.state == ModerationState.REJECTED:
        said = REJECTED
    elif link.article.state == ModerationState.APPROVED:
        said = WAITS
    else:
        return WITH_ARTICLE
    there = reverse("admin:cables_articlelink_change", args=[link.pk])
    return format_html('<a href="{}">{}</a>', there, said)


def settle(form, name):
    """
    Show what an existing link leads to, instead of asking: another article or cable is
    another link. It also saves a query a row for the widget's choice.
    """
    if form.instance.pk:
        chosen = getattr(form.instance, name)
        field = form.fields[name]
        field.disabled = True
        attrs = {"aria-label": name.capitalize()}
        field.widget = forms.Select(attrs, choices=[(chosen.pk, str(chosen))])


ROOM = 50  # rows that can be added at once


class NamedRows(NoticesMeanwhileDeleted, forms.BaseInlineFormSet):
    """
    Gives each control of a table its column's name: the head of a column is none. Takes
    some rows more than there are, whatever number of them was sent.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.max_num = self.absolute_max = len(self.get_queryset()) + ROOM

    def add_fields(self, form, index):
        super().add_fields(form, index)
        row = "new row" if index is None else f"row {index + 1}"
        for name, field in form.fields.items():
            label = field.label or name.replace("_", " ").capitalize()
            widget = getattr(field.widget, "widget", field.widget)  # with links or bare
            widget.attrs["aria-label"] = f"{label}, {row}"


class CableLinkFormSet(NamedRows):
    """Offers the paragraphs of one cable, read once for all rows."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.blocks = Paragraph.objects.filter(cable=self.instance.pk)
        self.choices = [("", "The whole cable")]
        self.choices += [(block.pk, name_of(block)) for block in self.blocks]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "paragraph" in form.fields:
            form.fields["paragraph"].queryset = self.blocks
            form.fields["paragraph"].choices = self.choices
        if "article" in form.fields:
            settle(form, "article")


class CableLinkForm(QuoteForm):
    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.check_quote(self.instance.cable, cleaned.get("paragraph"))
        return cleaned


class LinkTable(Keyed, admin.TabularInline):
    model = ArticleLink
    extra = 1
    readonly_fields = ["readers"]

    @admin.display(description="Readers")
    def readers(self, link):
        return said_of(link) or "–"

    def get_queryset(self, request):
        links = super().get_queryset(request)
        return links.select_related("article", "paragraph", "cable")

    def get_fields(self, request, obj=None):
        """Who may change a row is told if a colleague did so meanwhile."""
        fields = super().get_fields(request, obj)
        changes = self.has_change_permission(request, obj)
        return [*fields, "seen"] if changes else fields


class CableArticleLinks(LinkTable):
    form = CableLinkForm
    formset = CableLinkFormSet
    fields = ["article", "paragraph", "relation", "quote", "readers"]
    autocomplete_fields = ["article"]
    verbose_name = "article"
    verbose_name_plural = "Articles that used this cable"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "quote":
            field.widget.attrs["rows"] = 2
        if db_field.name == "paragraph":
            field.widget = forms.Select()  # no links to add or change a paragraph
        return field


def save_links(formset, *, user):
    """Do what was typed into the table, by the editors' verbs."""
    formset.save(commit=False)
    for link in formset.deleted_objects:
        unlink_article(link, user=user)
    for link, _ in formset.changed_objects:
        change_link(
            link,
            user=user,
            paragraph=link.paragraph,
            relation=link.relation,
            quote=link.quote,
        )
    for link in formset.new_objects:
        link_article(
            article=link.article,
            cable=link.cable,
            paragraph=link.paragraph,
            relation=link.relation,
            quote=link.quote,
            user=user,
        )
