"""One proposal: what it would make, what is here already, and the decision."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from cables.choices import ModerationState, ProposalKind, Relation
from cables.curation.articles import article_url
from cables.curation.errors import AlreadyDecided, CurationError
from cables.curation.known_articles import near_articles, publisher_of
from cables.curation.limits import check_texts
from cables.curation.moderation import OWN_WORK, is_own_work
from cables.curation.proposals import (
    approve_proposal,
    leads_where_proposed,
    reject_proposal,
)
from cables.models import Article, Discussion, Proposal

from .article_attach import LONGEST
from .article_offers import make_offers
from .desk_page import desk_page
from .numbers import number_in

MOST = 10  # duplicates shown
REWRITTEN = (
    " It leads elsewhere than what was proposed, or to other cables or words: it waits "
    "until somebody else approves it."
)


class MakeForm(forms.Form):
    """What was proposed, as the editor corrects it."""

    url = forms.CharField(label="Address", max_length=1000)
    title = forms.CharField(label="Title", required=False, max_length=300)
    author = forms.CharField(label="Author", required=False, max_length=300)
    date = forms.DateField(
        label="Date", required=False, help_text="As 2010-11-28; empty where unknown."
    )
    language = forms.CharField(
        label="Language", required=False, max_length=12, help_text="es, pt-BR"
    )
    text = forms.CharField(
        label="Cables",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ids, or a text that names them.",
    )
    quotes = forms.CharField(
        label="Words that it quotes",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="With an empty line between two.",
    )
    everywhere = forms.BooleanField(
        label="Look for the quotations in the whole archive", required=False
    )

    OF_ARTICLE = ("url", "title", "author", "date", "language")
    OF_DISCUSSION = ("url", "title")

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, auto_id="make_%s", **kwargs)
        is_article = kind == ProposalKind.ARTICLE
        self.names = self.OF_ARTICLE if is_article else self.OF_DISCUSSION
        for name in {*self.OF_ARTICLE} - {*self.names}:
            del self.fields[name]

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in self.names}

    def clean(self):
        cleaned = super().clean()
        for name in ("text", "quotes"):
            cleaned[name] = (cleaned.get(name) or "").replace("\0", " ")
        check_texts(cleaned, ["title", "author", "quotes"])
        return cleaned

    def clean_url(self):
        try:
            return article_url(self.cleaned_data["url"])
        except ValidationError as error:
            raise ValidationError(error.messages) from error


def proposal_page(request, object_id, modeladmin):
    found = Proposal.objects.select_related(
        "decided_by", "article", "discussion__cable"
    )
    proposal = get_object_or_404(found, pk=number_in(object_id))
    may_decide = modeladmin.has_decide_permission(request)
    if not (may_decide or modeladmin.has_view_permission(request, proposal)):
        raise PermissionDenied
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    if proposal.state != ModerationState.PROPOSED:
        return _shown(modeladmin, request, proposal)
    if request.POST.get("decision") == "reject":
        return _reject(modeladmin, request, proposal)
    form = _form(request, proposal)
    offers = None
    if form.is_valid() or not form.is_bound:
        given = form.cleaned_data if form.is_bound else form.initial
        offers = make_offers(
            given["text"], given["quotes"], everywhere=bool(given.get("everywhere"))
        )
    done = None
    if offers and request.POST.get("decision") == "approve":
        done = _approve(modeladmin, request, proposal, form, offers)
    return done or _shown(modeladmin, request, proposal, form=form, offers=offers)


def _form(request, proposal):
    initial = {
        "url": proposal.url,
        "title": proposal.title,
        "text": proposal.cables,
        "quotes": proposal.quote,
    }
    data = request.POST if request.method == "POST" else None
    return MakeForm(data, initial=initial, kind=proposal.kind)


def _approve(modeladmin, request, proposal, form, offers):
    """Make it; return where to go then, or None where something is in the way."""
    uses = [
        one.use(Relation.CITES) for one in offers.ticked(request.POST.getlist("use"))
    ]
    may_show_it = may_show(request, proposal)
    show = may_show_it and _is_as_proposed(proposal, form, uses)
    try:
        decided = approve_proposal(
            proposal,
            user=request.user,
            values=form.values,
            uses=uses,
            show=show,
        )
    except AlreadyDecided as error:
        modeladmin.message_user(request, str(error), messages.WARNING)
        return redirect("admin:cables_proposal_change", proposal.pk)
    except (CurationError, ValidationError) as error:
        form.add_error(None, getattr(error, "messages", None) or str(error))
        return None
    modeladmin.log_change(request, decided, "Approved")
    made = decided.article or decided.discussion
    is_seen = made.state == ModerationState.APPROVED and show
    seen = "is with readers" if is_seen else "is made"
    text = f"{made} {seen}, with {len(uses)} link{'' if len(uses) == 1 else 's'}."
    text += REWRITTEN if may_show_it and not show else ""
    modeladmin.message_user(request, text, messages.SUCCESS)
    return _next(proposal)


def _is_as_proposed(proposal, form, uses):
    """
    Say whether somebody else has proposed just this: the address, and each cable with its
    place and its words. What an editor has put there instead, nobody else has looked at.
    """
    if not leads_where_proposed(proposal, form.cleaned_data["url"]):
        return False
    if not {"text", "quotes", "everywhere"} & {*form.changed_data}:
        return True
    everywhere = form.cleaned_data["everywhere"]
    offers = make_offers(proposal.cables, proposal.quote, everywhere=everywhere)
    proposed = [one.use(Relation.CITES) for one in offers.all]
    return all(use in proposed for use in uses)


def _reject(modeladmin, request, proposal):
    try:
        why = request.POST.get("why", "")
        decided = reject_proposal(proposal, user=request.user, why=why)
    except CurationError as error:
        modeladmin.message_user(request, str(error), messages.ERROR)
        return redirect("admin:cables_proposal_change", proposal.pk)
    modeladmin.log_change(request, decided, "Rejected")
    modeladmin.message_user(request, f"{proposal} is rejected.", messages.SUCCESS)
    return _next(proposal)


def may_show(request, proposal):
    """Whether readers see at once what this person makes of a proposal."""
    return request.user.has_perm(f"cables.approve_{proposal.kind}")


def neighbours(proposal):
    """Return the addresses of the proposals before and after this one that wait."""
    waiting = Proposal.objects.filter(state=ModerationState.PROPOSED)
    before = waiting.filter(made__lte=proposal.made).exclude(pk=proposal.pk)
    after = waiting.filter(made__gte=proposal.made).exclude(pk=proposal.pk)
    before = before.exclude(made=proposal.made, pk__gt=proposal.pk)
    after = after.exclude(made=proposal.made, pk__lt=proposal.pk)
    return _address(before.order_by("-made", "-pk")), _address(
        after.order_by("made", "pk")
    )


def _address(proposals):
    key = proposals.values_list("pk", flat=True).first()
    return reverse("admin:cables_proposal_change", args=[key]) if key else ""


def _next(proposal):
    before, after = neighbours(proposal)
    return redirect(after or before or "admin:cables_proposal_changelist")


def _shown(modeladmin, request, proposal, *, form=None, offers=None):
    previous, following = neighbours(proposal)
    waits = form is not None
    return desk_page(
        modeladmin,
        request,
        "proposal/decide.html",
        str(proposal),
        original=proposal,
        form=form,
        offers=offers,
        previous=previous,
        following=following,
        days=(timezone.now() - proposal.made).days,
        may_decide=waits and modeladmin.has_decide_permission(request),
        may_show=may_show(request, proposal),
        own_work=OWN_WORK if is_own_work(proposal, request.user) else "",
        **(_known(proposal, form) if waits else {}),
    )


def _known(proposal, form):
    """Return what is here already of what is proposed."""
    url = form.cleaned_data.get("url") if form.is_bound and form.is_valid() else None
    url = url or proposal.url
    same = Proposal.objects.filter(url=url).exclude(pk=proposal.pk)
    if proposal.kind != ProposalKind.ARTICLE:
        threads = Discussion.objects.filter(url=url).select_related("cable")
        return {"same": same[:MOST], "threads": threads[:MOST]}
    publisher = publisher_of(url)
    return {
        "same": same[:MOST],
        "publisher": publisher,
        "article": Article.objects.filter(url=url).first(),
        "near": near_articles(url=url, title=proposal.title, publisher=publisher),
    }
