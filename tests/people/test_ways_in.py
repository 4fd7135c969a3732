"""How two administrators let somebody in again, and neither of them as that person."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, transaction
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from cables.curation import people, ways_in
from cables.curation.errors import PersonRefused, WayInRefused
from cables.curation.revisions import first_broken, history
from cables.curation.roles import ADMINISTRATOR, set_up_roles
from cables.models.revision import Revision
from cables.models.sealed import WayIn

from .test_door import PASSWORD, SECRET, sign_in
from .test_people import give, make_member

NEW = "another horse battery 8"
TYPED = {"password": NEW, "again": NEW}


class TwoAdministrators(TestCase):
    def setUp(self):
        set_up_roles()
        self.chief = make_member("chief", ADMINISTRATOR)
        self.second = make_member("second", ADMINISTRATOR)
        self.editor = make_member("editor", "Editor")

    def ask(self, person=None, *, user=None):
        return ways_in.ask(
            person or self.editor, user=user or self.chief, why="Lost the phone"
        )

    def approved(self):
        return ways_in.approve(self.ask(), user=self.second)


class RuleTests(TwoAdministrators):
    def test_asking_changes_nothing_yet(self):
        TOTP.activate(self.editor, SECRET)
        way = self.ask()
        self.assertEqual((way.token_sha256, way.approved_by), ("", None))
        self.editor.refresh_from_db()
        self.assertTrue(self.editor.check_password(PASSWORD))
        self.assertTrue(Authenticator.objects.exists())

    def test_approval_takes_password_factor_and_sessions_together(self):
        client = Client()
        sign_in(client, "editor")
        self.assertEqual(client.get("/admin/").status_code, 200)
        TOTP.activate(self.editor, SECRET)
        self.approved()
        self.assertFalse(Authenticator.objects.exists())
        self.editor.refresh_from_db()
        self.assertFalse(self.editor.has_usable_password())
        self.assertEqual(client.get("/admin/").status_code, 302)
        sign_in(client, "editor")
        self.assertEqual(client.get("/admin/").status_code, 302)

    def test_whoever_asked_does_not_approve(self):
        way = self.ask()
        with self.assertRaisesMessage(WayInRefused, "asked for it yourself"):
            ways_in.approve(way, user=self.chief)
        self.assertIsNone(WayIn.objects.get().approved)

    def test_nobody_asks_or_approves_for_themselves(self):
        make_member("third", ADMINISTRATOR)
        with self.assertRaisesMessage(PersonRefused, "your own account"):
            self.ask(self.chief)
        way = self.ask(self.second)
        with self.assertRaisesMessage(PersonRefused, "your own account"):
            ways_in.approve(way, user=self.second)

    def test_the_database_says_so_too(self):
        kept = {"expires": timezone.now(), "why": "x"}
        wrong = (
            {"person": self.editor, "asked_by": self.editor},
            {
                "person": self.editor,
                "asked_by": self.chief,
                "approved_by": self.chief,
            },
            {
                "person": self.editor,
                "asked_by": self.chief,
                "approved_by": self.editor,
            },
        )
        for values in wrong:
            with self.assertRaises(IntegrityError), transaction.atomic():
                WayIn.objects.create(**kept, **values)

    def test_only_administrators_and_only_superusers_for_a_superuser(self):
        root = make_member("root", is_superuser=True)
        with self.assertRaisesMessage(PersonRefused, "Only administrators"):
            self.ask(user=make_member("other", "Approver"))
        with self.assertRaisesMessage(PersonRefused, "root is a superuser"):
            self.ask(root)
        with self.assertRaisesMessage(WayInRefused, "two administrators"):
            self.ask(root, user=make_member("deputy", is_superuser=True))

    def test_one_administrator_is_not_enough(self):
        with self.assertRaisesMessage(WayInRefused, "two administrators beside them"):
            self.ask(self.second)

    def test_one_is_open_at_a_time_and_approved_once(self):
        way, _ = self.approved()
        with self.assertRaisesMessage(WayInRefused, "open already"):
            self.ask()
        third = make_member("third", ADMINISTRATOR)
        with self.assertRaisesMessage(WayInRefused, "approved already"):
            ways_in.approve(way, user=third)
        ways_in.revoke(way, user=self.chief)
        self.ask()

    def test_a_request_gets_old(self):
        way = self.ask()
        WayIn.objects.update(expires=timezone.now() - timedelta(seconds=1))
        with self.assertRaisesMessage(WayInRefused, "has expired"):
            ways_in.approve(way, user=self.second)

    def test_the_history_names_both_and_holds_no_token_or_password(self):
        way, token = self.approved()
        ways_in.use(token, password=NEW)
        self.editor.refresh_from_db()
        told = [
            *history(way).values_list("user__username", flat=True),
            *history(self.editor).values_list("user__username", flat=True),
        ]
        self.assertEqual(told, ["editor", "second", "chief", "editor", "second"])
        kept = [*WayIn.objects.values_list(), *Revision.objects.values_list()]
        for secret in (token, NEW, self.editor.password):
            self.assertNotIn(secret, str(kept))
        self.assertIsNone(first_broken(way))


class LinkTests(TwoAdministrators):
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.SECOND_FACTOR = "required"

    def address(self, token):
        return reverse("way_in", args=[token])

    def test_it_is_good_once_and_leads_to_a_second_factor(self):
        _, token = self.approved()
        self.assertContains(self.client.get(self.address(token)), "editor")
        page = self.client.post(self.address(token), TYPED, follow=True)
        self.assertContains(page, "The desk asks for a second factor")
        self.editor.refresh_from_db()
        self.assertTrue(self.editor.check_password(NEW))
        again = Client().post(self.address(token), TYPED)
        self.assertContains(again, "This link is used", status_code=410)

    def test_its_use_ends_every_session(self):
        _, token = self.approved()
        elsewhere = Client()
        elsewhere.force_login(self.editor)
        elsewhere.get("/admin/account/")
        ways_in.use(token, password=NEW)
        self.assertEqual(elsewhere.get("/admin/account/").status_code, 302)

    def test_passwords_are_looked_at(self):
        _, token = self.approved()
        for typed, sentence in (
            (TYPED | {"again": "x"}, "two different passwords"),
            ({"password": "123", "again": "123"}, "too short"),
            ({"password": ""}, "This field is required"),
        ):
            page = self.client.post(self.address(token), typed)
            self.assertContains(page, sentence)
        self.assertIsNone(WayIn.objects.get().used)

    def test_what_is_over_says_so(self):
        way, token = self.approved()
        nonsense = self.client.get(self.address("nonsense"))
        self.assertContains(nonsense, "leads nowhere", status_code=410)
        WayIn.objects.update(expires=timezone.now() - timedelta(seconds=1))
        page = self.client.post(self.address(token), TYPED)
        self.assertContains(page, "has expired", status_code=410)
        WayIn.objects.update(expires=timezone.now() + timedelta(days=1))
        ways_in.revoke(way, user=self.second)
        page = self.client.post(self.address(token), TYPED)
        self.assertContains(page, "was revoked", status_code=410)

    def test_it_dies_with_the_rights_of_either(self):
        _, token = self.approved()
        make_member("third", ADMINISTRATOR)
        for person, other in ((self.chief, self.second), (self.second, self.chief)):
            give(person, "Editor", user=other)
            page = self.client.get(self.address(token))
            self.assertContains(page, "cannot any more", status_code=410)
            give(person, ADMINISTRATOR, user=other)
        give(self.editor, "Editor", user=self.chief, is_active=False)
        page = self.client.post(self.address(token), TYPED)
        self.assertContains(page, "account is closed", status_code=410)

    def test_who_is_signed_in_is_told_to_sign_out(self):
        _, token = self.approved()
        self.client.force_login(self.chief)
        TOTP.activate(self.chief, SECRET)
        page = self.client.get(self.address(token))
        self.assertContains(page, "signed in already", status_code=409)


class ScreenTests(TwoAdministrators):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.chief)

    def start(self, person=None, why="Lost the phone"):
        key = (person or self.editor).pk
        address = reverse("admin:person_way_in", args=[key])
        return self.client.post(address, {"why": why}, follow=True)

    def go(self, verb, way):
        address = reverse(f"admin:cables_wayin_{verb}", args=[way.pk])
        return self.client.post(address, follow=True)

    def test_from_asking_to_the_link_which_is_shown_once(self):
        self.assertContains(self.start(why=""), "This field is required")
        page = self.start()
        self.assertContains(page, "another administrator approves it")
        way = WayIn.objects.get()
        self.assertContains(self.go("approve", way), "asked for it yourself")
        self.client.force_login(self.second)
        asks = self.client.get(reverse("admin:cables_wayin_approve", args=[way.pk]))
        self.assertContains(asks, "Lost the phone")
        way.refresh_from_db()
        self.assertIsNone(way.approved)  # looking approves nothing
        page = self.go("approve", way)
        link = re.search(
            r"http://testserver(/admin/account/way-in/\S+/)<", page.content.decode()
        )
        self.assertContains(Client().get(link[1]), "Set my password")
        for address in (
            reverse("admin:cables_wayin_changelist"),
            reverse("admin:cables_wayin_change", args=[way.pk]),
        ):
            seen = self.client.get(address)
            self.assertContains(seen, "approved, not used yet")
            self.assertNotContains(seen, link[1])
        self.assertContains(self.go("approve", way), "approved already")

    def test_the_log_lists_it(self):
        self.start()
        page = self.client.get(reverse("admin:log"), {"model": "wayin"})
        self.assertContains(page, "Way in")
        self.assertContains(page, "Lost the phone")

    def test_an_open_one_is_shown_instead_of_the_form(self):
        self.start()
        page = self.client.get(reverse("admin:person_way_in", args=[self.editor.pk]))
        self.assertContains(page, "open already")

    def test_revoking(self):
        self.start()
        way = WayIn.objects.get()
        self.client.get(reverse("admin:cables_wayin_revoke", args=[way.pk]))
        way.refresh_from_db()
        self.assertIsNone(way.revoked)  # looking changes nothing
        self.assertContains(self.go("revoke", way), "It is taken back")
        self.assertContains(self.go("revoke", way), "was revoked")

    def test_without_two_administrators_it_says_what_the_server_does(self):
        page = self.client.get(reverse("admin:person_way_in", args=[self.second.pk]))
        self.assertContains(page, "manage.py changepassword second")
        self.assertContains(page, "manage.py reset_second_factor second")

    def test_a_closed_account_is_opened_first(self):
        people.save_person(
            self.editor, user=self.chief, values={"is_active": False}, roles=[]
        )
        self.assertContains(self.start(), "This account is closed")
