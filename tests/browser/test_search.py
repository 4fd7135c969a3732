"""Journeys through search and look-up in a real browser, with script and without."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import caches

from cables.search.index import public_index
from cables.search.writer import rebuild
from tests import factories as make
from tests.browser.arriving import enter, follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def archive(transactional_db):
    caches["figures"].clear()
    for n in range(1, 46):
        make.make_cable(
            f"06LOWMOOR{n}",
            subject=f"HARBOUR TALKS, ROUND {n}",
            classification="SECRET" if n % 3 else "UNCLASSIFIED",
            tags=["PREL"] if n % 2 else ["ECON"],
            paragraphs=["An opening.", f"The lantern of round {n} was lit."],
        )
    make.make_cable("06LOWMOOR1889", subject="THE LIGHTHOUSE", number=60015)
    rebuild(public_index)


def opened(browser, *, script, size=(1280, 900)):
    context = browser.new_context(
        java_script_enabled=script, viewport={"width": size[0], "height": size[1]}
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.complaints, page.asked, page.loads = [], [], []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda asked: note(page, asked))
    return page


def note(page, asked):
    page.asked.append(asked.url)
    if asked.is_navigation_request():
        page.loads.append(asked.url)


def closed(page):
    assert page.complaints == []
    assert page.context.cookies() == []
    assert len({urlsplit(url).netloc for url in page.asked}) <= 1
    page.context.close()


@pytest.fixture
def plain(chromium):
    page = opened(chromium, script=False)
    yield page
    closed(page)


@pytest.fixture(params=[(1280, 900), (390, 844)], ids=["wide", "narrow"])
def lively(chromium, request):
    page = opened(chromium, script=True, size=request.param)
    yield page
    closed(page)


def box(page):
    return page.get_by_role("banner").locator("input[name=q]")


def unfolded(page):
    """Show the facets, which are folded where there is little room."""
    page.locator("details.search-facets").evaluate("one => { one.open = true }")


def found(page):
    return page.locator("#found")


# --- without script --------------------------------------------------------------------


def test_search_facet_next_page_and_paragraph(archive, plain, live_server):
    plain.goto(live_server.url)
    box(plain).fill("lantern")
    enter(plain)
    plain.wait_for_url("**/search/?q=lantern")
    assert found(plain).inner_text().startswith("45 cables")
    plain.get_by_label("Secret", exact=True).check()
    follow(plain.get_by_role("button", name="Show these"))
    assert "classification=secret" in plain.url
    assert found(plain).inner_text().startswith("30 cables")
    follow(plain.get_by_role("link", name="Next"))
    assert "page=2" in plain.url
    follow(plain.locator(".excerpt a.key").first)
    assert "/cable/2006/04/06LOWMOOR" in plain.url
    assert plain.url.endswith("#par2")


def test_id_in_the_box_leads_to_its_cable(archive, plain, live_server):
    plain.goto(live_server.url)
    box(plain).fill("06 lowmoor 1889")
    enter(plain)
    plain.wait_for_url("**/cable/2006/04/06LOWMOOR1889.html")


def test_looking_up_many(archive, plain, live_server):
    plain.goto(live_server.url)
    follow(plain.get_by_role("link", name="Look up many ids"))
    plain.locator("#look").fill("06LOWMOOR1\n60015\n06LOWMOOR99\nno id at all")
    follow(plain.get_by_role("button", name="Look up", exact=True))
    verdicts = plain.locator(".looked-up tbody td:nth-child(2)").all_inner_texts()
    assert verdicts == ["found", "found", "absent"]
    with plain.expect_download() as saved:
        plain.get_by_role("button", name="CSV").click()
    assert saved.value.suggested_filename == "lookup.csv"
    follow(plain.get_by_role("link", name="Address of this table"))
    assert "?q=06LOWMOOR1" in plain.url
    assert plain.locator(".looked-up tbody tr").count() == 3


# --- with script -----------------------------------------------------------------------


def test_suggestion_by_keyboard_leads_to_a_cable(archive, lively, live_server):
    lively.goto(live_server.url)
    field = box(lively)
    field.press_sequentially("06lowmoor18", delay=10)
    option = lively.get_by_role("option", name="06LOWMOOR1889")
    option.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    for _ in range(2):  # 06LOWMOOR18 stands first, since it is all that was typed
        lively.keyboard.press("ArrowDown")
    assert option.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert field.input_value() == "06lowmoor18"
    lively.keyboard.press("Enter")
    lively.wait_for_url("**/cable/2006/04/06LOWMOOR1889.html")


def test_escape_closes_and_enter_searches_what_was_typed(archive, lively, live_server):
    lively.goto(live_server.url)
    box(lively).press_sequentially("lant", delay=10)
    lively.get_by_role("option", name="lantern").wait_for()
    lively.keyboard.press("Escape")
    assert box(lively).get_attribute("aria-expanded") == "false"
    assert lively.get_by_role("option").count() == 0
    assert box(lively).input_value() == "lant"
    lively.keyboard.press("ArrowDown")
    lively.get_by_role("option", name="lantern").wait_for()
    lively.keyboard.press("Enter")
    lively.wait_for_url("**/search/?q=lant")


def test_suggestion_by_touch(archive, lively, live_server):
    lively.goto(live_server.url)
    box(lively).press_sequentially("lant", delay=10)
    lively.get_by_role("option", name="lantern").click()
    lively.wait_for_url("**/search/?q=lantern")
    assert found(lively).inner_text().startswith("45 cables")


def test_facet_without_a_new_page_keeps_its_address(archive, lively, live_server):
    lively.goto(f"{live_server.url}/search/?q=lantern")
    lively.evaluate("window.here = true")
    unfolded(lively)
    secret = lively.get_by_label("Secret", exact=True)
    secret.check()
    lively.wait_for_url("**/search/?q=lantern&classification=secret")
    lively.get_by_text("30 cables").first.wait_for()
    assert lively.get_by_label("Secret", exact=True).is_checked()
    assert lively.evaluate("document.activeElement.value") == "secret"
    assert lively.locator("details.search-facets").evaluate("one => one.open")
    lively.get_by_role("link", name="Next").click()
    lively.wait_for_url("**&page=2")
    assert lively.evaluate("document.activeElement.id") == "found"
    lively.go_back()
    lively.wait_for_url("**/search/?q=lantern&classification=secret")
    lively.go_back()
    lively.get_by_text("45 cables").first.wait_for()
    assert lively.url.endswith("/search/?q=lantern")
    assert lively.evaluate("window.here") is True
    assert len(lively.loads) == 1
    assert lively.title().startswith("lantern")


def test_count_is_said_to_those_who_listen(archive, lively, live_server):
    lively.goto(f"{live_server.url}/search/?q=lantern")
    unfolded(lively)
    lively.get_by_label("Secret", exact=True).check()
    status = lively.locator("body > p[role=status]", has_text="30 cables")
    status.wait_for(state="attached")


def test_box_of_the_page_searches_in_place(archive, lively, live_server):
    lively.goto(f"{live_server.url}/search/?q=lantern")
    field = lively.locator("main input[name=q]")
    field.fill("talks")
    field.press("Enter")
    lively.wait_for_url("**/search/?q=talks")
    lively.locator("main input[name=q][value=talks]").wait_for()
    assert lively.title().startswith("talks")
    assert len(lively.loads) == 1
    field.fill("06LOWMOOR1889")
    field.press("Enter")
    lively.wait_for_url("**/cable/2006/04/06LOWMOOR1889.html")


def test_where_the_script_fails_the_browser_goes_there(archive, lively, live_server):
    lively.goto(f"{live_server.url}/search/?q=lantern")
    lively.route(
        "**/search/?*",
        lambda route: (
            route.continue_()
            if route.request.is_navigation_request()
            else route.abort()
        ),
    )
    lively.get_by_role("link", name="Next").click()
    lively.wait_for_url("**&page=2")
    assert len(lively.loads) == 2
    lively.complaints = [one for one in lively.complaints if "ERR_FAILED" not in one]


def test_suggestions_fit_the_window(archive, lively, live_server):
    lively.goto(live_server.url)
    box(lively).press_sequentially("harb", delay=10)
    lively.get_by_role("option").first.wait_for()
    assert lively.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for option in lively.get_by_role("option").all():
        assert option.bounding_box()["height"] >= 24
