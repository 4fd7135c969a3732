"""The resolver for programs: one id, a few, or thousands."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make

from .asking import API, Asking, fields_of


class LookupTests(Asking):
    @classmethod
    def setUpTestData(cls):
        make.make_cable("06LOWMOOR1", number=61, subject="HARBOUR TALKS")
        make.make_draft("06LOWMOOR2", subject="UNSEEN")
        make.make_withdrawn("06LOWMOOR3", reason="Names a source.", subject="UNSEEN")
        make.make_reference(make.make_cable("06LOWMOOR4"), "06LOWMOOR2")

    def post(self, body, content_type="application/json"):
        return self.client.post(f"{API}lookup", body, content_type=content_type)

    def rows(self, text):
        posted = self.post(json.dumps({"q": text})).json()
        return posted["results"]

    def test_verdicts(self):
        text = "06 Lowmoor 1\n61\n06LOWMOOR2\n06LOWMOOR3\n06LOWMOOR99"
        rows = self.rows(text)
        self.assertEqual(
            [row["verdict"] for row in rows],
            ["found", "found", "absent", "withdrawn", "absent"],
        )
        self.assertEqual(set(rows[0]), fields_of("LookupRow"))
        self.assertEqual(set(rows[0]["cables"][0]), fields_of("Named"))
        self.assertTrue(rows[0]["url"].endswith("/cable/2006/04/06LOWMOOR1.html"))
        self.assertEqual(rows[0]["cables"][0]["subject"], "HARBOUR TALKS")
        self.assertIn("Names a source.", rows[3]["note"])
        self.assertTrue(rows[3]["withdrawn"])
        self.assertEqual((rows[2]["url"], rows[2]["cited_by_count"]), (None, 1))
        self.assertNotIn("UNSEEN", str(rows))

    def test_address_and_body_ask_the_same(self):
        posted = self.post(json.dumps({"q": "06LOWMOOR1, 06LOWMOOR2"}))
        self.assertEqual(posted.json(), self.get("lookup?q=06LOWMOOR1,+06LOWMOOR2"))
        self.assertIn("no-store", posted["Cache-Control"])
        self.assertNotIn("ETag", posted)

    def test_draft_is_told_from_none_by_nothing(self):
        draft, never = self.rows("06LOWMOOR12 06LOWMOOR13"), None
        make.make_draft("06LOWMOOR12")
        never = self.rows("06LOWMOOR12 06LOWMOOR13")
        self.assertEqual(draft, never)

    def test_queries_do_not_grow_with_the_ids(self):
        counts = []
        for n in (12, 300):
            text = " ".join(f"06LOWMOOR{i}" for i in range(1, n))
            with CaptureQueriesContext(connection) as queries:
                self.rows(text)
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 12)

    def test_bodies_that_cannot_be_read(self):
        for body, status in (
            (b"", 422),
            (b"\xff\xfe", 400),
            (b"{", 400),
            (b"[" * 100_000, 400),
            (b"null", 422),
            (b"{}", 422),
            (b'{"q": 7}', 422),
            (b'{"q": "\\ud800"}', 422),
            (json.dumps({"q": "x" * 1_000_001}).encode(), 422),
            (b'{"q": "06LOWMOOR1 \\u0000"}', 200),
        ):
            with self.subTest(body=body[:20]):
                response = self.post(body)
                self.assertEqual(response.status_code, status, response.content[:200])
                if status > 200:
                    self.assertIsInstance(response.json()["detail"], str)

    def test_nothing_else_takes_a_post(self):
        for path in ("cables", "search", "cables/06LOWMOOR1", "changes"):
            response = self.client.post(f"{API}{path}", {"q": "x"})
            with self.subTest(path=path):
                self.assertEqual(response.status_code, 405)
                self.assertIn("GET", response["Allow"])
