"""
Webmentions: other sites say that a page of theirs links to a cable or a paragraph. Each is
verified in the background, and then it is a proposal like any other: an editor decides
whether readers see it.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from cables.choices import ItemState, JobKind, ModerationState, ProposalKind
from cables.curation.jobs.queue import OPEN, handles, start
from cables.models import Discussion, Mention, Proposal
from cables.models.sealed import Job, JobItem
from cables.parsing.article_url import canonical_url

from .link_check import Pauses
from .mention_source import names, title_of
from .web import Asker, Refused

AT_ONCE = 20
MOST = 500  # of one job
LONGEST_PAGE = 1_000_000  # bytes that are looked at
NOTE = "It came as a webmention: the page links to {target}."
GONE = "It was decided on already, or another job has taken it."


def agent():
    """Name the protocol and the site, as whoever is asked expects it."""
    return f"{settings.SITE_NAME} Webmention (+{settings.SITE_URL}/about/)".encode(
        "ascii", "replace"
    ).decode()


def make_asker(**options):
    return Asker(agent=agent(), before=Pauses(), **options)


def start_waiting():
    """Queue a job for the mentions that wait, unless one is under way; return it or None."""
    if not Mention.objects.exists():
        return None
    if Job.objects.filter(kind=JobKind.WEBMENTION, state__in=OPEN).exists():
        return None
    rows = Mention.objects.values_list("pk", "source")[:MOST]
    items = [(key, urlsplit(source).netloc[:100]) for key, source in rows]
    count = len(items)
    title = f"Look at {count} webmention{'' if count == 1 else 's'}"
    return start(kind=JobKind.WEBMENTION, title=title, user=None, items=items)


@handles(JobKind.WEBMENTION)
def run_mentions(run, *, asker=None):
    """Ask each source whether it links here; what does becomes a proposal."""
    asker = asker or make_asker()
    before = asker.before

    def pulse_and_wait(host):
        run.pulse()
        before(host)

    asker.before = pulse_and_wait
    while items := run.waiting(AT_ONCE):
        for item in items:
            mention = Mention.objects.filter(pk=item.object_id).first()
            found = look(mention, asker) if mention else None
            _keep(run, item, mention, found)


def look(mention, asker):
    """Ask a source; return (whether it links to the target, a sentence, its title)."""
    try:
        page = asker.read(mention.source, most=LONGEST_PAGE)
    except Refused as refused:
        return False, str(refused), ""
    if page.code >= 300:
        return False, f"It answers with {page.code}.", ""
    is_named = names(
        page.body, kind=page.kind, charset=page.charset, target=mention.target
    )
    if not is_named:
        return False, "It does not link to the address that it named.", ""
    title = title_of(page.body, kind=page.kind, charset=page.charset)
    return True, "It links here.", title


@transaction.atomic
def _keep(run, item, mention, found):
    """Make the proposal, note what came of it, and forget the mention, in one move."""
    links, said, title = found or (False, GONE, "")
    if links:
        said = propose_mention(mention, title=title)
    if mention:
        mention.delete()
    state = ItemState.DONE if links else ItemState.BLOCKED
    JobItem.objects.filter(pk=item.pk).update(state=state, note=said)
    name = "done" if links else "blocked"
    run.beat(**{name: getattr(run.job, name) + 1})


def propose_mention(mention, *, title):
    """Add the proposal, unless the same is here already; return a sentence."""
    url, cables = canonical_url(mention.source), mention.cables
    same = Proposal.objects.filter(url=url, cables=cables)
    if same.exclude(state=ModerationState.REJECTED).exists():
        return "It links here, and was proposed before."
    if Discussion.objects.filter(
        url=url, cable__reference_id=cables.partition("#")[0]
    ).exists():
        return "It links here, and is here already."
    Proposal.objects.create(
        kind=ProposalKind.DISCUSSION,
        url=url,
        title=title,
        cables=cables,
        note=NOTE.format(target=mention.target),
    )
    return "It links here: it waits among the proposals."
