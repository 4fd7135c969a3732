"""What was proposed, and what becomes of it: an article with its cables, or a thread."""

from django.utils import timezone

from cables.choices import ModerationState, ProposalKind
from cables.models import Article, Discussion, Proposal, holding_epoch
from cables.parsing.article_url import canonical_url

from .articles import article_url, check_may_approve, link_many, store_article
from .discussions import check_may_approve as check_may_approve_discussion
from .discussions import store_discussion
from .errors import AlreadyDecided, CurationError, ReasonMissing
from .known_articles import publisher_of
from .moderation import check_not_own
from .revisions import add_revision, record_change, snapshot

MADE = ("kind", "url", "title", "cables", "quote", "note")
DECIDED = ("state", "decided_why", "article", "discussion")
NO_CABLE = "Choose at least one cable: without one there is nothing to show it beside."


@holding_epoch
def propose(proposal, *, user, values):
    """Add a proposal of somebody at the desk, who is then not who decides on it."""
    for name, value in values.items():
        setattr(proposal, name, value)
    proposal.url = article_url(proposal.url)
    proposal.full_clean()
    proposal.save()
    add_revision(proposal, user=user, before={}, after=snapshot(proposal, MADE))
    return proposal


@holding_epoch
def approve_proposal(proposal, *, user, values, uses, show, why=""):
    """
    Make what was proposed. ``values`` are the article's or the thread's own, as the editor
    corrected them; ``uses`` are its cables. With ``show`` readers see it at once, since two
    people have looked at it: who proposed it, and ``user``. With another address than was
    proposed it is ``user``'s alone, and waits. What else waits of an article that is here
    already waits on.
    """
    proposal = _lock(proposal)
    show = show and leads_where_proposed(proposal, values["url"])
    check_not_own(proposal, user)
    if not uses:
        raise CurationError(NO_CABLE)
    why = why or f"From proposal {proposal.pk}"
    given = {"user": user, "values": values, "uses": uses, "show": show, "why": why}
    if proposal.kind == ProposalKind.ARTICLE:
        proposal.article = _make_article(**given)
    else:
        proposal.discussion = _make_discussions(**given)[0]
    return _decide(proposal, ModerationState.APPROVED, user, why)


def leads_where_proposed(proposal, url):
    return article_url(url) == canonical_url(proposal.url)


@holding_epoch
def reject_proposal(proposal, *, user, why):
    """Make nothing of it, for a reason that the desk keeps."""
    if not why.strip():
        raise ReasonMissing("Say why it is rejected: one word will do.")
    return _decide(_lock(proposal), ModerationState.REJECTED, user, why.strip())


@holding_epoch
def reject_proposals(proposals, *, user, why):
    """Reject many at once; what somebody has decided on meanwhile is left as it is."""
    keys = [proposal.pk for proposal in proposals]
    waiting = Proposal.objects.filter(pk__in=keys, state=ModerationState.PROPOSED)
    return [reject_proposal(one, user=user, why=why) for one in waiting]


def _lock(proposal):
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != ModerationState.PROPOSED:
        raise AlreadyDecided(
            f"Somebody has decided on it already: {proposal.get_state_display().lower()}."
        )
    return proposal


def _make_article(*, user, values, uses, show, why):
    url = article_url(values["url"])
    article = Article.objects.select_for_update().filter(url=url).first()
    if article is None:
        state = ModerationState.APPROVED if show else ModerationState.PROPOSED
        given = {"publisher": publisher_of(url)} | values | {"url": url, "state": state}
        article = store_article(Article(), user=user, values=given, why=why)
    elif show and article.state != ModerationState.APPROVED:
        check_may_approve(article, user)
        approved = {"state": ModerationState.APPROVED}
        store_article(article, user=user, values=approved, why=why)
    link_many(article=article, uses=uses, user=user, show=show)
    return article


def _make_discussions(*, user, values, uses, show, why):
    state = ModerationState.APPROVED if show else ModerationState.PROPOSED
    url = article_url(values["url"])
    made = []
    for use in uses:
        known = Discussion.objects.filter(cable=use.cable, url=url).first()
        if known and known.state == ModerationState.APPROVED:
            made.append(known)
            continue
        if known and show:
            check_may_approve_discussion(known, user)
        given = {"url": url, "paragraph": use.paragraph, "state": state}
        given |= {"title": values["title"]}
        thread = known or Discussion(cable=use.cable)
        made.append(store_discussion(thread, user=user, values=given, why=why))
    return made


def _decide(proposal, state, user, why):
    before = snapshot(Proposal.objects.get(pk=proposal.pk), DECIDED)
    proposal.state, proposal.decided_why = state, why[:500]
    proposal.decided, proposal.decided_by = timezone.now(), user
    proposal.save()
    after = snapshot(proposal, DECIDED)
    record_change(proposal, user=user, why=why, before=before, after=after)
    return proposal
