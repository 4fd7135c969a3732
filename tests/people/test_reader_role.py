"""The public site under a database role that cannot read what is sealed."""

import os
from io import StringIO
from unittest import mock, skipUnless

from django.apps import apps
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, transaction
from django.test import Client, SimpleTestCase, TestCase

from cables.choices import ProposalKind
from cables.curation.reader_role import ADDED, READ, RoleRefused, create_reader_role
from cables.models import (
    Proposal,
    PublicationEpoch,
    ReaderReport,
    archive_name,
    hold_epoch,
)
from cables.search.outbox import catch_up_all, tell_readers
from tests.addresses import public
from tests.factories import make_cable
from tests.public_addresses import EXAMPLES, every_example, make_world

ON_POSTGRESQL = connection.vendor == "postgresql"
ROLE = "test_archive_reader"

#: What readers' pages have no business with. A model that is on no list fails a test.
REFUSED = {
    *("account.EmailAddress", "account.EmailConfirmation", "admin.LogEntry"),
    *("auth.Group", "auth.Group_permissions", "auth.Permission", "auth.User"),
    *("auth.User_groups", "auth.User_user_permissions", "cables.DoorCount"),
    *("cables.ImportConflict", "cables.ImportReject", "cables.ImportRun"),
    *("cables.ImportSource", "cables.ImportTrace"),
    *("cables.Invitation", "cables.Invitation_roles", "cables.Job", "cables.JobItem"),
    *("cables.LinkCheck", "cables.Purge", "cables.Redaction", "cables.Revision"),
    *("cables.SavedDraft", "cables.SavedFilter", "cables.SealedText"),
    *("cables.SourceRecord", "cables.TagMerge", "cables.WayIn"),
    "contenttypes.ContentType",
    "mfa.Authenticator",
    *("sessions.Session", "taggit.Tag", "taggit.TaggedItem"),
    *("django_tasks_database.DBTaskResult", "usersessions.UserSession"),
}


def every_model():
    return apps.get_models(include_auto_created=True)


class ListTests(SimpleTestCase):
    def test_every_model_is_on_one_list(self):
        labels = {model._meta.label for model in every_model()}
        read = {model._meta.label for model in READ}
        added = {model._meta.label for model in ADDED}
        self.assertEqual(labels - read - added - REFUSED, set())
        self.assertEqual((read | added) & REFUSED, set())
        self.assertEqual((read | added | REFUSED) - labels, set())

    def test_every_public_address_has_an_example(self):
        self.assertEqual({route for route, _, _ in public()}, set(EXAMPLES))


@skipUnless(connection.vendor == "sqlite", "a database without roles")
class OnSqliteTests(TestCase):
    def test_it_says_why_not(self):
        with self.assertRaisesMessage(CommandError, "SQLite has no roles"):
            call_command("create_reader_role", "reader")


@skipUnless(ON_POSTGRESQL, "a database with roles")
class RoleTests(TestCase):
    def setUp(self):
        caches["figures"].clear()
        self.article = make_world()
        with self.captureOnCommitCallbacks(execute=True):
            catch_up_all()
        create_reader_role(name=ROLE)

    def as_reader(self):
        return AsReader()

    def test_readers_pages_answer_as_usual(self):
        for address in every_example(self.article):
            usual = Client().get(address)
            caches["figures"].clear()  # what was counted there is counted again
            with self.subTest(address=address), self.as_reader():
                found = Client().get(address)
                self.assertEqual(found.status_code, usual.status_code)
                self.assertEqual(body(found), body(usual))
                self.assertLess(found.status_code, 500)

    def test_readers_bring_a_search_index_up_that_is_behind(self):
        with transaction.atomic():
            hold_epoch()
            cable = make_cable("06LOWMOOR950", paragraphs=["Kestrels nest."])
            tell_readers([cable.pk], follow=False)
        with self.as_reader():
            page = Client().get("/search/?q=kestrels")
        self.assertContains(page, "06LOWMOOR950")

    def test_a_direct_query_is_refused(self):
        for model in every_model():
            if model in READ:
                continue
            with self.subTest(model=model._meta.label), self.as_reader():
                self.refuse(f'SELECT * FROM "{model._meta.db_table}"')
                self.refuse(f'SELECT 1 FROM "{model._meta.db_table}"')

    def test_nothing_can_be_changed(self):
        for model in every_model():
            table, column = model._meta.db_table, model._meta.pk.column
            with self.subTest(model=model._meta.label), self.as_reader():
                self.refuse(f'UPDATE "{table}" SET "{column}" = "{column}"')
                self.refuse(f'DELETE FROM "{table}"')
                self.refuse(f'TRUNCATE "{table}" CASCADE')
                if model not in ADDED:
                    self.refuse(f'INSERT INTO "{table}" DEFAULT VALUES')
        with self.as_reader():
            self.refuse("CREATE TABLE mine (id int)")

    def refuse(self, statement):
        with (
            self.assertRaisesMessage(ProgrammingError, "denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    def test_a_proposal_is_added_and_not_read(self):
        with self.as_reader():
            proposal = Proposal(
                kind=ProposalKind.ARTICLE, url="https://lantern.example/1"
            )
            Proposal.objects.bulk_create([proposal], ignore_conflicts=True)
            self.refuse("SELECT url FROM cables_proposal")
        self.assertEqual(Proposal.objects.get().url, "https://lantern.example/1")

    def test_the_form_for_proposals_works(self):
        data = {
            "kind": "article",
            "url": "https://lantern.example/2",
            "title": "Talks",
            "cables": "06LOWMOOR900",
        }
        with self.as_reader():
            answer = Client().post("/propose/", data)
        self.assertRedirects(answer, "/propose/thanks/", fetch_redirect_response=False)
        self.assertEqual(Proposal.objects.count(), 1)

    def test_the_form_for_reports_works(self):
        data = {"kind": "person", "reference_id": "06LOWMOOR1", "text": "A name."}
        with self.as_reader():
            answer = Client().post("/report/", data)
            self.refuse("SELECT text FROM cables_readerreport")
        self.assertRedirects(answer, "/report/thanks/", fetch_redirect_response=False)
        self.assertEqual(ReaderReport.objects.get().text, "A name.")

    def test_a_table_that_everybody_may_read_is_named(self):
        with connection.cursor() as cursor:
            cursor.execute("GRANT SELECT (text) ON cables_sealedtext TO PUBLIC")
        with self.assertRaisesMessage(RoleRefused, "SELECT cables_sealedtext"):
            create_reader_role(name=ROLE)

    def test_again_it_takes_away_what_was_given_since(self):
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT SELECT ON cables_sealedtext TO {ROLE}")
        out = StringIO()
        call_command("create_reader_role", ROLE, stdout=out)
        self.assertIn(
            "add to cables_mention, cables_proposal, cables_readerreport, and nothing else",
            out.getvalue(),
        )
        with self.as_reader():
            self.refuse("SELECT 1 FROM cables_sealedtext")

    def test_roles_that_can_do_more_are_refused(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            owner = cursor.fetchone()[0]
            cursor.execute("CREATE ROLE test_archive_chief SUPERUSER")
            cursor.execute("CREATE ROLE test_archive_member IN ROLE pg_read_all_data")
        for name, words in (
            (owner, "owns the archive"),
            ("test_archive_chief", "is a superuser"),
            ("test_archive_member", "is a member of other roles"),
            ('x"; DROP TABLE cables_cable', "is no name for a role"),
        ):
            with self.subTest(name=name), self.assertRaisesMessage(RoleRefused, words):
                create_reader_role(name=name)

    def test_the_password_comes_from_the_environment_and_is_sent_as_a_digest(self):
        with self.assertRaisesMessage(CommandError, "READER_PASSWORD is not set"):
            call_command(
                "create_reader_role", ROLE, password_from_env="READER_PASSWORD"
            )
        sent = []

        def watch(execute, statement, *rest):
            text = statement if isinstance(statement, str) else statement.as_string()
            sent.append(text)
            return execute(statement, *rest)

        with (
            mock.patch.dict(os.environ, READER_PASSWORD="a secret 5"),
            connection.execute_wrapper(watch),
        ):
            call_command(
                "create_reader_role",
                ROLE,
                password_from_env="READER_PASSWORD",
                stdout=StringIO(),
            )
        self.assertIn("SCRAM-SHA-256$", str(sent))
        self.assertNotIn("a secret 5", str(sent))
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolpassword FROM pg_authid WHERE rolname=%s", [ROLE])
            self.assertTrue(cursor.fetchone()[0].startswith("SCRAM-SHA-256$"))

    def test_an_archive_without_a_name_leaves_readers_without_an_error(self):
        PublicationEpoch.objects.update(archive="")
        with self.as_reader():
            self.assertEqual(archive_name(), "")
            self.assertEqual(Client().get("/").status_code, 200)


class AsReader:
    """All that is asked of the database inside is asked by the readers' role."""

    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {ROLE}")

    def __exit__(self, *error):
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def body(answer):
    return b"".join(answer) if answer.streaming else answer.content
