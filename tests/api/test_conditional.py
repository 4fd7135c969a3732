"""304 before any work, nothing stale, and open to scripts of any origin."""

from unittest.mock import patch

from cables.models import Cable, raise_epoch
from cables.search.index import public_index
from cables.search.outbox import tell_readers
from cables.search.writer import rebuild
from tests import factories as make

from .asking import API, Asking

PATHS = (
    *("cables", "cables/06LOWMOOR1", "paragraphs/06LOWMOOR1/par1", "tags", "posts"),
    *("articles", "changes", "lookup?q=06LOWMOOR1", "search?q=one", "", "openapi.json"),
    "docs",
)
BY_EDITION = PATHS[:8]


class ConditionalTests(Asking):
    @classmethod
    def setUpTestData(cls):
        cls.cable = make.make_cable("06LOWMOOR1", paragraphs=["One."], tags=["PREL"])
        raise_epoch()

    def setUp(self):
        rebuild(public_index)

    def again(self, path, tag):
        return self.client.get(f"{API}{path}", headers={"if-none-match": tag})

    def test_what_is_known_is_not_sent_again(self):
        for path in PATHS:
            first = self.client.get(f"{API}{path}")
            with self.subTest(path=path):
                self.assertEqual(first.status_code, 200)
                self.assertIn("public", first["Cache-Control"])
                second = self.again(path, first["ETag"])
                self.assertEqual((second.status_code, second.content), (304, b""))

    def test_304_asks_for_the_edition_alone(self):
        for path in BY_EDITION:
            tag = self.client.get(f"{API}{path}")["ETag"]
            with self.subTest(path=path), self.assertNumQueries(1):
                self.again(path, tag)

    def test_304_of_a_search_does_not_search(self):
        tag = self.client.get(f"{API}search?q=one")["ETag"]
        with patch("cables.filters.Finder", side_effect=AssertionError):
            self.assertEqual(self.again("search?q=one", tag).status_code, 304)

    def test_every_change_of_the_archive_is_a_new_answer(self):
        tags = {path: self.client.get(f"{API}{path}")["ETag"] for path in PATHS[:9]}
        with self.captureOnCommitCallbacks(execute=True):
            Cable.objects.filter(pk=self.cable.pk).update(subject="NEW WORDS")
            tell_readers([self.cable.pk])
        for path, tag in tags.items():
            with self.subTest(path=path):
                self.assertEqual(self.again(path, tag).status_code, 200)

    def test_each_address_has_its_own_tag(self):
        tags = {self.client.get(f"{API}{path}")["ETag"] for path in BY_EDITION}
        tags.add(self.client.get(f"{API}cables?limit=1")["ETag"])
        self.assertEqual(len(tags), len(BY_EDITION) + 1)

    def test_refusals_have_no_tag(self):
        for path in ("cables/06LOWMOOR99", "cables?limit=0", "cables?cursor=x"):
            response = self.client.get(f"{API}{path}")
            with self.subTest(path=path):
                self.assertGreaterEqual(response.status_code, 400)
                self.assertNotIn("ETag", response)

    def test_search_is_asked_for_again_each_time(self):
        response = self.client.get(f"{API}search?q=one")
        self.assertEqual(response["Cache-Control"], "public, max-age=0")

    def test_any_origin_may_read_and_no_cookie_is_set(self):
        paths = (
            *PATHS[:11],
            "cables/06LOWMOOR99",
            "cables?limit=0",
            "zork",
            "tags?x=%00",
        )
        for path in paths:
            response = self.client.get(
                f"{API}{path}", headers={"origin": "https://a.example"}
            )
            with self.subTest(path=path):
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")
                self.assertEqual(response.cookies, {})
                self.assertNotIn("Cookie", response.get("Vary", ""))
