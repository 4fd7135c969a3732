"""The page of a thread, and requests that many posts answer."""

from django.test import TestCase

from cables.choices import BlockKind
from cables.models import Cable
from tests import factories as make

from .threads import cable_on, thread_address


class PageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cited = cable_on(0, "06LOWMOOR1", subject="TOLLS & <BOATS>")
        cls.citing = cable_on(1, "06LOWMOOR2")
        opening = make.make_paragraph(
            cls.citing, "REF: A. LOWMOOR 1", kind=BlockKind.CAPTION
        )
        make.make_paragraph(cls.citing, "<b>Tolls</b> rose, as ref A says.", label="1")
        make.make_reference(
            cls.citing, cls.cited, paragraph=opening, label="A", printed="LOWMOOR 1"
        )

    def test_text_that_names_the_reference_is_quoted_and_linked(self):
        page = self.client.get(thread_address(self.cited))
        self.assertContains(page, "&lt;b&gt;Tolls&lt;/b&gt; rose, as <a href")
        self.assertContains(page, "06LOWMOOR2.html#par1")
        self.assertContains(page, "TOLLS &amp; &lt;BOATS&gt;")

    def test_opening_is_quoted_where_the_text_names_nothing(self):
        self.citing.paragraphs.filter(key="par1").delete()
        page = self.client.get(thread_address(self.cited))
        self.assertContains(page, "REF: A. <a href")

    def test_reserved_words_are_no_paragraphs(self):
        for word in ("thread", "related"):
            page = self.client.get(
                f"/cable/2006/01/06LOWMOOR1/{word}", follow=True, headers={}
            )
            self.assertEqual(page.status_code, 200)
            self.assertIn(f"/06LOWMOOR1/{word}.html", page.redirect_chain[-1][0])

    def test_other_spellings_redirect(self):
        page = self.client.get("/cable/2007/09/06LOWMOOR1/thread.html")
        self.assertRedirects(page, "/cable/2006/01/06LOWMOOR1/thread.html", 301)
        self.assertEqual(
            self.client.get("/cable/2006/01/06NEVER1/thread.html").status_code, 404
        )

    def test_known_version_is_answered_with_304(self):
        etag = self.client.get(thread_address(self.cited))["ETag"]
        again = self.client.get(
            thread_address(self.cited), headers={"If-None-Match": etag}
        )
        self.assertEqual(again.status_code, 304)

    def test_json(self):
        data = self.client.get(thread_address(self.citing, "json")).json()
        self.assertEqual(
            [node["reference_id"] for node in data["nodes"]],
            ["06LOWMOOR1", "06LOWMOOR2"],
        )
        edge = {"citing": "06LOWMOOR2", "cited": "06LOWMOOR1"}
        self.assertEqual(
            data["edges"], [edge | {"labels": ["A"], "paragraphs": ["u1"]}]
        )

    def test_cable_alone_says_so(self):
        alone = cable_on(3)
        page = self.client.get(thread_address(alone))
        self.assertContains(page, "cites no other cable")
        self.assertNotContains(
            self.client.get(alone.get_absolute_url()), "Thread of references"
        )

    def test_cable_page_counts_what_is_around(self):
        page = self.client.get(self.cited.get_absolute_url())
        self.assertContains(page, "Thread: 2 cables, 2006</a>")


class RequestTests(TestCase):
    def answers(self, cited, posts):
        for n in range(posts):
            post = make.make_post(f"Embassy Number {n}")
            for day in (n + 1, n + 2) if n == 0 else (n + 1,):
                make.make_reference(cable_on(day, post=post), cited)

    def page(self, cable):
        return self.client.get(thread_address(cable))

    def request(self, **fields):
        post = make.make_post("Department of Lowmoor", country="")
        return cable_on(0, **{"reference_id": "06STATE77", "post": post} | fields)

    def test_answers_of_many_posts_to_the_department(self):
        cable = self.request()
        self.answers(cable, 5)
        page = self.page(cable)
        self.assertContains(page, "A request to many posts")
        self.assertContains(page, "6 answers of 5 posts are in the archive")
        self.assertContains(page, "Embassy Number 4")

    def test_request_that_is_not_in_the_archive(self):
        self.answers("06STATE77", 5)
        self.assertContains(self.page(Cable.objects.first()), "6 answers of 5 posts")

    def test_four_posts_are_not_many(self):
        cable = self.request()
        self.answers(cable, 4)
        self.assertNotContains(self.page(cable), "A request to")

    def test_words_and_addressees_make_a_request_too(self):
        for reference_id, fields, text in (
            ("06LOWMOOR77", {"subject": "ACTION REQUEST: TOLLS"}, "Tolls."),
            ("06LOWMOOR78", {}, "This is an action request."),
        ):
            cable = self.request(reference_id=reference_id, **fields)
            make.make_paragraph(cable, text, label="1")
            make.make_reference(cable_on(1), cable)
            with self.subTest(reference_id=reference_id):
                self.assertNotContains(self.page(cable), "A request to")
            for n in range(7):
                make.make_recipient(cable, f"AMEMBASSY NUMBER {n}")
            with self.subTest(reference_id=reference_id):
                page = self.page(cable)
                self.assertContains(page, "A request to 7 posts")
                self.assertContains(page, "1 answer of 1 post is in the archive")

    def test_addressees_alone_are_no_request(self):
        cable = self.request(reference_id="06LOWMOOR77")
        make.make_reference(cable_on(1), cable)
        for n in range(7):
            make.make_recipient(cable, f"AMEMBASSY NUMBER {n}")
        self.assertNotContains(self.page(cable), "A request to")
