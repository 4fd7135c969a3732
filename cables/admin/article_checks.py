"""Whether an article answers: asked in the background, its history, and what to do."""

from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect

from cables.choices import LinkStatus
from cables.curation.articles import leads_elsewhere, save_article
from cables.curation.link_check import archived_suggestion, start_check
from cables.models import Article

from .desk_page import desk_page

SHOWN = 50  # of the history
AGAIN = (
    "It leads readers elsewhere now, and waits: they see it again once somebody else "
    "has approved it."
)


@admin.action(permissions=["check"], description="Ask whether they answer")
def check_links(modeladmin, request, queryset):
    job = start_check(user=request.user, articles=list(queryset.order_by("pk")))
    text = f"{job.title}: this is done in the background."
    modeladmin.message_user(request, text, messages.SUCCESS)


def may_see_checks(request):
    return request.user.has_perm("cables.view_linkcheck")


def checks(request, pk, modeladmin):
    """Show each time that the article was asked; take a new address or a copy."""
    article = get_object_or_404(Article.objects.select_related("publisher"), pk=pk)
    if not may_see_checks(request):
        raise PermissionDenied
    may_change = modeladmin.has_change_permission(request, article)
    newest = article.checks.first()
    moved_to = ""
    if newest and newest.status == LinkStatus.MOVED and newest.moved_to != article.url:
        moved_to = newest.moved_to
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        _do(modeladmin, request, article, moved_to)
        return redirect("admin:cables_article_checks", pk)
    return desk_page(
        modeladmin,
        request,
        "article/checks.html",
        "Whether it answers",
        original=article,
        checks=article.checks.all()[:SHOWN],
        moved_to=moved_to,
        is_other_site=_site(moved_to) != _site(article.url),
        suggestion=archived_suggestion(article),
        may_change=may_change,
    )


def _do(modeladmin, request, article, moved_to):
    match request.POST.get("do"):
        case "check":
            job = start_check(user=request.user, articles=[article])
            text = f"{job.title}: this is done in the background."
            modeladmin.message_user(request, text, messages.SUCCESS)
        case "move" if moved_to and request.POST.get("to") == moved_to:
            values = {"url": moved_to, "link_status": LinkStatus.ALIVE}
            _save(modeladmin, request, article, values, "It has the new address.")
        case ("dead" | "alive") as said:
            values = {"link_status": said}
            _save(modeladmin, request, article, values, "Its status is what you say.")
        case "copy":
            values = {"archived_url": request.POST.get("archived_url", "").strip()}
            _save(modeladmin, request, article, values, "The archived copy is saved.")


def _save(modeladmin, request, article, values, done):
    again = f" {AGAIN}" if leads_elsewhere(article, values) else ""
    try:
        save_article(article, user=request.user, values=values, why="Check of its link")
    except ValidationError as error:
        modeladmin.message_user(request, " ".join(error.messages), messages.ERROR)
    else:
        modeladmin.log_change(request, article, done)
        modeladmin.message_user(request, f"{done}{again}", messages.SUCCESS)


def _site(url):
    return (urlsplit(url).hostname or "").removeprefix("www.")
