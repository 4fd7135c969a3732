"""What the reading page offers: page markers, copying, keys, colours; with script and without."""

import pytest
from axe_core_python.sync_playwright import Axe

from cables.choices import BlockKind
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def address(transactional_db, live_server):
    cable = make.make_cable("06LOWMOOR1889", tags=["PREL"])
    make.make_paragraph(cable, "TAGS: PREL", kind=BlockKind.CAPTION)
    make.make_paragraph(cable, "The tolls rose.", label="1", marking="U")
    make.make_paragraph(cable, "LOWMOOR 1889 002 OF 002", kind=BlockKind.ARTEFACT)
    make.make_paragraph(cable, "Nobody <b>paid</b>.", label="2", marking="C")
    make.make_paragraph(cable, "A point.", kind=BlockKind.BULLET)
    return live_server.url + cable.get_absolute_url()


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    assert context.cookies() == []
    context.close()


def kept(page):
    return page.evaluate("Object.keys(localStorage).length")


def test_page_markers_come_and_go_without_script(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    marker = page.get_by_text("LOWMOOR 1889 002 OF 002")
    assert not marker.is_visible()
    page.get_by_label("Show page markers").check()
    assert marker.is_visible()
    context.close()


def test_citation_and_embedding_are_copied_by_a_button(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.locator("#cite summary").click()
    page.get_by_role("button", name="Copy: Chicago").click()
    page.get_by_role("status").get_by_text("It is copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "cable 06LOWMOOR1889" in copied and "accessed [date]" not in copied
    page.locator("#embed summary").click()
    page.get_by_role("button", name="Copy: HTML to copy").click()
    page.wait_for_function(
        "navigator.clipboard.readText().then((t) => t.startsWith('<blockquote '))"
    )
    assert kept(page) == 0


def test_without_script_nothing_offers_to_copy(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator("#cite summary").click()
    assert page.get_by_role("button", name="Copy").count() == 0
    context.close()


def test_spanish_page_speaks_spanish(page, address, live_server):
    page.goto(address.replace(live_server.url, f"{live_server.url}/es") + "#par1")
    page.get_by_role("button", name="Copiar enlace").wait_for()
    page.get_by_role("button", name="Colores: los del sistema").click()
    page.get_by_role("button", name="Colores: claros").wait_for()
    said = "getComputedStyle(document.querySelector('#par1'), '::before').content"
    assert "enlazado" in page.evaluate(said)


def test_link_copied_by_key_carries_what_was_seen(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.get_by_role("status").get_by_text("The link is copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "?seen=" in copied and copied.endswith("#par2")
    assert kept(page) == 0


def test_keys_are_let_alone_in_fields_and_can_be_switched_off(page, address):
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("jk?")
    assert page.locator("#q").input_value() == "jk?"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys").click()
    page.reload()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "q"


def test_colours_are_kept_once_chosen(page, address):
    page.goto(address)
    assert kept(page) == 0
    button = page.get_by_role("button", name="Colours")
    button.click()
    button.click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_fault_of_accessibility(page, address, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for tail in ("#par2", "?parts=u", "?seen=abcdefghij"):
        page.goto("about:blank")
        page.goto(address + tail)
        page.locator("details").evaluate_all("all => all.forEach(e => e.open = true)")
        found = Axe().run(page, options=RULES)["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == [], tail
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(address.replace(".html", "/raw.html"))
    assert Axe().run(page, options=RULES)["violations"] == []
