from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cables.models.sealed import ImportConflict
from tests.admin.editors import make_chief
from tests.admin.records import keep_record
from tests.factories import (
    make_alias,
    make_article_link,
    make_cable,
    make_discussion,
    make_paragraph,
    make_recipient,
    make_reference,
)

PAGES = ("change", "paragraphs", "preview", "reparse", "conflicts", "source")
FIELDS = ("subject", "sender", "signatory", "captions", "body", "header", "reasons")


class QueryTests(TestCase):
    def test_pages_of_a_cable_cost_the_same_with_3_rows_and_with_30(self):
        self.client.force_login(make_chief())
        counts = []
        for size in (3, 30):
            cable = self.make(size)
            counts.append({name: self.count(cable, name) for name in PAGES})
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(max(counts[0].values()), 20, counts[0])

    def make(self, size):
        tags = [f"T{number}" for number in range(size)]
        cable = make_cable(tags=tags, curated=["sender"])
        for number in range(size):
            label = str(number + 1)
            block = make_paragraph(cable, f"Words {number}.", label=label)
            make_alias(cable, f"parA{number}", block)
            make_article_link(cable, paragraph=block, quote=f"Words {number}")
            make_reference(cable, f"05STATE{number + 1}", paragraph=block)
            make_discussion(cable, paragraph=block)
            make_recipient(cable)
        for name in FIELDS[: max(size // 4, 2)]:
            ImportConflict.objects.create(cable=cable, field=name, incoming="X")
        keep_record(cable)
        return cable

    def count(self, cable, name):
        url = reverse(f"admin:cables_cable_{name}", args=[cable.pk])
        self.assertEqual(self.client.get(url).status_code, 200)
        with CaptureQueriesContext(connection) as queries:
            self.client.get(url)
        return len(queries)
