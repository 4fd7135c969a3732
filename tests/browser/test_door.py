"""Coming to the desk in a real browser: invitation, second factor, passkey, way in."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from axe_core_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from django.urls import reverse

from cables.curation import ways_in
from cables.curation.invitations import invite
from cables.curation.roles import ADMINISTRATOR, set_up_roles
from tests.browser.arriving import enter, follow
from tests.people.test_door import PASSWORD, SECRET, code, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [(1280, 900), (390, 844)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: What allauth's script tells the page where a browser gives no key.
FAIL = "document.dispatchEvent(new CustomEvent('allauth.error', {cancelable: true}))"


@pytest.fixture
def chief(transactional_db, settings):
    settings.SECOND_FACTOR = "required"
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    set_up_roles()
    person = make_person("chief")
    person.groups.set(Group.objects.filter(name=ADMINISTRATOR))
    return person


@pytest.fixture(params=["light", "dark"])
def browser(chromium, request):
    context = chromium.new_context(color_scheme=request.param)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    assert page.complaints == []
    context.close()


def look(page):
    """Look at the page that stands: no fault of accessibility, nothing too wide."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found = Axe().run(page, options=RULES)["violations"]
        faults = [(fault["id"], [n["html"] for n in fault["nodes"]]) for fault in found]
        assert faults == [], (page.url, width)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (page.url, width, wide)
        small = page.evaluate(
            "[...document.querySelectorAll('.door main a, .door button, .door main input')]"
            ".filter(e => e.offsetParent && e.type != 'hidden')"
            ".filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
        )
        assert small == [], page.url


def sign_in(page, live_server, name):
    page.goto(live_server.url + "/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    enter(page)


def test_from_an_invitation_to_the_desk_by_keyboard(chief, browser, live_server):
    editors = Group.objects.filter(name="Editor")
    _, token = invite(user=chief, name="Grace", roles=editors)
    browser.goto(live_server.url + reverse("invitation", args=[token]))
    look(browser)
    browser.get_by_label("Username").focus()
    for text in ("grace", PASSWORD, PASSWORD):
        browser.keyboard.type(text)
        browser.keyboard.press("Tab")
    enter(browser)
    browser.get_by_text("The desk asks for a second factor").wait_for()
    look(browser)
    browser.get_by_role("link", name="Set up an app").focus()
    enter(browser)
    browser.get_by_label("Authenticator code").wait_for()
    look(browser)
    secret = browser.locator("code").inner_text()
    browser.get_by_label("Authenticator code").fill("000000")
    enter(browser)
    browser.get_by_text("Incorrect code").wait_for()
    look(browser)
    browser.get_by_label("Authenticator code").fill(code(secret))
    enter(browser)
    browser.get_by_text("10 of 10 are left").wait_for()
    look(browser)
    browser.get_by_role("link", name="Go on to the desk").focus()
    enter(browser)
    browser.get_by_role("heading", level=1).wait_for()
    assert browser.url == live_server.url + "/admin/"


def test_with_a_code_and_around_the_account(chief, browser, live_server):
    TOTP.activate(chief, SECRET)
    browser.goto(live_server.url + "/admin/account/login/")
    look(browser)
    failed = browser.get_by_text("Your browser did not give a key")
    assert not failed.is_visible()
    browser.evaluate(FAIL)
    failed.wait_for()
    sign_in(browser, live_server, "chief")
    browser.get_by_label("Code").wait_for()
    look(browser)
    browser.get_by_label("Code").fill(code())
    enter(browser)
    browser.wait_for_url("**/admin/")
    with browser.expect_request(live_server.url + "/") as asked:
        browser.goto(live_server.url)
    assert "cookie" not in asked.value.all_headers()  # nobody is known there
    for address in ("", "password/", "sessions/", "keys/", "logout/", "app/remove/"):
        browser.goto(f"{live_server.url}/admin/account/{address}")
        look(browser)
    browser.get_by_label("Password").fill(PASSWORD)  # is it you?
    enter(browser)
    browser.get_by_text("This is your only second factor").wait_for()
    look(browser)


def test_with_a_passkey_alone(chief, browser, live_server):
    keys = browser.context.new_cdp_session(browser)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    site = live_server.url.replace("127.0.0.1", "localhost")
    live = type("Live", (), {"url": site})
    sign_in(browser, live, "chief")
    follow(browser.get_by_role("link", name="Add a passkey"))
    browser.get_by_label("Passwordless").check()
    look(browser)
    browser.get_by_role("button", name="Add a passkey").click()
    browser.get_by_text("10 of 10 are left").wait_for()
    browser.goto(f"{site}/admin/account/keys/")
    browser.get_by_text("signs in without a password").wait_for()
    look(browser)
    browser.goto(f"{site}/admin/account/logout/")
    follow(browser.locator("main").get_by_role("button", name="Sign out"))
    browser.get_by_role("button", name="Sign in with a passkey").click()
    browser.wait_for_url("**/admin/")


def test_people_and_invitations(chief, browser, live_server):
    TOTP.activate(chief, SECRET)
    other = make_person("grace")
    sign_in(browser, live_server, "chief")
    browser.get_by_label("Code").fill(code())
    enter(browser)
    browser.wait_for_url("**/admin/")
    for name, arguments in (
        ("auth_user_changelist", []),
        ("auth_user_change", [other.pk]),
        ("person_way_in", [other.pk]),
        ("auth_user_history", [other.pk]),
        ("cables_invitation_changelist", []),
        ("cables_invitation_add", []),
    ):
        browser.goto(live_server.url + reverse(f"admin:{name}", args=arguments))
        look(browser)
    browser.get_by_label("Name").fill("Ada")
    browser.get_by_label("Editor").check()
    follow(browser.get_by_role("button", name="Save", exact=True))
    browser.get_by_text("shown only now").wait_for()
    look(browser)


def test_a_way_in_from_asking_to_the_second_factor(chief, browser, live_server):
    TOTP.activate(chief, SECRET)
    asking = make_person("asking")
    asking.groups.set(Group.objects.filter(name=ADMINISTRATOR))
    lost, other = make_person("lost"), make_person("other")
    way = ways_in.ask(lost, user=asking, why="Lost the phone")
    sign_in(browser, live_server, "chief")
    browser.get_by_label("Code").fill(code())
    enter(browser)
    browser.wait_for_url("**/admin/")
    for person in (lost, other, asking):  # open already, to be asked for, on the server
        address = reverse("admin:person_way_in", args=[person.pk])
        browser.goto(live_server.url + address)
        look(browser)
    browser.goto(live_server.url + reverse("admin:cables_wayin_changelist"))
    look(browser)
    browser.goto(live_server.url + reverse("admin:cables_wayin_change", args=[way.pk]))
    look(browser)
    follow(browser.get_by_role("link", name="Approve it"))
    look(browser)
    follow(browser.get_by_role("button", name="Approve it and show the link"))
    look(browser)
    link = browser.locator("pre").inner_text()
    browser.goto(live_server.url + "/admin/account/logout/")
    follow(browser.locator("main").get_by_role("button", name="Sign out"))
    browser.goto(link)
    look(browser)
    browser.locator("#id_password").focus()
    for text in (PASSWORD, PASSWORD):
        browser.keyboard.type(text)
        browser.keyboard.press("Tab")
    enter(browser)
    browser.get_by_text("The desk asks for a second factor").wait_for()
