"""
Many people sign in at the same moment, in a server of several processes.

    uv run python -m benchmarks.logins
    uv run python -m benchmarks.logins --people 200 --workers 4

Makes a throw-away SQLite database with as many accounts, serves it with granian, and lets
everybody ask for the form, send it with its token, and open the desk, all at once and each
from an address of their own. Prints how often each step was answered with which status, and
how long signing in took. Exits with 1 where anything but a sign-in came of it.
"""

import argparse
import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.served import served

PASSWORD = "a horse at the harbour 7"
FORM = "/admin/account/login/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PATIENCE = 300  # seconds: hashing passwords is slow on purpose
USUAL = {"form": 200, "sign in": 302, "desk": 200}
ACCOUNTS = """
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
one = make_password({password!r})
User.objects.bulk_create(
    User(username=f"person{{n}}", password=one, is_staff=True) for n in range({people})
)
"""


class Person(threading.Thread):
    """Somebody with a browser: keeps cookies, sends the form's token."""

    def __init__(self, number, port, start):
        super().__init__()
        self.number, self.port, self.start_line = number, port, start
        self.cookies = {}
        self.statuses = {}
        self.seconds = 0.0
        self.problem = ""

    def run(self):
        self.start_line.wait()
        began = time.monotonic()
        try:
            self.sign_in()
        except OSError as error:
            self.problem = repr(error)
        self.seconds = time.monotonic() - began

    def sign_in(self):
        page = self.ask("form", "GET", FORM)
        data = {
            "csrfmiddlewaretoken": TOKEN.search(page)[1],
            "login": f"person{self.number}",
            "password": PASSWORD,
        }
        self.ask("sign in", "POST", FORM, urlencode(data))
        self.ask("desk", "GET", "/admin/")

    def ask(self, step, method, path, body=None):
        headers = {
            "Cookie": "; ".join(
                f"{name}={value}" for name, value in self.cookies.items()
            ),
            "X-Forwarded-For": f"10.0.{self.number // 250}.{self.number % 250 + 1}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=PATIENCE
        )
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            self.statuses[step] = answer.status
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {
                    name: one.value for name, one in SimpleCookie(cookie).items()
                }
            return answer.read().decode()
        finally:
            connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--workers", type=int, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="logins") as folder:
        variables = {
            "DATABASE_URL": f"sqlite:///{Path(folder) / 'try.sqlite3'}",
            "SEARCH_DIR": str(Path(folder) / "search"),
            "SECRET_KEY": "for-this-measurement-only-and-long-enough-0123456789",
            "SECOND_FACTOR": "optional",
            "TRUSTED_PROXIES": "1",
        }
        prepare(variables, arguments.people)
        with served(variables, workers=arguments.workers) as port:
            people, seconds = let_in(port, arguments.people)
    sys.exit(not report(people, seconds))


def prepare(variables, people):
    accounts = ACCOUNTS.format(password=PASSWORD, people=people)
    for command in (["migrate", "--verbosity", "0"], ["shell", "-c", accounts]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            env=os.environ | variables,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def let_in(port, number):
    start = threading.Barrier(number + 1)
    people = [Person(n, port, start) for n in range(number)]
    for person in people:
        person.start()
    start.wait()
    began = time.monotonic()
    for person in people:
        person.join()
    return people, time.monotonic() - began


def report(people, seconds):
    """Print the table; return whether everybody came in."""
    for step in USUAL:
        counts = Counter(person.statuses.get(step, "no answer") for person in people)
        shown = ", ".join(
            f"{status}: {n}" for status, n in sorted(counts.items(), key=str)
        )
        print(f"{step:>8}  {shown}")
    waited = sorted(person.seconds for person in people)
    print(
        f"{len(people)} people in {seconds:.1f} s; the median waited "
        f"{waited[len(waited) // 2]:.1f} s, the last {waited[-1]:.1f} s"
    )
    for problem in sorted({person.problem for person in people} - {""}):
        print(problem)
    out = sum(person.statuses != USUAL for person in people)
    print(f"{out} errors")
    return not out


if __name__ == "__main__":
    main()
