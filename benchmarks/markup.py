"""
Check the markup of every kind of page that readers find by following links.

    npm install vnu-jar
    uv run manage.py demo &
    uv run python -m benchmarks.markup http://localhost:8000 \\
        --vnu node_modules/vnu-jar/build/dist/vnu.jar

A site that runs is asked for the pages that its links lead to, some of each address
pattern, in each language; what the validator of the W3C says of them is printed. Java is
needed. Ends with 1 where there is an error.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, deque
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import django
from django.urls import Resolver404, resolve

EACH = 3  # pages of one pattern
LINK = re.compile(r'href="([^"#]*)')
FIRST = ("/", "/nothing-is-here/", "/search/?q=harbour", "/search/?q=zzzzzzzz")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("site", help="where it runs: http://localhost:8000")
    parser.add_argument("--vnu", required=True, help="the file vnu.jar")
    parser.add_argument("--languages", nargs="+", default=["", "/es"])
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive_site.settings")
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for address, html in pages(arguments.site, arguments.languages):
            file = Path(folder) / f"page-{len(names)}.html"
            file.write_text(html)
            names[file.name] = address
        found = _validated(arguments.vnu, folder)
    lines = re.sub(r'"file:[^"]*/(page-\d+\.html)"', lambda m: names[m[1]], found)
    errors = lines.count(": error: ")
    print(lines, f"{len(names)} pages, {errors} errors", sep="\n")
    sys.exit(bool(errors))


def pages(site, languages):
    """Yield (address, HTML) of some pages of each pattern, as links lead to them."""
    waiting, seen, counts = deque(FIRST), set(FIRST), Counter()
    while waiting:
        address = waiting.popleft()
        route = _route(address)
        if counts[route] == EACH:
            continue
        for language in languages:
            html = _html(site + language + address)
            if html is None:
                break
            yield language + address, html
            if language == languages[0]:
                counts[route] += 1
                for link in LINK.findall(html):
                    there = _here(site, urljoin(site + address, link))
                    if there and there not in seen:
                        seen.add(there)
                        waiting.append(there)


def _route(address):
    try:
        return resolve(urlsplit(address).path).route
    except Resolver404:
        return None


def _here(site, link):
    """Return the path of a link within the site, or None."""
    path = link.replace("&amp;", "&").removeprefix(site)
    inner = path.startswith("/") and not path.startswith(
        ("/admin/", "/static/", "/es/")
    )
    return path if inner and not path.startswith("/en/") else None


def _html(address):
    try:
        answer = urlopen(address)
    except HTTPError as error:
        answer = error
    with answer:
        is_page = answer.headers.get_content_type() == "text/html"
        return answer.read().decode() if is_page else None


def _validated(vnu, folder):
    command = ["java", "-jar", vnu, "--format", "gnu", "--errors-only", folder]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


if __name__ == "__main__":
    main()
