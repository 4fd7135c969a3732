"""Migrations run both ways, and say what the models say."""

from django.core.management import call_command
from django.db import connection
from django.test import TestCase, TransactionTestCase


def tables():
    names = connection.introspection.table_names()
    return {name for name in names if name.startswith("cables_")}


class MigrationTests(TransactionTestCase):
    def test_back_to_nothing_and_forward_again(self):
        before = tables()
        self.assertIn("cables_cable", before)
        call_command("migrate", "cables", "zero", verbosity=0)
        self.assertEqual(tables(), set())
        call_command("migrate", "cables", verbosity=0)
        self.assertEqual(tables(), before)


class ModelTests(TestCase):
    def test_no_migration_is_missing(self):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
