"""Press articles, and the cables that each of them used."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html

from cables.curation.articles import (
    approve_article,
    article_url,
    reject_article,
    save_article,
)
from cables.curation.limits import check_texts
from cables.models import Article, ArticleLink, Paragraph

from .article_links import NamedRows, save_links, settle
from .lists import QuickList
from .numbers import Keyed
from .quotations import QuoteForm


class LinkForm(QuoteForm):
    """A cable of the article, and its paragraph by the key that its address ends in."""

    key = forms.CharField(
        label="Paragraph",
        required=False,
        max_length=40,
        help_text="par3; empty for the whole cable.",
    )

    class Meta:
        model = ArticleLink
        fields = ["cable", "relation", "quote"]
        widgets = {"quote": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        settle(self, "cable")
        if self.instance.paragraph_id:
            self.initial["key"] = self.instance.paragraph.key

    def clean(self):
        cleaned = super().clean()
        key, cable = cleaned.get("key"), cleaned.get("cable")
        self.instance.paragraph = None
        if key and cable:
            key = key.lstrip("#¶")
            block = Paragraph.objects.filter(
                cable=cable, key__in=[key, f"par{key}"]
            ).first()
            if block is None:
                self.add_error("key", f"{cable} has no paragraph {key}.")
            self.instance.paragraph = block
        if not self.errors:
            cable = cable or getattr(self.instance, "cable", None)
            self.check_quote(cable, self.instance.paragraph)
        return cleaned


class ArticleForm(forms.ModelForm):
    """An address gets the spelling that imports give it, so that both mean one row."""

    class Meta:
        model = Article
        fields = ["url", "title", "author"]

    def clean_url(self):
        typed = self.cleaned_data["url"]
        if typed == self.instance.url:
            return typed
        try:
            url = article_url(typed)
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from error
        others = Article.objects.filter(url=url).exclude(pk=self.instance.pk)
        if other := others.first():
            there = reverse("admin:cables_article_change", args=[other.pk])
            raise forms.ValidationError(
                format_html(
                    'There is this article already: <a href="{}">{}</a>', there, other
                )
            )
        return url

    def clean(self):
        cleaned = super().clean()
        changed = {name: cleaned.get(name) for name in self.changed_data}
        check_texts(changed, ("title", "author"))
        return cleaned


class ArticleLinks(Keyed, admin.TabularInline):
    model = ArticleLink
    form = LinkForm
    formset = NamedRows
    fields = ["cable", "key", "relation", "quote"]
    autocomplete_fields = ["cable"]
    extra = 1
    verbose_name = "cable"
    verbose_name_plural = "Cables that it used"

    def get_queryset(self, request):
        links = super().get_queryset(request)
        return links.select_related("cable", "paragraph", "article")


# In the list only: on the form the state is a field, and the button of an action would
# be what Enter presses.
@admin.action(permissions=["change"], description="Approve")
def approve(modeladmin, request, queryset):
    moderate(modeladmin, request, queryset, approve_article, "approved")


@admin.action(permissions=["change"], description="Reject")
def reject(modeladmin, request, queryset):
    moderate(modeladmin, request, queryset, reject_article, "rejected")


def moderate(modeladmin, request, queryset, verb, done):
    articles = list(queryset)
    for article in articles:
        verb(article, user=request.user)
        modeladmin.log_change(request, article, done.capitalize())
    noun = "article" if len(articles) == 1 else "articles"
    text = f"{len(articles)} {noun} {done}."
    modeladmin.message_user(request, text, messages.SUCCESS)


@admin.register(Article)
class ArticleAdmin(QuickList, admin.ModelAdmin):
    form = ArticleForm
    actions = [approve, reject]
    list_display = ["short_title", "publisher", "date", "language", "state", "uses"]
    list_filter = ["state", "link_status"]
    list_per_page = 50
    list_select_related = ["publisher"]
    search_fields = ["title", "url"]
    search_help_text = "Words of the title, or a part of the address."
    sortable_by = ["date"]
    autocomplete_fields = ["publisher"]
    inlines = [ArticleLinks]
    fields = [
        "url",
        "title",
        "publisher",
        "author",
        ("date", "language"),
        "archived_url",
        ("state", "link_status"),
    ]

    def get_queryset(self, request):
        count = (
            ArticleLink.objects.filter(article=OuterRef("pk"))
            .order_by()
            .values("article")
            .annotate(number=Count("pk"))
            .values("number")
        )
        number = Coalesce(Subquery(count, output_field=IntegerField()), 0)
        return super().get_queryset(request).annotate(link_count=number)

    @admin.display(description="Title", ordering="title")
    def short_title(self, article):
        return str(article)

    @admin.display(description="Cables")
    def uses(self, article):
        return article.link_count

    def has_delete_permission(self, request, obj=None):
        return False  # rejected instead: a second proposal is then known

    def view_on_site(self, article):
        return article.url

    def save_model(self, request, obj, form, change):
        save_article(obj, user=request.user, values=form.cleaned_data)

    def save_formset(self, request, form, formset, change):
        save_links(formset, user=request.user)
