"""
Every address, method, verb and action of the desk, asked by every role and by somebody
who is not signed in, against the table of ``permissions_table``. An address, a verb or an
action without a row fails.
"""

import re
from http.cookies import SimpleCookie

import pytest
from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client, RequestFactory, TestCase
from django.test.client import ClientHandler
from django.urls import reverse

from cables.admin.bulk_forms import BULK
from cables.admin.cable_verbs import VERBS as CABLE_VERBS
from cables.choices import JobKind, JobState
from cables.curation.roles import NAMES, set_up_roles
from cables.models import Cable
from cables.models.sealed import Job
from tests.addresses import desk, public
from tests.public_addresses import EXAMPLES, every_example, make_world

from .desk_world import make_desk_world
from .editors import make_editor
from .permissions_table import (
    ACTIONS,
    ADDRESSES,
    ALL,
    LEAVES,
    NO_SUCH_METHOD,
    NOBODY,
    NOT_THERE,
    ON_A_CABLE,
    ON_AN_IMPORT,
    ON_MANY,
    OPEN,
    ROLES,
    SCREENS,
    VERBS,
    WITHOUT_A_FACTOR,
)

LEAST = 600  # cells
PASSWORD = "a horse at the harbour 7"
SIGN_IN = re.compile(r"/admin/(account/)?login/")
ACTION, ROW = ("changelist", "add", "history", "delete", "change"), "<path:object_id>/"
#: Parts of addresses that are no key of a row.
PARTS = {
    "<slug:name>/<int:object_id>": "cable/{cable}",
    "<int:after>": "0",
    "<str:reference_id>": "06LOWMOOR900",
    "<slug:name>": "publish",
    "<slug:verb>": "publish",
    "<path:content_type_id>/<path:object_id>": "{cable_type}/{cable}",
    "<str:token>": "nonsense",
    "source/<int:pk>": "source/{importsource}",
    "filters/<int:key>": "filters/{savedfilter}",
    "^(?P<app_label>cables|auth|django_tasks_database)/$": "cables/",
    "^(?P<app_label>cables|auth)/$": "cables/",
    "(?P<url>.*)$": "nowhere/",
}
QUERIES = {
    "admin:autocomplete": (
        "?app_label=cables&model_name=cabletag&field_name=tag&term=P"
    ),
}


def expected(route, name):
    """Return (who may GET, who may POST), or None for an address without a row."""
    if name in ADDRESSES:
        return ADDRESSES[name]
    if route.endswith("(?P<url>.*)$"):  # whatever is no address
        return NOT_THERE, NOT_THERE
    screen, _, page = (name or "").removeprefix("admin:").rpartition("_")
    if name is None and route.endswith(ROW):  # leads to the page of the row
        return ALL, ALL
    if screen not in SCREENS or page not in ACTION:
        return None
    see, add, change, delete = SCREENS[screen]
    return {
        "changelist": (see, see),
        "history": (see, see),
        "add": (add, add),
        "change": (see, change),
        "delete": (delete, delete),
    }[page]


class Asking(TestCase):
    """Asks as a role, and leaves everything as it was."""

    @classmethod
    def setUpTestData(cls):
        set_up_roles()
        cls.world = make_desk_world()
        cls.cable_type = ContentType.objects.get_for_model(Cable).pk
        cls.people = {}
        for name in NAMES:
            person = make_editor()
            person.set_password(PASSWORD)
            person.save()
            person.groups.set(Group.objects.filter(name=name))
            cls.people[ROLES[name]] = person

    @pytest.fixture(autouse=True)
    def _quick_passwords(self, settings):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def setUp(self):
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.handler.load_middleware()
        self.cookies = {"": ""}
        for letter, person in self.people.items():
            client = Client()
            client.force_login(person)
            self.cookies[letter] = self.header(client.cookies)

    @staticmethod
    def header(cookies: SimpleCookie):
        return "; ".join(f"{name}={one.value}" for name, one in cookies.items())

    def answer(self, letter, method, address, data=None, look=None):
        """Return the answer, or what ``look`` finds before all is as it was again."""
        request = getattr(RequestFactory(), method)(
            address, data or {}, headers={"cookie": self.cookies[letter]}
        )
        request._dont_enforce_csrf_checks = True
        with transaction.atomic():
            answer = self.handler.get_response(request)
            found = look() if look else answer
            transaction.set_rollback(True)
        return found

    def outcome(self, letter, method, address, data=None):
        """Return "in", "out", "away" to the sign-in, or a status that says more."""
        answer = self.answer(letter, method, address, data)
        if answer.status_code == 403:
            return "out"
        if answer.status_code in (301, 302) and SIGN_IN.match(answer.url):
            return "away"
        if answer.status_code == 405 or answer.status_code >= 500:
            return str(answer.status_code)
        if answer.status_code == 404 and method == "get":
            return NOT_THERE
        return "in"

    def compare(self, who, method, address, data=None, *, name=""):
        """Compare all roles with a cell of the table; return how many were asked."""
        found = {
            letter: self.outcome(letter, method, address, data)
            for letter in self.cookies
        }
        nobody = found.pop("")
        with self.subTest(method=method, address=address, data=data):
            if name not in OPEN:
                self.assertEqual(nobody, "away", "not signed in")
            if who in (NO_SUCH_METHOD, NOT_THERE):
                same = {who, "in"} if method == "post" and who == NOT_THERE else {who}
                self.assertLessEqual(set(found.values()), same)
            else:
                ins = dict.fromkeys(who, "in")
                usual = dict.fromkeys(ALL, "out") | ins
                if (name, method) in LEAVES:
                    usual = dict.fromkeys(ALL, "away")
                self.assertEqual(found, usual)
        return len(found) + 1

    def address_of(self, route, name):
        kind = re.match(r"admin/(?:cables|auth)/(\w+)/", route)
        address = f"/{route}"
        keys = {noun: row.pk for noun, row in self.world.items()}
        for part, value in PARTS.items():
            if part in address and not (kind and part.startswith("<slug:name>/")):
                address = address.replace(
                    part, value.format(**keys, cable_type=self.cable_type)
                )
        if kind and kind[1] in keys:
            key = str(keys[kind[1]])
            address = re.sub(r"<(int:pk|int:key|path:object_id)>", key, address)
        return re.sub(r"<\w+:\w+>", "1", address) + QUERIES.get(name, "")


@pytest.mark.one_database
class MatrixTests(Asking):
    def test_every_address_has_a_row_and_every_row_an_address(self):
        rows = [(route, name) for route, name, _ in desk()]
        missing = [row for row in rows if expected(*row) is None]
        self.assertEqual(missing, [], "write a row in permissions_table.py")
        names = {name for _, name in rows}
        self.assertEqual(set(ADDRESSES) - names, set())
        screens = {f"admin:{screen}_changelist" for screen in SCREENS}
        self.assertEqual(screens - names, set())

    def test_every_address_and_method(self):
        cells = 0
        for route, name in {row[:2]: None for row in desk()}:
            get, post = expected(route, name) or (NOBODY, NOBODY)
            address = self.address_of(route, name)
            cells += self.compare(get, "get", address, name=name)
            cells += self.compare(post, "post", address, name=name)
        self.assertGreaterEqual(cells, LEAST)

    def test_without_a_second_factor_nothing_opens_but_the_way_to_one(self):
        seen = set()
        with self.settings(SECOND_FACTOR="required"):
            for route, name in {row[:2]: None for row in desk()}:
                address = self.address_of(route, name)
                for method in ("get", "post"):
                    answer = self.answer("A", method, address)
                    if answer.headers.get("Location") != reverse("mfa_index"):
                        seen.add(name)
        self.assertEqual(seen, WITHOUT_A_FACTOR)

    def test_every_verb_of_a_page(self):
        self.assertEqual(set(ON_A_CABLE), set(CABLE_VERBS))
        for name, data, who in VERBS:
            noun = name.split("_")[1]
            address = reverse(name, args=[self.world[noun].pk])
            self.compare(who, "post", address, data)
        for verb, who in ON_A_CABLE.items():
            keys = [self.world["cable"].pk, verb]
            address = reverse("admin:cables_cable_do", args=keys)
            self.compare(who, "post", address)

    def test_every_button_of_an_import(self):
        for page, button, options, who in ON_AN_IMPORT:
            is_new = button in ("import", "confirmed")
            state = JobState.QUEUED if button == "stop" else JobState.CANCELLED
            state = JobState.FINISHED if is_new else state
            kind = JobKind.IMPORT if page == "source" else JobKind.ROLLBACK
            noun = "importsource" if page == "source" else "importrun"
            key = self.world[noun].pk
            asked = {noun.removeprefix("import"): key, "dry_run": is_new, "format": ""}
            given = asked if is_new else asked | options
            job = Job.objects.create(kind=kind, state=state, options=given)
            address = reverse(f"admin:cables_importrun_{page}", args=[key])
            with self.subTest(page=page, button=button, options=options):
                for letter in self.cookies:
                    did = self._does(letter, address, button, options, job)
                    self.assertEqual(did, letter != "" and letter in who, letter)
            job.delete()

    def _does(self, letter, address, button, options, job):
        """Say whether a button has set a job to work, or stopped the one that works."""
        sent = {button: "yes"} | {name: str(value) for name, value in options.items()}

        def look():
            if button == "stop":
                return Job.objects.get(pk=job.pk).state == JobState.CANCELLED
            open_ = Job.objects.filter(state=JobState.QUEUED, kind=job.kind)
            found = [one.options for one in open_]
            return any(options.items() <= one.items() for one in found)

        return self.answer(letter, "post", address, sent, look)

    def test_every_job_on_many_cables(self):
        self.assertEqual(set(ON_MANY), set(BULK))
        for verb, who in ON_MANY.items():
            address = reverse("admin:cables_job_bulk", args=[verb])
            self.compare(who, "get", address)
            self.compare(who, "post", address, {"confirmed": "1"})

    def test_every_action_of_a_list(self):
        seen = set()
        for letter, person in self.people.items():
            request = RequestFactory().get("/admin/")
            request.user = person
            for model, screen in admin.site._registry.items():
                label = f"{model._meta.app_label}_{model._meta.model_name}"
                offered = set()
                for location in ActionLocation:
                    offered |= set(
                        screen._get_actions_with_action_location(request, location)
                    )
                seen |= {(label, name) for name in offered}
                for name in {n for one, n in ACTIONS if one == label} | offered:
                    with self.subTest(role=letter, screen=label, action=name):
                        self.assertEqual(
                            name in offered, letter in ACTIONS[label, name]
                        )
        self.assertEqual(set(ACTIONS) - seen, set())


@pytest.mark.one_database
class PublicTests(TestCase):
    """Readers' addresses answer everybody alike, and only to reading."""

    def test_every_address_has_an_example(self):
        self.assertEqual({route for route, _, _ in public()}, set(EXAMPLES))

    def test_reading_is_for_all_and_nothing_else_is(self):
        article = make_world()
        set_up_roles()
        person = make_editor()
        person.groups.set(Group.objects.filter(name="Administrator"))
        signed_in = Client()
        signed_in.force_login(person)
        posted = {"/lookup/", "/propose/", "/report/", "/api/v1/lookup"}
        switched_off = {"/webmention"}  # nothing is there until an operator wants it
        for address in every_example(article):
            with self.subTest(address=address):
                anonymous = Client().get(address)
                known = signed_in.get(address)
                self.assertEqual(anonymous.status_code, known.status_code)
                self.assertNotIn(anonymous.status_code, (401, 403, 500))
                if address.partition("?")[0] not in posted:
                    for method in ("post", "put", "patch", "delete"):
                        for client in (Client(), signed_in):
                            answer = getattr(client, method)(address)
                            is_off = address in switched_off and method == "post"
                            refused = 404 if is_off else 405
                            self.assertEqual(answer.status_code, refused)
