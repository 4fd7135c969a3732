"""Imports over the desk: bring a file, look at what it would bring, import, roll back."""

from datetime import timedelta
from unittest import mock

from backports import zstd
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cables.admin.import_sources import sweep_sources
from cables.choices import JobKind, JobState, RunState, State
from cables.curation.cables import save_cable
from cables.curation.jobs import queue
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.ingest.lock import BUSY, ImportBusy
from cables.ingest.run import import_cables
from cables.models import Cable, ImportRun
from cables.models.sealed import ImportReject, ImportSource, Job
from tests.admin.editors import make_chief, make_editor
from tests.factories import make_cable
from tests.ingest.records import BAD, BODY, Folder, csv_record

ARCHIVIST = ("run_import", "roll_back_import", "view_importrun", "view_importreject")
START = "admin:cables_importrun_start"


def upload(*records, name="cables.csv"):
    return SimpleUploadedFile(name, b"".join(records))


class DeskImportCase(TestCase):
    def setUp(self):
        self.folder = Folder(self)
        self.imports = self.folder.path / "imports"
        self.server = self.folder.path / "server"
        self.server.mkdir()
        override = override_settings(
            IMPORT_DIR=self.imports, IMPORT_PATHS=[self.server], IMPORT_MOST=1
        )
        override.enable()
        self.addCleanup(override.disable)
        self.user = make_editor(*ARCHIVIST, "view_sourcerecord", "view_importconflict")
        self.client.force_login(self.user)

    def bring(self, *records, name="cables.csv", **data):
        """Bring a file and let the dry run look at it; return the source."""
        data = {"file": upload(*records, name=name)} if records else {}
        return self.post_start(data)

    def post_start(self, data):
        self.client.post(reverse(START), data)
        source = ImportSource.objects.latest("id")
        self.work()
        return source

    def page(self, source):
        return self.client.get(self.url(source))

    def url(self, source):
        return reverse("admin:cables_importrun_source", args=[source.pk])

    def take_in(self, source, **data):
        self.client.post(self.url(source), {"import": "yes", **data})
        return self.work()

    def work(self):
        """Let a worker do what waits; return the last job."""
        for job in Job.objects.filter(state=JobState.QUEUED).order_by("id"):
            queue.run_job.func(job.pk)
        return Job.objects.latest("id")

    def files(self):
        return sorted(self.imports.glob("*")) if self.imports.exists() else []


class UploadTests(DeskImportCase):
    def test_a_dry_run_says_what_would_come_in_and_writes_nothing(self):
        self.client.logout()
        import_cables(paths=[self.folder.write("a.csv", csv_record())])
        save_cable(
            Cable.objects.get(), user=self.user, values={"classification": "SECRET"}
        )
        self.client.force_login(self.user)
        source = self.bring(
            csv_record(body=BODY.replace("open again", "closed again"), number="12"),
            csv_record("06MEXICO13", number="13"),
            BAD,
        )
        page = self.page(source)
        self.assertContains(page, "1 cable would be added.")
        self.assertContains(page, "1 record cannot come in.")
        self.assertContains(page, "1 difference from what a person has set")
        self.assertContains(page, "06MEXICO13")
        self.assertContains(page, "closed again")  # what the body would be
        self.assertContains(page, "<td>classification</td>")  # what is wrong with one
        self.assertContains(page, "Import 1 new and 1 changed")
        self.assertEqual(Cable.objects.count(), 1)
        self.assertEqual(ImportRun.objects.count(), 1)

    def test_nothing_to_bring_in_is_not_offered(self):
        import_cables(paths=[self.folder.write("a.csv", csv_record())])
        source = self.bring(csv_record())
        page = self.page(source)
        self.assertContains(page, "Nothing to bring in")
        self.assertNotContains(page, 'name="import"')
        self.client.force_login(make_chief())
        page = self.page(source)
        self.assertContains(page, "Publish its drafts")
        self.assertContains(page, '<input type="hidden" name="publish" value="on">')
        self.assertNotContains(page, "Import 0 new")

    def test_a_format_that_was_chosen_is_named(self):
        data = {"file": upload(b"\x7fELF\0\1\2"), "format": "csv"}
        page = self.client.post(reverse(START), data)
        self.assertContains(page, "this does not read as “Data release (CSV)”.")

    def test_who_may_not_see_records_sees_figures_only(self):
        import_cables(paths=[self.folder.write("a.csv", csv_record())])
        self.client.force_login(make_editor("run_import"))
        source = self.bring(csv_record(body=BODY.replace("again", "anew")), BAD)
        page = self.page(source)
        self.assertContains(page, "1 would change.")
        self.assertContains(page, "1 record cannot come in.")
        self.assertNotContains(page, "anew")
        self.assertNotContains(page, "<td>classification</td>")

    def test_a_dry_run_quotes_no_redacted_words(self):
        import_cables(paths=[self.folder.write("a.csv", csv_record())])
        cable = Cable.objects.get()
        block = cable.paragraphs.filter(text__contains="open again").first()
        start = block.text.index("open again")
        spans = [(start, start + len("open again"))]
        given = {"paragraph": block, "spans": spans, "reason": "source_safety"}
        approve(propose(cable, user=make_chief(), **given), user=make_chief())
        record = csv_record(body=BODY.replace("open again.", "open again, still."))
        for user, sees in ((self.user, False), (make_chief(), True)):
            self.client.force_login(user)
            page = self.page(self.bring(record)).content.decode()
            self.assertIn("1 difference from what a person has set", page)
            self.assertEqual("open again" in page, sees)

    def test_import_as_drafts(self):
        source = self.bring(csv_record(), BAD)
        (kept,) = self.files()
        self.assertEqual(kept.name, source.file)
        self.assertNotIn("cables", kept.name)
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        job = self.take_in(source)
        self.assertEqual(job.state, JobState.FINISHED, job.message)
        cable = Cable.objects.get()
        self.assertEqual(cable.state, State.DRAFT)
        run = ImportRun.objects.get()
        self.assertEqual((run.source, run.user), ("cables.csv", self.user))
        self.assertEqual(cable.source_records.get().file, "cables.csv")
        self.assertEqual(self.files(), [])
        page = self.page(source)
        self.assertContains(page, "1 added, 0 changed, 0 unchanged, 1 rejected")
        self.assertContains(page, f"Report of import {run.pk}")
        self.assertNotContains(page, 'name="import"')
        again = self.client.post(self.url(source), {"import": "yes"}, follow=True)
        self.assertEqual(self.work().state, JobState.FAILED)  # the file is gone
        self.assertEqual(again.status_code, 200)

    def test_publishing_needs_its_own_right(self):
        source = self.bring(csv_record())
        self.assertNotContains(self.page(source), "Publish what comes in")
        self.take_in(source, publish="on")
        self.assertEqual(Cable.objects.get().state, State.DRAFT)

    def test_who_may_not_publish_lets_no_import_go_on_that_does(self):
        chief = make_chief()
        self.client.force_login(chief)
        source = self.bring(csv_record())
        self.client.post(self.url(source), {"import": "yes", "publish": "on"})
        job = Job.objects.latest("id")
        queue.stop(job)
        self.client.force_login(self.user)
        page = self.client.post(self.url(source), {"go_on": "yes"}, follow=True)
        self.assertContains(page, "You may not do what this job does")
        job.refresh_from_db()
        self.assertEqual(job.state, JobState.CANCELLED)
        self.client.force_login(chief)
        self.client.post(self.url(source), {"go_on": "yes"})
        chief.is_superuser = False
        chief.save()
        self.assertIn("may not do it any more", self.work().message)
        self.assertFalse(Cable.objects.exists())

    def test_publish_with_a_date_of_release(self):
        self.client.force_login(make_editor(*ARCHIVIST, "publish_cable"))
        source = self.bring(csv_record())
        self.take_in(source, publish="on", released="2011-08-30T01:44")
        cable = Cable.objects.get()
        self.assertEqual(cable.state, State.PUBLISHED)
        self.assertEqual(f"{cable.released:%Y-%m-%d %H:%M}", "2011-08-30 01:44")

    def test_a_bad_date_is_said_and_nothing_begins(self):
        source = self.bring(csv_record())
        page = self.client.post(self.url(source), {"import": "yes", "released": "soon"})
        self.assertContains(page, "Enter a valid date")
        self.assertEqual(Job.objects.count(), 1)

    def test_too_large_a_file_is_refused_in_a_sentence(self):
        big = SimpleUploadedFile("big.csv", csv_record() + b"x" * (1024 * 1024 + 1))
        page = self.client.post(reverse(START), {"file": big})
        self.assertContains(page, "larger than 1 MB")
        self.assertEqual(self.files(), [])
        self.assertFalse(ImportSource.objects.exists())

    def test_what_is_no_source_is_refused_in_a_sentence(self):
        for content, said in (
            (b"hello", "neither the data release"),
            (b" ", "neither"),
        ):
            page = self.client.post(reverse(START), {"file": upload(content)})
            self.assertContains(page, f"cables.csv: {said}")
        self.assertContains(self.client.post(reverse(START), {}), "one of them")
        self.assertEqual(self.files(), [])
        self.assertFalse(Job.objects.exists())

    def test_a_name_is_only_text(self):
        source = self.bring(csv_record(), name="<b>&x.csv")
        self.assertContains(self.page(source), "Import of &lt;b&gt;&amp;x.csv")
        self.assertEqual(len(source.file), 32)

    def test_an_upload_needs_the_token_of_the_form(self):
        client = self.client_class(enforce_csrf_checks=True)
        client.force_login(self.user)
        answer = client.post(reverse(START), {"file": upload(csv_record())})
        self.assertEqual(answer.status_code, 403)
        self.assertEqual([p for p in self.files() if not p.name.endswith(".part")], [])
        page = client.get(reverse(START))
        token = page.context["csrf_token"]
        answer = client.post(
            reverse(START),
            {"csrfmiddlewaretoken": str(token), "file": upload(csv_record())},
        )
        self.assertEqual(answer.status_code, 302)

    def test_uploads_that_nobody_imports_are_removed_after_a_week(self):
        source = self.bring(csv_record())
        sweep_sources()
        self.assertEqual(len(self.files()), 1)
        ImportSource.objects.update(added=source.added - timedelta(days=8))
        sweep_sources()
        self.assertEqual(self.files(), [])
        page = self.page(source)
        self.assertContains(page, "The file is removed.")
        self.assertNotContains(page, 'name="import"')


class PathTests(DeskImportCase):
    def start(self, path):
        return self.client.post(reverse(START), {"path": str(path)}, follow=True)

    def test_a_folder_below_the_named_ones(self):
        (self.server / "more").mkdir()
        (self.server / "more" / "a.csv").write_bytes(csv_record())
        source = self.post_start({"path": str(self.server / "more")})
        self.assertContains(self.page(source), "1 cable would be added.")
        self.take_in(source)
        self.assertEqual(ImportRun.objects.get().source, str(self.server / "more"))
        self.assertTrue((self.server / "more" / "a.csv").exists())

    def test_nothing_outside_is_read(self):
        outside = self.folder.write("secret.csv", csv_record())
        (self.server / "link.csv").symlink_to(outside)
        (self.server / "folder").mkdir()
        (self.server / "folder" / "link.csv").symlink_to(outside)
        sentence = "leads out of the folders"
        for path in (
            outside,
            self.server / ".." / "secret.csv",
            self.server / "link.csv",
            "/nowhere/at/all",
            "a.csv",
            f"{self.server}\0",
        ):
            with self.subTest(path=path):
                self.assertEqual(ImportSource.objects.count(), 0)
                page = self.start(path)
                self.assertEqual(page.status_code, 200)
                self.assertFalse(ImportSource.objects.exists())
                if "\0" not in str(path):
                    self.assertContains(page, sentence)
        self.start(self.server / "folder")
        self.assertEqual(self.work().state, JobState.FAILED)
        self.assertIn(sentence, self.work().message)

    def test_what_is_not_there_is_said(self):
        self.assertContains(self.start(self.server / "no.csv"), "there is no such file")

    @override_settings(IMPORT_PATHS=[])
    def test_without_the_setting_there_is_no_such_field(self):
        self.assertNotContains(self.client.get(reverse(START)), "path on the server")


class JobTests(DeskImportCase):
    def records(self, count):
        return [csv_record(f"06MEXICO{n}", number=f"{n}") for n in range(1, count)]

    def big(self, count=1200):
        (self.server / "big.csv").write_bytes(b"".join(self.records(count)))
        return self.post_start({"path": str(self.server / "big.csv")})

    def test_a_stopped_import_goes_on_behind_its_last_batch(self):
        source = self.big()
        self.client.post(self.url(source), {"import": "yes"})
        job = Job.objects.latest("id")
        beat = queue.Run.beat

        def stopping(run, **values):
            beat(run, **values)
            queue.stop(job)

        queue.Run.beat = stopping
        try:
            self.work()
        finally:
            queue.Run.beat = beat
        run = ImportRun.objects.get()
        self.assertEqual(run.state, RunState.INTERRUPTED)
        self.assertLess(run.created_count, 1199)
        self.assertContains(self.page(source), "was stopped")
        self.client.post(self.url(source), {"go_on": "yes"})
        self.assertEqual(self.work().state, JobState.FINISHED)
        run = ImportRun.objects.get()
        self.assertEqual((run.state, run.created_count), (RunState.FINISHED, 1199))

    def test_a_worker_that_died_after_a_batch_is_followed_by_another(self):
        """As after ``kill -9``: the run is at work, and its job's beat has stopped."""
        source = self.big()
        self.client.post(self.url(source), {"import": "yes"})
        job = Job.objects.latest("id")
        path = self.server / "big.csv"
        import_cables(paths=[path], notes={"job": job.pk}, stop=lambda: True)
        run = ImportRun.objects.get()
        ImportRun.objects.update(state=RunState.RUNNING)
        self.work()
        self.assertEqual(ImportRun.objects.get().pk, run.pk)
        self.assertEqual(ImportRun.objects.get().created_count, 1199)
        self.assertEqual(Cable.objects.count(), 1199)

    def test_one_that_died_after_the_run_finds_it_done(self):
        source = self.big(20)
        self.client.post(self.url(source), {"import": "yes"})
        job = Job.objects.latest("id")
        import_cables(paths=[self.server / "big.csv"], notes={"job": job.pk})
        self.assertEqual(self.work().state, JobState.FINISHED)
        self.assertEqual(ImportRun.objects.count(), 1)

    def test_two_at_once_wait_for_each_other(self):
        first, second = self.big(20), self.bring(csv_record())
        self.client.post(self.url(first), {"import": "yes"})
        self.client.post(self.url(second), {"import": "yes"})
        self.assertContains(self.page(second), "Another import is at work")
        self.assertNotContains(self.page(first), "Another import is at work")
        self.work()
        self.assertEqual(Cable.objects.count(), 19)  # 06MEXICO12 is in both

    def test_one_that_finds_the_archive_busy_says_so_and_tries_again(self):
        source = self.big(20)
        self.client.post(self.url(source), {"import": "yes"})
        said = []

        def busy_once(**arguments):
            said.append(Job.objects.latest("id").progress.get("waits"))
            if len(said) == 1:
                raise ImportBusy(BUSY)
            return import_cables(**arguments)

        jobs = "cables.admin.import_jobs"
        with mock.patch(f"{jobs}.import_cables", busy_once), mock.patch(f"{jobs}.time"):
            self.assertEqual(self.work().state, JobState.FINISHED)
        self.assertIsNone(said[0])
        self.assertIn("Another import", said[1])

    def test_a_click_too_many(self):
        source = self.big(20)
        for _ in range(2):
            self.client.post(self.url(source), {"import": "yes"})
        self.assertEqual(Job.objects.filter(options__dry_run=False).count(), 1)


class RunPageTests(DeskImportCase):
    def setUp(self):
        super().setUp()
        source = self.bring(csv_record(), BAD)
        self.take_in(source)
        self.run_ = ImportRun.objects.get()

    def test_leads_to_its_cables_and_rejects(self):
        self.client.force_login(make_chief())
        page = self.client.get(
            reverse("admin:cables_importrun_change", args=[self.run_.pk])
        )
        cables = f"{reverse('admin:cables_cable_changelist')}?run={self.run_.pk}"
        self.assertContains(page, cables)
        import_cables(
            paths=[self.folder.write("b.csv", csv_record("06MEXICO77", number="77"))]
        )
        listed = self.client.get(cables)
        self.assertContains(listed, "06MEXICO12")
        self.assertNotContains(listed, "06MEXICO77")

    def test_what_an_import_changed_is_in_the_history_of_the_cable(self):
        changed = csv_record(body=BODY.replace("open again", "closed again"))
        import_cables(paths=[self.folder.write("b.csv", changed)])
        run, cable = ImportRun.objects.latest("id"), Cable.objects.get()
        url = reverse("admin:cables_cable_history", args=[cable.pk])
        sees = ("view_cable", "view_revision", "view_sourcerecord")
        for rights, shown in ((sees, True), (sees[:2], False), (sees[:1], False)):
            self.client.force_login(make_editor(*rights))
            page = self.client.get(url)
            self.assertContains(page, f"import {run.pk}</a>")
            self.assertContains(page, "<h3>Body</h3>")
            self.assertEqual("open again" in page.content.decode(), shown)

    def test_rejects_as_a_table_and_to_mend(self):
        table = self.client.get(
            reverse("admin:cables_importrun_rejects_table", args=[self.run_.pk])
        )
        text = table.getvalue().decode()
        self.assertIn("attachment", table["Content-Disposition"])
        self.assertIn("cables.csv,", text)
        self.assertIn("COSMIC", text)
        records = self.client.get(
            reverse("admin:cables_importrun_rejects_records", args=[self.run_.pk])
        )
        mended = records.getvalue().replace(b"COSMIC", b"SECRET")
        source = self.bring(mended, name="mended.csv")
        self.take_in(source)
        self.assertTrue(Cable.objects.filter(reference_id="06MEXICO2").exists())

    def test_no_cell_is_a_formula(self):
        ImportReject.objects.update(reference_id="=1+1")
        table = self.client.get(
            reverse("admin:cables_importrun_rejects_table", args=[self.run_.pk])
        )
        self.assertIn("'=1+1", table.getvalue().decode())

    def test_what_was_redacted_is_not_in_refused_records(self):
        words = "harbour"
        cable = make_cable("06MEXICO2", paragraphs=[f"The {words} is open."])
        block = cable.paragraphs.get()
        spans = [(4, 4 + len(words))]
        given = {"paragraph": block, "spans": spans, "reason": "source_safety"}
        approve(propose(cable, user=make_chief(), **given), user=make_chief())
        reject = self.run_.rejects.get()
        reject.reference_id = "06 mexico 2"
        reject.reason = f"“the {words}” is no date"
        reject.compressed = zstd.compress(b"06 mexico 2,The har\xc2\xadbour is open")
        reject.save()
        addresses = [
            reverse("admin:cables_importreject_change", args=[reject.pk]),
            reverse("admin:cables_importreject_changelist"),
            reverse("admin:cables_importrun_rejects_table", args=[self.run_.pk]),
            reverse("admin:cables_importrun_rejects_records", args=[self.run_.pk]),
        ]
        shown = self.texts(addresses)
        self.assertNotIn(words, "".join(shown))
        self.assertNotIn("har\u00adbour", "".join(shown))
        self.assertEqual(shown[3], "")
        for asked in ("harbour", "absent"):  # the reason answers no search
            listed = self.client.get(addresses[1], {"q": asked})
            self.assertEqual(listed.context["cl"].result_count, 0)
        rights = (*ARCHIVIST, "view_sealedtext")
        self.client.force_login(make_editor(*rights))
        shown = self.texts(addresses)
        self.assertTrue(all(words in text for text in shown[:3]))
        self.assertIn("har\u00adbour", shown[3])

    def texts(self, addresses):
        answers = [self.client.get(address) for address in addresses]
        return [answer.getvalue().decode() for answer in answers]

    def test_rejects_need_their_right(self):
        self.client.force_login(make_editor("view_importrun", "run_import"))
        for name in ("rejects_table", "rejects_records"):
            url = reverse(f"admin:cables_importrun_{name}", args=[self.run_.pk])
            self.assertEqual(self.client.get(url).status_code, 403)


class RollBackPageTests(DeskImportCase):
    def setUp(self):
        super().setUp()
        self.take_in(self.bring(csv_record(), csv_record("06MEXICO13", number="13")))
        self.run_ = ImportRun.objects.get()
        self.back = reverse("admin:cables_importrun_roll_back", args=[self.run_.pk])

    def count(self):
        self.client.post(self.back, {"count": "yes"})
        self.work()
        return self.client.get(self.back)

    def test_numbers_first_then_gone(self):
        page = self.client.get(self.back)
        self.assertContains(page, "See what will happen")
        self.assertNotContains(page, 'name="confirmed"')
        page = self.count()
        self.assertContains(page, "2 cables that the import has brought: removed")
        self.assertEqual(Cable.objects.count(), 2)
        self.client.post(self.back, {"confirmed": "yes"})
        self.assertEqual(self.work().state, JobState.FINISHED)
        self.assertFalse(Cable.objects.exists())
        page = self.client.get(self.back)
        self.assertContains(page, "What was done")
        self.assertContains(page, "This import is rolled back.")
        self.assertEqual(ImportRun.objects.get().state, RunState.ROLLED_BACK)

    def test_what_stays_is_named_with_the_reason(self):
        save_cable(
            Cable.objects.get(reference_id="06MEXICO13"),
            user=self.user,
            values={"subject": "X"},
        )
        page = self.count()
        self.assertContains(
            page, "1 stays. A person has worked on it since. 06MEXICO13"
        )

    def test_who_may_not_withdraw_lets_no_roll_back_go_on_that_does(self):
        options = {"run": self.run_.pk, "dry_run": False, "withdraw": "error"}
        job = queue.start(
            kind=JobKind.ROLLBACK, title="Back", user=make_chief(), options=options
        )
        queue.stop(job)
        page = self.client.post(self.back, {"go_on": "yes"}, follow=True)
        self.assertContains(page, "You may not do what this job does")
        job.refresh_from_db()
        self.assertEqual(job.state, JobState.CANCELLED)

    def test_what_readers_have_seen_can_be_withdrawn(self):
        self.client.force_login(make_chief())
        self.take_in(self.bring(csv_record("06MEXICO14", number="14")), publish="on")
        run = ImportRun.objects.latest("id")
        self.back = reverse("admin:cables_importrun_roll_back", args=[run.pk])
        self.assertContains(self.count(), "Is withdrawn: Published by mistake")
        self.client.post(
            self.back,
            {"confirmed": "yes", "withdraw": "error", "reason": "Wrong file."},
        )
        self.assertEqual(self.work().state, JobState.FINISHED)
        cable = Cable.objects.get(reference_id="06MEXICO14")
        self.assertEqual(cable.state, State.WITHDRAWN)
        told = cable.changes.get(action="withdrawn")
        self.assertEqual((told.reason_code, told.reason), ("error", "Wrong file."))
        self.assertContains(self.client.get(self.back), "1 withdrawn.")

    def test_withdrawing_needs_its_own_right(self):
        Cable.objects.update(state=State.PUBLISHED, released="2011-01-01T00:00Z")
        page = self.count()
        self.assertContains(page, "2 stay. Readers have seen it")
        self.assertNotContains(page, "Is withdrawn")
        self.client.post(self.back, {"confirmed": "yes", "withdraw": "error"})
        self.work()
        self.assertEqual(Cable.objects.filter(state=State.PUBLISHED).count(), 2)

    def test_a_worker_that_died_afterwards_finds_it_done(self):
        self.count()
        self.client.post(self.back, {"confirmed": "yes"})
        job = Job.objects.latest("id")
        end = queue.Run.end
        queue.Run.end = lambda *a, **k: None
        try:
            self.work()
        finally:
            queue.Run.end = end
        Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
        job = self.work()
        self.assertEqual((job.state, job.progress["removed"]), (JobState.FINISHED, 2))

    def test_an_import_that_is_rolled_back_is_not_gone_on_with(self):
        real = Job.objects.filter(options__dry_run=False, kind="import").get()
        self.count()
        self.client.post(self.back, {"confirmed": "yes"})
        self.work()
        Job.objects.filter(pk=real.pk).update(state=JobState.QUEUED)
        self.work()
        real.refresh_from_db()
        self.assertIn("rolled back meanwhile", real.message)
        self.assertFalse(Cable.objects.exists())


class RightsTests(DeskImportCase):
    def test_each_page_asks(self):
        source = ImportSource.objects.create(name="a.csv", user=self.user)
        run = ImportRun.objects.create(source="a.csv")
        pages = {
            "start": (),
            "source": (source.pk,),
            "roll_back": (run.pk,),
            "rejects_table": (run.pk,),
            "rejects_records": (run.pk,),
        }
        self.client.force_login(make_editor("view_importrun", "view_cable"))
        for name, arguments in pages.items():
            url = reverse(f"admin:cables_importrun_{name}", args=arguments)
            with self.subTest(page=name):
                self.assertEqual(self.client.get(url).status_code, 403)
                self.assertIn(self.client.post(url, {}).status_code, (403, 405))
        self.assertFalse(Job.objects.exists())
        listed = self.client.get(reverse("admin:cables_importrun_changelist"))
        self.assertNotContains(listed, "Import cables</a>")


class UnresolvedTests(DeskImportCase):
    def test_the_most_cited_come_first(self):
        import_cables(
            paths=[
                self.folder.write(
                    "a.csv",
                    csv_record(references="05MOOR1|05MOOR2")
                    + csv_record("06MEXICO13", number="13", references="05MOOR2"),
                )
            ]
        )
        url = reverse("admin:cables_importrun_unresolved")
        self.assertEqual(self.client.get(url).status_code, 403)
        self.client.force_login(make_editor("view_reference"))
        page = self.client.get(url)
        rows = {row["cited_id"]: row["count"] for row in page.context["rows"]}
        self.assertEqual((rows["05MOOR1"], rows["05MOOR2"]), (1, 2))
        order = list(rows)
        self.assertLess(order.index("05MOOR2"), order.index("05MOOR1"))
        self.assertContains(page, "?missing=yes&amp;q=05MOOR2")
        for wrong in ("0", "x", "9" * 30):
            self.assertEqual(self.client.get(url, {"p": wrong}).status_code, 404)


class QueryTests(DeskImportCase):
    """No page asks more, however much an import brought or could not take in."""

    MOST = 20

    def test_pages_of_a_run_with_many_rejects(self):
        self.client.force_login(make_chief())
        bad = [
            csv_record(f"06MEXICO{n}", number=f"{n}", classification="COSMIC")
            for n in range(100, 400)
        ]
        source = self.bring(csv_record(), *bad)
        run_pages = ("change", "roll_back")
        self.ask(self.url(source))
        self.take_in(source)
        run = ImportRun.objects.get()
        self.assertEqual(run.rejected_count, 300)
        self.ask(self.url(source))
        for name in run_pages:
            self.ask(reverse(f"admin:cables_importrun_{name}", args=[run.pk]))
        self.ask(reverse("admin:cables_importrun_changelist"))
        rejects = reverse("admin:cables_importreject_changelist")
        self.ask(f"{rejects}?run={run.pk}")

    def ask(self, url):
        with CaptureQueriesContext(connection) as asked:
            self.assertEqual(self.client.get(url).status_code, 200, url)
        self.assertLessEqual(len(asked), self.MOST, url)
