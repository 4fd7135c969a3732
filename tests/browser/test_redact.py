"""Redacting in a real browser: with the mouse, by keyboard alone, and without script."""

import pytest
from axe_core_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cables.choices import RedactionState
from cables.curation.redactions.approve import approve
from cables.curation.redactions.propose import propose
from cables.curation.redactions.words import words_of
from cables.models.sealed import Redaction
from cables.search.index import desk_index
from cables.search.writer import rebuild
from tests.admin.editors import make_chief
from tests.browser.arriving import enter, follow
from tests.curation.redactions.telegram import make_telegram, span_of
from tests.factories import make_cable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [(1280, 900), (390, 844)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SOURCE = "[redacted: protects a source]"


@pytest.fixture
def cable(transactional_db):
    cable = make_telegram()
    make_cable("06VESSIN1", paragraphs=["We met KIRA VE-LL again."])
    rebuild(desk_index)
    return cable


def open_desk(context, live_server, user):
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    return page


@pytest.fixture(params=["light", "dark"])
def page(chromium, live_server, cable, request):
    context = chromium.new_context(color_scheme=request.param)
    page = open_desk(context, live_server, make_chief())
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
    context.close()


def address(live_server, name, *arguments):
    return live_server.url + reverse(f"admin:cables_{name}", args=arguments)


def look(page):
    """Look at the page that stands: no fault of accessibility, nothing too wide or small."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        found = Axe().run(page, options=RULES)["violations"]
        faults = [(fault["id"], [n["html"] for n in fault["nodes"]]) for fault in found]
        assert faults == [], (page.url, width)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (page.url, width, wide)
        small = page.evaluate(
            "[...document.querySelectorAll('main :is(button, select, textarea, summary,"
            " input:not([type=hidden]), .button)')].filter(e => e.checkVisibility())"
            ".filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
        )
        assert small == [], (page.url, width)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_marked_by_keyboard_approved_by_another_and_put_back(
    page, live_server, cable, chromium
):
    page.goto(address(live_server, "cable_redact", cable.pk))
    look(page)
    text = page.get_by_role("textbox", name="¶2")
    text.focus()
    for _ in range(3):  # Our contact Mara
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    assert page.get_by_label("Words to take out").input_value() == "Mara Ilves"
    page.keyboard.type("Protects a s")  # the focus is on the reasons
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("It waits for a second person").wait_for()
    look(page)
    redaction = Redaction.objects.get()
    assert words_of(redaction) == "Mara Ilves"
    page.goto(address(live_server, "redaction_changelist"))
    look(page)
    page.goto(address(live_server, "redaction_change", redaction.pk))
    assert page.get_by_role("button", name="Approve").count() == 0  # one's own
    context = chromium.new_context()
    other = open_desk(context, live_server, make_chief())
    other.goto(address(live_server, "redaction_change", redaction.pk))
    look(other)
    other.get_by_role("button", name="Approve").focus()
    enter(other)
    other.get_by_text("2 words taken out, in 2 places").wait_for()
    look(other)
    other.goto(live_server.url + cable.get_absolute_url())
    assert other.locator(".redaction", has_text=SOURCE).count() == 1
    assert "Mara Ilves" not in other.content()
    other.goto(address(live_server, "redaction_change", redaction.pk))
    other.get_by_label("Why").fill("It was in print.")
    enter(other)
    other.get_by_text("2 words put back, in 2 places").wait_for()
    look(other)
    context.close()


def test_selected_with_the_mouse(page, live_server, cable):
    page.goto(address(live_server, "cable_redact", cable.pk))
    text = page.get_by_role("textbox", name="¶1", exact=True)
    text.scroll_into_view_if_needed()
    box = text.bounding_box()
    page.mouse.dblclick(box["x"] + 40, box["y"] + 14)
    expect(page.get_by_label("Words to take out")).not_to_have_value("")
    words = page.get_by_label("Words to take out").input_value()
    assert words.startswith("SUMMARY")
    page.get_by_label("Reason").first.select_option("minor")
    follow(page.get_by_role("button", name="Mark these words"))
    page.get_by_text("It waits for a second person").wait_for()
    redaction = Redaction.objects.get()
    assert (redaction.start, words_of(redaction)) == (0, words.strip())


def test_the_same_words_elsewhere_and_what_readers_would_have(page, live_server, cable):
    page.goto(address(live_server, "cable_redact", cable.pk))
    page.get_by_text("Suggestions:").click()
    look(page)
    page.get_by_label("¶2, “(protect)”").check()
    follow(page.get_by_role("button", name="Mark what is ticked"))
    page.get_by_text("1 suggestion marked").wait_for()
    follow(page.get_by_role("link", name="What readers would have"))
    look(page)
    page.goto(address(live_server, "cable_redact", cable.pk))
    page.get_by_label("Words to take out").fill("Nobody of that name")
    page.get_by_label("Reason").first.select_option("other")
    # The browser stops here itself: no place is chosen, so that no page follows.
    page.get_by_role("button", name="Mark these words").click()
    look(page)
    text = cable.subject
    (redaction,) = propose(
        cable,
        user=make_chief(),
        field="subject",
        spans=[span_of(text, "KIRA VELL")],
        reason="minor",
    )
    page.goto(address(live_server, "redaction_elsewhere", redaction.pk))
    look(page)
    page.get_by_label("¶1: We met").check()
    follow(page.get_by_role("button", name="Mark what is ticked"))
    page.get_by_text("So far 1 place marked").wait_for()
    look(page)
    page.goto(address(live_server, "redaction_changelist"))
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("approve_many")
    follow(page.locator("button[name=index]"))
    page.get_by_role("heading", name="Approve 3 redactions", exact=True).wait_for()
    look(page)


def test_without_script(chromium, live_server, cable):
    context = chromium.new_context(java_script_enabled=False)
    page = open_desk(context, live_server, make_chief())
    page.goto(address(live_server, "cable_redact", cable.pk))
    par3 = cable.paragraphs.get(key="par3")
    page.get_by_label("Where").select_option(f"paragraph:{par3.pk}")
    page.get_by_label("Words to take out").fill("Tomas Brandt")
    page.get_by_label("Which of them").fill("2")
    page.get_by_label("Reason").first.select_option("source_safety")
    follow(page.get_by_role("button", name="Mark these words"))
    page.get_by_text("It waits for a second person").wait_for()
    redaction = Redaction.objects.get()
    assert redaction.start == par3.text.rindex("Tomas Brandt")
    approve([redaction], user=make_chief())
    redaction.refresh_from_db()
    assert redaction.state == RedactionState.APPROVED
    context.close()
