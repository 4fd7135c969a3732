"""Press articles, and the cables that each of them used."""

from functools import partial

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import path

from cables.choices import ModerationState
from cables.curation.articles import (
    approve_article,
    leads_elsewhere,
    reject_article,
    save_article,
)
from cables.curation.known_articles import add_publisher
from cables.curation.moderation import is_own_work
from cables.models import Article, ArticleLink

from .article_attach import attach, may_link
from .article_checks import AGAIN, check_links, checks, may_see_checks
from .article_form import ArticleForm, LinkForm
from .article_links import LinkTable, NamedRows, save_links
from .article_quotations import quotations
from .article_tables import export, import_table, may_import
from .lists import QuickList
from .moderation import Moderated, approve, reject

UNSEEN = (
    "Readers do not see it yet: they see an article once a cable that it used is with "
    "them, and its link to that cable approved."
)


def is_seen(article):
    return Article.objects.public().filter(pk=article.pk).exists()


def unseen(article):
    """Return the sentence on an approved article that readers do not see, or nothing."""
    approved = article and article.state == ModerationState.APPROVED
    return UNSEEN if approved and not is_seen(article) else ""


class ArticleLinks(LinkTable):
    form = LinkForm
    formset = NamedRows
    fields = ["cable", "key", "relation", "quote", "readers"]
    autocomplete_fields = ["cable"]
    verbose_name = "cable"
    verbose_name_plural = "Cables that it used"


@admin.register(Article)
class ArticleAdmin(Moderated, QuickList, admin.ModelAdmin):
    form = ArticleForm
    change_form_template = "admin/cables/article/change_form.html"
    change_list_template = "admin/cables/article/change_list.html"
    verbs = {"approve": approve_article, "reject": reject_article}
    actions = [approve, reject, check_links]
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
        "publisher_name",
        "author",
        ("date", "language"),
        "archived_url",
        ("state", "link_status"),
        "seen",
    ]
    readonly_fields = ["link_status"]

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

    def has_check_permission(self, request):
        return request.user.has_perms(
            ["cables.change_article", "cables.view_linkcheck"]
        )

    def is_own(self, row, user):
        return is_own_work(row, user, parts=row.links.all())

    def view_on_site(self, article):
        return article.get_absolute_url() if is_seen(article) else None

    def said_of_approved(self, rows):
        hidden = [str(row) for row in rows if not is_seen(row)]
        return f"{', '.join(hidden[:3])}: {UNSEEN}" if hidden else ""

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        if obj or not request.user.has_perm("cables.add_publisher"):
            fields = [one for one in fields if one != "publisher_name"]
        changes = obj and self.has_change_permission(request, obj)
        return fields if changes else [one for one in fields if one != "seen"]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def get_urls(self):
        pages = [
            ("<int:pk>/attach/", attach, "attach"),
            ("<int:pk>/checks/", checks, "checks"),
            ("quotations/", quotations, "quotations"),
            ("import/", import_table, "import"),
            ("export.csv", export, "export"),
        ]
        ours = [
            path(
                address,
                self.admin_site.admin_view(partial(view, modeladmin=self)),
                name=f"cables_article_{name}",
            )
            for address, view, name in pages
        ]
        return ours + super().get_urls()

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_attach"] = may_link(request)
        context["unseen"] = unseen(kwargs.get("obj"))
        context["may_see_checks"] = may_see_checks(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request, extra_context=None):
        rights = {"may_import": may_import(request)}
        return super().changelist_view(request, (extra_context or {}) | rights)

    def save_model(self, request, obj, form, change):
        values, user = form.values, request.user
        name = form.cleaned_data.get("publisher_name")
        if name and not values.get("publisher"):
            values["publisher"] = add_publisher(url=obj.url, name=name, user=user)
        if leads_elsewhere(obj, values):
            self.message_user(request, AGAIN, messages.WARNING)
        save_article(obj, user=user, values=values)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "state" in form.changed_data and (said := unseen(form.instance)):
            self.message_user(request, said, messages.WARNING)

    def save_formset(self, request, form, formset, change):
        save_links(formset, user=request.user)
