"""The endpoint of webmentions: off, it is not there; on, it takes what is one."""

from django.test import TestCase, override_settings

from cables.models import Mention
from tests.factories import make_cable, make_draft

SITE = "https://archive.example"
CABLE = f"{SITE}/cable/2006/04/06LOWMOOR1"
SOURCE = "https://blog.example/on-the-talks?id=3"


class Sending(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make_cable("06LOWMOOR1", paragraphs=["One.", "Two."])
        make_draft("06LOWMOOR2")

    def send(
        self, source=SOURCE, target=f"{CABLE}.html", address="203.0.113.7", **more
    ):
        sent = {"source": source, "target": target} | more
        sent = {name: value for name, value in sent.items() if value is not None}
        return self.client.post(
            "/webmention", sent, REMOTE_ADDR=address, HTTP_HOST="localhost"
        )


class OffTests(Sending):
    def test_it_is_not_there(self):
        self.assertEqual(self.send().status_code, 404)
        self.assertEqual(self.client.get("/webmention").status_code, 404)
        page = self.client.get(self.cable.get_absolute_url())
        self.assertNotIn("webmention", page.text)
        self.assertNotIn("webmention", page["Link"])
        self.assertFalse(Mention.objects.exists())


@override_settings(WEBMENTIONS=True, SITE_URL=SITE, SECURE_SSL_REDIRECT=False)
class OnTests(Sending):
    def test_pages_of_cables_and_paragraphs_name_the_endpoint(self):
        for address in (
            self.cable.get_absolute_url(),
            "/cable/2006/04/06LOWMOOR1/par2.html",
        ):
            with self.subTest(address=address):
                page = self.client.get(address)
                self.assertIn(f'<{SITE}/webmention>; rel="webmention"', page["Link"])
                self.assertContains(
                    page, '<link rel="webmention" href="/webmention">', html=True
                )
        self.assertNotContains(self.client.get("/about/"), "webmention")

    def test_taken(self):
        rows = [
            (f"{CABLE}.html", "06LOWMOOR1"),
            (f"{CABLE}.html#par2", "06LOWMOOR1#par2"),
            (f"{CABLE}/par1.html", "06LOWMOOR1#par1"),
            (f"{CABLE}/par1-par2.html?seen=1", "06LOWMOOR1#par1-par2"),
            (f"{SITE}/06LOWMOOR1", "06LOWMOOR1"),
            (f"{SITE}/06LOWMOOR1/2", "06LOWMOOR1#par2"),
            (f"{SITE}/cable/06LOWMOOR1", "06LOWMOOR1"),
        ]
        for target, cables in rows:
            with self.subTest(target=target):
                answer = self.send(target=target)
                self.assertEqual(answer.status_code, 202)
                self.assertIn("no-store", answer["Cache-Control"])
                self.assertFalse(answer.cookies)
                kept = Mention.objects.get()
                self.assertEqual((kept.source, kept.target), (SOURCE, target))
                self.assertEqual(kept.cables, cables)
                kept.delete()

    def test_refused_with_a_sentence(self):
        page = f"{CABLE}.html"
        rows = [
            (None, page, "Send one source"),
            (SOURCE, None, "Send one target"),
            ("", page, "Send one source"),
            ([SOURCE, SOURCE], page, "Send one source"),
            ("blog.example/x", page, "The source begins with"),
            ("ftp://blog.example/", page, "The source begins with"),
            ("javascript:alert(1)", page, "The source begins with"),
            ("https://localhost/", page, "The source is no address"),
            ("https://2130706433/", page, "The source is no address"),
            ("https://[1/", page, "The source is no address"),
            (f"https://blog.example/{'a' * 2_000}", page, "The source is no address"),
            ("https://blog.example/\0", page, "The source is no address"),
            (page, f"{CABLE}/par1.html", "a page of this archive itself"),
            (SOURCE, SOURCE, "The target is no address of a cable"),
            (SOURCE, f"{SITE}/", "The target is no address of a cable"),
            (SOURCE, f"{SITE}/about/", "The target is no address of a cable"),
            (SOURCE, f"{SITE}/nothing/here", "The target is no address of a cable"),
            (
                SOURCE,
                "https://archive.example.evil.example/06LOWMOOR1",
                "The target is",
            ),
            (
                SOURCE,
                "https://archive.example@evil.example/06LOWMOOR1",
                "The target is",
            ),
            (SOURCE, "https://[archive.example/06LOWMOOR1", "The target is"),
        ]
        for source, target, sentence in rows:
            with self.subTest(source=source, target=target):
                answer = self.send(source, target)
                self.assertContains(answer, sentence, status_code=400)
                self.assertTrue(answer["Content-Type"].startswith("text/plain"))
        self.assertFalse(Mention.objects.exists())

    def test_a_draft_answers_like_what_never_was(self):
        answers = [
            self.send(target=f"{SITE}/cable/2006/04/06LOWMOOR{number}.html")
            for number in (2, 3)
        ]
        self.assertEqual(answers[0].content, answers[1].content)
        self.assertEqual(answers[0].status_code, 400)

    def test_too_many_and_too_long(self):
        codes = [self.send().status_code for _ in range(31)]
        self.assertEqual(codes, [202] * 30 + [429])
        self.assertEqual(self.send(address="203.0.113.8").status_code, 202)
        self.assertIn("Retry-After", self.send())
        long = self.send(note="x" * 20_000, address="203.0.113.9")
        self.assertEqual(long.status_code, 413)
        self.assertEqual(Mention.objects.count(), 1)

    def test_asked_without_posting_it_says_how(self):
        answer = self.client.get("/webmention")
        self.assertContains(answer, "POST source and target")
        self.assertEqual(self.client.put("/webmention").status_code, 405)
