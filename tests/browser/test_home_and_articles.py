"""Journeys from the front page, and between articles and the paragraphs that they quote."""

from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from axe_core_python.sync_playwright import Axe
from django.core.cache import caches

from cables.choices import QuoteVerdict
from cables.models import SitePage
from cables.site_pages import initial_pages
from tests.factories import (
    make_article,
    make_article_link,
    make_cable,
    make_discussion,
    make_post,
)

from .arriving import enter, follow
from .desk import RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAR3 = "/cable/2006/04/06LOWMOOR1889/par3.html"
WAYS = [(1280, "light"), (390, "dark"), (320, "light")]


@pytest.fixture
def archive(transactional_db):
    """A quoted and discussed cable, others in other years; the quoting article."""
    caches["figures"].clear()
    for page in initial_pages():
        SitePage.objects.get_or_create(slug=page["slug"], defaults=page)
    cable = make_cable(
        "06LOWMOOR1889",
        post=make_post(latitude=10, longitude=10),
        paragraphs=["One.", "Two.", "The harbour talks went on, and nobody minded."],
        tags=["PREL"],
    )
    third = cable.paragraphs.get(key="par3")
    article = make_article("Les pourparlers du port", language="fr")
    make_article_link(
        cable,
        article=article,
        paragraph=third,
        quote="The port talks went on",
        quote_check=QuoteVerdict.ALTERED,
        quote_version=cable.version,
    )
    later = make_article("A second look", date=date(2012, 1, 5))
    make_article_link(cable, article=later)
    make_discussion(cable, paragraph=third, title="Who minded?")
    make_cable("85LOWMOOR3", created=datetime(1985, 4, 10, 9, tzinfo=UTC))
    return article


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]}-{way[1]}")
def reader(chromium, request):
    width, scheme = request.param
    context = chromium.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.name, page.complaints = f"{width}-{scheme}", []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    assert page.complaints == []
    assert context.cookies() == []
    context.close()


def is_right(page):
    """Hold the page against axe, which measures targets too, and its window."""
    found = Axe().run(page, options=RULES)["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_home_for_those_who_have_an_id_a_question_or_time(archive, reader, live_server):
    with patch("cables.views.home.today", return_value=date(2026, 4, 10)):
        reader.goto(live_server.url)
    is_right(reader)
    reader.get_by_label("Reference id, number or address").fill("06 lowmoor 1889")
    enter(reader)
    assert reader.url.endswith("/cable/2006/04/06LOWMOOR1889.html")
    reader.go_back()
    reader.get_by_label("Words, a phrase in quotation marks, a name").fill("harbour")
    enter(reader)
    assert "/search/?q=harbour" in reader.url
    reader.go_back()
    follow(reader.locator("main").get_by_role("link", name="By post"))
    follow(reader.locator("main table").get_by_role("link", name="Embassy Lowmoor"))
    assert reader.url.endswith("/post/embassy-lowmoor/")


def test_home_on_this_day_by_year_and_on_the_map(
    archive, reader, live_server, artifacts
):
    with patch("cables.views.home.today", return_value=date(2026, 4, 10)):
        reader.goto(live_server.url)
        reader.screenshot(path=artifacts / f"front-{reader.name}.png", full_page=True)
        follow(reader.locator(".on-this-day .years a", has_text="1985"))
        assert reader.url.endswith("/date/1985/04/10/")
        reader.go_back()
        bar = reader.get_by_role("link", name="2006: 1 cable")
        bar.focus()
        with reader.expect_navigation():
            reader.keyboard.press("Enter")
        assert reader.url.endswith("/date/2006/")
        reader.go_back()
        circle = reader.get_by_role("link", name="Embassy Lowmoor: 2 cables")
        circle.focus()
        with reader.expect_navigation():
            reader.keyboard.press("Enter")
        assert reader.url.endswith("/post/embassy-lowmoor/")


def test_from_an_article_to_its_paragraph_and_back(
    archive, reader, live_server, artifacts
):
    reader.goto(f"{live_server.url}/article/")
    is_right(reader)
    follow(reader.get_by_role("link", name="Les pourparlers du port"))
    is_right(reader)
    reader.screenshot(path=artifacts / f"article-{reader.name}.png", full_page=True)
    assert reader.locator("ins").first.inner_text() == "port"
    assert reader.locator("figcaption .verdict").inner_text() == "Altered"
    follow(reader.locator("figcaption").get_by_role("link", name="¶3"))
    assert reader.url.endswith(PAR3)
    is_right(reader)
    reader.screenshot(path=artifacts / f"discussed-{reader.name}.png", full_page=True)
    about = reader.get_by_role("region", name="About this paragraph")
    assert "Who minded?" in about.inner_text()
    assert "French" in about.inner_text()
    follow(about.get_by_role("link", name="Les pourparlers du port"))
    assert reader.url.endswith(archive.get_absolute_url())


def test_lists_of_articles_and_discussions(archive, reader, live_server):
    for address in ("/article/most-used/", "/publisher/the-lantern/", "/discussion/"):
        reader.goto(live_server.url + address)
        is_right(reader)
    reader.goto(f"{live_server.url}/article/")
    bar = reader.get_by_role("link", name="Jan 2012: 1 article")
    bar.focus()
    with reader.expect_navigation():
        reader.keyboard.press("Enter")
    assert reader.url.endswith("?when=2012-01")
    heading = reader.get_by_role("heading", name="1 article of 2012-01")
    assert heading.count() == 1
    follow(reader.get_by_role("link", name="Show all"))
    assert "when" not in reader.url


def test_from_a_paragraph_to_a_proposal(archive, reader, live_server):
    reader.goto(live_server.url + PAR3)
    follow(reader.get_by_role("link", name="Propose an article or a discussion"))
    assert reader.locator("#id_cables").input_value() == "06LOWMOOR1889#par3"
    is_right(reader)
