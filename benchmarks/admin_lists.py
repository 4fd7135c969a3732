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

from cables.models import Article, Cable, Tag  # noqa: E402

POSTS, TAGS, ARTICLES, REVISIONS = 270, 5_000, 20_000, 1_000_000
PEOPLE = 20

SERIES = {
    "sqlite": "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s"
    " WHERE i < {n}) SELECT i FROM s)",
    "postgresql": "(SELECT generate_series(1, {n}) AS i) AS s",
}
MOMENT = {  # a cable every half hour or so, from 1985 on
    "sqlite": "datetime('1985-01-01', '+' || (i * 53) || ' minutes')",
    "postgresql": "timestamptz '1985-01-01 00:00+00' + i * interval '53 minutes'",
}
EMBARGO = {
    "sqlite": "datetime('2990-01-01', '+' || (i % 9) || ' days')",
    "postgresql": "timestamptz '2990-01-01 00:00+00' + i % 9 * interval '1 day'",
}
STATES = "CASE WHEN i % 50 = 0 THEN 'draft' WHEN i % 97 = 0 THEN 'review'"
STATES += " WHEN i % 9001 = 0 THEN 'withdrawn' ELSE 'published' END"
CLASSES = "CASE WHEN i % 20 = 0 THEN 'SECRET' WHEN i % 211 = 0 THEN 'SECRET//NOFORN'"
CLASSES += " WHEN i % 3 = 0 THEN 'CONFIDENTIAL' ELSE 'UNCLASSIFIED' END"
WORDS = "CASE i % 7 WHEN 0 THEN 'HARBOUR TALKS' WHEN 1 THEN 'ELECTION OUTLOOK'"
WORDS += " WHEN 2 THEN 'GRAIN SHIPMENT' WHEN 3 THEN 'MINISTER ON BUDGET'"
WORDS += " ELSE 'VISIT OF A DELEGATION' END"


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
        for table, count, columns in tables():
            names = ", ".join(columns)
            values = ", ".join(columns.values())
            series = SERIES[connection.vendor].format(n=count)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {series}"
            )
        if arguments.no_analyze:
            return
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM")


def tables():
    yield (
        "cables_post",
        POSTS,
        {
            "id": "i",
            "name": "'Post ' || i",
            "slug": "'post-' || i",
            "country": "'Country ' || (i % 150)",
            "country_slug": "'country-' || (i % 150)",
        },
    )
    yield (
        "cables_tag",
        TAGS,
        {
            "id": "i",
            "name": "'TAG' || i",
            "slug": "'TAG' || i",
            "kind": "'subject'",
            "title": "'Title of ' || i",
            "definition": "''",
        },
    )
    yield "cables_cable", arguments.rows, cable_columns()
    for position in range(4):  # a few tags on very many cables, most on few
        divisor = (1, 5, 50, 500)[position]
        yield (
            "cables_cabletag",
            arguments.rows,
            {
                "cable_id": "i",
                "tag_id": f"1 + {position} * 1250 + (i / {divisor}) % 1250"
                if position
                else "1 + i % 3",
                "position": str(position),
            },
        )
    yield from article_tables()
    yield from desk_tables()


def desk_tables():
    """What the queues count and the log shows."""
    moment = MOMENT[connection.vendor]
    yield (
        "auth_user",
        PEOPLE,
        {
            "id": "1000 + i",  # the one who measures comes first
            "username": "'editor' || i",
            **dict.fromkeys(("password", "first_name", "last_name", "email"), "''"),
            "is_staff": truth("1 = 1"),
            "is_active": truth("1 = 1"),
            "is_superuser": truth("1 = 0"),
            "date_joined": moment,
        },
    )
    yield (
        "cables_revision",
        REVISIONS,
        {
            "id": "i",
            "model": "CASE WHEN i % 10 = 0 THEN 'article' WHEN i % 999 = 0 THEN 'tag'"
            " ELSE 'cable' END",
            "object_id": f"1 + i % {arguments.rows}",
            "cable_id": f"CASE WHEN i % 10 = 0 OR i % 999 = 0 THEN NULL"
            f" ELSE 1 + i % {arguments.rows} END",
            "version": "2",
            "user_id": f"1001 + i % {PEOPLE}",
            '"when"': moment,
            "why": "'So.'",
            "before": """'{"subject": "Before"}'""",
            "after": """'{"subject": "After"}'""",
            "sha256": "''",
        },
    )
    yield (
        "cables_reference",
        arguments.rows * 2,
        {
            "cable_id": f"1 + i % {arguments.rows}",
            "position": "0",
            "label": "'A'",
            "printed": "'05POST' || i",
            "cited_id": "'05POST' || i",
            "target_id": f"CASE WHEN i % 3 = 0 THEN 1 + i % {arguments.rows} END",
            "kind": "CASE WHEN i % 7 = 0 THEN 'email' ELSE 'cable' END",
            "note": "''",
        },
    )
    yield (
        "cables_importconflict",
        30_000,
        {
            "cable_id": "i",
            "field": "'subject'",
            "incoming": "'\"X\"'",
            "noticed": moment,
            "decided": f"CASE WHEN i % 2 = 0 THEN {moment} END",
        },
    )
    yield (
        "cables_discussion",
        20_000,
        {
            "cable_id": "i",
            "url": "'https://forum.example/' || i",
            "title": "'A thread'",
            "proposed": moment,
            "state": "CASE WHEN i % 9 = 0 THEN 'proposed' ELSE 'approved' END",
        },
    )


def truth(condition):
    if connection.vendor == "sqlite":
        return condition
    return f"({condition})"


def article_tables():
    yield (
        "cables_article",
        ARTICLES,
        {
            "id": "i",
            "url": "'https://paper.example/' || i",
            "title": "'Article ' || i",
            "author": "''",
            "language": "'en'",
            "archived_url": "''",
            "link_status": "CASE WHEN i % 11 = 0 THEN 'dead' ELSE 'alive' END",
            "state": "CASE WHEN i % 13 = 0 THEN 'proposed' ELSE 'approved' END",
        },
    )
    yield (
        "cables_articlelink",
        ARTICLES,
        {
            "article_id": "i",
            "cable_id": "i",
            "relation": "'cites'",
            "quote": "''",
        },
    )


def cable_columns():
    text = ["transmission_id", "precedence", "precedence_info", "date_time_group"]
    text += ["sender", "executive_order", "declassify_note", "classified_by"]
    text += ["classified_by_title", "reasons", "reason_section", "signatory", "header"]
    no, yes = ("0", "1") if connection.vendor == "sqlite" else ("false", "true")
    padding = "x" * arguments.body
    return {
        "id": "i",
        "reference_id": "substr('' || (100 + i % 26), 2) || 'POST' || i",
        "number": "i",
        "created": MOMENT[connection.vendor],
        "created_precision": "'minute'",
        "released": f"CASE WHEN i % 61 = 0 THEN {EMBARGO[connection.vendor]}"
        f" ELSE {MOMENT[connection.vendor]} END",
        "classification": CLASSES,
        "post_id": f"1 + i % {POSTS}",
        "subject": f"{WORDS} ' || 'NUMBER ' || i".replace("END '", "END || ' '"),
        **dict.fromkeys(text, "''"),
        "section": "0",
        "section_count": "0",
        "captions": "'[]'",
        "attention": "'[]'",
        "body": f"'{padding}'",
        "is_partial": f"CASE WHEN i % 4001 = 0 THEN {yes} ELSE {no} END",
        "word_count": "1",
        "sha256": "''",
        "state": STATES,
        "on_hold": f"CASE WHEN i % 5003 = 0 THEN {yes} ELSE {no} END",
        "version": "1",
        "modified": MOMENT[connection.vendor],
        "curated": "'[]'",
        "problems": """(CASE WHEN i % 41 = 0 THEN '[{"code": "bad_date"}]'"""
        f" ELSE '[]' END){'' if connection.vendor == 'sqlite' else '::jsonb'}",
    }


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
    yield "log, far back", f"log/?older={REVISIONS // 2}"
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
