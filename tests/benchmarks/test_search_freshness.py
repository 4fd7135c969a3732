"""What counts as late, and what a page is taken to show."""

from unittest import TestCase as PlainTestCase

from django.test import TestCase

from benchmarks.freshness import OTHER, TAG, WORD, Answer, lateness, state_of
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests.factories import make_cable

OLD, NEW = (True, 8, 8, 0), (False, 7, 7, 0)


class LatenessTests(PlainTestCase):
    def test_the_last_stale_answer_counts(self):
        answers = [
            Answer(0.9, 1.2, OLD),  # asked before the commit
            Answer(1.1, 1.3, NEW),
            Answer(1.2, 1.45, OLD),  # by a process that had not looked yet
            Answer(1.4, 1.6, NEW),
        ]
        late, asked = lateness(answers, 1.0, NEW)
        self.assertAlmostEqual(late, 0.45)
        self.assertEqual(asked, 3)

    def test_an_answer_that_is_half_right_is_stale(self):
        late, _ = lateness([Answer(1.1, 1.3, (False, 8, 7, 0))], 1.0, NEW)
        self.assertAlmostEqual(late, 0.3)

    def test_a_feed_shows_only_whether_the_cable_is_there(self):
        answers = [Answer(1.1, 1.2, (True,)), Answer(1.2, 1.4, (False,))]
        self.assertAlmostEqual(lateness(answers, 1.0, NEW)[0], 0.2)

    def test_nobody_asked(self):
        self.assertEqual(lateness([], 1.0, NEW), (float("inf"), 0))

    def test_never_stale(self):
        self.assertEqual(lateness([Answer(1.1, 1.3, NEW)], 1.0, NEW), (0.0, 1))


class PageTests(TestCase):
    def test_result_count_and_tags_are_read_from_the_page(self):
        for number in (1, 2, 3):
            tags = [TAG, OTHER] if number == 1 else [TAG]
            make_cable(f"06LOWMOOR{number}", tags=tags, paragraphs=[f"It was {WORD}."])
        rebuild(public_index)
        body = self.client.get("/search/", {"q": WORD}).content
        self.assertEqual(state_of(body, "06LOWMOOR1"), (True, 3, 3, 1))
        self.assertEqual(state_of(body, "06LOWMOOR9"), (False, 3, 3, 1))

    def test_nothing_found_is_read_as_none(self):
        make_cable()
        rebuild(public_index)
        body = self.client.get("/search/", {"q": WORD}).content
        self.assertEqual(state_of(body, "06LOWMOOR1"), (False, 0, 0, 0))
