"""Going from page to page in a browser: done only when the next page is there."""


def follow(target, *, by_key=False):
    """Click a link or button that leads to another page, and wait for that page."""
    with target.page.expect_navigation():
        if by_key:
            target.press("Enter")
        else:
            target.click()


def enter(page):
    """Press Enter where that leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
