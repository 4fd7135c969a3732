"""What tests of imports begin with."""

from django.test import TestCase

from cables.ingest.run import import_cables
from cables.models import Paragraph

from .records import Folder


class ImportCase(TestCase):
    def setUp(self):
        self.folder = Folder(self)

    def load(self, *contents, name="a.csv", **options):
        """Import one file that holds the contents; return the report."""
        path = self.folder.write(name, b"".join(contents))
        return import_cables(paths=[path], **options)

    def assertCounts(self, report, **counts):
        wanted = dict.fromkeys(
            ("created", "updated", "unchanged", "rejected", "conflicts"), 0
        )
        found = {name: getattr(report, name) for name in wanted}
        self.assertEqual(found, wanted | counts)


def texts():
    return dict(Paragraph.objects.values_list("key", "text"))
