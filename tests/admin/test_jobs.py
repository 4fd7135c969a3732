from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from cables.choices import ItemState, JobKind, JobState, State
from cables.curation.jobs.bulk import start_bulk
from cables.curation.jobs.tag_merge import start_merge
from cables.models import Cable, Tag
from cables.models.sealed import Job, JobItem
from tests.admin.editors import make_chief, make_editor
from tests.curation.jobs.working import work
from tests.factories import make_cable, make_draft, make_tag


def url_of(page, job):
    return reverse(f"admin:cables_job_{page}", args=[job.pk])


class JobCase(TestCase):
    def setUp(self):
        self.user = make_editor("view_job", "change_cable", "change_many_cables")
        self.client.force_login(self.user)

    def start(self, user=None, **given):
        return start_bulk(
            "send_to_review",
            selected=Cable.objects.all(),
            user=user or self.user,
            given=given,
            title="Send to review",
        )


class LookingTests(JobCase):
    def test_the_list_says_how_far_each_is(self):
        make_draft(), make_cable()
        work(self.start())
        page = self.client.get(reverse("admin:cables_job_changelist"))
        self.assertContains(page, "Send to review")
        self.assertContains(page, '<progress value="2" max="2"')
        self.assertContains(page, "Finished, 1 left out")

    def test_the_page_names_each_result_and_its_reason(self):
        draft, public = make_draft(), make_cable()
        job = work(self.start())
        page = self.client.get(url_of("change", job))
        self.assertContains(page, "1 of 2 done, 1 blocked")
        self.assertContains(page, "1: It is published: nothing to send to review")
        self.assertContains(page, f">{public.reference_id}</a>")
        self.assertNotContains(page, f">{draft.reference_id}</a>")
        page = self.client.get(url_of("change", job), {"items": "done"})
        link = reverse("admin:cables_cable_change", args=[draft.pk])
        self.assertContains(page, f'<a href="{link}">{draft.reference_id}</a>')

    def test_results_are_paged(self):
        job = Job.objects.create(kind=JobKind.BULK, title="Many", total=120)
        JobItem.objects.bulk_create(
            JobItem(job=job, object_id=key, label=f"no {key};") for key in range(1, 121)
        )
        with self.assertNumQueries(9):
            page = self.client.get(url_of("change", job), {"p": "3"})
        self.assertContains(page, "no 101;")
        self.assertNotContains(page, "no 100;")
        self.assertContains(page, "Page 3 of 3")
        for odd in ("x", "-1", "9" * 30):
            page = self.client.get(url_of("change", job), {"p": odd, "items": odd})
            self.assertEqual(page.status_code, 200)

    def test_progress_for_the_script(self):
        make_draft()
        job = self.start()
        answer = self.client.get(url_of("progress", job))
        self.assertEqual(answer.json()["is_open"], True)
        work(job)
        answer = self.client.get(url_of("progress", job)).json()
        self.assertEqual(
            answer,
            {
                "state": "finished",
                "standing": "Finished",
                "sentence": "1 of 1 done",
                "ended": 1,
                "total": 1,
                "is_open": False,
            },
        )

    def test_a_page_that_nobody_works_for_says_so(self):
        make_draft()
        job = self.start()
        self.assertNotContains(self.client.get(url_of("change", job)), "manage.py work")
        long_ago = timezone.now() - timezone.timedelta(minutes=1)
        Job.objects.filter(pk=job.pk).update(made=long_ago)
        self.assertContains(self.client.get(url_of("change", job)), "manage.py work")

    def test_only_while_it_runs_the_page_asks_again(self):
        make_draft()
        job = self.start()
        self.assertContains(self.client.get(url_of("change", job)), "data-progress")
        work(job)
        self.assertNotContains(self.client.get(url_of("change", job)), "data-progress")

    def test_what_a_job_says_is_text(self):
        job = Job.objects.create(
            kind=JobKind.BULK, title="<b>x</b>", message="<i>y</i>", total=1
        )
        page = self.client.get(url_of("change", job))
        self.assertNotContains(page, "<b>x</b>")
        self.assertNotContains(page, "<i>y</i>")

    def test_no_right_no_page(self):
        job = self.start()
        self.client.force_login(make_editor("view_cable"))
        for page in ("change", "progress", "undo"):
            self.assertEqual(self.client.get(url_of(page, job)).status_code, 403)
        missing = reverse("admin:cables_job_change", args=["9" * 30])
        self.client.force_login(self.user)
        self.assertEqual(self.client.get(missing).status_code, 404)


class ManagingTests(JobCase):
    def test_stop_and_go_on(self):
        draft = make_draft()
        job = self.start()
        page = self.client.post(url_of("stop", job), follow=True)
        self.assertContains(page, "Stopped.")
        work(job)
        self.assertEqual(Cable.objects.get(pk=draft.pk).state, State.DRAFT)
        self.client.post(url_of("retry", job))
        work(job)
        self.assertEqual(job.state, JobState.FINISHED)
        self.assertEqual(Cable.objects.get(pk=draft.pk).state, State.REVIEW)
        page = self.client.post(url_of("stop", job), follow=True)
        self.assertContains(page, "It had ended already.")

    def test_undo_asks_in_numbers_then_starts_a_job(self):
        draft, _ = make_draft(), make_cable()
        job = work(self.start())
        page = self.client.get(url_of("undo", job))
        self.assertContains(page, "1 cable gets back what it had")
        page = self.client.post(url_of("undo", job), follow=True)
        undoing = Job.objects.get(undoes=job)
        self.assertContains(page, "Undo: Send to review")
        work(undoing)
        self.assertEqual(Cable.objects.get(pk=draft.pk).state, State.DRAFT)
        self.assertEqual(self.client.get(url_of("undo", job)).status_code, 403)
        page = self.client.get(url_of("change", job))
        self.assertContains(page, url_of("change", undoing))

    def test_undoing_that_was_stopped_is_begun_again_for_the_rest(self):
        drafts = [make_draft() for _ in range(3)]
        job = work(self.start())
        self.client.post(url_of("undo", job))
        first = Job.objects.get(undoes=job)
        rest = first.items.exclude(object_id=drafts[0].pk)
        rest.update(state=ItemState.FAILED)
        work(first)
        self.assertContains(self.client.get(url_of("undo", job)), "2 cables get back")
        self.client.post(url_of("undo", job))
        work(Job.objects.filter(undoes=job).latest("pk"))
        states = Cable.objects.values_list("state", flat=True)
        self.assertEqual(set(states), {State.DRAFT})
        self.assertEqual(self.client.get(url_of("undo", job)).status_code, 403)

    def test_only_ones_own_or_as_administrator(self):
        make_draft()
        job = self.start(user=make_chief())
        for page in ("stop", "retry"):
            self.assertEqual(self.client.post(url_of(page, job)).status_code, 403)
        self.assertNotContains(self.client.get(url_of("change", job)), "Stop")
        work(job)
        self.assertEqual(self.client.post(url_of("undo", job)).status_code, 403)
        self.client.force_login(make_chief())
        self.assertEqual(self.client.post(url_of("undo", job)).status_code, 302)

    def test_looking_stops_nothing(self):
        job = self.start()
        for page in ("stop", "retry", "do"):
            self.assertEqual(self.client.get(url_of(page, job)).status_code, 403)

    def test_who_lost_the_right_undoes_nothing(self):
        make_draft()
        job = work(self.start())
        self.user.user_permissions.remove(
            self.user.user_permissions.get(codename="change_cable")
        )
        self.assertEqual(self.client.post(url_of("undo", job)).status_code, 403)

    def test_a_merge_of_tags_is_undone_there_too(self):
        make_cable(tags=["PRELS"])
        chief = make_chief()
        self.client.force_login(chief)
        job = work(
            start_merge(source=make_tag("PRELS"), target=make_tag("PREL"), user=chief)
        )
        page = self.client.post(url_of("undo", job), follow=True)
        self.assertContains(page, "Undo: merge PRELS into PREL")
        work(Job.objects.get(undoes=job))
        self.assertTrue(Tag.objects.filter(name="PRELS").exists())


class CheckTests(JobCase):
    def test_a_check_changes_nothing_and_is_then_done(self):
        draft, public = make_draft(), make_cable()
        check = start_bulk(
            "send_to_review",
            selected=Cable.objects.all(),
            user=self.user,
            given={"reason": "Please"},
            title="Send to review",
            is_check=True,
        )
        work(check)
        self.assertEqual(Cable.objects.get(pk=draft.pk).state, State.DRAFT)
        self.assertEqual((check.done, check.blocked), (1, 1))
        page = self.client.get(url_of("change", check))
        self.assertContains(page, "Do it with these 1")
        self.assertNotContains(page, "Undo…")
        self.client.post(url_of("do", check))
        job = work(Job.objects.exclude(pk=check.pk).get())
        self.assertEqual(job.title, "Send to review")
        self.assertEqual(Cable.objects.get(pk=draft.pk).state, State.REVIEW)
        self.assertEqual(
            list(JobItem.objects.filter(job=job).values_list("label", "state")),
            [(draft.reference_id, ItemState.DONE)],
        )
        self.assertEqual(Cable.objects.get(pk=public.pk).version, 1)
