"""The cable editor and the paragraphs in a real browser: with keys, and without script."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cables.curation.cables import save_cable
from cables.curation.drafts import keep_draft
from cables.curation.paragraphs import save_paragraphs
from cables.models import Cable
from cables.models.sealed import ImportConflict, SavedDraft
from tests.admin.editors import make_chief, make_editor
from tests.admin.records import BODY, HEADER, keep_record
from tests.browser.arriving import follow
from tests.browser.desk import at_the_desk, faults, too_wide
from tests.factories import make_cable, make_paragraph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cable(transactional_db):
    cable = make_cable(
        subject="HARBUOR TALKS",
        signatory="MOORE",
        curated=["subject"],
        body=BODY,
        header=HEADER,
        problems=[{"code": "tags-missing", "source": "body", "span": None}],
    )
    for label, text in (
        ("1", "The talks went on. The ferry left at dawn."),
        ("2", "Nobody was on board."),
        ("3", "The harbour was quiet."),
    ):
        make_paragraph(cable, text, label=label, marking="C")
    keep_record(cable)
    ImportConflict.objects.create(cable=cable, field="subject", incoming="OFFERED")
    return cable


@pytest.fixture
def user(transactional_db):
    return make_chief()


@pytest.fixture(params=["light", "dark"])
def page(chromium, live_server, user, request):
    with at_the_desk(chromium, live_server, user, request.param) as page:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        page.scheme = request.param
        yield page


def address(live_server, cable, name):
    path = reverse(f"admin:cables_cable_{name}", args=[cable.pk])
    return live_server.url + path


def look(page, artifacts, name):
    """Look at the page that stands, wide and narrow."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(
            path=artifacts / f"editor-{name}-{width}-{page.scheme}.png", full_page=True
        )
        assert faults(page) == [], (name, width)
    assert too_wide(page) <= 0, name


def test_every_page_of_the_editor(page, live_server, cable, user, artifacts):
    given = {"user": user, "cable": cable, "version": 1}
    keep_draft(**given, page="cable", data={"subject": "HARBOUR TALKS, TYPED"})
    page.goto(address(live_server, cable, "change"))
    page.frame_locator("#cable-preview").get_by_role("heading").first.wait_for()
    look(page, artifacts, "form")
    save_cable(cable, user=make_editor(), values={"subject": "HARBUOR TALKS ON"})
    page.goto(address(live_server, cable, "change") + "?draft=take")
    page.get_by_role("heading", name="Both of you changed").wait_for()
    look(page, artifacts, "draft")
    page.goto(address(live_server, cable, "paragraphs"))
    look(page, artifacts, "paragraphs")
    page.goto(address(live_server, cable, "reparse"))
    page.get_by_text("Take what is ticked").or_(
        page.get_by_role("button", name="Take what is ticked")
    ).first.wait_for()
    look(page, artifacts, "reparse")


def test_the_conflict_of_paragraphs(page, live_server, cable, artifacts):
    page.goto(address(live_server, cable, "paragraphs"))
    blocks = [
        {n: getattr(b, n) for n in ("kind", "label", "marking", "text")} | {"id": b.pk}
        for b in cable.paragraphs.order_by("position")
    ]
    blocks[0]["text"] = "The long talks went on. The ferry left at dawn."
    save_paragraphs(cable, user=make_editor(), blocks=blocks)
    text = page.locator("#par1 textarea")
    text.fill("The talks went on. The ferry left at dusk.")
    page.keyboard.press("Control+s")
    page.get_by_text("you changed different words").wait_for()
    merged = "The long talks went on. The ferry left at dusk."
    assert page.locator("#par1 textarea").input_value() == merged
    look(page, artifacts, "paragraph-conflict")


def test_draft_preview_and_save_by_keyboard(page, live_server, cable):
    page.goto(address(live_server, cable, "change"))
    subject = page.get_by_role("textbox", name="Subject:")
    subject.fill("HARBOUR TALKS, TYPED?")  # a question mark is a letter here
    assert not page.locator("dialog.keys").is_visible()
    page.keyboard.press("Tab")
    page.get_by_text("kept as a draft").wait_for()
    assert SavedDraft.objects.get().data["subject"] == "HARBOUR TALKS, TYPED?"
    page.get_by_role("button", name="Look at it first").first.press("Enter")
    heading = page.frame_locator("#cable-preview").locator("h1")
    heading.filter(has_text="HARBOUR TALKS, TYPED?").wait_for()
    page.get_by_role("button", name="Look at it first").first.focus()
    page.keyboard.press("?")
    page.locator("dialog.keys").wait_for()
    assert faults(page) == []
    page.keyboard.press("Escape")
    subject.focus()
    page.keyboard.press("Control+s")
    page.get_by_text("was changed successfully").wait_for()
    page.wait_for_load_state()  # the preview too: its transaction holds the tables
    saved = Cable.objects.get()
    assert (saved.subject, saved.version) == ("HARBOUR TALKS, TYPED?", 2)
    assert not SavedDraft.objects.exists()


def test_keys_can_be_switched_off(page, live_server, cable):
    page.goto(address(live_server, cable, "change"))
    page.get_by_role("button", name="Keyboard (?)").click()
    page.get_by_label("Switch these keys off").check()
    page.get_by_role("button", name="Close").click()
    page.reload()
    page.get_by_role("textbox", name="Subject:").fill("TYPED")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Keyboard (?)").focus()
    page.keyboard.press("p")
    page.wait_for_load_state()
    page.wait_for_timeout(300)
    assert Cable.objects.get().version == 1


def test_split_merge_and_move_by_keyboard(page, live_server, cable):
    def keys():
        return list(cable.paragraphs.order_by("position").values_list("key", flat=True))

    page.goto(address(live_server, cable, "paragraphs"))
    page.locator("#par1 textarea").focus()
    page.keyboard.press("Control+Home")
    for _ in range(19):  # before "The ferry"
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Split. The paragraphs are saved.").wait_for()
    assert keys() == ["par1", "u1", "par2", "par3"]
    assert cable.paragraphs.get(key="u1").text == "The ferry left at dawn."
    for _ in range(2):
        page.keyboard.press("j")
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_text("Moved down.").wait_for()
    assert keys() != ["par1", "u1", "par2", "par3"]
    page.locator("#par3").focus()
    page.keyboard.press("m")
    page.get_by_text("its address lands on its words").wait_for()
    assert cable.paragraph_aliases.get().key == "par3"


def test_without_script(chromium, live_server, cable, user):
    client = Client()
    client.force_login(user)
    context = chromium.new_context(java_script_enabled=False)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(address(live_server, cable, "change"))
    page.get_by_role("textbox", name="Subject:").fill("TYPED")
    page.get_by_role("button", name="Look at it first").first.click()
    page.frame_locator("#cable-preview").get_by_role("heading", name="TYPED").wait_for()
    assert page.get_by_role("textbox", name="Subject:").input_value() == "TYPED"
    follow(page.get_by_role("button", name="Keep as draft").first)
    follow(page.get_by_role("link", name="Take it up"))
    page.wait_for_load_state()
    assert page.get_by_role("textbox", name="Subject:").input_value() == "TYPED"
    page.goto(address(live_server, cable, "paragraphs"))
    page.get_by_label("Split before the words").first.fill("The ferry")
    follow(page.get_by_role("button", name="Split #par1"))
    page.get_by_text("Split. The paragraphs are saved.").wait_for()
    context.close()
