from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

from django.contrib.auth.models import Group
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cables.admin.queues import QUEUES
from cables.choices import (
    JobKind,
    JobState,
    LinkStatus,
    ModerationState,
    ProposalKind,
    QuoteVerdict,
    ReasonCode,
    ReportKind,
    State,
)
from cables.curation.cables import save_cable
from cables.curation.revisions import add_revision
from cables.curation.roles import ADMINISTRATOR, set_up_roles
from cables.models import (
    ArticleLink,
    Cable,
    ImportRun,
    Proposal,
    ReaderReport,
    ReleaseNote,
)
from cables.models.revision import Revision
from cables.models.sealed import (
    ImportConflict,
    Job,
    Redaction,
    SavedDraft,
    SealedText,
    SourceRecord,
)
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_draft,
    make_reference,
)

from .editors import make_chief, make_editor
from .screens import fill

DESK = "/admin/"
LATER = datetime(2999, 5, 17, 9, tzinfo=UTC)


def numbers(page):
    """Return what the desk counts, by the words beside each number."""
    lines = [line for _, found in page.context["sections"] for line in found]
    return {line.queue.label: line.number for line in lines}


class QueueTests(TestCase):
    def setUp(self):
        self.user = make_chief()
        self.client.force_login(self.user)

    def test_an_empty_archive_waits_for_nobody(self):
        page = self.client.get(DESK)
        self.assertEqual(set(numbers(page).values()), {0})
        self.assertNotContains(page, "oldest:")

    def fill_queues(self):
        """Let one thing wait in each queue."""
        draft = make_draft()
        save_cable(draft, user=self.user, values={"subject": "MINE"})
        save_cable(make_draft(), user=make_chief(), values={"subject": "NOT MINE"})
        typed = make_cable()
        SavedDraft.objects.create(
            user=self.user, page="cable", object_id=typed.pk, version=1, data={}
        )
        make_draft(state=State.REVIEW)
        make_cable(on_hold=True)
        make_cable(problems=[{"code": "bad_date"}])
        sealed = SealedText.objects.create(cable=typed, text="A name.")
        Redaction.objects.create(
            sealed_text=sealed,
            start=0,
            end=1,
            reason=ReasonCode.MINOR,
            replacement="[…]",
            proposed_by=self.user,
        )
        Proposal.objects.create(kind=ProposalKind.ARTICLE, url="https://a.example/1")
        for kind in (ReportKind.PERSON, ReportKind.OTHER):
            ReaderReport.objects.create(kind=kind, reference_id="06A1", text="See.")
        make_article(state=ModerationState.PROPOSED)
        make_article(link_status=LinkStatus.DEAD)
        make_discussion(typed, state=ModerationState.PROPOSED)
        ImportConflict.objects.create(cable=typed, field="subject", incoming="X")
        make_reference(typed, "05ELSEWHERE1")
        link = make_article_link(typed, quote="Other words.")
        type(link).objects.update(quote_check=QuoteVerdict.ABSENT)
        make_article_link(typed, state=ModerationState.PROPOSED)
        hidden = make_article(state=ModerationState.REJECTED)
        make_article_link(typed, article=hidden, state=ModerationState.PROPOSED)
        for state in (JobState.FAILED, JobState.QUEUED, JobState.FINISHED):
            Job.objects.create(kind=JobKind.BULK, title="Many", state=state)

    def test_each_queue_counts_its_own(self):
        self.fill_queues()
        counted = numbers(self.client.get(DESK))
        self.assertEqual({label: n for label, n in counted.items() if n != 1}, {})

    def test_every_number_opens_the_list_behind_it(self):
        self.fill_queues()
        page = self.client.get(DESK)
        for _, lines in page.context["sections"]:
            for line in lines:
                with self.subTest(queue=line.queue.label):
                    self.assertTrue(line.queue.url)
                    shown = self.client.get(line.queue.url)
                    self.assertEqual(shown.status_code, 200)
                    listed = shown.context.get("cl")
                    rows = (
                        listed.result_count
                        if listed
                        else shown.context["page"].paginator.count
                    )
                    self.assertEqual(rows, 1)

    def test_how_long_the_oldest_has_waited(self):
        now = timezone.now()
        for days in (3, 12, 1):
            make_draft(state=State.REVIEW, modified=now - timedelta(days=days, hours=1))
        self.assertContains(self.client.get(DESK), "12 days ago")

    def test_what_has_no_moment_of_its_own_waits_since_the_first_of_it_came(self):
        now, run = timezone.now(), ImportRun.objects.create(source="a.csv")
        article, cable = make_article(state=ModerationState.PROPOSED), None
        for days in (40, 12, 3):  # ids rise with time
            cable = make_cable(problems=[{"code": "bad_date"}])
            make_reference(cable, f"05ELSEWHERE{days}")
            link = make_article_link(cable, quote="Other words.")
            for row in (link, article):
                add_revision(row, user=self.user, before={}, after={"title": "A"})
                moment = now - timedelta(days=days, hours=1)
                last = Revision.objects.order_by("-id").first()
                Revision.objects.filter(pk=last.pk).update(when=moment)
            record = SourceRecord.objects.create(
                cable=cable, run=run, file="a", line=days, sha256=days, compressed=b""
            )
            SourceRecord.objects.filter(pk=record.pk).update(received=moment)
        ArticleLink.objects.update(quote_check=QuoteVerdict.ABSENT)
        lines = [
            line
            for _, found in self.client.get(DESK).context["sections"]
            for line in found
            if line.queue.arrival
        ]
        self.assertEqual([line.days for line in lines], [40] * 4)
        Cable.objects.order_by("pk")[0].references.update(target=cable)
        Cable.objects.filter(pk=Cable.objects.order_by("pk")[0].pk).update(problems=[])
        page = self.client.get(DESK)
        ages = {
            line.queue.label: line.days
            for _, found in page.context["sections"]
            for line in found
        }
        self.assertEqual(ages["Records that were not read whole"], 12)
        self.assertEqual(ages["References to cables that are not here"], 12)

    def test_no_number_is_counted_to_its_end(self):
        for _ in range(4):
            make_draft(state=State.REVIEW)
        self.enterContext(patch("cables.admin.queues.COUNTED", 2))
        self.enterContext(patch("cables.admin.desk_index.COUNTED", 2))
        page = self.client.get(DESK)
        self.assertContains(page, "<strong>over 2</strong> Cables to approve")

    def test_few_queries_for_an_administrator(self):
        fill(3)
        set_up_roles()
        person = make_editor()
        person.groups.set(Group.objects.filter(name=ADMINISTRATOR))
        save_cable(make_draft(), user=person, values={"subject": "MINE"})
        self.client.force_login(person)
        self.client.get(DESK)
        with CaptureQueriesContext(connection) as queries:
            page = self.client.get(DESK)
        self.assertEqual(len(numbers(page)), sum(map(len, QUEUES.values())))
        self.assertLessEqual(len(queries), 10)


class ReleasesToComeTests(TestCase):
    def setUp(self):
        self.client.force_login(make_chief())

    def test_days_with_their_cables_and_notes(self):
        for _ in range(2):
            make_cable(released=LATER)
        make_cable()
        make_draft(released=LATER)
        note = ReleaseNote.objects.create(day=date(2999, 6, 1), title="June")
        found = self.client.get(DESK).context["releases"]
        self.assertEqual(found.number, 2)
        self.assertEqual(found.days, [(LATER.date(), 2, None), (note.day, 0, note)])

    def test_the_lists_behind_them(self):
        cable = make_cable(released=LATER)
        other = make_cable(released=LATER + timedelta(days=1))
        make_cable()
        url = "/admin/cables/cable/"
        page = self.client.get(f"{url}?embargo=yes")
        self.assertCountEqual(page.context["cl"].result_list, [cable, other])
        self.assertContains(page, "Published, embargoed until 2999-05-17 09:00 UTC")
        page = self.client.get(f"{url}?release=2999-05-17")
        self.assertEqual(page.context["cl"].result_list, [cable])
        page = self.client.get(f"{url}?release=never")
        self.assertEqual(page.context["cl"].result_count, 3)

    def test_an_embargo_is_named_where_the_cable_is_edited_and_asked_about(self):
        cable = make_cable(released=LATER)
        url = f"/admin/cables/cable/{cable.pk}/change/"
        self.assertContains(
            self.client.get(url), "embargoed until 2999-05-17 09:00 UTC"
        )
        draft = make_draft(paragraphs=["One."], released=LATER)
        data = {"action": "publish", "_selected_action": draft.pk}
        page = self.client.post("/admin/cables/cable/", data)
        self.assertContains(
            page, "1 cable under embargo: the first until 2999-05-17 09:00 UTC."
        )


class RightsTests(TestCase):
    def shown(self, *permissions):
        self.client.force_login(make_editor(*permissions))
        return set(numbers(self.client.get(DESK)))

    def test_who_has_no_right_sees_no_number(self):
        self.assertEqual(self.shown(), set())
        self.assertIsNone(self.client.get(DESK).context["releases"])

    def test_a_queue_is_for_who_can_work_it_off(self):
        self.assertEqual(self.shown("publish_cable"), {"Cables to approve", "On hold"})
        self.assertEqual(self.shown("decide_proposal"), {"Proposals of readers"})
        self.assertEqual(
            self.shown("view_job"), {"Jobs that failed", "Jobs that wait or run"}
        )

    def test_strangers_sign_in_first(self):
        response = self.client.get(DESK)
        self.assertEqual(response.status_code, 302)

    def test_references_to_nothing_are_for_reading(self):
        self.client.force_login(make_editor("view_reference"))
        reference = make_reference(make_cable(), "05ELSEWHERE1")
        make_reference(make_cable(), make_cable())
        page = self.client.get("/admin/cables/reference/?missing=yes")
        self.assertEqual(page.context["cl"].result_list, [reference])
        self.assertContains(page, "05ELSEWHERE1")
        url = f"/admin/cables/reference/{reference.pk}/change/"
        self.assertEqual(self.client.get(url).status_code, 200)
        self.assertEqual(self.client.post(url, {}).status_code, 403)
