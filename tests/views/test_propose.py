"""Readers propose: one row, nothing about them, and a sentence for whatever is wrong."""

from unittest.mock import patch

from django.core.cache import caches
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from cables.models import Proposal
from cables.rate import Rate
from tests.factories import make_cable, make_draft

ADDRESS = "/propose/"
SENT = {
    "kind": "article",
    "url": "https://lantern.example/story?utm_source=x&id=3",
    "title": "What the harbour talks were about",
    "cables": "06LOWMOOR1889#par3 and 06 Lowmoor 7",
    "quote": "“The talks went on.”",
    "note": "Second page.",
}


class Asking(TestCase):
    def setUp(self):
        caches["rate"].clear()
        self.addCleanup(caches["rate"].clear)

    def post(self, address="203.0.113.77", **changed):
        sent = {**SENT, **changed}
        sent = {name: value for name, value in sent.items() if value is not None}
        return self.client.post(ADDRESS, sent, REMOTE_ADDR=address)


class FormTests(Asking):
    def test_page_wants_no_script_no_cookie_and_may_be_kept(self):
        page = self.client.get(ADDRESS)
        self.assertEqual(page.status_code, 200)
        self.assertFalse(page.cookies)
        self.assertIn("public", page["Cache-Control"])
        self.assertNotIn("csrfmiddlewaretoken", page.text)
        known = self.client.get(ADDRESS, headers={"If-None-Match": page["ETag"]})
        self.assertEqual(known.status_code, 304)

    def test_filled_in_from_its_address(self):
        page = self.client.get(f"{ADDRESS}?cable=06LOWMOOR1889%23par3&kind=discussion")
        self.assertContains(page, "\n06LOWMOOR1889#par3</textarea>")
        self.assertInHTML(
            '<input type="radio" name="kind" value="discussion" id="id_kind_1" required '
            'aria-describedby="about-kind" checked>',
            page.text,
        )

    def test_hostile_addresses_are_text(self):
        for query in (
            "cable=%3Cscript%3Ealert(1)%3C/script%3E",
            "kind=%3Cb%3E&cable=" + "9" * 5_000,
            "cable[]=1&kind=article&kind=nonsense",
        ):
            with self.subTest(query=query):
                page = self.client.get(f"{ADDRESS}?{query}")
                self.assertEqual(page.status_code, 200)
                self.assertNotIn("<script>alert", page.text)
                self.assertLess(len(page.content), 20_000)

    def test_cable_page_leads_here(self):
        cable = make_cable("06LOWMOOR1889", paragraphs=["One."])
        page = self.client.get(cable.get_absolute_url())
        self.assertContains(page, 'href="/propose/?cable=06LOWMOOR1889"')

    def test_a_draft_answers_like_what_never_was(self):
        make_draft("06LOWMOOR551")
        pages = [
            self.post(cables=name, url="nonsense").text.replace(name, "")
            for name in ("06LOWMOOR551", "06LOWMOOR552")
        ]
        self.assertEqual(*pages)


class SendingTests(Asking):
    def test_kept_as_it_was_typed_and_thanked(self):
        answer = self.post()
        self.assertRedirects(answer, "/propose/thanks/")
        self.assertFalse(answer.cookies)
        kept = Proposal.objects.get()
        self.assertEqual(kept.url, "https://lantern.example/story?id=3")
        self.assertEqual(
            (kept.kind, kept.state, kept.title, kept.cables, kept.quote, kept.note),
            ("article", "proposed", *list(SENT.values())[2:]),
        )
        self.assertContains(self.client.get("/propose/thanks/"), "Thank you")

    def test_nothing_is_read_not_even_the_new_row(self):
        with CaptureQueriesContext(connection) as queries:
            self.post()
        of_table = [q["sql"] for q in queries if "cables_proposal" in q["sql"]]
        self.assertEqual(len(of_table), 1)
        self.assertTrue(of_table[0].startswith("INSERT"))
        self.assertNotIn("RETURNING", of_table[0])

    def test_no_column_knows_the_sender(self):
        self.client.post(
            ADDRESS,
            SENT,
            REMOTE_ADDR="203.0.113.77",
            headers={"user-agent": "Canary/1", "x-forwarded-for": "198.51.100.66"},
        )
        row = str(Proposal.objects.values().get())
        for word in ("203.0.113.77", "198.51.100.66", "Canary"):
            self.assertNotIn(word, row)

    def test_without_a_token_from_a_browser_that_has_none(self):
        answer = Client(enforce_csrf_checks=True).post(ADDRESS, SENT)
        self.assertEqual(answer.status_code, 302)

    def test_wrong_fields_say_what_to_do_and_lose_nothing(self):
        cases = [
            ({"url": ""}, "id_url", "Write the address of the article"),
            ({"url": "lantern"}, "id_url", "This is no web address."),
            ({"url": "ftp://lantern.example/x"}, "id_url", "This is no web address."),
            ({"url": "https://lantern.example/" + "x" * 1000}, "id_url", "1000"),
            ({"url": "https://me:x@e.example/"}, "id_url", "has a user name"),
            ({"url": "https://e.example:99999/"}, "id_url", "names a port"),
            ({"title": "\u202eEVIL"}, "id_title", "(U+202E)"),
            ({"note": "A\x07"}, "id_note", "(U+0007)"),
            ({"kind": "book"}, "id_kind_0", "Choose whether it is an article"),
            ({"kind": None}, "id_kind_0", "Choose whether it is an article"),
            ({"cables": "no id at all"}, "id_cables", "No id of a cable was found."),
            ({"cables": "", "quote": ""}, "id_cables", "No id of a cable was found."),
            (
                {"cables": "", "kind": "discussion"},
                "id_cables",
                "No id of a cable was found.",
            ),
            ({"title": "x" * 301}, "id_title", "300"),
            ({"cables": "06LOWMOOR1 " * 2_000}, "id_cables", "20000"),
            ({"quote": "x" * 10_001}, "id_quote", "10000"),
            ({"note": "x" * 2_001}, "id_note", "2000"),
        ]
        for changed, control, words in cases:
            with self.subTest(changed=str(changed)[:60]):
                page = self.post(**changed)
                self.assertContains(page, f'href="#{control}"')
                self.assertContains(page, f'id="{control}"')
                self.assertContains(page, words)
                self.assertContains(
                    page, "Second page." if "note" not in changed else ""
                )
                self.assertIn("no-store", page["Cache-Control"])
        self.assertFalse(Proposal.objects.exists())

    def test_a_quotation_may_do_without_an_id(self):
        self.assertEqual(self.post(cables="").status_code, 302)
        self.assertEqual(self.post(cables="Lowmoor 1889").status_code, 302)

    def test_whatever_fills_in_the_trap_learns_nothing(self):
        self.assertRedirects(
            self.post(website="https://spam.example"), "/propose/thanks/"
        )
        self.assertFalse(Proposal.objects.exists())

    def test_rubbish_is_answered(self):
        for text in (
            "",
            "\0",
            "\ud800",
            "é\u2028ß",
            "%00",
            "\\" * 300,
            "'; --",
            "\u202e",
        ):
            with self.subTest(text=ascii(text)):
                sent = {name: text.encode("utf-8", "replace") for name in SENT}
                self.assertEqual(self.client.post(ADDRESS, sent).status_code, 200)
        kinds = (
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded; charset=utf-16",
            "application/x-www-form-urlencoded; charset=nonsense",
            "text/plain",
        )
        for kind in kinds:
            for body in (
                b"",
                b"{",
                b"kind=%ED%A0%80&url=%00&" + b"a=1&" * 50,
                b"\xff\xfe",
            ):
                with self.subTest(kind=kind, body=body[:10]):
                    answer = self.client.generic("POST", ADDRESS, body, kind)
                    self.assertIn(answer.status_code, (200, 400))
        self.assertFalse(Proposal.objects.exists())

    def test_what_is_too_long_is_not_read(self):
        page = self.post(note="x" * 300_000)
        self.assertContains(page, "more than a proposal can hold", status_code=413)
        odd = self.client.generic("POST", ADDRESS, CONTENT_LENGTH="many")
        self.assertIn(odd.status_code, (200, 400))

    def test_only_here_and_only_so(self):
        for method in ("put", "delete", "patch", "options"):
            page = getattr(self.client, method)(ADDRESS)
            self.assertEqual(
                (page.status_code, page["Allow"]), (405, "GET, HEAD, POST")
            )
        for address in ("/propose/thanks/", "/propose"):
            self.assertEqual(self.client.post(address, SENT).status_code, 405)


class RateTests(Asking):
    def setUp(self):
        super().setUp()
        self.now = 1_800_000_030
        patched = patch("cables.rate.time.time", lambda: self.now)
        patched.start()
        self.addCleanup(patched.stop)

    def test_so_many_of_one_sender_and_what_was_typed_stays(self):
        self.assertEqual({self.post().status_code for _ in range(5)}, {302})
        page = self.post()
        self.assertContains(page, "send it again in 10 minutes", status_code=429)
        self.assertContains(page, "Second page.", status_code=429)
        self.assertEqual(page["Retry-After"], "570")
        self.assertEqual(self.post("203.0.113.78").status_code, 302)
        self.now += 570
        self.assertEqual(self.post().status_code, 302)
        self.assertEqual(Proposal.objects.count(), 7)

    def test_mistakes_are_not_counted(self):
        for _ in range(8):
            self.assertEqual(self.post(url="").status_code, 200)
        self.assertEqual(self.post().status_code, 302)

    def test_so_many_of_all_together(self):
        few = Rate(name="proposals", most=2, seconds=3600)
        with patch("cables.views.propose.EVERYBODY", few):
            codes = [self.post(f"203.0.113.{n}").status_code for n in range(4)]
        self.assertEqual(codes, [302, 302, 429, 429])

    def test_no_address_is_kept(self):
        self.post()
        kept = str([*caches["rate"]._cache.items()])
        self.assertIn("propose:", kept)
        self.assertNotIn("203.0.113.77", kept)
