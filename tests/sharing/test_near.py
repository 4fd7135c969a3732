"""A mistyped id brings up those that it may have meant, and none that readers cannot see."""

from django.test import TestCase

from cables.sharing.near import cables_near, near_ids
from tests import factories as make


class NearTests(TestCase):
    def near(self, text):
        return [cable.reference_id for cable in cables_near(text)]

    def test_one_slip_in_the_post(self):
        make.make_cable("06LOWMOOR1889")
        for typed in (
            *("06LOWMOR1889", "06LOWMOORE1889", "06LOWNOOR1889", "06LOMWOOR1889"),
            *("06OWMOOR1889", "06LOWMOO1889", "06 Lowmor 1889", "06LOWMOR001889"),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(self.near(typed), ["06LOWMOOR1889"])

    def test_one_slip_in_the_serial(self):
        make.make_cable("06LOWMOOR1889")
        for typed in (
            "06LOWMOOR1898",
            "06LOWMOOR189",
            "06LOWMOOR18889",
            "06LOWMOOR1809",
        ):
            with self.subTest(typed=typed):
                self.assertEqual(self.near(typed), ["06LOWMOOR1889"])

    def test_what_is_farther_away_is_another_cable(self):
        make.make_cable("06LOWMOOR1889")
        for typed in (
            "06HIGHMOOR1889",
            "07LOWMOOR1889",
            "06LOWMOOR1777",
            "nothing",
            "",
        ):
            with self.subTest(typed=typed):
                self.assertEqual(self.near(typed), [])

    def test_at_most_five_and_the_post_first(self):
        for number in range(1, 10):
            make.make_cable(f"06LOWMOOR{number}")
        make.make_cable("06LOWMOR0")
        found = self.near("06LOWMOOR0")
        self.assertEqual(len(found), 5)
        self.assertEqual(found[0], "06LOWMOR0")

    def test_hidden_cables_are_not_named(self):
        make.make_draft("06LOWMOOR1889")
        make.make_cable("06LOWMOOR1888", on_hold=True)
        make.make_withdrawn("06LOWMOOR1887")
        self.assertEqual(self.near("06LOWMOOR188"), [])

    def test_one_query_and_hundreds_of_ids(self):
        with self.assertNumQueries(1):
            cables_near("06LOWMOOR1889")
        self.assertLess(len(near_ids(f"06{'A' * 20}1234567")), 1500)
        with self.assertNumQueries(0):
            cables_near("nothing")

    def test_pages(self):
        make.make_cable("06LOWMOOR1889", subject="Harbour talks")
        link = 'href="/cable/2006/04/06LOWMOOR1889.html"'
        for address in ("/06LOWMOR1889", "/cable/2006/04/06LOWMOR1889.html"):
            page = self.client.get(address)
            self.assertContains(page, link, status_code=404)
            self.assertContains(page, "Harbour talks", status_code=404)
        self.assertContains(self.client.get("/lookup/?q=06+lowmor+1889"), link)
