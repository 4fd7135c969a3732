"""A person at the desk in a real browser, and what is said of each page that they see."""

from contextlib import contextmanager
from urllib.parse import urlsplit

from axe_core_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@contextmanager
def at_the_desk(chromium, live_server, user, scheme="light"):
    """Give a page whose browser has signed in; complaints of the console fail the test."""
    client = Client()
    client.force_login(user)
    context = chromium.new_context(color_scheme=scheme)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.complaints, page.asked = [], []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda asked: page.asked.append(asked.url))
    try:
        yield page
    finally:
        context.close()
    assert page.complaints == []
    assert {urlsplit(url).netloc for url in page.asked} <= {
        urlsplit(live_server.url).netloc
    }


def faults(page):
    """Return what axe finds wrong with the page that stands."""
    found = Axe().run(page, options=RULES)["violations"]
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def too_wide(page):
    """Return by how many pixels a page is wider than a small screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return wide


def too_small(page):
    """Return the targets outside sentences that are lower than 24 pixels."""
    return page.evaluate(
        """() => [...document.querySelectorAll("main a, main button, main input, main select")]
        .filter(e => e.offsetParent && e.type !== "hidden" && !e.closest("p, .small, .help, td, th"))
        .filter(e => !e.matches(".visually-hidden, .select2-hidden-accessible"))
        .filter(e => e.getBoundingClientRect().height < 24)
        .map(e => e.outerHTML.slice(0, 200))"""
    )


def tab_to(page, target, most=400):
    """Press Tab until the target has the focus: as somebody without a mouse gets there."""
    for _ in range(most):
        if target.evaluate_all("all => all.includes(document.activeElement)"):
            return target
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} times Tab did not lead to {target} on {page.url}")


def press(page, role, name, **options):
    """Go to a link or button by Tab and press Enter; wait for the page that it opens."""
    tab_to(page, page.get_by_role(role, name=name, **options))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page, label, text, **options):
    """Go to a field by Tab and type over what is there."""
    tab_to(page, page.get_by_label(label, **options))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
