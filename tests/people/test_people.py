"""Who may change whose account, and what is left of it in the history."""

from io import StringIO

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client, TestCase, TransactionTestCase
from django.urls import reverse

from cables.curation import people
from cables.curation.errors import PersonRefused
from cables.curation.revisions import history
from cables.curation.roles import ADMINISTRATOR, NAMES, set_up_roles

from .test_door import PASSWORD, SECRET, make_person, sign_in


def make_member(name, *roles, **fields):
    person = make_person(name, **fields)
    person.groups.set(Group.objects.filter(name__in=roles))
    return person


def give(person, *roles, user, **values):
    values = {"is_active": True} | values
    chosen = list(Group.objects.filter(name__in=roles))
    return people.save_person(person, user=user, values=values, roles=chosen)


class RuleTests(TestCase):
    def setUp(self):
        set_up_roles()
        self.chief = make_member("chief", ADMINISTRATOR)
        self.editor = make_member("editor", "Editor")

    def roles_of(self, person):
        return set(person.groups.values_list("name", flat=True))

    def test_an_administrator_gives_and_takes_roles(self):
        give(self.editor, "Redactor", "Approver", user=self.chief)
        self.assertEqual(self.roles_of(self.editor), {"Redactor", "Approver"})
        kept = history(self.editor).get()
        self.assertEqual(kept.before, {"roles": ["Editor"]})
        self.assertEqual(kept.after, {"roles": ["Approver", "Redactor"]})
        self.assertEqual(kept.user, self.chief)

    def test_nobody_gives_more_than_they_have(self):
        keeper = make_member("keeper", "Editor")
        with self.assertRaisesMessage(PersonRefused, "Administrator, Redactor"):
            give(self.editor, "Editor", "Redactor", ADMINISTRATOR, user=keeper)
        self.assertEqual(self.roles_of(self.editor), {"Editor"})

    def test_nobody_takes_more_than_they_have(self):
        keeper = make_member("keeper", "Editor")
        with self.assertRaises(PersonRefused):
            give(self.chief, user=keeper)

    def test_nobody_changes_their_own_roles_or_closes_themselves(self):
        make_member("second", ADMINISTRATOR)
        for roles, values in (
            (("Editor", ADMINISTRATOR), {}),
            ((), {}),
            ((ADMINISTRATOR,), {"is_active": False}),
        ):
            with self.subTest(roles=roles), self.assertRaises(PersonRefused):
                give(self.chief, *roles, user=self.chief, **values)
        give(self.chief, ADMINISTRATOR, user=self.chief, first_name="Ada")
        self.chief.refresh_from_db()
        self.assertEqual(self.chief.first_name, "Ada")

    def test_only_a_superuser_touches_or_makes_one(self):
        root = make_member("root", is_superuser=True)
        with self.assertRaisesMessage(PersonRefused, "root is a superuser"):
            give(root, user=self.chief, is_active=False)
        with self.assertRaisesMessage(PersonRefused, "Only a superuser"):
            give(self.editor, "Editor", user=self.chief, is_superuser=True)
        give(self.editor, "Editor", user=root, is_superuser=True)
        self.editor.refresh_from_db()
        self.assertTrue(self.editor.is_superuser)

    def test_the_last_administrator_stays(self):
        root = make_member("root", is_superuser=True)
        give(self.chief, user=root)  # root itself is left
        root.is_active = False
        root.save()
        self.chief.groups.set(Group.objects.filter(name=ADMINISTRATOR))
        with self.assertRaisesMessage(PersonRefused, "last administrator"):
            give(self.chief, user=root)
        with self.assertRaisesMessage(PersonRefused, "last administrator"):
            give(self.chief, ADMINISTRATOR, user=root, is_active=False)
        self.assertEqual(self.roles_of(self.chief), {ADMINISTRATOR})

    def test_closing_an_account_signs_it_out(self):
        client = Client()
        sign_in(client, "editor")
        self.assertEqual(client.get("/admin/").status_code, 200)
        give(self.editor, "Editor", user=self.chief, is_active=False)
        self.assertEqual(client.get("/admin/").status_code, 302)
        give(self.editor, "Editor", user=self.chief)
        self.assertEqual(client.get("/admin/").status_code, 302)  # the session is gone

    def test_who_runs_the_machine_resets_the_last_administrator(self):
        TOTP.activate(self.chief, SECRET)
        out = StringIO()
        call_command("reset_second_factor", "chief", why="Lost", stdout=out)
        self.assertIn("chief had totp", out.getvalue())
        self.assertFalse(Authenticator.objects.exists())
        self.assertIsNone(history(self.chief).get().user)
        with self.assertRaisesMessage(CommandError, "Nobody signs in as 'nobody'"):
            call_command("reset_second_factor", "nobody")

    def test_direct_permissions_count_as_what_one_has(self):
        self.assertEqual(
            set(people.roles_to_give(self.chief).values_list("name", flat=True)),
            set(NAMES),
        )
        self.assertEqual(
            set(people.roles_to_give(self.editor).values_list("name", flat=True)),
            {"Contributor", "Editor"},
        )


class ScreenTests(TransactionTestCase):
    def setUp(self):
        set_up_roles()
        self.chief = make_member("chief", ADMINISTRATOR)
        self.editor = make_member("editor", "Editor")
        self.client.force_login(self.chief)
        self.address = reverse("admin:auth_user_change", args=[self.editor.pk])

    def post(self, address, **values):
        return self.client.post(address, values, follow=True)

    def pk(self, *roles):
        return list(Group.objects.filter(name__in=roles).values_list("pk", flat=True))

    def test_the_list_says_who_has_a_second_factor(self):
        TOTP.activate(self.editor, SECRET)
        page = self.client.get(reverse("admin:auth_user_changelist"))
        self.assertContains(page, "set up", 1)
        self.assertContains(page, "Administrator")

    def test_roles_are_changed_on_the_form(self):
        page = self.post(self.address, is_active="on", roles=self.pk("Approver"))
        self.assertContains(page, "was changed successfully")
        self.assertEqual(self.editor.groups.get().name, "Approver")
        self.assertEqual(history(self.editor).count(), 1)

    def test_a_form_says_what_the_rules_say(self):
        own = reverse("admin:auth_user_change", args=[self.chief.pk])
        page = self.post(own, is_active="on", roles=self.pk("Editor"))
        self.assertContains(page, "Nobody changes their own roles")
        self.assertEqual(self.chief.groups.get().name, ADMINISTRATOR)

    def test_a_forged_box_makes_no_superuser(self):
        self.post(self.address, is_active="on", is_superuser="on", is_staff="on")
        self.editor.refresh_from_db()
        self.assertFalse(self.editor.is_superuser)

    def test_a_superuser_is_shown_and_not_changed(self):
        root = make_member("root", is_superuser=True)
        address = reverse("admin:auth_user_change", args=[root.pk])
        self.assertContains(self.client.get(address), "Superuser")
        self.assertEqual(self.post(address, first_name="X").status_code, 403)
        page = self.client.get(reverse("admin:person_way_in", args=[root.pk]))
        self.assertEqual(page.status_code, 403)

    def test_nobody_sets_the_password_of_another(self):
        page = self.client.get(self.address)
        self.assertContains(page, "Ask for a new way in")
        self.assertNotContains(page, "password")
        new = "another horse battery 8"
        for where in ("password/", "change/password/", "change/"):
            address = f"/admin/auth/user/{self.editor.pk}/{where}"
            self.post(address, password=new, password1=new, password2=new)
        self.editor.refresh_from_db()
        self.assertTrue(self.editor.check_password(PASSWORD))

    def test_nobody_is_deleted_or_added_by_hand(self):
        for address in (
            reverse("admin:auth_user_add"),
            reverse("admin:auth_user_delete", args=[self.editor.pk]),
        ):
            self.assertEqual(self.client.get(address).status_code, 403)

    def test_others_see_nobody(self):
        self.client.force_login(self.editor)
        pages = [self.address, reverse("admin:auth_user_changelist")]
        pages += [
            reverse(f"admin:{name}", args=[self.chief.pk])
            for name in ("person_way_in", "auth_user_history")
        ]
        for address in pages:
            with self.subTest(address=address):
                self.assertEqual(self.client.get(address).status_code, 403)

    def test_secrets_have_no_screen(self):
        root = make_member("root", is_superuser=True)
        self.client.force_login(root)
        for app in ("mfa/authenticator", "usersessions/usersession", "auth/group"):
            self.assertEqual(self.client.get(f"/admin/{app}/").status_code, 404)
        self.assertEqual(get_user_model().objects.filter(password=PASSWORD).count(), 0)
