"""No list of the desk answers a question about a column that it does not filter by."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import CharField, JSONField, TextField
from django.test import RequestFactory, TestCase
from django.urls import reverse

from cables.curation.roles import NAMES, set_up_roles
from tests.admin.editors import make_editor

TEXT = (CharField, TextField, JSONField)
LEAST = 500


def texts(model):
    """Yield the names of the columns of a model that hold text."""
    for field in model._meta.concrete_fields:
        if isinstance(field, TEXT):
            yield field.name


def lookups(model):
    """Yield what one could ask of the columns of a model, and of its neighbours'."""
    for name in texts(model):
        yield from (f"{name}__startswith", f"{name}__regex", f"{name}__gt")
    for relation in model._meta.get_fields():
        other = relation.related_model
        if other in apps.get_models():
            yield from (f"{relation.name}__{name}__contains" for name in texts(other))


@pytest.mark.one_database
class LookupTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        set_up_roles()
        cls.people = {}
        for name in NAMES:
            cls.people[name] = make_editor()
            cls.people[name].groups.add(Group.objects.get(name=name))

    def test_no_screen_allows_them(self):
        asked, request = set(), RequestFactory().get("/admin/")
        for role, request.user in self.people.items():
            for model, screen in admin.site._registry.items():
                for lookup in lookups(model):
                    allowed = screen.lookup_allowed(lookup, "a", request)
                    self.assertFalse(allowed, (role, model, lookup))
                    asked.add((model, lookup))
        self.assertGreater(len(asked), LEAST)

    def test_no_role_has_an_answer(self):
        for role, person in self.people.items():
            self.client.force_login(person)
            for model in admin.site._registry:
                name = f"{model._meta.app_label}_{model._meta.model_name}"
                url = reverse(f"admin:{name}_changelist")
                column = next(texts(model), "pk")
                answer = self.client.get(url, {f"{column}__startswith": "a"})
                if answer.status_code != 403:
                    said = answer.headers.get("Location")
                    self.assertEqual(said, f"{url}?e=1", (role, column))

    def test_passwords_are_not_to_be_guessed(self):
        self.client.force_login(self.people["Administrator"])
        url = reverse("admin:auth_user_changelist")
        kind = User.objects.first().password[:3]
        for lookup in ("password__startswith", "password__regex", "pk__gt"):
            answer = self.client.get(url, {lookup: kind})
            self.assertEqual(answer.headers.get("Location"), f"{url}?e=1")
