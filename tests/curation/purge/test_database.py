"""A table counts as written anew only if no old row of it is left."""

from unittest import skipUnless

import psycopg
from django.db import connection
from django.test import TransactionTestCase

from cables.curation.purge import database
from tests import factories as make


@skipUnless(connection.vendor == "postgresql", "SQLite has no old rows in its file")
class TableTests(TransactionTestCase):
    TABLE = "cables_publisher"

    def setUp(self):
        self.publisher = make.make_publisher()
        given = connection.get_connection_params()
        names = ("host", "port", "user", "password", "dbname")
        self.beside = psycopg.connect(**{n: given[n] for n in names if n in given})
        self.addCleanup(self.beside.close)
        for name in ("PATIENCE", "OLD_ROWS_PATIENCE"):
            self.addCleanup(setattr, database, name, getattr(database, name))
            setattr(database, name, 1)
        self.beside.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ

    def test_clean(self):
        database.rewrite_table(self.TABLE)
        database.rewrite_table(database.STATISTICS)

    def test_somebody_still_sees_old_rows(self):
        self.beside.execute("SELECT count(*) FROM cables_tag")
        self.publisher.delete()
        with self.assertRaisesMessage(database.DatabaseBusy, "still sees old rows"):
            database.rewrite_table(self.TABLE)
        self.beside.rollback()
        database.OLD_ROWS_PATIENCE = 60
        database.rewrite_table(self.TABLE)

    def test_somebody_holds_the_table(self):
        self.beside.execute(f"SELECT count(*) FROM {self.TABLE}")
        with self.assertRaisesMessage(database.DatabaseBusy, "has been in use"):
            database.rewrite_table(self.TABLE)

    def test_an_account_that_may_not(self):
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE purge_try")
            try:
                cursor.execute("SET ROLE purge_try")
                with self.assertRaisesMessage(database.DatabaseBusy, "let its owner"):
                    database.rewrite_table(database.STATISTICS)
            finally:
                cursor.execute("RESET ROLE")
                cursor.execute("DROP ROLE purge_try")
