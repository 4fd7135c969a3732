"""A page in a browser, and all that happens on it which an escaped text never does."""

from urllib.parse import urlsplit

WATCH = """
window.happened = [];
window.ran = n => { window.happened.push(n); };
"""
#: What an escaped text never makes: attributes that run something, or lead to a script.
MADE = """() => [...document.querySelectorAll("*")].flatMap(e => [...e.attributes]
  .filter(a => /^on/i.test(a.name) || /^\\s*(javascript|data:text)/i.test(
    a.name === "content" || a.name === "title" || a.name === "value" ? "" : a.value))
  .map(a => `${e.tagName} ${a.name}=${a.value}`.slice(0, 120)))"""
TEXT = """() => [document.documentElement.textContent,
  ...[...document.querySelectorAll("input, textarea")].map(e => e.value)].join(" ")"""


def collapsed(text):
    return " ".join(text.split())


class Watched:
    """A browser's page, and all that happened on it which should not."""

    def __init__(self, context, url):
        context.add_init_script(WATCH)
        self.page, self.url = context.new_page(), url
        self.page.set_default_timeout(60_000)
        self.happened = []
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.happened.append(str(error)))
        context.route("**/*", self._asked)

    def _dialog(self, dialog):
        self.happened.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _asked(self, route):
        if urlsplit(route.request.url).netloc != urlsplit(self.url).netloc:
            self.happened.append(f"asked {route.request.url}")
            return route.abort()
        return route.continue_()

    def go(self, address, shown=()):
        self.page.goto(self.url + address)
        return self.check(address, shown)

    def check(self, address, shown=()):
        """Say what ran or was made on the page, and whether texts show as written."""
        ran = self.page.evaluate("window.happened")
        assert (ran, self.happened) == ([], []), address
        assert self.page.evaluate(MADE) == [], address
        text = collapsed(self.page.evaluate(TEXT))
        assert [one for one in shown if collapsed(one) not in text] == [], address
        return text

    def through(self, address, shown):
        """Go through all pages of a list: each text shows on one of them."""
        left, number = set(map(collapsed, shown)), 1
        while True:
            text = self.go(f"{address}page={number}&order=name")
            left = {one for one in left if one not in text}
            number += 1
            if not self.page.locator("a[rel=next]").count():
                assert left == set(), address
                return
