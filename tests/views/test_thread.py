"""The thread of references: walked in both directions, bounded, public only."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cables.choices import BlockKind
from cables.models import Cable, Reference
from cables.views.thread_walk import MOST, thread_of
from tests import factories as make

START = datetime(2006, 1, 1, tzinfo=UTC)
MOST_QUERIES = 15


def cable_on(day, reference_id=None, **fields):
    return make.make_cable(reference_id, created=START + timedelta(days=day), **fields)


def thread_address(cable, form="html"):
    return cable.get_absolute_url().removesuffix(".html") + f"/thread.{form}"


def chain(length):
    """Make cables each of which cites the one before; return them, oldest first."""
    cables = [cable_on(day) for day in range(length)]
    for older, newer in zip(cables, cables[1:], strict=False):
        make.make_reference(newer, older)
    return cables


def many(count, **fields):
    """Make many cables of one post at once; return them."""
    post = fields.pop("post", None) or make.make_post()
    rows = [
        Cable(
            reference_id=f"08HIGHMOOR{n}",
            post=post,
            created=START + timedelta(days=400, minutes=n),
            released=make.RELEASED,
            classification="CONFIDENTIAL",
            state="published",
        )
        for n in range(count)
    ]
    return Cable.objects.bulk_create(rows)


class WalkTests(TestCase):
    def names(self, cable):
        return [node.name for node in thread_of(cable).nodes]

    def test_both_directions_in_time_order(self):
        oldest, middle, newest = chain(3)
        other = cable_on(1.5)
        make.make_reference(other, oldest)
        expected = [c.reference_id for c in (oldest, middle, other, newest)]
        for cable in (oldest, middle, newest, other):
            with self.subTest(cable=cable.created):
                self.assertEqual(self.names(cable), expected)

    def test_two_that_cite_one_absent_id_are_of_one_thread(self):
        first, second = cable_on(1, "06LOWMOOR1"), cable_on(2, "06LOWMOOR2")
        for cable in (first, second):
            make.make_reference(cable, "05STATE9")
        self.assertEqual(self.names(first), ["05STATE9", "06LOWMOOR1", "06LOWMOOR2"])

    def test_draft_is_walked_like_an_absent_id_and_no_further(self):
        draft = make.make_draft("05STATE9", subject="UNSEEN")
        make.make_reference(draft, cable_on(0, "06LOWMOOR3"))
        first, second = cable_on(1, "06LOWMOOR1"), cable_on(2, "06LOWMOOR2")
        for cable in (first, second):
            make.make_reference(cable, draft)
        self.assertEqual(self.names(first), ["05STATE9", "06LOWMOOR1", "06LOWMOOR2"])
        page = self.client.get(thread_address(first))
        self.assertContains(page, 'href="/cable/05STATE9"')
        self.assertNotContains(page, "UNSEEN")

    def test_page_of_a_draft_and_of_an_absent_id_are_the_same_bytes(self):
        bodies = []
        for cited in (make.make_draft("05STATE9"), "05STATE9"):
            Reference.objects.all().delete()
            Cable.objects.filter(reference_id="06LOWMOOR1").delete()
            cable = cable_on(1, "06LOWMOOR1", subject="TOLLS")
            make.make_reference(cable, cited)
            for form in ("html", "json"):
                bodies.append(self.client.get(thread_address(cable, form)).content)
        self.assertEqual(bodies[:2], bodies[2:])

    def test_draft_that_cites_is_not_in_the_thread(self):
        cable = cable_on(0)
        make.make_reference(make.make_draft("06LOWMOOR9"), cable)
        self.assertEqual(self.names(cable), [cable.reference_id])

    def test_reference_not_resolved_yet_is_followed(self):
        cable_on(0, "06LOWMOOR1")
        make.make_reference(cable_on(1, "06LOWMOOR2"), "06LOWMOOR1")
        for one in Cable.objects.all():
            self.assertEqual(self.names(one), ["06LOWMOOR1", "06LOWMOOR2"])

    def test_cycle_and_reference_to_itself(self):
        first, second = cable_on(0), cable_on(1)
        make.make_reference(first, second)
        make.make_reference(second, first)
        make.make_reference(first, first)
        thread = thread_of(first)
        self.assertEqual((len(thread.nodes), len(thread.edges)), (2, 2))
        self.assertEqual(self.client.get(thread_address(first)).status_code, 200)

    def test_six_steps_and_no_more(self):
        cables = chain(10)
        thread = thread_of(cables[0])
        self.assertEqual(len(thread.nodes), 7)
        self.assertTrue(thread.goes_on)
        page = self.client.get(thread_address(cables[0]))
        self.assertContains(page, "more than 6 steps away")

    def test_absent_page_leads_to_the_thread(self):
        cable = cable_on(0)
        make.make_reference(cable, "05STATE9")
        page = self.client.get("/cable/05STATE9")
        self.assertContains(page, thread_address(cable), status_code=404)


class BoundTests(TestCase):
    def assertBounded(self, cable):
        with CaptureQueriesContext(connection) as queries:
            page = self.client.get(thread_address(cable))
        self.assertEqual(page.status_code, 200)
        self.assertLessEqual(len(queries), MOST_QUERIES)
        self.assertLessEqual(len(page.context["thread"].nodes), MOST)
        return page

    def test_as_few_queries_for_3_as_for_40(self):
        for count in (3, 40):
            Reference.objects.all().delete()
            hub = cable_on(0, post=make.make_post("Department", country=""))
            for n in range(count):
                paragraph = make.make_paragraph(
                    other := cable_on(n + 1), "As ref A says.", label="1"
                )
                make.make_reference(other, hub, paragraph=paragraph, label="A")
            with self.subTest(count=count):
                page = self.assertBounded(hub)
                self.assertEqual(len(page.context["thread"].nodes), count + 1)

    def test_chain_as_long_as_the_walk(self):
        self.assertBounded(chain(8)[3])

    def test_5_000_cables_that_cite_one(self):
        hub = cable_on(0, "06STATE1")
        citing = many(5_000)
        Reference.objects.bulk_create(
            Reference(cable=c, target=hub, cited_id="06STATE1", kind="cable")
            for c in citing
        )
        page = self.assertBounded(hub)
        self.assertContains(page, "longer than a page")
        self.assertContains(page, citing[-1].reference_id)  # the newest is kept
        self.assertNotContains(page, f">{citing[0].reference_id}<")

    def test_2_000_ids_that_one_cable_cites(self):
        cable = cable_on(0)
        citing = cable_on(1)
        make.make_reference(citing, cable)
        Reference.objects.bulk_create(
            Reference(cable=cable, cited_id=f"05STATE{n}", kind="cable")
            for n in range(2_000)
        )
        page = self.assertBounded(cable)
        self.assertContains(page, citing.reference_id)
        self.assertContains(page, "longer than a page")
        self.assertEqual(self.client.get(cable.get_absolute_url()).status_code, 200)


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
