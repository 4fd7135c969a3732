"""What a fresh archive gives each role."""

from importlib import import_module

from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import TestCase

from cables.curation.roles import ADMINISTRATOR, PEOPLE, ROLES, renew_roles


def last_renewal(loader):
    """Return the name of the last migration that gives the roles what is theirs."""
    names = sorted(name for app, name in loader.disk_migrations if app == "cables")
    renewing = []
    for name in names:
        module = import_module(f"cables.migrations.{name}")
        code = [getattr(one, "code", None) for one in module.Migration.operations]
        renewing += [name] * (renew_roles in code)
    return renewing[-1]


class FreshTests(TestCase):
    def test_each_role_has_what_is_written_and_nothing_else(self):
        declared = set(
            Permission.objects.filter(content_type__app_label="cables").values_list(
                "codename", flat=True
            )
        )
        Group.objects.all().delete()
        Permission.objects.all().delete()
        loader = MigrationLoader(connection)
        state = loader.project_state(("cables", last_renewal(loader)))
        renew_roles(state.apps, None)
        for name, codenames in (ROLES | {ADMINISTRATOR: declared | PEOPLE}).items():
            with self.subTest(role=name):
                rows = Group.objects.get(name=name).permissions
                given = set(rows.values_list("codename", flat=True))
                self.assertEqual(given, set(codenames))
