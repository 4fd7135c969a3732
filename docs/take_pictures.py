"""
Take the pictures of README and the tutorial: ``uv run python -m docs.take_pictures``.

Starts ``manage.py demo`` on a database of its own, goes the tutorial's ways in Debian's
Chromium as a reader, as an editor and as an approver, and writes what they see to
``docs/pictures/``. A button that is not where the tutorial says ends it with an error.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
WIDE, NARROW = (1280, 900), (390, 844)
MOST_BYTES = 120_000
CABLE = "/cable/2006/10/06PORTLUMEN1171"
WITHDRAWN = "09BELAGORA671"
TRAIL = ".breadcrumbs"
ADDRESS = "https://www.harbour-gazette.example/2011/02/01/one-fee"
QUOTE = "one fee for each call, whatever the number of movements"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0].strip())
    parser.add_argument("--into", type=Path, default=PICTURES, metavar="FOLDER")
    options = parser.parse_args()
    path = shutil.which("chromium") or sys.exit("No chromium on this machine's PATH.")
    options.into.mkdir(parents=True, exist_ok=True)
    with demo() as (site, password), sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=path, args=ARGUMENTS)
        walk = Walk(chromium, site, options.into)
        walk.as_reader()
        walk.as_editor_and_approver(password)
        chromium.close()


@contextmanager
def demo():
    """Serve the sample archive from a folder that goes afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/archive.sqlite3",
            "SEARCH_DIR": f"{folder}/search",
            "SITE_URL": "http://localhost:8000",
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, "manage.py", "demo", "--port", str(port)]
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            said = ""
            while " is at http" not in said:
                line = server.stdout.readline()
                if not line:
                    sys.exit(f"The demonstration did not start.\n{said}")
                said += line
            site = f"http://localhost:{port}"
            wait_for(f"{site}/-/ready")
            yield site, re.search(r"password (\S+)", said).group(1)
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_for(url, seconds=60):
    """Return once something answers at the address."""
    for _ in range(seconds * 5):
        try:
            urllib.request.urlopen(url, timeout=10)
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"Nothing answered at {url}.")


class Walk:
    """The tutorial's ways through the site, with a picture here and there."""

    def __init__(self, chromium, site, folder):
        self.chromium, self.site, self.folder = chromium, site, folder

    def person(self, size=WIDE, scheme="light"):
        """Give somebody a browser of their own."""
        width, height = size
        context = self.chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        return page

    def go(self, page, address):
        page.goto(self.site + address)

    def picture(self, page, name, at=None):
        """Keep what the window shows, from an element on where one is named."""
        page.wait_for_load_state("networkidle")
        if at is not None:
            top = at.first.evaluate("e => e.getBoundingClientRect().top + scrollY")
            page.evaluate("y => scrollTo(0, y)", max(0, top - 24))
        page.mouse.move(2, 2)
        page.wait_for_timeout(300)
        save(page.screenshot(), self.folder / f"{name}.png")

    def as_reader(self):
        page = self.person()
        self.go(page, "/")
        self.picture(page, "home")
        page.get_by_label("Reference id, number or address").fill("06 Port Lumen 1171")
        press(page, "button", "Go to it")
        assert page.url == f"{self.site}{CABLE}.html", page.url
        self.picture(page, "cable")
        self.go(page, "/search/?q=%22one+fee%22+OR+pilot*+post%3Aport-lumen")
        self.picture(page, "search")
        page = self.person(NARROW, "dark")
        self.go(page, f"{CABLE}.html#par4")
        self.picture(page, "cable-narrow-dark")
        page = self.person(WIDE, "dark")
        self.go(page, f"{CABLE}/par4.html")
        page.get_by_text("Cite this paragraph").click()
        self.picture(page, "paragraph-dark")
        self.propose()

    def propose(self):
        """Send the editors an article, as a reader does."""
        page = self.person(NARROW)
        self.go(page, f"{CABLE}.html")
        press(page, "link", "Propose an article or a discussion")
        page.get_by_label("Address on the web").fill(ADDRESS)
        page.get_by_label("Title").fill("One Fee for Each Call")
        page.get_by_label("Words that it quotes").fill(QUOTE)
        press(page, "button", "Send to the editors")

    def as_editor_and_approver(self, password):
        editor = self.person()
        self.go(editor, "/admin/")
        editor.get_by_label("Username").fill("editor")
        editor.get_by_label("Password").fill(password)
        press(editor, "button", "Sign in")
        ben = self.let_in(editor)
        self.go(editor, "/admin/")
        self.picture(editor, "desk")
        self.go(editor, f"/admin/cables/cable/?q={WITHDRAWN}")
        press(editor, "link", WITHDRAWN)
        press(editor, "link", "Paragraphs")
        self.split(editor)
        self.mark(editor)
        self.approve(ben)
        self.decide_proposal(ben)

    def let_in(self, editor):
        """Invite an approver, and give them a browser that has followed the link."""
        self.go(editor, "/admin/cables/invitation/add/")
        editor.get_by_label("Name").fill("Ben")
        editor.get_by_label("Approver").check()
        press(editor, "button", "Save", exact=True)
        shown = editor.get_by_role("main").inner_text()
        ben = self.person()
        self.go(ben, re.search(r"/admin/account/invitation/\S+", shown).group())
        ben.get_by_label("Username").fill("ben")
        for field in ben.locator("input[type=password]").all():
            field.fill("a long way to the quay")
        press(ben, "button", "Make my account")
        return ben

    def split(self, editor):
        block = editor.locator("#par2")
        block.get_by_label("Split before the words").fill("When the third rail")
        press(editor, "button", "Split #par2")
        editor.get_by_text("Split. The paragraphs are saved.").wait_for()
        self.picture(editor, "paragraphs", at=editor.locator("#par2"))
        press(editor, "link", WITHDRAWN, within=TRAIL)

    def mark(self, editor):
        press(editor, "link", "Redact", exact=True, within=".object-tools")
        where = editor.get_by_label("Where")
        second = where.locator("option", has_text="¶2").get_attribute("value")
        where.select_option(second)
        editor.get_by_label("Words to take out").fill("Its player")
        editor.get_by_label("Reason").first.select_option("source_safety")
        self.picture(editor, "redact", at=editor.get_by_role("textbox", name="¶2"))
        press(editor, "button", "Mark these words")
        editor.get_by_text("It waits for a second person").wait_for()

    def approve(self, ben):
        self.go(ben, "/admin/")
        press(ben, "link", "1 Redactions to approve")
        press(ben, "link", "¶2")
        press(ben, "button", "Approve")
        self.go(ben, f"/admin/cables/cable/?q={WITHDRAWN}")
        press(ben, "link", WITHDRAWN)
        press(ben, "button", "Publish…")
        press(ben, "button", "Publish")
        reader = self.person(NARROW)
        self.go(reader, f"/cable/2009/07/{WITHDRAWN}.html#par2")
        self.picture(reader, "redacted-narrow")

    def decide_proposal(self, ben):
        self.go(ben, "/admin/")
        press(ben, "link", "1 Proposals of readers")
        press(ben, "link", "One Fee for Each Call")
        named = ben.get_by_role("heading", name="Cables that were named")
        self.picture(ben, "proposal", at=named)
        press(ben, "button", "Approve: readers see it")
        reader = self.person()
        self.go(reader, f"{CABLE}.html")
        assert reader.get_by_text("One Fee for Each Call").count(), reader.url


def press(page, role, name, *, exact=False, within="main"):
    """Press a link or button that leads to another page, and wait for that page."""
    with page.expect_navigation():
        target = page.locator(within).get_by_role(role, name=name, exact=exact)
        target.first.click()


def save(png, path):
    """Write a picture with few colours, which is small, and say how large it is."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for colours in (128, 64, 32):
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size < MOST_BYTES:
            break
    print(f"{path.name}: {path.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
