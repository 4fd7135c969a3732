"""Articles and proposals in a real browser: every state of their pages, keys alone."""

from urllib.parse import urlsplit

import pytest
from axe_core_python.sync_playwright import Axe
from django.urls import reverse

from cables.choices import LinkStatus, ModerationState
from cables.curation.link_check import note
from cables.models import Article, Proposal
from tests.admin.editors import make_chief
from tests.browser.arriving import enter, follow
from tests.factories import make_article, make_article_link, make_cable, make_discussion

from .desk import RULES, at_the_desk, faults, too_small, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUOTES = "“the talks went on”\n\nthe talk went on for days\n\nnot a word is here"


@pytest.fixture
def cable(transactional_db):
    text = "The talks went on for days and nights."
    return make_cable("06LOWMOOR1", paragraphs=["An opening.", text])


@pytest.fixture(params=["light", "dark"])
def desk(chromium, live_server, cable, request):
    with at_the_desk(chromium, live_server, make_chief(), request.param) as page:
        page.site = live_server.url
        yield page


@pytest.fixture
def plain(chromium, live_server, cable):
    """A reader's browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.site = live_server.url
    yield page
    assert context.cookies() == []
    context.close()


def go(page, name, *arguments):
    page.goto(page.site + reverse(f"admin:cables_{name}", args=arguments))


def look(page):
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == [], (page.url, width)
    assert too_wide(page) <= 0, page.url
    assert too_small(page) == [], page.url


def propose(**fields):
    given = {"kind": "article", "title": "A story", "cables": "06LOWMOOR1"}
    url = "https://lantern.example/story"
    return Proposal.objects.create(**{"url": url} | given | fields)


def test_pages_with_something_on_them(desk, cable):
    article = make_article(state=ModerationState.PROPOSED)
    make_article_link(cable, article=article, quote="the talk went on for days")
    go(desk, "article_attach", article.pk)
    desk.get_by_label("Ids, or a text that names cables").fill("06LOWMOOR1\n06LOWMOOR9")
    desk.get_by_label("Words that it quotes").fill(QUOTES)
    follow(desk.get_by_role("button", name="Look"))
    desk.get_by_text("Word for word").wait_for()
    look(desk)
    go(desk, "article_quotations")
    desk.get_by_text("article:", exact=True).first.wait_for()
    look(desk)
    new = "https://elsewhere.example/1"
    note(article, (LinkStatus.DEAD, 404, "It is not there (404).", ""))
    note(article, (LinkStatus.MOVED, 200, "It has moved for good.", new))
    go(desk, "article_checks", article.pk)
    look(desk)
    go(desk, "article_import")
    table = "url,cables\nhttps://lantern.example/9,06LOWMOOR1\nnonsense,06LOWMOOR1"
    desk.get_by_label("Or its text").fill(table)
    follow(desk.get_by_role("button", name="See what it would do"))
    desk.get_by_text("1 thing rejected.").wait_for()
    look(desk)
    go(desk, "article_add")
    desk.locator("#id_url").fill("http://www.lantern.example/story")
    follow(desk.get_by_role("button", name="Save", exact=True))
    desk.get_by_label("Go on without one").wait_for()
    look(desk)
    for row in (article, make_discussion(cable, state=ModerationState.PROPOSED)):
        go(desk, f"{row._meta.model_name}_change", row.pk)
        look(desk)


def test_inbox_pages(desk, cable):
    proposal = propose(quote=QUOTES, note="Page 2")
    make_article(url=proposal.url)
    propose(state=ModerationState.REJECTED, decided=proposal.made, decided_why="Spam")
    make_article(state=ModerationState.PROPOSED)
    go(desk, "proposal_changelist")
    look(desk)
    for one in Proposal.objects.all():
        go(desk, "proposal_change", one.pk)
        desk.get_by_text("Keys", exact=True).click()
        look(desk)


def test_from_proposal_to_paragraph_by_keys_alone(desk, cable):
    wanted = propose(quote="the talks went on")
    spam = propose(title="Buy", url="https://spam.example/")
    go(desk, "proposal_changelist")
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    enter(desk)
    desk.wait_for_url(f"**/proposal/{wanted.pk}/change/")
    desk.keyboard.press("a")
    desk.wait_for_url(f"**/proposal/{spam.pk}/change/")
    desk.keyboard.press("r")
    desk.keyboard.type("a j k r")  # in a field they are letters
    enter(desk)
    desk.wait_for_url("**/admin/cables/proposal/")
    link = Article.objects.public().get().links.get()
    assert link.paragraph.key == "par2"
    spam.refresh_from_db()
    assert (spam.state, spam.decided_why) == ("rejected", "a j k r")
    desk.get_by_text("0 proposals").first.wait_for()


def test_keys_can_be_turned_off(desk, cable):
    proposal = propose()
    go(desk, "proposal_change", proposal.pk)
    desk.get_by_text("Keys", exact=True).click()
    desk.get_by_label("Keys are on").uncheck()
    desk.reload()
    desk.keyboard.press("a")
    desk.wait_for_timeout(200)
    assert desk.url.endswith(f"/proposal/{proposal.pk}/change/")
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_for_readers(chromium, live_server, cable, size, scheme):
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme
    )
    page = context.new_page()
    complaints, hosts = [], set()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda asked: hosts.add(urlsplit(asked.url).netloc))

    def is_right():
        found = Axe().run(page, options=RULES)["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert too_small(page) == []

    page.goto(live_server.url + cable.get_absolute_url())
    follow(page.get_by_role("link", name="Propose an article or a discussion"))
    is_right()
    assert page.locator("#id_cables").input_value() == "06LOWMOOR1"
    follow(page.get_by_role("button", name="Send to the editors"))
    is_right()
    page.get_by_role("link", name="Address on the web").click()
    assert page.evaluate("document.activeElement.id") == "id_url"
    page.keyboard.type("https://lantern.example/story")
    enter(page)
    page.wait_for_url("**/propose/thanks/")
    is_right()
    assert Proposal.objects.get().url == "https://lantern.example/story"
    assert complaints == [] and len(hosts) == 1
    assert context.cookies() == []
    context.close()


def test_without_script_and_the_trap_is_out_of_the_way(plain, cable):
    plain.goto(f"{plain.site}/propose/?cable=06LOWMOOR1&kind=discussion")
    assert plain.get_by_label("Discussion").is_checked()
    field = plain.locator("[name=website]")
    assert field.bounding_box()["x"] < 0
    plain.get_by_label("Address on the web").fill("https://forum.example/1")
    reached = []
    for _ in range(8):
        plain.keyboard.press("Tab")
        reached.append(plain.locator(":focus").get_attribute("name"))
    assert "website" not in reached
    follow(plain.get_by_role("button", name="Send to the editors"))
    assert plain.url.endswith("/propose/thanks/")
    assert Proposal.objects.get().kind == "discussion"
