"""Journeys through the readers' pages in a real browser."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import caches

from cables.choices import BlockKind
from cables.models import SitePage
from cables.site_pages import initial_pages
from tests import factories as make
from tests.browser.arriving import enter, follow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [(1280, 900), (390, 844), (320, 640)]
SCHEMES = ["light", "dark"]


@pytest.fixture
def archive(transactional_db):
    """An archive with one of everything that a reader's page can show."""
    caches["figures"].clear()
    for page in initial_pages():  # a flush after another test took them away
        SitePage.objects.get_or_create(slug=page["slug"], defaults=page)
    cable = make.make_cable(
        "06LOWMOOR1889",
        subject="THE HARBOUR TALKS, AND WHAT AN UNUSUALLY LONG SUBJECT DOES TO A PAGE",
        tags=["PREL", "LO"],
        precedence="RR",
        sender="AMEMBASSY LOWMOOR",
        header="RR RUEHCD "
        + "RUEHGD " * 30
        + "\nR 101922Z APR 06\nFM AMEMBASSY LOWMOOR",
    )
    make.make_paragraph(cable, "UNCLAS LOWMOOR 1889", kind=BlockKind.CAPTION)
    make.make_paragraph(cable, "Two Harbours", kind=BlockKind.HEADING)
    make.make_paragraph(cable, "Summary: " + "the talks went on. " * 30, label="1")
    third = make.make_paragraph(
        cable, "As 05LOWMOOR7 said. " * 9, label="3", marking="C"
    )
    make.make_paragraph(cable, "A point. " * 20, kind=BlockKind.BULLET)
    make.make_paragraph(cable, "Ship  Tons  Flag  " * 20, kind=BlockKind.TABLE)
    make.make_paragraph(cable, "X" * 120, label="4")
    make.make_reference(cable, "05LOWMOOR7", paragraph=third)
    make.make_article_link(cable, paragraph=third)
    make.make_discussion(cable)
    for _ in range(60):
        make.make_cable()
    return cable


@pytest.fixture(params=SCHEMES)
def reader(chromium, request):
    """A reader whose every request and complaint of the console is kept."""
    context = chromium.new_context(color_scheme=request.param)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.scheme, page.complaints, page.asked = request.param, [], []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda asked: page.asked.append(asked.url))
    yield page
    assert page.complaints == []
    assert context.cookies() == []
    origins = {urlsplit(url).netloc for url in page.asked}
    assert len(origins) <= 1, origins
    context.close()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_the_front_page_to_one_paragraph(archive, reader, live_server):
    reader.goto(live_server.url)
    follow(reader.get_by_role("link", name="Dates"))
    for address in ("/date/2006/", "/date/2006/04/", "/date/2006/04/10/"):
        follow(reader.locator(f"main a[href='{address}']").first)
    follow(reader.get_by_role("link", name="2", exact=True))
    follow(reader.get_by_role("link", name="THE HARBOUR TALKS"))
    assert reader.url.endswith("/cable/2006/04/06LOWMOOR1889.html")
    reader.get_by_role("link", name="Link to paragraph 3").click()
    assert reader.url.endswith("#par3")
    tinted = reader.locator("#par3").evaluate(
        "e => getComputedStyle(e).backgroundColor"
    )
    assert tinted != "rgba(0, 0, 0, 0)"
    reader.goto(reader.url.replace(".html#par3", "/par3.html"))
    assert reader.get_by_role("heading", level=1).inner_text().startswith("Paragraph 3")
    follow(reader.get_by_role("link", name="Read in context"))
    assert reader.url.endswith(".html#par3")


def test_an_id_typed_into_the_box(archive, reader, live_server):
    reader.goto(live_server.url)
    reader.locator("header #q").fill("06 Lowmoor 1889")
    enter(reader)
    reader.wait_for_url("**/cable/2006/04/06LOWMOOR1889.html")


def test_by_keyboard_the_first_stop_skips_to_the_cable(archive, reader, live_server):
    reader.goto(live_server.url + archive.get_absolute_url())
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.textContent") == "Skip to the cable"
    reader.keyboard.press("Enter")
    assert reader.evaluate("document.activeElement.id") == "main"


def test_pilcrows_are_large_enough_to_hit(archive, reader, live_server):
    reader.goto(live_server.url + archive.get_absolute_url())
    for width, height in SIZES:
        reader.set_viewport_size({"width": width, "height": height})
        for box in (p.bounding_box() for p in reader.locator(".pilcrow").all()):
            assert box["width"] >= 24 and box["height"] >= 24


def test_folded_opening_unfolds_for_its_own_anchor(archive, reader, live_server):
    reader.goto(live_server.url + archive.get_absolute_url() + "#u1")
    reader.locator("#u1").wait_for(state="visible")


ADDRESSES = {
    "home": "/",
    "cable": "/cable/2006/04/06LOWMOOR1889.html",
    "paragraph": "/cable/2006/04/06LOWMOOR1889/par3.html",
    "year": "/date/2006/",
    "month": "/date/2006/04/",
    "post": "/post/embassy-lowmoor/?sort=oldest",
    "tags": "/tag/",
    "classification": "/classification/",
    "articles": "/article/",
    "structure": "/about/structure/",
    "lookup": "/lookup/?q=harbour",
    "changes": "/changes/",
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_nothing_is_wider_than_the_window(
    archive, reader, live_server, artifacts, size
):
    reader.set_viewport_size({"width": size[0], "height": size[1]})
    for name, address in ADDRESSES.items():
        reader.goto(live_server.url + address)
        reader.screenshot(path=artifacts / f"{name}-{size[0]}-{reader.scheme}.png")
        assert fits(reader), (name, size)
        reader.locator("details").evaluate_all("all => all.forEach(e => e.open = true)")
        assert fits(reader), (name, size, "unfolded")
