"""``manage.py roll_back_import``: what it says, and what it leaves with."""

import json
from io import StringIO

from django.core.management import CommandError, call_command

from cables.choices import State
from cables.models import Cable, ImportRun
from tests.ingest.cases import ImportCase
from tests.ingest.records import csv_record


class RollBackImportTests(ImportCase):
    def setUp(self):
        super().setUp()
        self.load(csv_record(), publish=True)
        self.load(csv_record("06MEXICO13", number="13"), name="b.csv")
        self.first, self.second = ImportRun.objects.order_by("id")

    def run_command(self, *arguments):
        out, err = StringIO(), StringIO()
        call_command("roll_back_import", *arguments, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    def test_counts_first(self):
        out, _ = self.run_command(self.second.pk, "--dry-run")
        self.assertIn("Dry run, nothing written: 1 removed, 0 put back", out)
        self.assertEqual(Cable.objects.count(), 2)

    def test_rolls_back_and_says_so_for_scripts(self):
        out, _ = self.run_command(self.second.pk, "--json")
        found = json.loads(out.splitlines()[-1])
        self.assertEqual((found["removed"], found["interrupted"]), (1, False))
        self.assertEqual(Cable.objects.get().reference_id, "06MEXICO12")

    def test_names_what_stays(self):
        out, err = self.run_command(self.first.pk)
        self.assertIn("0 removed, 0 put back, 1 kept, 0 withdrawn", out)
        self.assertIn("1 stay. Readers have seen it", err)
        self.assertIn("06MEXICO12", err)

    def test_withdraws_what_readers_have_seen(self):
        self.run_command(
            self.first.pk, "--withdraw", "error", "--reason", "A wrong file."
        )
        cable = Cable.objects.get(reference_id="06MEXICO12")
        self.assertEqual(cable.state, State.WITHDRAWN)
        self.assertEqual(cable.changes.get(action="withdrawn").reason, "A wrong file.")

    def test_says_what_cannot_be(self):
        with self.assertRaisesMessage(CommandError, "There is no import 99"):
            self.run_command(99)
        self.run_command(self.second.pk)
        with self.assertRaisesMessage(CommandError, "rolled back already"):
            self.run_command(self.second.pk)
