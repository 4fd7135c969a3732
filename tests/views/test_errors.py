"""Whatever stands in an address, the answer is a page: never a 500, never a trace."""

import random
import re
from unittest.mock import patch

from django.db import OperationalError
from django.test import Client, TestCase, override_settings
from django.urls import get_resolver

from cables import urls
from cables.search.index import IndexMissing
from cables.views import errors
from tests import factories as make

NASTY = (
    *("2006.5", "1e3", "NaN", "Infinity", "2006-04", "1_0", "+1", "0x10"),
    *("0", "-1", "9" * 30, "2006", "0000", "99", "13", "00", "x" * 3000, "..", "."),
    *(
        "%00",
        "a%00b",
        "%FF%FE",
        "%ED%A0%80",
        "%C3%28",
        "%2e%2e%2f",
        "%25",
        "%0a",
        "%20",
    ),
    *(
        "'",
        '"',
        "<script>",
        "\\",
        ";",
        "§",
        "🗄",
        "é",
        "٣",
        "１２",
        "%E2%80%AE",
        "--",
        "-",
    ),
    *(
        "06LOWMOOR1",
        "06LOWMOOR1.html",
        "par1",
        "par1-par1",
        "-par1",
        "par1-",
        "_0.html",
    ),
)
PARAMETERS = ("q", "page", "sort", "classification", "year", "articles", "kind", "x")


def shapes():
    """Return every address pattern of the readers' pages, with {} for its parts."""
    for pattern in urls.urlpatterns:
        text = str(pattern.pattern)
        text = re.sub(r"<[^>]*>", "{}", text) if "(?P" not in text else text
        text = re.sub(r"\((?:[^()]|\([^()]*\))*\)\??", "{}", text)
        text = text.replace("\\.", ".").strip("^$").replace("/?", "")
        text = re.sub(r"\[[^]]*\][+*]?(?:\{\d\})?", "{}", text)
        yield "/" + text


@override_settings(DEBUG=False)
class FuzzTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        make.make_cable("06LOWMOOR1", paragraphs=["One."], tags=["PREL"])

    def ask(self, address):
        with self.subTest(address=address[:200]):
            status = self.client.get(address).status_code
            self.assertLess(status, 500)

    def test_shapes_cover_every_pattern(self):
        self.assertEqual(len(list(shapes())), len(urls.urlpatterns))
        self.assertIn("/cable/{}/{}/{}.html", list(shapes()))
        self.assertIsNotNone(get_resolver().resolve("/tag/PREL_0.html"))

    def test_nasty_parts_in_every_address(self):
        self.client = Client(raise_request_exception=False)
        dice = random.Random(7)
        for shape in shapes():
            for part in NASTY if "{}" in shape else NASTY[:1]:
                self.ask(shape.replace("{}", part))
                if shape.count("{}") > 1:
                    others = iter(dice.choices(NASTY, k=9))
                    self.ask(re.sub(r"\{\}", lambda _, o=others: next(o), shape))

    def test_nasty_parameters(self):
        dice = random.Random(11)
        self.client = Client(raise_request_exception=False)
        for address in (
            "/",
            "/lookup/",
            "/post/embassy-lowmoor/",
            "/tag/",
            "/article/",
        ):
            for name in PARAMETERS:
                for value in dice.sample(NASTY, 12):
                    self.ask(f"{address}?{name}={value.replace('#', '')}")

    def test_nul_is_a_bad_request(self):
        for address in ("/tag/a%00b/", "/lookup/?q=a%00b", "/lookup/?q=a%00&q=b"):
            with self.subTest(address=address):
                page = self.client.get(address)
                self.assertContains(page, "cannot be read", status_code=400)

    def test_post_is_refused(self):
        for address in ("/", "/cable/2006/04/06LOWMOOR1.html", "/search/"):
            with self.subTest(address=address):
                self.assertEqual(self.client.post(address).status_code, 405)


@override_settings(DEBUG=False)
class ErrorPageTests(TestCase):
    def test_not_found_helps_on(self):
        page = self.client.get("/nothing")
        self.assertContains(page, "Ways in", status_code=404)

    def test_forbidden_page(self):
        page = Client(enforce_csrf_checks=True).post("/admin/login/")
        self.assertContains(page, "This page is closed", status_code=403)

    def test_server_error_needs_no_database_and_shows_no_trace(self):
        self.client = Client(raise_request_exception=False)
        with (
            patch("cables.views.home.render", side_effect=RuntimeError("the trace")),
            self.assertLogs("django.request", "ERROR") as logged,
        ):
            page = self.client.get("/")
        self.assertContains(page, "Something went wrong", status_code=500)
        self.assertNotContains(page, "the trace", status_code=500)
        self.assertNotContains(page, "stylesheet", status_code=500)
        self.assertEqual(len(logged.records), 1)
        with self.assertNumQueries(0):
            errors.server_error(None)

    def test_a_database_out_of_reach_is_a_503_that_needs_none(self):
        self.client = Client(raise_request_exception=False)
        for address, said in (("/", "Not at this moment"), ("/api/v1/tags", "records")):
            view = (
                "cables.views.home.render"
                if address == "/"
                else "cables.api.vocabularies.answer"
            )
            with (
                self.subTest(address=address),
                patch(view, side_effect=OperationalError("the trace")),
                self.assertLogs("django.request", "ERROR"),
            ):
                page = self.client.get(address)
                self.assertContains(page, said, status_code=503)
                self.assertNotContains(page, "the trace", status_code=503)
                self.assertNotContains(page, "stylesheet", status_code=503)
                self.assertTrue(page["Retry-After"].isdigit())

    def test_not_now_is_a_page_for_a_browser_and_a_sentence_for_a_machine(self):
        kinds = {"text/html,*/*;q=0.8": "text/html", "*/*": "text/plain"}
        for accept, kind in kinds.items():
            with (
                self.subTest(accept=accept),
                patch("cables.views.export.found_keys", side_effect=IndexMissing),
            ):
                page = self.client.get("/search/export.csv", headers={"accept": accept})
                self.assertContains(page, "Please try again", status_code=503)
                self.assertEqual(page["Content-Type"].split(";")[0], kind)
                self.assertEqual(page["Cache-Control"], "no-store")
                self.assertEqual("Ways in" in page.text, kind == "text/html")


class MachineTests(TestCase):
    def test_live_ready_robots(self):
        self.assertEqual(self.client.get("/-/live").json(), {"live": True})
        self.assertTrue(self.client.get("/-/ready").json()["ready"])
        self.assertContains(self.client.get("/robots.txt"), "User-agent: *")
