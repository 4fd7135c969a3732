"""What the reading page owes to keys, paper, forced colours and a browser's memory."""

import pytest
from axe_core_python.sync_playwright import Axe

from cables.choices import BlockKind
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
FOCUSED = """() => {
  const e = document.activeElement;
  const { outlineStyle, outlineWidth, opacity } = getComputedStyle(e);
  const { x, y, width, height } = e.getBoundingClientRect();
  return { at: e.outerHTML.slice(0, 120), main: e.id === "main", end: e === document.body,
           style: outlineStyle, wide: parseFloat(outlineWidth), opacity: Number(opacity),
           seen: width > 1 && height > 1 && x < innerWidth && y < innerHeight };
}"""


@pytest.fixture
def address(transactional_db, live_server):
    cable = make.make_cable("06LOWMOOR1889", tags=["PREL"], header="R 101922Z APR 06")
    make.make_paragraph(cable, "Two Harbours", kind=BlockKind.HEADING)
    make.make_paragraph(cable, "The tolls rose.", label="1", marking="U")
    make.make_paragraph(cable, "Nobody <b>paid</b>.", label="2", marking="C")
    make.make_paragraph(cable, "A point.", kind=BlockKind.BULLET)
    make.make_paragraph(cable, "Ship  Tons  Flag", kind=BlockKind.TABLE)
    return live_server.url + cable.get_absolute_url()


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("forced", ["none", "active"])
def test_focus_is_seen_at_every_stop_of_the_tab_key(page, address, forced):
    page.emulate_media(forced_colors=forced)
    page.goto(address)
    stops = []
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["end"]:
            break
        stops.append(stop)
    assert any("pilcrow" in stop["at"] for stop in stops)
    assert any("alone-link" in stop["at"] for stop in stops)
    for stop in stops:
        assert stop["style"] != "none" and stop["wide"] >= 2, stop
        assert stop["seen"] and stop["opacity"] > 0.5, stop


def test_forced_colours_keep_what_colour_alone_would_say(page, address):
    page.emulate_media(forced_colors="active")
    page.goto(address + "#par2")
    sent = page.locator("#par2").evaluate("e => getComputedStyle(e).borderLeftWidth")
    assert sent == "6px"
    stamp = page.locator(".id .stamp").evaluate("e => getComputedStyle(e).borderStyle")
    assert stamp == "solid"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_moves_for_a_reader_who_asked_for_that(page, address):
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter((e) => {
          const s = getComputedStyle(e);
          return parseFloat(s.transitionDuration) || s.animationName !== 'none'
            || s.scrollBehavior === 'smooth';
        }).length"""
    )
    assert moving == 0


def test_paper_has_the_words_and_where_they_came_from(page, address):
    page.emulate_media(media="print")
    page.goto(address)
    assert page.locator(".printed").inner_text().count("06LOWMOOR1889") == 2
    assert "read on" in page.locator(".printed").inner_text()
    assert page.get_by_text("R 101922Z APR 06").first.is_visible()  # folded on screen
    for left_out in (".site", ".pilcrow", ".discuss", ".foot"):
        assert not page.locator(left_out).first.is_visible()
    assert Axe().run(page, options=RULES)["violations"] == []


def test_a_quotation_is_copied_with_its_cable_and_link(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + "#par2")
    page.get_by_role("button", name="Copy quotation").click()
    page.get_by_role("status").get_by_text("The quotation is copied").wait_for()
    words, source, link = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert "Nobody <b>paid</b>." in words and "¶" not in words and "→" not in words
    assert source.startswith("06LOWMOOR1889, ")
    assert "?seen=" in link and link.endswith("#par2")


def test_the_header_stays_as_it_was_left(page, address):
    page.goto(address)
    header = page.locator("details.transmission")
    assert header.get_attribute("open") is None
    assert page.evaluate("localStorage.length") == 0
    header.locator("summary").click()
    page.reload()
    assert header.get_attribute("open") is not None
    header.locator("summary").click()
    page.reload()
    assert header.get_attribute("open") is None
    assert page.evaluate("localStorage.length") == 0
