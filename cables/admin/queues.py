"""
What waits for somebody at the desk. Each queue is a query that an index answers, and is
counted no further than ``COUNTED``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import connection
from django.db.models import DateTimeField, F, Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from cables.choices import (
    JobState,
    LinkStatus,
    QuoteVerdict,
    ReferenceKind,
    ReportKind,
    ReportState,
    State,
)
from cables.models import (
    Article,
    ArticleLink,
    Cable,
    Discussion,
    Proposal,
    ReaderReport,
    Reference,
)
from cables.models.revision import Revision
from cables.models.sealed import (
    ImportConflict,
    Job,
    Redaction,
    SavedDraft,
)

from .queue_arrivals import arrivals, history_of, record_of

COUNTED = 10_000
WRONG = (QuoteVerdict.ABSENT, QuoteVerdict.ALTERED)
REMEMBERED = 5_000  # of a person's changes are looked through for cables in work


def in_work(user):
    """Return the cables that ``user`` has changed of late and readers do not see yet."""
    changes = Revision.objects.filter(user=user, model="cable").order_by("-id")
    recent = changes.values("cable")[:REMEMBERED]
    return Cable.objects.filter(pk__in=recent, state__in=[State.DRAFT, State.REVIEW])


def typed(user):
    """Return the cables in whose forms ``user`` has typed something that is not saved."""
    drafts = SavedDraft.objects.filter(user=user, page__in=["cable", "paragraphs"])
    return Cable.objects.filter(pk__in=drafts.values("object_id"))


def embargo():
    """Return the condition of cables that are published and not released yet."""
    return Q(state=State.PUBLISHED, on_hold=False, released__gt=timezone.now())


def released_on(day):
    """Return the condition of cables whose date of release is this day, in UTC."""
    start = datetime.combine(day, time(), UTC)
    return Q(released__gte=start, released__lt=start + timedelta(days=1))


#: The parser could not read something of the record.
PROBLEMS = ~Q(problems=[])
#: A reference to a cable that is not in the archive.
MISSING = Q(target=None, kind=ReferenceKind.CABLE)

#: Parameters of the list of links: others wait with their article.
LINKS_THAT_WAIT = {"state__exact": "proposed", "article__state__exact": "approved"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    label: str
    rows: Callable  # of a user
    rights: tuple[str, ...]  # any of these permissions shows it
    screen: str  # the admin's name of the list behind it
    parameters: dict
    since: str | None = None  # the column that tells how long a row has waited
    arrival: Callable | None = None  # rows with the moments of one that has no column

    def is_for(self, user):
        return any(user.has_perm(f"cables.{right}") for right in self.rights)

    @property
    def url(self):
        return reverse(f"admin:{self.screen}", query=self.parameters)

    def waiting(self, user):
        """Return the moments since when its rows wait, the oldest first, few enough."""
        since = F(self.since) if self.since else Cast(None, DateTimeField())
        rows = self.rows(user).order_by(*filter(None, [self.since, "pk"]))
        return rows.annotate(since=since).values("since", "id")[: COUNTED + 1]


def measure(queues, user):
    """
    Return for each queue how many wait, at most one more than is counted, and since when.
    In one statement, and a second for arrivals: a page of seventeen questions would be
    seventeen round trips.
    """
    parts, given = [], []
    for place, queue in enumerate(queues):
        sql, params = queue.waiting(user).query.sql_with_params()
        parts.append(
            f"SELECT {place}, COUNT(*), MIN(since), MIN(id) FROM ({sql}) AS q{place}"
        )
        given += params
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        found = {place: rest for place, *rest in cursor.fetchall()}
    arrived = arrivals(
        {
            place: queues[place].arrival(lowest)
            for place, (number, _, lowest) in found.items()
            if number and queues[place].arrival
        }
    )
    return [
        (found[n][0], _moment(found[n][1]) or arrived.get(n))
        for n in range(len(queues))
    ]


def _moment(value):
    """A moment as the database gives it: SQLite has them as text, in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value


def _cables(label, rows, right, parameters, **options):
    return Queue(
        label=label,
        rows=rows,
        rights=(right,) if isinstance(right, str) else right,
        screen="cables_cable_changelist",
        parameters=parameters,
        **options,
    )


def _proposed(label, model, right, **options):
    """What waits of a model that comes from outside."""
    return Queue(
        label=label,
        rows=lambda user: model.objects.filter(state="proposed"),
        rights=(right,),
        screen=f"cables_{model._meta.model_name}_changelist",
        parameters={"state__exact": "proposed"},
        **options,
    )


def _reported(label, condition, asked):
    """Return a queue of the open reports of readers that meet a condition."""
    return Queue(
        label=label,
        rows=lambda user: ReaderReport.objects.filter(
            condition, state=ReportState.OPEN
        ),
        rights=("answer_readerreport",),
        screen="cables_readerreport_changelist",
        parameters={"about": asked},
        since="created",
    )


ON_PERSONS = Q(kind=ReportKind.PERSON)

QUEUES = {
    "Yours": [
        _cables(
            "Typed by you and not saved",
            typed,
            ("change_cable", "change_paragraph"),
            {"mine": "typed"},
        ),
        _cables(
            "In work with you",
            in_work,
            ("change_cable", "change_paragraph"),
            {"mine": "work"},
            since="modified",
        ),
    ],
    "To decide": [
        _reported("Reader reports on persons", ON_PERSONS, "persons"),
        _reported("Other reader reports", ~ON_PERSONS, "other"),
        _cables(
            "Cables to approve",
            lambda user: Cable.objects.filter(state=State.REVIEW),
            "publish_cable",
            {"state__exact": "review"},
            since="modified",
        ),
        _proposed(
            "Redactions to approve", Redaction, "view_redaction", since="proposed"
        ),
        _proposed("Proposals of readers", Proposal, "decide_proposal", since="made"),
        _proposed(
            "Articles to approve",
            Article,
            "approve_article",
            arrival=lambda key: history_of("article", key),
        ),
        Queue(
            label="Links to approve",
            rows=lambda user: ArticleLink.objects.waiting(),
            rights=("approve_article",),
            screen="cables_articlelink_changelist",
            parameters=LINKS_THAT_WAIT,
            since="proposed",
        ),
        _proposed(
            "Discussions to approve", Discussion, "approve_discussion", since="proposed"
        ),
        _cables(
            "Differences from later imports",
            lambda user: ImportConflict.objects.filter(decided=None),
            "view_importconflict",
            {"conflict": "open"},
            since="noticed",
        ),
    ],
    "Kept from readers": [
        _cables(
            "On hold",
            lambda user: Cable.objects.filter(on_hold=True),
            ("hold_cable", "publish_cable"),
            {"on_hold__exact": 1},
            since="modified",
        ),
    ],
    "To mend": [
        _cables(
            "Records that were not read whole",
            lambda user: Cable.objects.filter(PROBLEMS),
            "change_cable",
            {"problems": "some"},
            arrival=lambda key: record_of(cable=key),
        ),
        Queue(
            label="References to cables that are not here",
            rows=lambda user: Reference.objects.filter(MISSING),
            rights=("change_cable",),
            screen="cables_reference_changelist",
            parameters={"missing": "yes"},
            arrival=lambda key: record_of(cable__references=key),
        ),
        Queue(
            label="Articles that do not answer",
            rows=lambda user: Article.objects.filter(link_status=LinkStatus.DEAD),
            rights=("change_article",),
            screen="cables_article_changelist",
            parameters={"link_status__exact": "dead"},
            since="link_checked",
        ),
        Queue(
            label="Quotations that do not hold",
            rows=lambda user: ArticleLink.objects.filter(quote_check__in=WRONG),
            rights=("change_articlelink",),
            screen="cables_article_quotations",
            parameters={},
            arrival=lambda key: history_of("articlelink", key),
        ),
        Queue(
            label="Jobs that failed",
            rows=lambda user: Job.objects.filter(state=JobState.FAILED),
            rights=("view_job",),
            screen="cables_job_changelist",
            parameters={"state__exact": "failed"},
            since="made",
        ),
    ],
    "At work": [
        Queue(
            label="Jobs that wait or run",
            rows=lambda user: Job.objects.filter(
                Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING)
            ),
            rights=("view_job",),
            screen="cables_job_changelist",
            parameters={"state__in": "queued,running"},
            since="made",
        ),
    ],
}
