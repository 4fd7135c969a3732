"""Links of articles: those that wait for somebody else's approval, and all others."""

from django.contrib import admin
from django.template.defaultfilters import truncatewords

from cables.curation.articles import approve_link, reject_link
from cables.models import ArticleLink

from .lists import QuickList
from .moderation import Moderated


@admin.register(ArticleLink)
class ArticleLinkAdmin(Moderated, QuickList, admin.ModelAdmin):
    """Decides on links; they are made and changed with their article, or their cable."""

    change_form_template = "admin/cables/articlelink/change_form.html"
    verbs = {"approve": approve_link, "reject": reject_link}
    list_display = [
        "used_by",
        "cable",
        "place",
        "relation",
        "words",
        "proposed",
        "state",
    ]
    list_filter = ["state", "article__state"]
    list_per_page = 50
    list_select_related = ["article", "cable", "paragraph"]
    ordering = ["proposed", "id"]
    sortable_by = ["proposed"]
    fields = ["article", "cable", "paragraph", "relation", "quote", "proposed", "state"]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_approve_permission(self, request):
        return request.user.has_perm("cables.approve_article")

    def get_queryset(self, request):
        links = super().get_queryset(request).select_related("article", "cable")
        return links.defer("cable__header", "cable__body")

    @admin.display(description="Article")
    def used_by(self, link):
        return str(link.article)

    @admin.display(description="Paragraph")
    def place(self, link):
        return f"#{link.paragraph.key}" if link.paragraph else "–"

    @admin.display(description="Quotation")
    def words(self, link):
        return truncatewords(link.quote, 20) or "–"
