"""
Whether articles still answer at their addresses: asked one by one, each host with a pause
between, and noted each time. One silence says little: an article counts as gone after
several on different days.
"""

import time
from collections import defaultdict, deque
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from cables.choices import ItemState, JobKind, LinkStatus, ModerationState
from cables.curation.jobs.queue import handles, start
from cables.models import Article, holding_epoch, raise_epoch
from cables.models.sealed import JobItem, LinkCheck
from cables.parsing.article_url import canonical_url

from .link_quotes import check_links
from .web import Asker, Refused

#: Silences in a row, each so long after the one before, that make an article gone.
SILENCES = 3
APART = timedelta(hours=12)
PAUSE = 3.0  # seconds between two requests to one host
#: The server is there, and does not serve whom it does not know.
SHUT = (401, 402, 403, 405, 406, 407, 429, 451)
AT_ONCE = 20
GONE = {404: "It is not there (404).", 410: "It was taken away for good (410)."}


def agent():
    """Name the site, so that whoever is asked can tell who asks and why."""
    return f"{settings.SITE_NAME} link check (+{settings.SITE_URL}/about/)".encode(
        "ascii", "replace"
    ).decode()


class Pauses:
    """Waits before a request until its host was left alone for a while."""

    def __init__(self, *, clock=time.monotonic, sleep=time.sleep):
        self.clock, self.sleep = clock, sleep
        self.asked = {}

    def __call__(self, host):
        last = self.asked.get(host)
        if last is not None and (left := last + PAUSE - self.clock()) > 0:
            self.sleep(left)
        self.asked[host] = self.clock()


def make_asker(**options):
    return Asker(agent=agent(), before=Pauses(), **options)


def look(article, asker):
    """Ask an article's address; return (status, code, sentence, new address)."""
    try:
        reply = asker.ask(article.url)
    except Refused as refused:
        return LinkStatus.DEAD, None, str(refused), ""
    if reply.code >= 400 and reply.code not in SHUT:
        said = GONE.get(reply.code, f"It answers with a failure ({reply.code}).")
        return LinkStatus.DEAD, reply.code, said, ""
    moved_to = canonical_url(reply.moved_to)
    if moved_to and moved_to != article.url and not _is_front_page(moved_to):
        return LinkStatus.MOVED, reply.code, "It has moved for good.", moved_to
    if moved_to and _is_front_page(moved_to) and not _is_front_page(article.url):
        return LinkStatus.DEAD, reply.code, "It leads to the site's front page.", ""
    said = "It answers, but not to a check." if reply.code in SHUT else "It answers."
    return LinkStatus.ALIVE, reply.code, said, ""


@holding_epoch
def note(article, found, *, now=None):
    """
    Keep what came of asking, and the article's own status. Readers see it change only
    where an article is gone, or is back.
    """
    status, code, detail, moved_to = found
    now = now or timezone.now()
    article = Article.objects.select_for_update().get(pk=article.pk)
    made = LinkCheck.objects.create(
        article=article, status=status, code=code, detail=detail, moved_to=moved_to
    )
    LinkCheck.objects.filter(pk=made.pk).update(when=now)
    before = article.link_status
    if status != LinkStatus.DEAD or _silences(article) >= SILENCES:
        article.link_status = status
    article.link_checked = now
    article.save(update_fields=["link_status", "link_checked"])
    states = {before, article.link_status}
    is_seen = article.state == ModerationState.APPROVED
    if is_seen and len(states) == 2 and LinkStatus.DEAD in states:
        raise_epoch()
    return article


def _silences(article):
    """Return how many silences in a row there were, those too near another left out."""
    count, last = 0, None
    for check in article.checks.order_by("-when", "-id")[: 10 * SILENCES]:
        if check.status != LinkStatus.DEAD:
            break
        if last is None or last - check.when >= APART:
            count, last = count + 1, check.when
    return count


def _is_front_page(url):
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


# --- many ------------------------------------------------------------------------------


def to_check(limit=None):
    """Return approved articles, those first that were not asked for longest."""
    articles = Article.objects.filter(state=ModerationState.APPROVED)
    return articles.order_by(F("link_checked").asc(nulls_first=True), "id")[:limit]


def in_turns(articles):
    """Give articles so that one host is seldom asked twice in a row."""
    hosts = defaultdict(deque)
    for article in articles:
        hosts[urlsplit(article.url).hostname].append(article)
    waiting = deque(hosts.values())
    while waiting:
        queue = waiting.popleft()
        yield queue.popleft()
        if queue:
            waiting.append(queue)


def start_check(*, user, articles):
    """Have articles asked in the background; return the job."""
    items = [(one.pk, str(one)[:100]) for one in in_turns(articles)]
    noun = "article" if len(items) == 1 else "articles"
    title = f"Ask {len(items)} {noun} whether they answer"
    return start(kind=JobKind.LINK_CHECK, title=title, user=user, items=items)


def may_check(job, user):
    return user.has_perm("cables.view_linkcheck")


@handles(JobKind.LINK_CHECK, may=may_check)
def run_check(run, *, asker=None):
    """Look at the quotations of changed cables, then ask each article of the job."""
    check_links()
    asker = asker or make_asker()
    before = asker.before

    def pulse_and_wait(host):
        run.pulse()
        before(host)

    asker.before = pulse_and_wait
    while items := run.waiting(AT_ONCE):
        for item in items:
            _step(run, item, asker)


def _step(run, item, asker):
    """Ask one article, then keep what came of it and that it is done, in one move."""
    article = Article.objects.filter(pk=item.object_id).first()
    found = look(article, asker) if article else None
    _keep(run, item, article, found)


@holding_epoch
def _keep(run, item, article, found):
    if article is None:
        state, said = ItemState.BLOCKED, "It is not there any more."
    else:
        note(article, found)
        state, said = ItemState.DONE, found[2]
    JobItem.objects.filter(pk=item.pk).update(state=state, note=said)
    name = "done" if state == ItemState.DONE else "blocked"
    run.beat(**{name: getattr(run.job, name) + 1})


def archived_suggestion(article):
    """Return an address of an archive's pattern, for an editor to try: nobody asks it."""
    day = f"{article.date:%Y%m%d}" if article.date else "2"
    return f"https://web.archive.org/web/{day}/{article.url}"
