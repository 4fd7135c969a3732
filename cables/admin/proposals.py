"""The inbox: what readers and contributors propose, the oldest first."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from cables.choices import ModerationState
from cables.curation.articles import article_url
from cables.curation.proposals import propose, reject_proposals
from cables.models import Article, ArticleLink, Discussion, Proposal

from .fields import PlainTexts
from .lists import QuickList
from .proposal_page import proposal_page
from .queues import LINKS_THAT_WAIT

SPAM = "Spam"
SHOWN = 10  # of what waits elsewhere


class StateFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = "state"
    parameter_name = "state__exact"

    def lookups(self, request, model_admin):
        return [*ModerationState.choices, ("all", "All")]

    def value(self):
        return super().value() or ModerationState.PROPOSED.value

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {
                "selected": self.value() == value,
                "query_string": query,
                "display": label,
            }

    def queryset(self, request, queryset):
        if self.value() in ModerationState.values:
            return queryset.filter(state=self.value())
        return queryset


@admin.action(permissions=["decide"], description="Reject as spam")
def reject_as_spam(modeladmin, request, queryset):
    done = reject_proposals(list(queryset), user=request.user, why=SPAM)
    for proposal in done:
        modeladmin.log_change(request, proposal, f"Rejected: {SPAM}")
    noun = "proposal" if len(done) == 1 else "proposals"
    modeladmin.message_user(
        request, f"{len(done)} {noun} rejected as spam.", messages.SUCCESS
    )


class ProposeForm(PlainTexts, forms.ModelForm):
    class Meta:
        model = Proposal
        fields = ["kind", "url", "title", "cables", "quote", "note"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 4})
            for name in ("cables", "quote", "note")
        }

    def clean_url(self):
        try:
            return article_url(self.cleaned_data["url"])
        except ValidationError as error:
            raise ValidationError(error.messages) from error


@admin.register(Proposal)
class ProposalAdmin(QuickList, admin.ModelAdmin):
    form = ProposeForm
    change_list_template = "admin/cables/proposal/change_list.html"
    actions = [reject_as_spam]
    list_display = ["name", "kind", "age", "cables_named", "state"]
    list_filter = [StateFilter, "kind"]
    list_per_page = 50
    ordering = ["made", "id"]
    sortable_by = ["age"]
    search_fields = ["title", "url"]
    search_help_text = "Words of the title, or a part of the address."

    def has_decide_permission(self, request):
        return request.user.has_perm("cables.decide_proposal")

    def has_change_permission(self, request, obj=None):
        return False  # what was typed stays as it is; it is decided on

    def has_view_permission(self, request, obj=None):
        decides = self.has_decide_permission(request)
        return decides or super().has_view_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False  # rejected instead: a second proposal is then known

    @admin.display(description="Proposal")
    def name(self, proposal):
        return str(proposal)[:120]

    @admin.display(description="Waits", ordering="made")
    def age(self, proposal):
        days = (timezone.now() - proposal.made).days
        said = f"{days} day{'' if days == 1 else 's'}" if days else "since today"
        waits = proposal.state == ModerationState.PROPOSED
        return said if waits else f"{proposal.made:%Y-%m-%d}"

    @admin.display(description="Cables")
    def cables_named(self, proposal):
        return proposal.cables[:60] or "–"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return proposal_page(request, object_id, self)

    def changelist_view(self, request, extra_context=None):
        others = {"others": list(_waiting_elsewhere(request))}
        return super().changelist_view(request, (extra_context or {}) | others)

    def save_model(self, request, obj, form, change):
        propose(obj, user=request.user, values=form.cleaned_data)


def _waiting_elsewhere(request):
    """Yield what waits for approval without a proposal: made at the desk, or imported."""
    asked = {"state__exact": ModerationState.PROPOSED}
    proposed = {"state": ModerationState.PROPOSED}
    links = ArticleLink.objects.waiting().select_related("article", "cable")
    for waiting, right, query in (
        (Article.objects.filter(**proposed), "approve_article", asked),
        (links, "approve_article", LINKS_THAT_WAIT),
        (Discussion.objects.filter(**proposed), "approve_discussion", asked),
    ):
        if not request.user.has_perm(f"cables.{right}"):
            continue
        name = waiting.model._meta.model_name
        if number := waiting.aggregate(number=Count("pk"))["number"]:
            yield {
                "label": waiting.model._meta.verbose_name_plural,
                "list": reverse(f"admin:cables_{name}_changelist", query=query),
                "page": f"admin:cables_{name}_change",
                "number": number,
                "rows": waiting.order_by("id")[:SHOWN],
            }
