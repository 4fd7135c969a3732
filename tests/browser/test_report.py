"""The form for reports in a real browser: every state of it, narrow and wide."""

import pytest
from axe_core_python.sync_playwright import Axe

from cables.models import ReaderReport
from tests.browser.arriving import follow
from tests.factories import make_cable

from .desk import RULES, too_small

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_from_a_cable_to_the_thanks(chromium, live_server, scheme, width):
    cable = make_cable("06LOWMOOR1", paragraphs=["An opening.", "The talks went on."])
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))

    def is_right():
        found = Axe().run(page, options=RULES)["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert too_small(page) == []

    page.goto(live_server.url + cable.get_absolute_url())
    follow(page.get_by_role("link", name="Report a problem with this cable"))
    is_right()
    assert page.locator("#id_reference_id").input_value() == "06LOWMOOR1"
    assert page.locator("[name=website]").bounding_box()["x"] < 0
    follow(page.get_by_role("button", name="Send to the editors"))
    is_right()
    page.get_by_label("Private data, or danger to a person").check()
    page.get_by_label("What is wrong").fill("The harbour master is named.")
    follow(page.get_by_role("button", name="Send to the editors"))
    assert page.url.endswith("/report/thanks/")
    is_right()
    assert ReaderReport.objects.get().kind == "person"
    assert complaints == []
    assert context.cookies() == []
    context.close()
