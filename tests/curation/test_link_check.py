"""Articles are asked whether they answer: only out on the web, gently, and noted."""

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from unittest.mock import patch

from django.core.management import call_command
from django.test import SimpleTestCase, TestCase

from cables.choices import ItemState, LinkStatus, ModerationState
from cables.curation.jobs.queue import JobLost, claim, stop
from cables.curation.link_check import (
    PAUSE,
    Pauses,
    agent,
    archived_suggestion,
    in_turns,
    look,
    make_asker,
    note,
    run_check,
    start_check,
    to_check,
)
from cables.curation.web import Asker, Refused, Reply, is_public
from cables.management.commands.check_articles import Command
from cables.models import current_epoch
from cables.models.sealed import LinkCheck
from tests.admin.editors import make_editor
from tests.factories import make_article, make_article_link, make_cable

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Site(BaseHTTPRequestHandler):
    """Answers as its path says; it keeps what it was asked."""

    asked = []
    moves = {
        "/moved": (301, "/there"),
        "/for-now": (302, "/there"),
        "/moved/by/and/by": (301, "/for-now"),
        "/round": (301, "/round"),
        "/inside": (302, "http://10.0.0.1/secret"),
        "/link-local": (301, "http://169.254.169.254/latest/meta-data"),
        "/file": (301, "file:///etc/passwd"),
        "/front": (301, "/"),
        "/nowhere": (301, ""),
    }
    codes = {"/gone": 410, "/missing": 404, "/broken": 500, "/shut": 403}

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        code = self.codes.get(self.path, 200)
        if self.path == "/no-head":
            code = 405 if self.command == "HEAD" else 200
        if self.path == "/drops":
            self.connection.close()
            return
        target = None
        if self.path in self.moves:
            code, target = self.moves[self.path]
        self.send_response(code)
        if target is not None:
            self.send_header("Location", target)
        self.end_headers()

    def log_message(self, *args):
        pass


class Serving:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
        cls.here = f"http://127.0.0.1:{cls.server.server_port}"
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()
        super().tearDownClass()

    def setUp(self):
        Site.asked.clear()

    def asker(self, **options):
        allow = {"allow": lambda address: address == "127.0.0.1" or is_public(address)}
        return Asker(agent="test", **allow | options)


class AskTests(Serving, SimpleTestCase):
    def test_replies(self):
        rows = [
            ("/", 200, "/", ""),
            ("/moved", 200, "/there", "/there"),
            ("/for-now", 200, "/there", ""),
            ("/moved/by/and/by", 200, "/there", "/for-now"),
            ("/gone", 410, "/gone", ""),
            ("/no-head", 200, "/no-head", ""),
            ("/shut", 403, "/shut", ""),
            ("/nowhere", 301, "/nowhere", ""),
            ("/a b/é?q=ü#part", 200, "/a b/é?q=ü#part", ""),
        ]
        for path, code, end, moved_to in rows:
            with self.subTest(path=path):
                reply = self.asker().ask(self.here + path)
                moved_to = self.here + moved_to if moved_to else ""
                expected = Reply(code, self.here + end, moved_to)
                self.assertEqual(reply, expected)

    def test_head_first_then_get_where_that_fails(self):
        self.asker().ask(f"{self.here}/")
        self.asker().ask(f"{self.here}/missing")
        methods = [method for method, *_ in Site.asked]
        self.assertEqual(methods, ["HEAD", "HEAD", "GET"])

    def test_no_answer_is_a_sentence(self):
        closed = ThreadingHTTPServer(("127.0.0.1", 0), Site)
        port = closed.server_port
        closed.server_close()
        rows = [
            (f"{self.here}/round", "It leads on and on"),
            (f"{self.here}/drops", "The connection broke off."),
            (f"http://127.0.0.1:{port}/", "It takes no connection."),
            ("http://no.such.host.invalid/", "Its name is not known"),
            ("ftp://127.0.0.1/", "not on the web"),
            ("http:///x", "not on the web"),
            ("http://[1/", "no web address"),
            ("http://127.0.0.1:99999/", "no web address"),
            ("http://" + "a" * 70 + ".example/", "Its name is not known"),
        ]
        for url, sentence in rows:
            with self.subTest(url=url), self.assertRaisesRegex(Refused, sentence):
                self.asker().ask(url)


class InsideTests(Serving, SimpleTestCase):
    """Nothing inside the house is asked, however an address is written."""

    def test_addresses(self):
        inside = [
            *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1"),
            *("192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1"),
            *("255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
            *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
            *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::"),
            *("64:ff9b::7f00:1", "64:ff9b::a00:1", "2001:db8::1"),
        ]
        for address in inside:
            with self.subTest(address=address):
                self.assertFalse(is_public(address))
        for address in (
            "8.8.8.8",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ):
            with self.subTest(address=address):
                self.assertTrue(is_public(address))

    def test_without_the_tests_own_door_nothing_here_is_asked(self):
        port = self.server.server_port
        asker = make_asker()
        asker.before = lambda host: None
        names = [
            *("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1"),
            *("127.1", "[::ffff:127.0.0.1]", "017700000001"),
        ]
        for name in names:
            with self.subTest(name=name), self.assertRaises(Refused):
                asker.ask(f"http://{name}:{port}/")
        self.assertEqual(Site.asked, [])

    def test_redirects_lead_out_only(self):
        for path in ("/inside", "/link-local", "/file"):
            with self.subTest(path=path), self.assertRaises(Refused):
                self.asker().ask(self.here + path)

    def test_one_inner_address_of_several_is_enough(self):
        both = [(0, 0, 0, "", ("8.8.8.8", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
        with (
            patch("cables.curation.web.socket.getaddrinfo", return_value=both),
            patch("cables.curation.web.socket.create_connection") as connect,
            self.assertRaisesRegex(Refused, "inside a private network"),
        ):
            Asker(agent="test").ask("http://two-faced.example/")
        connect.assert_not_called()

    def test_what_was_looked_at_is_what_is_connected_to(self):
        answers = iter(["8.8.8.8", "127.0.0.1", "127.0.0.1"])

        def resolve(host, port, **_):
            return [(0, 0, 0, "", (next(answers), port))]

        with (
            patch("cables.curation.web.socket.getaddrinfo", resolve),
            patch("cables.curation.web.socket.create_connection") as connect,
        ):
            connect.side_effect = ConnectionRefusedError
            with self.assertRaisesRegex(Refused, "takes no connection"):
                Asker(agent="test").ask("http://rebinding.example/")
        self.assertEqual(
            [call.args[0] for call in connect.mock_calls], [("8.8.8.8", 80)]
        )

    def test_no_proxy_of_the_environment_asks_for_us(self):
        proxies = {
            "http_proxy": "http://127.0.0.1:9",
            "HTTP_PROXY": "http://127.0.0.1:9",
        }
        with patch.dict("os.environ", proxies):
            self.assertEqual(self.asker().ask(f"{self.here}/").code, 200)


class LookTests(Serving, TestCase):
    def test_status(self):
        rows = [
            ("/story", LinkStatus.ALIVE, 200),
            ("/shut", LinkStatus.ALIVE, 403),
            ("/for-now", LinkStatus.ALIVE, 200),
            ("/moved", LinkStatus.MOVED, 200),
            ("/gone", LinkStatus.DEAD, 410),
            ("/missing", LinkStatus.DEAD, 404),
            ("/broken", LinkStatus.DEAD, 500),
            ("/front", LinkStatus.DEAD, 200),
            ("/drops", LinkStatus.DEAD, None),
        ]
        for path, status, code in rows:
            with self.subTest(path=path):
                article = make_article(url=self.here + path)
                found = look(article, self.asker())
                self.assertEqual(found[:2], (status, code))
                self.assertTrue(found[2].endswith((".", "(404).", "(410).")))
                there = f"{self.here}/there" if status == LinkStatus.MOVED else ""
                # The server's own port makes it no address of an article.
                self.assertEqual(found[3], there)

    def test_the_agent_names_the_site(self):
        self.assertIn("/about/", agent())
        with self.settings(SITE_NAME="Câble"):
            self.assertTrue(agent().isascii())


class NoteTests(TestCase):
    def setUp(self):
        self.article = make_article()
        make_article_link(make_cable(), article=self.article)

    def note(self, status, hours, detail="So."):
        now = NOW + timedelta(hours=hours)
        return note(self.article, (status, None, detail, ""), now=now).link_status

    def test_gone_after_three_silences_on_different_days(self):
        dead, alive = LinkStatus.DEAD, LinkStatus.ALIVE
        self.assertEqual(self.note(alive, 0), alive)
        self.assertEqual(self.note(dead, 24), alive)
        self.assertEqual(self.note(dead, 25), alive)
        self.assertEqual(self.note(dead, 26), alive)  # as good as the one before
        self.assertEqual(self.note(dead, 48), alive)
        before = current_epoch()
        self.assertEqual(self.note(dead, 72), dead)
        self.assertEqual(current_epoch(), before + 1)
        self.assertEqual(self.note(alive, 73), alive)
        self.assertEqual(current_epoch(), before + 2)
        self.assertEqual(LinkCheck.objects.count(), 7)

    def test_an_answer_begins_the_count_anew(self):
        dead, alive = LinkStatus.DEAD, LinkStatus.ALIVE
        steps = [dead, dead, alive, dead, dead]
        states = [self.note(one, 24 * day) for day, one in enumerate(steps)]
        self.assertNotIn(dead, states)
        self.assertEqual(self.note(dead, 24 * 5), dead)

    def test_what_readers_do_not_see_raises_nothing(self):
        self.note(LinkStatus.ALIVE, 0)
        self.note(LinkStatus.MOVED, 24)
        self.assertEqual(current_epoch(), 0)
        self.article.refresh_from_db()
        self.assertEqual(self.article.link_checked, NOW + timedelta(hours=24))

    def test_readers_are_led_to_the_copy(self):
        copy = "https://web.archive.org/web/2011/https://lantern.example/1"
        self.article.archived_url = copy
        self.article.save()
        for day in range(3):
            self.note(LinkStatus.DEAD, 24 * day)
        page = self.client.get(self.article.get_absolute_url())
        self.assertContains(page, "The link no longer answers")
        self.assertContains(page, f'href="{copy}"')

    def test_suggestion(self):
        self.assertEqual(
            archived_suggestion(self.article),
            f"https://web.archive.org/web/20110901/{self.article.url}",
        )
        self.article.date = None
        self.assertIn("/web/2/https://", archived_suggestion(self.article))


class TurnTests(TestCase):
    def test_the_longest_unasked_come_first(self):
        new = make_article()
        old, recent = (
            make_article(link_checked=NOW + timedelta(days=day)) for day in (0, 9)
        )
        make_article(state=ModerationState.PROPOSED)
        make_article(state=ModerationState.REJECTED)
        self.assertEqual(list(to_check()), [new, old, recent])
        self.assertEqual(list(to_check(2)), [new, old])

    def test_hosts_take_turns(self):
        names = ["a/1", "a/2", "a/3", "b/1", "b/2", "c/1"]
        articles = [make_article(url=f"https://{n[0]}.example{n[1:]}") for n in names]
        order = [one.url[8] + one.url[-1] for one in in_turns(articles)]
        self.assertEqual(order, ["a1", "b1", "c1", "a2", "b2", "a3"])

    def test_a_host_is_left_alone_for_a_while(self):
        now, slept = [100.0], []

        def sleep(seconds):
            slept.append(seconds)
            now[0] += seconds

        pause = Pauses(clock=lambda: now[0], sleep=sleep)
        pause("a.example")
        pause("b.example")
        self.assertEqual(slept, [])
        now[0] += 1
        pause("a.example")
        self.assertEqual(slept, [PAUSE - 1])
        now[0] += 60
        pause("a.example")
        self.assertEqual(len(slept), 1)


class JobTests(Serving, TestCase):
    def test_each_article_is_asked_and_its_item_says_what_came(self):
        paths = ("/story", "/missing", "/moved")
        articles = [make_article(url=self.here + path) for path in paths]
        lost = make_article(url=f"{self.here}/lost")
        job = start_check(user=make_editor(), articles=[*articles, lost])
        self.assertEqual((job.total, job.kind), (4, "link_check"))
        lost.delete()
        run = claim(job.pk)
        self.addCleanup(run.hold.let_go, forget=True)
        run_check(run, asker=self.asker())
        states = list(job.items.order_by("id").values_list("state", flat=True))
        self.assertEqual(states, ["done", "done", "done", "blocked"])
        notes = job.items.values_list("note", flat=True)
        self.assertIn("It is not there (404).", notes)
        job.refresh_from_db()
        self.assertEqual((job.done, job.blocked, job.failed), (3, 1, 0))
        self.assertEqual(LinkCheck.objects.count(), 3)

    def test_a_job_that_was_stopped_lets_go(self):
        articles = [make_article(url=f"{self.here}/{n}") for n in range(3)]
        job = start_check(user=make_editor(), articles=articles)
        run = claim(job.pk)
        self.addCleanup(run.hold.let_go, forget=True)
        asker = self.asker()
        asker.before = lambda host: stop(job)
        with self.assertRaises(JobLost):
            run_check(run, asker=asker)
        self.assertFalse(LinkCheck.objects.exists())  # undone with its step

    def test_what_is_done_is_not_asked_again(self):
        articles = [make_article(url=f"{self.here}/{n}") for n in range(2)]
        job = start_check(user=make_editor(), articles=articles)
        first = job.items.order_by("id").first()
        job.items.filter(pk=first.pk).update(state=ItemState.DONE)
        run = claim(job.pk)
        self.addCleanup(run.hold.let_go, forget=True)
        run_check(run, asker=self.asker())
        self.assertEqual([path for _, path, _ in Site.asked], ["/1"])


class CommandTests(Serving, TestCase):
    def run_command(self, **options):
        out, talk = StringIO(), StringIO()
        with patch.object(Command, "make_asker", staticmethod(self.asker)):
            call_command("check_articles", stdout=out, stderr=talk, **options)
        return out.getvalue(), talk.getvalue()

    def test_counts_and_talk(self):
        for path in ("/story", "/missing", "/moved"):
            make_article(url=self.here + path)
        out, talk = self.run_command(json=True)
        self.assertIn('"alive": 1, "moved": 1, "silent": 1, "gone": 0', out)
        self.assertIn(f"{self.here}/missing: It is not there (404).", talk)
        self.assertIn(f"{self.here}/moved: It has moved for good.", talk)
        self.assertNotIn("/story", talk)
        out, _ = self.run_command()
        self.assertIn("1 answer, 1 have moved, 1 did not answer this time", out)

    def test_limit(self):
        for number in range(3):
            make_article(url=f"{self.here}/{number}")
        self.run_command(limit=2)
        self.assertEqual(LinkCheck.objects.count(), 2)
        with self.assertRaises(SystemExit):
            self.run_command(limit=0)
