"""Whole journeys of the desk by keyboard alone, and the desk's buttons on public pages."""

import re

import pytest
from django.contrib.auth.models import Group

from cables.choices import State
from cables.curation.roles import set_up_roles
from cables.models import Article, Cable, Proposal
from cables.search.outbox import catch_up_all
from tests.admin.editors import make_chief, make_editor
from tests.factories import RELEASED, make_cable, make_draft

from .desk import at_the_desk, press, tab_to, type_into

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BUTTONS = re.compile("^[^?]*/admin/buttons/")


def make_person(role):
    set_up_roles()
    person = make_editor()
    person.groups.set(Group.objects.filter(name=role))
    return person


@pytest.fixture
def draft(transactional_db):
    return make_draft(
        "06LOWMOOR1889",
        subject="THE HARBOUR TALKS",
        problems=[{"code": "tags-missing", "source": "body", "span": None}],
        released=RELEASED,
        paragraphs=["The talks went on. Our contact Mara Ilves said so.", "The end."],
    )


def test_from_the_queue_to_readers(chromium, live_server, draft):
    """Queue, split, redact by one; approve and publish by another."""
    with at_the_desk(chromium, live_server, make_person("Editor")) as page:
        page.goto(live_server.url + "/admin/")
        press(page, "link", re.compile("1 Records that were not read whole"))
        press(page, "link", "06LOWMOOR1889")
        press(page, "link", re.compile("^Paragraphs"))
        split_before(page, "par1", "Our contact")
        assert draft.paragraphs.count() == 3
        page.goto(live_server.url + "/admin/")
        press(page, "link", re.compile("1 In work with you"))
        press(page, "link", "06LOWMOOR1889")
        press(page, "link", "Redact", exact=True)
        mark(page, "Mara Ilves")
        page.goto(live_server.url + f"/admin/cables/cable/{draft.pk}/change/")
        press(page, "button", "Send to review…")
        press(page, "button", "Send to review")
    draft.refresh_from_db()
    assert draft.state == State.REVIEW
    with at_the_desk(chromium, live_server, make_person("Approver")) as page:
        page.goto(live_server.url + "/admin/")
        press(page, "link", re.compile("1 Redactions to approve"))
        tab_to(page, page.locator("#result_list th a"))
        with page.expect_navigation():
            page.keyboard.press("Enter")
        press(page, "button", re.compile("^Approve"))
        page.goto(live_server.url + "/admin/")
        press(page, "link", re.compile("1 Cables to approve"))
        press(page, "link", "06LOWMOOR1889")
        press(page, "button", "Publish…")
        press(page, "button", "Publish", exact=True)
        page.get_by_text("1 cable published.").wait_for()
        page.goto(live_server.url + draft.get_absolute_url())
        text = page.locator(".cable").inner_text()
    assert "Our contact [redacted: protects a source] said so." in " ".join(
        text.split()
    )
    assert "Mara" not in text


def split_before(page, key, words):
    block = page.locator(f"#{key}")
    tab_to(page, block.get_by_label("Split before"))
    page.keyboard.type(words)
    tab_to(page, block.get_by_role("button", name=f"Split #{key}"))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def mark(page, words):
    tab_to(page, page.get_by_label("Where"))
    page.keyboard.type("Unnumbered")
    type_into(page, "Words to take out", words)
    tab_to(page, page.get_by_label("Reason").first)
    page.keyboard.type("Protects a s")
    press(page, "button", "Mark these words")
    page.get_by_text("It waits for a second person").wait_for()


def test_from_a_proposal_to_a_paragraph(chromium, live_server, transactional_db):
    """A reader proposes, an editor makes an article of it, linked to the very paragraph."""
    cable = make_cable("06LOWMOOR7", paragraphs=["The heron stood there.", "Two."])
    catch_up_all()
    reader = chromium.new_context().new_page()
    reader.goto(live_server.url + "/propose/")
    type_into(reader, re.compile("^Address"), "https://paper.example/herons")
    type_into(reader, re.compile("^Title"), "Of herons")
    type_into(reader, re.compile("^Cables"), "06LOWMOOR7")
    type_into(reader, re.compile("^Quotation|^Words"), "The heron stood there.")
    press(reader, "button", "Send to the editors")
    reader.context.close()
    assert Proposal.objects.count() == 1
    with at_the_desk(chromium, live_server, make_chief()) as page:
        page.goto(live_server.url + "/admin/")
        press(page, "link", re.compile("1 Proposals of readers"))
        press(page, "link", "Of herons")
        press(page, "button", re.compile("^Approve"))
        article = Article.objects.get()
        link = article.links.get()
        assert (link.cable, link.paragraph.key) == (cable, "par1")
        page.goto(live_server.url + cable.get_absolute_url())
        tab_to(page, page.get_by_role("link", name="Of herons").first)


class TestButtons:
    def test_readers_ask_for_none(self, chromium, live_server, transactional_db):
        cable = make_cable(paragraphs=["One."])
        context = chromium.new_context()
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(live_server.url + cable.get_absolute_url())
        page.wait_for_load_state("networkidle")
        assert asked
        assert not [url for url in asked if "/admin" in url]
        assert context.cookies() == []
        assert page.locator("nav.staff").count() == 0
        context.close()

    def test_staff_see_theirs_until_they_sign_out(
        self, chromium, live_server, transactional_db
    ):
        cable = make_cable(paragraphs=["One."])
        with at_the_desk(chromium, live_server, make_chief()) as page:
            page.goto(live_server.url + "/admin/")
            page.goto(live_server.url + cable.get_absolute_url())
            buttons = page.get_by_role("navigation", name="At the desk")
            buttons.wait_for()
            names = buttons.get_by_role("link").all_inner_texts()
            assert names == ["Edit", "Redact", "Put on hold", "Withdraw"]
            press(page, "link", "Put on hold")
            type_into(page, "Reason", "A question.")
            press(page, "button", "Put on hold")
            assert Cable.objects.get().on_hold
            Cable.objects.update(on_hold=False)
            page.goto(live_server.url + "/admin/")
            with page.expect_navigation():
                page.get_by_role("button", name="Sign out").press("Enter")
            page.asked.clear()
            page.goto(live_server.url + cable.get_absolute_url())
            page.wait_for_load_state("networkidle")
            assert not [url for url in page.asked if BUTTONS.search(url)]

    def test_a_session_that_is_over(self, chromium, live_server, transactional_db):
        cable = make_cable(paragraphs=["One."])
        with at_the_desk(chromium, live_server, make_chief()) as page:
            page.goto(live_server.url + "/admin/")
            page.context.clear_cookies()
            for asks in (1, 0):
                page.asked.clear()
                page.goto(live_server.url + cable.get_absolute_url())
                page.wait_for_load_state("networkidle")
                found = [url for url in page.asked if BUTTONS.search(url)]
                assert len(found) == asks
                assert page.locator("nav.staff").count() == 0
