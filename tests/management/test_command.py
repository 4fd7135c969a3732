"""The archive's commands name a database's complaint in one line."""

import tempfile

from django.test import SimpleTestCase

from tests.test_settings import start


class CommandTests(SimpleTestCase):
    def test_a_database_without_tables_is_told_what_to_do(self):
        commands = [
            ["import_cables", "sample/cables.csv"],
            ["import_articles", "sample/articles.csv"],
            ["resolve_references"],
        ]
        for command in commands:
            with self.subTest(command=command), tempfile.TemporaryDirectory() as folder:
                done = start(
                    ["manage.py", *command],
                    DATABASE_URL=f"sqlite:///{folder}/new.sqlite3",
                )
                self.assertEqual(done.returncode, 1)
                self.assertIn("Run manage.py migrate first.", done.stderr)
                self.assertNotIn("Traceback", done.stderr)
