"""A webmention is verified, and then it is a proposal like any other."""

from unittest.mock import patch

from django.test import SimpleTestCase, TestCase, override_settings

from cables.choices import ItemState, JobState, ModerationState, ProposalKind
from cables.curation import webmentions
from cables.curation.jobs.queue import claim
from cables.curation.jobs.worker import Worker
from cables.curation.mention_source import names, title_of
from cables.curation.web import Page, Refused
from cables.models import Mention, Proposal
from cables.models.sealed import Job
from tests.factories import make_cable, make_discussion

TARGET = "https://archive.example/cable/2006/04/06LOWMOOR1.html#par3"
SOURCE = "https://blog.example/on-the-talks"
LINK = f'<title>On the\n talks</title><p><a class=u href="{TARGET}">So</a>'


class Web:
    """Stands for the web: what it is asked, and what it answers with."""

    def __init__(self, body=LINK, *, code=200, kind="text/html", refuses=""):
        self.page = Page(code, SOURCE, kind, "utf-8", body.encode())
        self.refuses, self.asked = refuses, []
        self.before = lambda host: None

    def read(self, url, *, most):
        self.asked.append(url)
        if self.refuses:
            raise Refused(self.refuses)
        return self.page


def mentioned(**changed):
    given = {"source": SOURCE, "target": TARGET, "cables": "06LOWMOOR1#par3"}
    mention = Mention.of(**given | changed)
    mention.save()
    return mention


def verify(web):
    """Do what waits; return its job, as it is then."""
    job = webmentions.start_waiting()
    run = claim(job.pk)
    try:
        webmentions.run_mentions(run, asker=web)
    finally:
        run.hold.let_go(forget=True)
    run.end(JobState.FINISHED)
    job.refresh_from_db()
    return job


class VerifyTests(TestCase):
    def test_a_page_that_links_here_is_proposed(self):
        mentioned()
        job = verify(web := Web())
        proposal = Proposal.objects.get()
        self.assertEqual(proposal.kind, ProposalKind.DISCUSSION)
        self.assertEqual((proposal.url, proposal.title), (SOURCE, "On the talks"))
        self.assertEqual(proposal.cables, "06LOWMOOR1#par3")
        self.assertEqual(proposal.state, ModerationState.PROPOSED)
        self.assertIn(TARGET, proposal.note)
        self.assertEqual((job.done, job.blocked, job.total), (1, 0, 1))
        self.assertEqual(web.asked, [SOURCE])
        self.assertFalse(Mention.objects.exists())

    def test_what_does_not_link_here_leaves_nothing_but_a_sentence(self):
        rows = [
            (Web("<p>No link.</p>"), "It does not link to the address"),
            (Web(LINK, code=404), "It answers with 404."),
            (Web(refuses="It takes no connection."), "It takes no connection."),
            (Web(LINK, kind="image/png"), "It does not link to the address"),
        ]
        for web, said in rows:
            with self.subTest(said=said):
                mentioned()
                job = verify(web)
                item = job.items.get()
                self.assertEqual(item.state, ItemState.BLOCKED)
                self.assertIn(said, item.note)
                self.assertEqual(item.label, "blog.example")
                self.assertEqual((job.done, job.blocked), (0, 1))
        self.assertFalse(Proposal.objects.exists())
        self.assertFalse(Mention.objects.exists())

    def test_what_is_known_is_not_proposed_again(self):
        mentioned()
        verify(Web())
        mentioned()
        self.assertIn("proposed before", verify(Web()).items.get().note)
        cable = make_cable("06LOWMOOR2")
        make_discussion(cable, url=SOURCE)
        mentioned(cables="06LOWMOOR2")
        self.assertIn("here already", verify(Web()).items.get().note)
        self.assertEqual(Proposal.objects.count(), 1)

    def test_one_job_at_a_time(self):
        self.assertIsNone(webmentions.start_waiting())
        mentioned()
        self.assertEqual(webmentions.start_waiting().total, 1)
        mentioned(source=f"{SOURCE}/2")
        self.assertIsNone(webmentions.start_waiting())

    def test_sent_twice_it_waits_once(self):
        given = {"source": SOURCE, "target": TARGET, "cables": "06LOWMOOR1"}
        for _ in range(2):
            Mention.objects.bulk_create([Mention.of(**given)], ignore_conflicts=True)
        self.assertEqual(Mention.objects.count(), 1)

    def test_a_worker_takes_them_where_the_setting_is_on(self):
        mentioned()
        with patch("cables.curation.jobs.worker.find_lost"):
            for is_on, jobs in ((False, 0), (True, 1)):
                worker = Worker(say=print)
                worker.swept = 1e12
                with (
                    self.subTest(is_on=is_on),
                    override_settings(WEBMENTIONS=is_on),
                    patch.object(Worker, "_is_ready", return_value=False),
                ):
                    worker._work()
                    self.assertEqual(Job.objects.count(), jobs)

    def test_the_agent_names_the_protocol_and_the_site(self):
        self.assertIn("Webmention", webmentions.agent())
        self.assertIn("/about/", webmentions.agent())


class NamesTests(SimpleTestCase):
    def says(self, body, *, kind="text/html", target=TARGET, charset=""):
        body = body if isinstance(body, bytes) else body.encode()
        return names(body, kind=kind, charset=charset, target=target)

    def test_html(self):
        escaped = "https://archive.example/search/?q=a&amp;b=1"
        rows = [
            (f"<a href='{TARGET}'>x</a>", True),
            (f"<a href=' {TARGET}\n'>x</a>", True),
            (f"<blockquote cite='{TARGET}'>x</blockquote>", True),
            (f"<img src='{TARGET}'>", True),
            (f"<p>{TARGET}</p>", False),  # named, and not linked
            (f"<!-- <a href='{TARGET}'> -->", False),
            (f"<a href='{TARGET}x'>x</a>", False),
            (f"<a href='{TARGET.removesuffix('#par3')}'>x</a>", False),
            (f"<a title='{TARGET}'>x</a>", False),
            ("", False),
        ]
        for body, expected in rows:
            with self.subTest(body=body):
                self.assertEqual(self.says(body), expected)
        target = "https://archive.example/search/?q=a&b=1"
        self.assertTrue(self.says(f"<a href='{escaped}'>x</a>", target=target))

    def test_other_kinds(self):
        rows = [
            ("text/plain", f"See {TARGET}.", True),
            ("text/plain", f"See {TARGET}0", False),
            ("application/json", f'{{"links": [1, {{"a": "{TARGET}"}}]}}', True),
            ("application/feed+json", f'["{TARGET} and more"]', False),
            ("application/json", "{" * 5_000, False),
            ("application/pdf", TARGET, False),
        ]
        for kind, body, expected in rows:
            with self.subTest(kind=kind, body=body[:40]):
                self.assertEqual(self.says(body, kind=kind), expected)

    def test_bytes_that_are_no_text(self):
        body = b"\xff\xfe<a href='" + TARGET.encode() + b"'>\x00"
        for charset in ("", "utf-8", "nonsense", "utf-16"):
            with self.subTest(charset=charset):
                expected = charset != "utf-16"
                self.assertEqual(self.says(body, charset=charset), expected)

    def test_title(self):
        title = title_of(
            b"<title> A &lt;b&gt;\n c</title>", kind="text/html", charset=""
        )
        self.assertEqual(title, "A <b> c")
        self.assertEqual(title_of(b"<p>", kind="text/html", charset=""), "")
        self.assertEqual(title_of(b"<title>x", kind="text/plain", charset=""), "")
        long = f"<title>{'a' * 900}</title>".encode()
        self.assertEqual(len(title_of(long, kind="text/html", charset="")), 300)
