"""Imports point down the house, never up or sideways, and stand at a file's top."""

import ast
import sys
from functools import cache
from pathlib import Path

from django.test import SimpleTestCase

ROOT = Path(__file__).resolve().parents[2]

# What each room may import of this project. ``None``: the standard library only.
ARROWS = {
    "cables.parsing": None,
    "cables.choices": {"cables.choices"},
    "cables.models": {"cables.choices", "cables.models"},
    "cables.search": {"cables.choices", "cables.models", "cables.search"},
    "cables.ingest": {
        "cables.choices",
        "cables.parsing",
        "cables.models",
        "cables.search",
    },
    "cables.curation": {
        "cables.choices",
        "cables.parsing",
        "cables.models",
        "cables.search",
    },
    "cables.sharing": {
        "cables.choices",
        "cables.parsing",
        "cables.models",
        "cables.search",
    },
    "cables.exports": {
        "cables.choices",
        "cables.parsing",
        "cables.models",
        "cables.search",
        "cables.sharing",
        "cables.reading",
    },
    "cables.reading": {
        *("cables.choices", "cables.filters", "cables.models"),
        *("cables.parsing", "cables.reading", "cables.search", "cables.sharing"),
    },
    "cables.views": {
        *("cables.choices", "cables.filters", "cables.forms", "cables.models"),
        *("cables.parsing", "cables.reading", "cables.search", "cables.sharing"),
        *("cables.views", "cables.rate", "cables.curation"),
        *("cables.languages", "cables.site_pages"),
    },
}
READER_CODE = (
    "reading",
    "views",
    "api",
    "sharing",
    "exports",
    "search",
    "templatetags",
)
READER_FILES = (
    *(
        "feeds.py",
        "feed_entries.py",
        "search_feed.py",
        "discussion_feed.py",
        "sitemaps.py",
        "filters.py",
    ),
    *("forms.py", "urls.py"),
)
SEALED = ("cables.models.sealed", "cables.models.revision")


def modules(*parts):
    place = ROOT.joinpath(*parts)
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


@cache
def imports(path):
    """Return (name, is at the top of the file) for all that a module imports."""
    return list(_imports(path))


def _imports(path):
    tree = ast.parse(path.read_text())
    package = ".".join(path.relative_to(ROOT).parent.parts).split(".")
    for node in ast.walk(tree):
        top = node in tree.body
        if isinstance(node, ast.Import):
            yield from ((alias.name, top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield base, top
            yield from ((f"{base}.{alias.name}", top) for alias in node.names)


def is_within(name, room):
    return name == room or name.startswith(f"{room}.")


class ArrowTests(SimpleTestCase):
    def test_imports_point_down(self):
        for room, allowed in ARROWS.items():
            for path in modules(*room.split(".")):
                for name, _ in imports(path):
                    with self.subTest(path=path.relative_to(ROOT), imports=name):
                        self.assertTrue(self.is_allowed(name, room, allowed))

    @staticmethod
    def is_allowed(name, room, allowed):
        if allowed is None:
            first = name.partition(".")[0]
            return is_within(name, room) or first in sys.stdlib_module_names
        ours = is_within(name, "cables") or is_within(name, "archive_site")
        if not ours or name == "cables":
            return True
        return any(is_within(name, place) for place in {room, *allowed})

    def test_query_language_is_pure(self):
        for path in (ROOT / "cables" / "search").glob("query*.py"):
            for name, _ in imports(path):
                with self.subTest(path=path.name, imports=name):
                    pure = name.partition(".")[0] in sys.stdlib_module_names
                    self.assertTrue(pure or name.startswith("cables.search.query"))

    def test_reader_code_never_imports_sealed_tables(self):
        files = [path for room in READER_CODE for path in modules("cables", room)]
        files += [ROOT / "cables" / name for name in READER_FILES]
        for path in filter(Path.exists, files):
            for name, _ in imports(path):
                with self.subTest(path=path.relative_to(ROOT), imports=name):
                    self.assertFalse(any(is_within(name, sealed) for sealed in SEALED))

    def test_imports_stand_at_the_top(self):
        for path in modules("cables") + modules("archive_site"):
            for name, top in imports(path):
                with self.subTest(path=path.relative_to(ROOT), imports=name):
                    self.assertTrue(top)

    def test_package_is_empty_so_that_parsing_imports_without_django(self):
        self.assertEqual((ROOT / "cables" / "__init__.py").read_text(), "")
