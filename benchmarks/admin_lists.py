"""
How quickly the desk answers with a full archive in its database.

    uv run python -m benchmarks.admin_lists sqlite:////tmp/desk.sqlite3
    uv run python -m benchmarks.admin_lists postgres://…/desk --rows 251287

Fills an empty database with light rows (``--body`` bytes each) in plain SQL, then opens
each screen as a superuser through the test client. Prints median and worst, in ms.
"""

import argparse
import os
import statistics
import time

# The database is an argument: Django reads its address as it starts.
parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
parser.add_argument("database", help="sqlite:///… or postgres://…; filled if empty")
parser.add_argument("--rows", type=int, default=251_287)
parser.add_argument("--body", type=int, default=300, help="bytes of each body")
parser.add_argument("--no-analyze", action="store_true", help="as after an import")
parser.add_argument("--only", default="", help="screens whose name holds this")
parser.add_argument("--repeat", type=int, default=7)
parser.add_argument("--limit", type=float, default=0.5, help="seconds; exit 1 above it")
arguments = parser.parse_args()
os.environ |= {
    "DATABASE_URL": arguments.database,
    "DJANGO_SETTINGS_MODULE": "archive_site.settings",
    "SECRET_KEY": "for-measuring-only",
    "ALLOWED_HOSTS": "testserver",
    "SECOND_FACTOR": "optional",
}

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks import desk_rows as rows  # noqa: E402
from cables.models import Article, Cable, Tag  # noqa: E402


def main():
    call_command("migrate", verbosity=0)
    if not Cable.objects.exists():
        start = time.perf_counter()
        fill()
        print(f"filled in {time.perf_counter() - start:.0f} s")
    desk = sign_in()
    print(f"{connection.vendor}, {Cable.objects.count():,} cables")
    print(f"{'screen':32} {'median':>8} {'worst':>8}  queries")
    chosen = [screen for screen in screens() if arguments.only in screen[0]]
    slow = [name for name, path in chosen if not measure(desk, name, path)]
    if slow:
        raise SystemExit(f"over {arguments.limit} s: {', '.join(slow)}")


def fill():
    """Insert everything from a series of numbers, then let the planner look at it."""
    with connection.cursor() as cursor:
        for table, count, columns in rows.tables(
            connection.vendor, arguments.rows, arguments.body
        ):
            names = ", ".join(columns)
            values = ", ".join(columns.values())
            series = rows.SERIES[connection.vendor].format(n=count)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {series}"
            )
        if arguments.no_analyze:
            return
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM")


def sign_in():
    user, _ = get_user_model().objects.get_or_create(
        username="measure", defaults={"is_staff": True, "is_superuser": True}
    )
    client = Client()
    client.force_login(user)
    return client


def screens():
    cable = Cable.objects.order_by("created").values_list("pk", "reference_id")[1000]
    cables, last = "cables/cable/", Cable.objects.count() // 50 - 1
    yield "desk", ""
    yield "log of all changes", "log/"
    yield "log, far back", f"log/?older={rows.REVISIONS // 2}"
    yield "log, by person", "log/?person=editor7"
    yield "log, by kind (rare)", "log/?model=tag"
    yield "log, by person and kind (rare)", "log/?person=editor7&model=tag"
    yield "log, by days", "log/?since=1990-01-01&until=1990-01-03"
    yield "a cable's history", f"cables/cable/{cable[0]}/history/"
    yield "cables, first page", cables
    yield "cables, page 100", f"{cables}?p=100"
    yield "cables, last page", f"{cables}?p={last}"
    yield "cables, oldest first", f"{cables}?o=3"
    yield "cables, by release", f"{cables}?o=-4"
    yield "cables, by id", f"{cables}?o=1"
    yield "find an id", f"{cables}?q={cable[1]}"
    yield "find a number", f"{cables}?q={cable[0]}"
    yield "find an id that is not there", f"{cables}?q=06NOWHERE1"
    yield "find the head of an id", f"{cables}?q={cable[1][:7]}"
    yield "find a word", f"{cables}?q=harbour"
    yield "find two words in a year", f"{cables}?q=minister+budget&year=2001"
    yield "find a word that is not there", f"{cables}?q=unheardof"
    yield "state: published", f"{cables}?state__exact=published"
    yield "state: withdrawn (rare)", f"{cables}?state__exact=withdrawn"
    yield "classification: secret", f"{cables}?classification__exact=SECRET"
    yield "on hold (rare)", f"{cables}?on_hold__exact=1"
    yield "partial (rare)", f"{cables}?is_partial__exact=1"
    yield "year", f"{cables}?year=2001"
    yield "post", f"{cables}?post=7"
    yield (
        "secret drafts of a post, partial",
        (
            f"{cables}?state__exact=draft&classification__exact=SECRET&post=7"
            "&is_partial__exact=1"
        ),
    )
    yield (
        "published, partial, on hold",
        (f"{cables}?state__exact=published&is_partial__exact=1&on_hold__exact=1"),
    )
    yield "differences to decide", f"{cables}?conflict=open"
    yield "in review", f"{cables}?state__exact=review"
    yield "in work with me", f"{cables}?mine=work"
    yield "typed by me", f"{cables}?mine=typed"
    yield "under embargo", f"{cables}?embargo=yes"
    yield "problems of reading", f"{cables}?problems=some"
    yield "references to nothing", "cables/reference/?missing=yes"
    yield "dead links", "cables/article/?link_status__exact=dead"
    yield "a cable's form", f"{cables}{cable[0]}/change/"
    for page in ("paragraphs", "preview", "reparse", "conflicts"):
        yield f"a cable's {page}", f"{cables}{cable[0]}/{page}/"
    yield "tags", "cables/tag/"
    yield "tags, last page", f"cables/tag/?p={Tag.objects.count() // 100}"
    yield "find a tag", "cables/tag/?q=TAG77"
    yield "posts", "cables/post/"
    yield "articles", "cables/article/"
    yield "articles, last page", f"cables/article/?p={Article.objects.count() // 50}"
    yield "find an article", "cables/article/?q=777"
    yield "changes", "cables/change/"
    yield (
        "choose a post",
        ("autocomplete/?app_label=cables&model_name=cable&field_name=post&term=Post 1"),
    )
    yield (
        "choose a cable",
        (
            "autocomplete/?app_label=cables&model_name=articlelink&field_name=cable"
            f"&term={cable[1]}"
        ),
    )


def measure(desk, name, path):
    """Print one line; return whether the median is within the limit."""
    desk.get(f"/admin/{path}")  # the first one compiles templates and warms caches
    times = []
    for _ in range(arguments.repeat):
        start = time.perf_counter()
        response = desk.get(f"/admin/{path}")
        times.append(time.perf_counter() - start)
        if response.status_code != 200:
            raise SystemExit(f"{name}: {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        desk.get(f"/admin/{path}")
    median, worst = statistics.median(times), max(times)
    print(f"{name:32} {median * 1000:8.0f} {worst * 1000:8.0f}  {len(queries)}")
    return median < arguments.limit


if __name__ == "__main__":
    main()
