"""Sign-in, second factor, sessions and lockout: everything below ``/admin/account/``."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.test import Client, TestCase, TransactionTestCase
from django.urls import NoReverseMatch, reverse

from cables.models.sealed import DoorCount

PASSWORD = "correct horse battery 9"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_person(name="ada", **fields):
    return get_user_model().objects.create_user(
        name, password=PASSWORD, **{"is_staff": True} | fields
    )


def sign_in(client, name="ada", password=PASSWORD, **extra):
    data = {"login": name, "password": password}
    return client.post(reverse("account_login"), data, **extra)


def code(secret=SECRET, step=1):
    """Return the code of now, or of another step that is allowed."""
    return f"{hotp_value(secret, list(yield_hotp_counters_from_time())[step]):06}"


class SignInTests(TestCase):
    def test_the_desk_sends_to_the_door_and_back(self):
        make_person()
        page = self.client.get("/admin/cables/cable/?q=x", follow=True)
        self.assertEqual(page.request["PATH_INFO"], "/admin/account/login/")
        self.assertContains(page, "<h1>Sign in</h1>")
        where = page.request["QUERY_STRING"]
        answer = self.client.post(
            f"/admin/account/login/?{where}", {"login": "ada", "password": PASSWORD}
        )
        self.assertRedirects(
            answer, "/admin/cables/cable/?q=x", fetch_redirect_response=False
        )

    def test_nobody_is_sent_to_another_site(self):
        make_person()
        answer = self.client.post(
            "/admin/account/login/?next=https://elsewhere.example/",
            {"login": "ada", "password": PASSWORD},
        )
        self.assertRedirects(answer, "/admin/", fetch_redirect_response=False)

    def test_a_wrong_password_and_a_wrong_name_say_the_same(self):
        make_person()
        answers = [sign_in(self.client, password="no"), sign_in(self.client, "bob")]
        pages = [re.sub(r'value="[^"]*"', "", a.content.decode()) for a in answers]
        self.assertEqual(pages[0], pages[1])
        self.assertIn("not correct", pages[0])

    def test_nobody_signs_up(self):
        with self.assertRaises(NoReverseMatch):
            reverse("account_signup")
        make_person()
        sign_in(self.client)
        self.assertEqual(self.client.get("/admin/account/signup/").status_code, 404)

    def test_a_closed_account_is_told_so(self):
        make_person(is_active=False)
        page = self.client.post(
            "/admin/account/login/", {"login": "ada", "password": PASSWORD}, follow=True
        )
        self.assertContains(page, "This account is closed")

    def test_an_account_without_a_place_at_the_desk_is_refused(self):
        make_person(is_staff=False)
        answer = self.client.post(
            "/admin/account/login/", {"login": "ada", "password": PASSWORD}, follow=True
        )
        self.assertEqual(answer.status_code, 403)

    def test_signing_out(self):
        make_person()
        sign_in(self.client)
        self.assertContains(self.client.get("/admin/logout/", follow=True), "Sign out")
        self.client.post("/admin/account/logout/")
        self.assertEqual(self.client.get("/admin/").status_code, 302)

    def test_readers_pages_stay_without_cookies(self):
        make_person()
        sign_in(self.client)
        self.assertFalse(self.client.get("/").cookies)
        self.assertFalse(Client().get("/about/faq/").cookies)

    def test_forged_forms_are_refused(self):
        answer = sign_in(Client(enforce_csrf_checks=True))
        self.assertEqual(answer.status_code, 403)

    def test_changing_the_password_ends_the_other_sessions(self):
        make_person()
        elsewhere = Client()
        sign_in(elsewhere)
        sign_in(self.client)
        new = "another horse battery 8"
        data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        self.client.post(reverse("account_change_password"), data)
        self.assertEqual(self.client.get("/admin/").status_code, 200)
        self.assertEqual(elsewhere.get("/admin/").status_code, 302)


class LockoutTests(TransactionTestCase):
    def test_five_wrong_passwords_lock_a_name_wherever_they_come_from(self):
        make_person()
        for last in range(5):
            sign_in(self.client, password="no", REMOTE_ADDR=f"198.51.100.{last}")
        page = sign_in(self.client, REMOTE_ADDR="198.51.100.77")
        self.assertContains(page, "Too many failed login attempts")
        # What counts them is the database, which all processes share.
        self.assertTrue(DoorCount.objects.filter(cache_key__contains="login_failed"))

    def test_a_name_that_is_locked_leaves_the_others_alone(self):
        make_person()
        make_person("bob")
        for last in range(6):
            sign_in(self.client, password="no", REMOTE_ADDR=f"198.51.100.{last}")
        answer = sign_in(self.client, "bob", REMOTE_ADDR="198.51.100.99")
        self.assertEqual(answer.status_code, 302)

    def test_behind_a_proxy_each_address_counts_for_itself(self):
        make_person()
        with self.settings(TRUSTED_PROXIES=1):
            for forwarded in ("198.51.100.7", "nonsense, 203.0.113.9", "", "x"):
                extra = {"HTTP_X_FORWARDED_FOR": forwarded}
                page = sign_in(self.client, "bob", password="no", **extra)
                self.assertEqual(page.status_code, 200)
            sign_in(self.client, HTTP_X_FORWARDED_FOR="spoofed, 203.0.113.9")
        self.assertEqual(UserSession.objects.get().ip, "203.0.113.9")

    def test_second_factors_cannot_be_guessed(self):
        person = make_person()
        TOTP.activate(person, SECRET)
        sign_in(self.client)
        for _ in range(5):
            self.client.post(reverse("mfa_authenticate"), {"code": "000000"})
        page = self.client.post(reverse("mfa_authenticate"), {"code": code()})
        self.assertContains(page, "Too many failed login attempts")


class SecondFactorTests(TestCase):
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.SECOND_FACTOR = "required"

    def setUp(self):
        self.person = make_person(is_superuser=True)

    def test_without_one_the_desk_leads_to_it_and_opens_nothing_else(self):
        answer = sign_in(self.client)
        for address in (answer.url, "/admin/cables/cable/", "/admin/account/sessions/"):
            with self.subTest(address=address):
                self.assertRedirects(self.client.get(address), "/admin/account/")
                self.assertRedirects(self.client.post(address), "/admin/account/")
        page = self.client.get("/admin/account/")
        self.assertContains(page, "The desk asks for a second factor")
        self.assertNotContains(page, "/admin/cables/")

    def test_setting_up_an_app_opens_the_desk(self):
        sign_in(self.client)
        page = self.client.get("/admin/account/app/")
        secret = page.context["form"].secret
        self.assertContains(page, "data:image/svg+xml;base64,")
        wrong = self.client.post("/admin/account/app/", {"code": "1"})
        self.assertContains(wrong, "Incorrect code")
        answer = self.client.post("/admin/account/app/", {"code": code(secret)})
        codes = self.client.get(answer.url)
        self.assertContains(codes, "10 of 10 are left")
        self.assertEqual(self.client.get("/admin/").status_code, 200)
        kept = Authenticator.objects.get(type="totp").data["secret"]
        self.assertNotIn(secret, kept)  # sealed

    def test_a_password_alone_opens_nothing(self):
        TOTP.activate(self.person, SECRET)
        answer = sign_in(self.client)
        self.assertRedirects(answer, reverse("mfa_authenticate"))
        self.assertEqual(self.client.get("/admin/").status_code, 302)
        answer = self.client.post(reverse("mfa_authenticate"), {"code": code()})
        self.assertRedirects(answer, "/admin/")

    def test_a_code_is_good_once(self):
        TOTP.activate(self.person, SECRET)
        once = code()
        statuses = []
        for client in (Client(), Client()):
            sign_in(client)
            answer = client.post(reverse("mfa_authenticate"), {"code": once})
            statuses.append(answer.status_code)
        self.assertEqual(statuses, [302, 200])

    def test_recovery_codes(self):
        sign_in(self.client)
        page = self.client.get("/admin/account/app/")
        data = {"code": code(page.context["form"].secret)}
        answer = self.client.post("/admin/account/app/", data)
        codes = self.client.get(answer.url).context["unused_codes"]
        saved = self.client.get("/admin/account/codes/file/").content.decode().split()
        self.assertEqual(saved, codes)
        for expected in (302, 200):  # each is good once
            other = Client()
            sign_in(other)
            answer = other.post(reverse("mfa_authenticate"), {"code": codes[0]})
            self.assertEqual(answer.status_code, expected)

    def test_the_only_factor_cannot_be_removed(self):
        TOTP.activate(self.person, SECRET)
        sign_in(self.client)
        self.client.post(reverse("mfa_authenticate"), {"code": code()})
        self.client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        page = self.client.get("/admin/account/app/remove/")
        self.assertContains(page, "This is your only second factor")
        self.client.post("/admin/account/app/remove/")
        self.assertTrue(Authenticator.objects.filter(user=self.person).exists())

    def test_removing_asks_who_it_is(self):
        TOTP.activate(self.person, SECRET)
        sign_in(self.client)
        self.client.post(reverse("mfa_authenticate"), {"code": code()})
        answer = self.client.post("/admin/account/app/remove/")
        self.assertIn("/admin/account/again/", answer.url)

    def test_adding_a_passkey_offers_what_the_browser_needs(self):
        sign_in(self.client)
        page = self.client.get("/admin/account/keys/add/")
        self.assertContains(page, '"challenge"')
        self.assertContains(page, "Add a passkey")

    def test_optional_lets_them_through(self):
        with self.settings(SECOND_FACTOR="optional"):
            sign_in(self.client)
            self.assertEqual(self.client.get("/admin/").status_code, 200)


class SessionTests(TestCase):
    def test_sessions_are_listed_and_ended(self):
        make_person()
        elsewhere = Client()
        sign_in(elsewhere, HTTP_USER_AGENT="Firefox at home")
        sign_in(self.client, HTTP_USER_AGENT="Firefox at work")
        page = self.client.get("/admin/account/sessions/")
        self.assertContains(page, "Firefox at home")
        self.client.post("/admin/account/sessions/")
        self.assertEqual(elsewhere.get("/admin/").status_code, 302)
        self.assertEqual(self.client.get("/admin/").status_code, 200)

    def test_pages_of_the_door_are_kept_nowhere(self):
        make_person()
        sign_in(self.client)
        for address in ("/admin/account/", "/admin/account/app/"):
            kept = self.client.get(address).headers["Cache-Control"]
            self.assertIn("no-store", kept)
