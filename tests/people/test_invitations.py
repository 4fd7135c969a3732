"""Coming to the desk by an invitation, once."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from cables.curation import invitations, people
from cables.curation.errors import InvitationRefused, PersonRefused
from cables.curation.revisions import history
from cables.curation.roles import ADMINISTRATOR, set_up_roles
from cables.models.revision import Revision
from cables.models.sealed import Invitation

from .test_door import PASSWORD, SECRET, make_person
from .test_people import make_member

TYPED = {"username": "grace", "password": PASSWORD, "again": PASSWORD}


class InvitationTests(TestCase):
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.SECOND_FACTOR = "required"

    def setUp(self):
        set_up_roles()
        self.chief = make_member("chief", ADMINISTRATOR)

    def invite(self, *roles, user=None, **options):
        chosen = Group.objects.filter(name__in=roles or ["Editor"])
        return invitations.invite(
            user=user or self.chief, name="Grace", roles=chosen, **options
        )

    def accept(self, token, **values):
        return Client().post(reverse("invitation", args=[token]), TYPED | values)

    def test_it_makes_one_account_with_its_roles_and_leads_to_the_second_factor(self):
        invitation, token = self.invite("Editor", "Approver")
        address = reverse("invitation", args=[token])
        page = self.client.get(address)
        self.assertContains(page, "Grace, you are invited as: Approver, Editor")
        page = self.client.post(address, TYPED | {"first_name": "Grace"}, follow=True)
        self.assertContains(page, "The desk asks for a second factor")
        self.assertEqual(self.client.get("/admin/account/app/").status_code, 200)
        person = get_user_model().objects.get(username="grace")
        self.assertEqual(person.get_full_name(), "Grace")
        roles = set(person.groups.values_list("name", flat=True))
        self.assertEqual(roles, {"Editor", "Approver"})
        self.assertTrue(person.is_staff)
        self.assertFalse(person.is_superuser)
        invitation.refresh_from_db()
        self.assertEqual(invitation.accepted_by, person)
        again = self.accept(token, username="other")
        self.assertContains(again, "This invitation is used", status_code=410)

    def test_the_token_is_kept_nowhere(self):
        invitation, token = self.invite()
        kept = [*Invitation.objects.values_list(), *Revision.objects.values_list()]
        self.assertNotIn(token, str(kept))
        self.assertEqual(history(invitation).count(), 1)

    def test_what_is_over_says_so(self):
        expired, first = self.invite()
        Invitation.objects.filter(pk=expired.pk).update(
            expires=timezone.now() - timedelta(seconds=1)
        )
        revoked, second = self.invite()
        invitations.revoke(revoked, user=self.chief)
        for token, sentence in (
            (first, "has expired"),
            (second, "was revoked"),
            ("nonsense", "is no invitation"),
        ):
            for answer in (
                self.client.get(reverse("invitation", args=[token])),
                self.accept(token),
            ):
                self.assertContains(answer, sentence, status_code=410)
        self.assertFalse(get_user_model().objects.filter(username="grace").exists())

    def test_who_invites_gives_nothing_beyond_their_own(self):
        editor = make_member("editor", "Editor")
        with self.assertRaises(PersonRefused):
            self.invite("Redactor", user=editor)
        for days in (0, 31):
            with self.assertRaises(InvitationRefused):
                self.invite(days=days)

    def test_an_invitation_dies_with_the_rights_of_who_made_it(self):
        _, token = self.invite("Redactor")
        other = make_member("other", ADMINISTRATOR)
        people.save_person(
            self.chief, user=other, values={"is_active": False}, roles=[]
        )
        answer = self.client.get(reverse("invitation", args=[token]))
        self.assertContains(answer, "cannot invite any more", status_code=410)

    def test_names_and_passwords_are_looked_at(self):
        _, token = self.invite()
        make_person("Grace")
        for values, sentence in (
            ({}, "This name is taken"),  # in any spelling
            ({"username": "a b"}, "Enter a valid username"),
            ({"username": "hopper", "again": "x"}, "two different passwords"),
            (
                {"username": "hopper", "password": "12345678", "again": "12345678"},
                "too",
            ),
        ):
            with self.subTest(values=values):
                self.assertContains(self.accept(token, **values), sentence)
        self.assertEqual(self.accept(token, username="hopper").status_code, 302)

    def test_a_name_of_ones_own_turns_no_page_round(self):
        _, token = self.invite("Editor")
        page = self.accept(token, first_name="A\u202eB")
        self.assertContains(page, "invisible character (U+202E)")

    def test_who_is_signed_in_is_not_somebody_else(self):
        _, token = self.invite()
        self.client.force_login(self.chief)
        TOTP.activate(self.chief, SECRET)
        answer = self.client.get(reverse("invitation", args=[token]))
        self.assertContains(answer, "signed in already", status_code=409)


class InvitationScreenTests(TestCase):
    def setUp(self):
        set_up_roles()
        self.chief = make_member("chief", ADMINISTRATOR)
        self.client.force_login(self.chief)

    def make(self, *roles, days=7, name="Grace Hopper"):
        keys = Group.objects.filter(name__in=roles).values_list("pk", flat=True)
        data = {"name": name, "roles": list(keys), "days": days}
        return self.client.post(reverse("admin:cables_invitation_add"), data)

    def test_the_link_is_shown_once_and_works(self):
        page = self.make("Editor")
        link = re.search(
            r"http://testserver(/admin/account/invitation/\S+/)<", str(page.content)
        )
        self.assertEqual(Client().get(link[1]).status_code, 200)
        row = Invitation.objects.get()
        for address in (
            reverse("admin:cables_invitation_changelist"),
            reverse("admin:cables_invitation_change", args=[row.pk]),
        ):
            seen = self.client.get(address)
            self.assertContains(seen, "Grace Hopper")
            self.assertNotContains(seen, link[1])

    def test_a_page_loaded_anew_makes_no_second_invitation(self):
        self.make("Editor")
        self.assertContains(
            self.make("Editor"), "You invited Grace Hopper a moment ago"
        )
        invitations.revoke(Invitation.objects.get(), user=self.chief)
        self.make("Editor")
        self.assertEqual(Invitation.objects.count(), 2)

    def test_a_name_that_turns_the_page_round_is_an_error_of_the_form(self):
        page = self.make("Editor", name="Grace\u202e")
        self.assertContains(page, "invisible character (U+202E)")
        self.assertFalse(Invitation.objects.exists())

    def test_a_form_without_roles_says_so(self):
        self.assertContains(self.make(), "This field is required")
        self.assertContains(self.make("Editor", days=90), "less than or equal to 30")
        self.assertFalse(Invitation.objects.exists())

    def test_revoking(self):
        self.make("Editor")
        row = Invitation.objects.get()
        revoke = reverse("admin:invitation_revoke", args=[row.pk])
        self.client.get(revoke)
        row.refresh_from_db()
        self.assertIsNone(row.revoked)  # looking changes nothing
        page = self.client.post(revoke, follow=True)
        self.assertContains(page, "good for nothing")
        self.assertContains(self.client.post(revoke, follow=True), "revoked already")

    def test_others_invite_nobody(self):
        self.make("Editor")
        row = Invitation.objects.get()
        self.client.force_login(make_member("editor", "Editor"))
        for address in (
            reverse("admin:cables_invitation_changelist"),
            reverse("admin:cables_invitation_add"),
            reverse("admin:cables_invitation_change", args=[row.pk]),
        ):
            self.assertEqual(self.client.get(address).status_code, 403)
        revoke = reverse("admin:invitation_revoke", args=[row.pk])
        self.assertEqual(self.client.post(revoke).status_code, 403)
