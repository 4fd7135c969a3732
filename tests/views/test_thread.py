"""The walk along references: how far it goes, and what it costs."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cables.models import Cable, Reference
from cables.reading.thread_walk import MOST, thread_of
from tests import factories as make

from .threads import MOST_QUERIES, cable_on, chain, many, thread_address


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
