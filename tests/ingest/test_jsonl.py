"""JSON Lines: what the archive gives out, it takes back."""

import io
import json
from datetime import UTC, datetime

from django.test import SimpleTestCase

from cables.ingest.sources import jsonl
from cables.ingest.sources.base import Reject

from .records import BODY, HEADER

CABLE = {
    "reference_id": "06MEXICO12",
    "number": 12,
    "created": "2006-04-10T19:22:00Z",
    "created_precision": "minute",
    "released": "2011-08-30T01:44:00+00:00",
    "classification": "CONFIDENTIAL",
    "post": "Embassy Mexico",
    "subject": "ignored: it is read from the body",
    "references": ["05MEXICO11"],
    "header": HEADER,
    "body": BODY,
    "articles": [{"url": "http://example.com/a", "title": "A"}, "nothing"],
}


def read(*lines):
    content = b"".join(
        (line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n"
        for line in lines
    )
    return [
        one
        for frame in jsonl.frames(io.BytesIO(content), "a.jsonl")
        for one in jsonl.read(frame)
    ]


class JsonLinesTests(SimpleTestCase):
    def test_fields(self):
        (found,) = read(CABLE)
        self.assertEqual(found.number, 12)
        self.assertEqual(found.created, datetime(2006, 4, 10, 19, 22, tzinfo=UTC))
        self.assertEqual(found.released, datetime(2011, 8, 30, 1, 44, tzinfo=UTC))
        self.assertEqual(found.origin, "Embassy Mexico")
        self.assertEqual(found.references, ("05MEXICO11",))
        self.assertEqual((found.header, found.body), (HEADER, BODY))
        self.assertEqual([one.url for one in found.articles], ["http://example.com/a"])

    def test_objects_in_the_place_of_names(self):
        (found,) = read(
            CABLE
            | {
                "post": {"name": "Embassy Mexico", "slug": "embassy-mexico"},
                "references": [
                    {"cited_id": "05MEXICO11"},
                    {"cited_id": None, "printed": "an e-mail"},
                ],
            }
        )
        self.assertEqual(found.origin, "Embassy Mexico")
        self.assertEqual(found.references, ("05MEXICO11",))

    # Each: a line, the key that is named.
    BAD = (
        (b"{", ""),
        (b"[1]", ""),
        (CABLE | {"reference_id": None}, "reference id"),
        (CABLE | {"created": None}, "created"),
        (CABLE | {"created": "soon"}, "created"),
        (CABLE | {"created_precision": "century"}, "created_precision"),
        (CABLE | {"number": "two"}, "id"),
        (CABLE | {"number": True}, "number"),
        (CABLE | {"header": ["a"]}, "header"),
        (CABLE | {"body": "a\0b"}, "body"),
        (CABLE | {"body": "half \ud800 a character"}, "body"),
        (CABLE | {"body": ""}, "body"),
        (
            CABLE | {"articles": [{"url": "http://a.com/", "title": "\ud800"}]},
            "articles",
        ),
        (CABLE | {"articles": [{"url": "http://a.com/", "title": "a\0b"}]}, "articles"),
        (CABLE | {"articles": ["http://a.com/\udfff"]}, "articles"),
        (CABLE | {"articles": ["http://a.com/a\0b"]}, "articles"),
        (CABLE | {"number": "9" * 5000}, "id"),
        (CABLE | {"number": "0"}, "id"),
    )

    def test_bad_lines_are_named_and_the_next_comes_in(self):
        for bad, column in self.BAD:
            with self.subTest(column=column):
                one, good = read(bad, CABLE)
                self.assertIsInstance(one, Reject)
                self.assertEqual((one.column, one.line), (column, 1))
                self.assertEqual((good.reference_id, good.line), ("06MEXICO12", 2))

    def test_a_number_may_begin_with_zeros(self):
        (found,) = read(CABLE | {"number": "0" * 5000 + "12"})
        self.assertEqual(found.number, 12)

    def test_empty_lines_are_passed_over(self):
        (found,) = read(b"", CABLE, b"  ")
        self.assertEqual(found.line, 2)
