"""What the tests of exports begin with: some cables, and how a file is read."""

import csv
import io
import json

from django.test import TestCase


class Archive(TestCase):
    def read(self, address):
        page = self.client.get(address)
        self.assertEqual(page.status_code, 200)
        return page.getvalue().decode()

    def table(self, parameters=""):
        text = self.read(f"/search/export.csv{parameters}")
        self.assertEqual(text[0], "\ufeff")
        return list(csv.DictReader(io.StringIO(text[1:], newline=""), strict=True))

    def lines(self, parameters=""):
        text = self.read(f"/search/export.jsonl{parameters}")
        return [json.loads(line) for line in text.splitlines()]

    def ids(self, parameters=""):
        return [row["reference_id"] for row in self.table(parameters)]
