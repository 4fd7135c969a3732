"""The address that boxes ask while somebody types."""

from django.test import TestCase

from cables.models import Cable
from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make


class SuggestTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable("06LOWMOOR1889", subject="HARBOUR TALKS")

    def setUp(self):
        rebuild(public_index)

    def get(self, text):
        page = self.client.get("/search/suggest", {"q": text})
        self.assertEqual(page.status_code, 200)
        return page

    def test_shape(self):
        self.assertEqual(
            self.get("06lowmoor1889").json(),
            {
                "suggestions": [
                    {
                        "kind": "id",
                        "text": "06LOWMOOR1889",
                        "url": "/cable/2006/04/06LOWMOOR1889.html",
                        "note": "HARBOUR TALKS",
                    }
                ]
            },
        )

    def test_kept_for_a_moment_by_anyone_without_a_cookie(self):
        page = self.get("harb")
        self.assertEqual(page["Cache-Control"], "public, max-age=1")
        self.assertEqual(page.cookies, {})
        self.assertEqual(page["Vary"], "Accept-Language")

    def test_queries_with_the_look_at_the_index(self):
        self.get("harb")
        for text in ("harb", "06LOWMOOR1889", "lowmoor 1889", "tag:ha"):
            with self.subTest(text=text), self.assertNumQueries(AtMost(5)):
                self.get(text)

    def test_nothing_asked(self):
        for address in ("/search/suggest", "/search/suggest?q=", "/search/suggest?x=1"):
            self.assertEqual(self.client.get(address).json(), {"suggestions": []})

    def test_only_read(self):
        self.assertEqual(self.client.post("/search/suggest").status_code, 405)

    def test_release_by_time_passing_and_hold_show_at_once(self):
        Cable.objects.filter(pk=self.cable.pk).update(on_hold=True)
        self.assertEqual(self.get("06lowmoor1889").json(), {"suggestions": []})
        self.assertEqual(self.get("harb").json(), {"suggestions": []})


class AtMost(int):
    def __eq__(self, other):
        return other <= int(self)

    __hash__ = int.__hash__
