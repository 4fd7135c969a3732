"""Migrations run both ways, and say what the models say."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import TestCase, TransactionTestCase

from cables.choices import Action
from cables.models import ArticleLink, Change, current_epoch, raise_epoch
from tests.factories import (
    RELEASED,
    make_article,
    make_article_link,
    make_cable,
    make_change,
    make_draft,
)


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


class WasPublicTests(TestCase):
    def test_lines_from_before_the_column(self):
        seen = make_change(make_cable(), Action.WITHDRAWN)
        make_change(make_draft(), Action.WITHDRAWN)
        early = make_change(make_cable(), Action.WITHDRAWN)
        before = RELEASED - timedelta(days=1)
        Change.objects.filter(pk=early.pk).update(when=before)
        migration = import_module("cables.migrations.0005_change_was_public")
        migration.mark_what_readers_saw(apps, SimpleNamespace(connection=connection))
        self.assertEqual(Change.objects.get(was_public=True), seen)
        self.assertEqual(Change.objects.filter(was_public=False).count(), 2)


class ReasonTests(TestCase):
    def test_no_title_of_a_job_stays_in_the_public_log(self):
        cable = make_cable()
        told = make_change(cable, Action.HELD, reason="Undone: Publish: “a name”")
        kept = make_change(cable, Action.HELD, reason="It was undone: see there")
        migration = import_module("cables.migrations.0026_reasons_of_undoing")
        raise_epoch()
        epoch = current_epoch()
        for _ in range(2):
            schema_editor = SimpleNamespace(connection=connection)
            migration.take_titles_out(apps, schema_editor)
            self.assertEqual(current_epoch(), epoch + 1)
        self.assertEqual(Change.objects.get(reason="").pk, told.pk)
        self.assertEqual(Change.objects.exclude(reason="").get(), kept)


class LinkStateTests(TestCase):
    def test_links_that_readers_see_stay_with_them(self):
        seen = make_article_link(make_cable(), state="proposed")
        hidden = make_article(state="proposed")
        make_article_link(make_cable(), article=hidden, state="proposed")
        migration = import_module("cables.migrations.0021_link_states")
        migration.approve_what_readers_see(apps, None)
        self.assertEqual(ArticleLink.objects.get(state="approved"), seen)
        self.assertEqual(ArticleLink.objects.public().get(), seen)
