"""A real Chromium for the journeys, and a server that serves the style sheet too."""

import os
import shutil
from pathlib import Path

import pytest

#: The first that is there. The shell has no windows to draw, and takes half the time.
BROWSERS = ("chromium-headless-shell", "chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"

# Playwright's synchronous calls run inside an event loop, where Django refuses queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail("no chromium on this machine's PATH, and this run requires one")
    if path is None:
        pytest.skip("no chromium on this machine's PATH")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def artifacts():
    ARTIFACTS.mkdir(exist_ok=True)
    return ARTIFACTS
