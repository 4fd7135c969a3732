"""What a bulk load sets aside comes back: at its end, or when the next import begins."""

from unittest import mock, skipUnless

from django.db import connection
from django.test import TransactionTestCase

from cables.ingest import run as run_module
from cables.ingest import schema
from cables.ingest.run import import_cables
from cables.models import ImportRun
from cables.models.sealed import SourceRecord

from .records import Folder, csv_record


def definitions():
    with connection.cursor() as cursor:
        return schema._definitions(cursor)


class SetAsideTests(TransactionTestCase):
    def setUp(self):
        self.folder = Folder(self)
        self.before = definitions()
        always = mock.patch.object(run_module, "WORTH_SETTING_ASIDE", 0)
        always.start()
        self.addCleanup(always.stop)
        self.during = []

    def load(self, *records, **options):
        path = self.folder.write("a.csv", b"".join(records))
        watch = lambda _: self.during.append(definitions())  # noqa: E731
        return import_cables(paths=[path], progress=watch, **options)

    def test_an_empty_archive_is_filled_without_indexes(self):
        self.assertTrue(self.before)
        self.load(csv_record(), csv_record("05MEXICO11", number="1"))
        self.assertEqual(self.during, [[]])
        self.assertEqual(definitions(), self.before)

    @skipUnless(connection.vendor == "postgresql", "SQLite plans without figures")
    def test_the_planner_knows_the_tables_afterwards(self):
        self.load(*(csv_record(f"05MEXICO{n}", number=str(n)) for n in range(1, 8)))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples FROM pg_class WHERE relname='cables_cable'"
            )
            self.assertEqual(cursor.fetchone()[0], 7)

    def test_an_archive_that_holds_something_keeps_its_indexes(self):
        self.load(csv_record())
        self.load(csv_record("05MEXICO11", number="1"))
        self.assertEqual(self.during[-1], self.before)

    def test_a_failure_puts_everything_back(self):
        with (
            mock.patch.object(run_module.Batch, "store", side_effect=ValueError),
            self.assertRaises(ValueError),
        ):
            self.load(csv_record())
        self.assertEqual(definitions(), self.before)

    def killed(self):
        """Leave the schema as an import does that is killed in the middle."""
        with (
            mock.patch.object(schema, "_put_back"),
            mock.patch.object(run_module.Run, "_end"),
        ):
            self.load(csv_record(), limit=1)
        self.assertEqual(definitions(), [])

    def test_the_next_import_mends_what_a_killed_one_left(self):
        self.killed()
        self.load(csv_record())
        self.assertEqual(definitions(), self.before)
        self.assertEqual(SourceRecord.objects.count(), 1)
        states = ImportRun.objects.order_by("id").values_list("state", flat=True)
        self.assertEqual(list(states), ["interrupted", "finished"])

    def test_a_resumed_run_goes_on_without_and_mends_at_its_end(self):
        self.killed()
        records = csv_record(), csv_record("05MEXICO11", number="1")
        self.load(*records, resume=True)
        self.assertEqual(self.during[-1], [])
        self.assertEqual(definitions(), self.before)
        self.assertNotIn(schema.KEY, ImportRun.objects.get().options)
