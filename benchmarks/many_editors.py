"""
Many editors on one cable: is every save either the next version or a conflict page that
has what was typed?

    uv run python -m benchmarks.many_editors --database sqlite:////tmp/try.sqlite3
    uv run python -m benchmarks.many_editors --database postgres://…/try --saves 50

Serves the desk with granian, and lets signed-in editors type into the form of one cable
and into its paragraphs at the same time, a new word for each save. Who gets the conflict
page sends it again, as a person would. Exit 1 if a version is missing or a word is lost.
"""

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlencode

from selectolax.lexbor import LexborHTMLParser

from .database import add_database, empty, environment
from .served import served

SECRET = {"SECRET_KEY": "for-measuring-only", "SECOND_FACTOR": "optional"}
CONFLICT = "Saved meanwhile by"


@dataclass
class Told:
    """What the editors saw, together."""

    accepted: list = field(
        default_factory=list
    )  # words whose save was the next version
    shown: list = field(default_factory=list)  # words that a conflict page still has
    lost: list = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)
    seconds: list = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Editor:
    """A browser without script: opens a form, types a word, sends it, reads the answer."""

    def __init__(self, number, session, port, cable, told):
        self.number, self.port, self.told = number, port, told
        self.cookies = {"sessionid": session}
        # Half of them have the form, half the paragraphs.
        page = "paragraphs" if number % 2 else "change"
        self.form_id = "blocks_form" if number % 2 else "cable_form"
        self.path = f"/admin/cables/cable/{cable}/{page}/"

    def work(self, saves):
        data = self.open()
        for turn in range(saves):
            word = f"WORD{self.number}X{turn}END"
            self.type(data, word)
            started = time.perf_counter()
            status, page = self.ask("POST", data | {"_continue": "1"})
            self.told.seconds.append(time.perf_counter() - started)
            data = self.judge(word, status, page)

    def open(self):
        status, page = self.ask("GET")
        assert status == HTTPStatus.OK, (status, page[:500])
        return fields_of(page, self.form_id)

    def type(self, data, word):
        """Some type where nobody else does, some into the same words as others."""
        if self.number % 2:
            name = f"form-{(self.number // 2) % 10}-text"
            data[name] = f"{data[name]} {word}"
        elif self.number % 4:
            data["subject"] = f"{data['subject']} {word}"
        else:
            lines = data["body"].split("\n")
            lines[self.number] = f"{lines[self.number].rstrip()} {word}"
            data["body"] = "\n".join(lines)

    def judge(self, word, status, page):
        """Note what became of the word; return the form to go on with."""
        told = self.told
        with told.lock:
            told.answers[status] += 1
            if status == HTTPStatus.FOUND:
                told.accepted.append(word)
            elif status == HTTPStatus.OK and CONFLICT in page:
                data = fields_of(page, self.form_id)
                is_there = any(word in value for value in data.values())
                (told.shown if is_there else told.lost).append(word)
                return data
            else:
                told.lost.append(word)
                print(f"{word}: {status} {page[:300]!r}", file=sys.stderr)
        return self.open()

    def ask(self, method, data=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {
            "Cookie": "; ".join(f"{name}={v}" for name, v in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.port}",
            "Connection": "close",
        }
        try:
            body = urlencode(data) if data else None
            connection.request(method, self.path, body=body, headers=headers)
            response = connection.getresponse()
            for name, value in response.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return response.status, response.read().decode()
        finally:
            connection.close()


def fields_of(page, form_id):
    """Return what a browser would send of a form."""
    data = {}
    for node in LexborHTMLParser(page).css(f"#{form_id} :is(input, textarea, select)"):
        given = node.attributes
        name, kind = given.get("name"), given.get("type") or ""
        if not name or kind in ("submit", "button"):
            continue
        if node.tag == "textarea":
            data[name] = node.text().removeprefix("\n").replace("\r\n", "\n")
        elif node.tag == "select":
            chosen = node.css_first("option[selected]") or node.css_first("option")
            data[name] = (chosen.attributes.get("value") or "") if chosen else ""
        elif kind not in ("checkbox", "radio") or "checked" in given:
            data[name] = given.get("value") or ("on" if kind == "checkbox" else "")
    return data


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    add_database(parser)
    parser.add_argument("--editors", type=int, default=20)
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--workers", type=int, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = [
            run(url, arguments, {"SEARCH_DIR": folder, **SECRET})
            for url in arguments.database
        ]
    sys.exit(0 if all(results) else 1)


def run(url, arguments, variables):
    empty(url)
    variables = variables | {"DATABASE_URL": url}
    ready = desk(variables, url, "prepare", arguments.editors)
    told = Told()
    started = time.perf_counter()
    with served(variables, workers=arguments.workers) as port:
        editors = [
            Editor(number, session, port, ready["cable"], told)
            for number, session in enumerate(ready["sessions"])
        ]
        threads = [
            threading.Thread(target=editor.work, args=[arguments.saves])
            for editor in editors
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    seconds = time.perf_counter() - started
    found = desk(variables, url, "check", ready["cable"], words=told.accepted)
    return report(url, arguments, ready, told, found, seconds)


def desk(variables, url, name, argument, words=()):
    command = [sys.executable, "-m", "benchmarks.many_editors_desk", name]
    done = subprocess.run(
        [*command, str(argument)],
        env=environment(url)
        | variables
        | {"DJANGO_SETTINGS_MODULE": "archive_site.settings"},
        input=json.dumps(list(words)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def report(url, arguments, ready, told, found, seconds):
    gone = set(told.accepted) - {*found["stands"], *found["history"]}
    saves = arguments.editors * arguments.saves
    expected = ready["version"] + len(told.accepted)
    print(
        f"{url.partition(':')[0]}: {arguments.editors} editors × {arguments.saves} saves, "
        f"{arguments.workers} processes, {seconds:.0f} s"
    )
    print(f"  answers: {dict(told.answers)}")
    print(f"  accepted {len(told.accepted)}, conflict pages {len(told.shown)}")
    print(f"  version {found['version']}, expected {expected}")
    print(f"  accepted words in the cable {len(found['stands'])}, ", end="")
    print(f"in its history {len(found['history'])}, lost {len(gone)}")
    print(f"  typed words that an answer did not give back: {len(told.lost)}")
    times = sorted(told.seconds)
    print(
        f"  a save: median {statistics.median(times) * 1000:.0f} ms, "
        f"worst {times[-1] * 1000:.0f} ms"
    )
    return (
        found["version"] == expected
        and not gone
        and not told.lost
        and len(told.accepted) + len(told.shown) == saves
    )


if __name__ == "__main__":
    main()
