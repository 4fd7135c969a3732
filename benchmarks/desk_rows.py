"""The rows of a full archive as SQL makes them of a series of numbers: see admin_lists."""

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


def tables(vendor, rows, body):
    """Yield (table, number of rows, SQL of each column by its name) of all that is filled."""
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
    yield "cables_cable", rows, cable_columns(vendor, body)
    for position in range(4):  # a few tags on very many cables, most on few
        divisor = (1, 5, 50, 500)[position]
        yield (
            "cables_cabletag",
            rows,
            {
                "cable_id": "i",
                "tag_id": f"1 + {position} * 1250 + (i / {divisor}) % 1250"
                if position
                else "1 + i % 3",
                "position": str(position),
            },
        )
    yield from article_tables()
    yield from desk_tables(vendor, rows)


def desk_tables(vendor, rows):
    """What the queues count and the log shows."""
    moment = MOMENT[vendor]
    yield (
        "auth_user",
        PEOPLE,
        {
            "id": "1000 + i",  # the one who measures comes first
            "username": "'editor' || i",
            **dict.fromkeys(("password", "first_name", "last_name", "email"), "''"),
            "is_staff": "1 = 1",
            "is_active": "1 = 1",
            "is_superuser": "1 = 0",
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
            "object_id": f"1 + i % {rows}",
            "cable_id": f"CASE WHEN i % 10 = 0 OR i % 999 = 0 THEN NULL"
            f" ELSE 1 + i % {rows} END",
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
        rows * 2,
        {
            "cable_id": f"1 + i % {rows}",
            "position": "0",
            "label": "'A'",
            "printed": "'05POST' || i",
            "cited_id": "'05POST' || i",
            "target_id": f"CASE WHEN i % 3 = 0 THEN 1 + i % {rows} END",
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
            "quote_check": "CASE WHEN i % 17 = 0 THEN 'altered' ELSE '' END",
        },
    )


def cable_columns(vendor, body):
    text = ["transmission_id", "precedence", "precedence_info", "date_time_group"]
    text += ["sender", "executive_order", "declassify_note", "classified_by"]
    text += ["classified_by_title", "reasons", "reason_section", "signatory", "header"]
    no, yes = ("0", "1") if vendor == "sqlite" else ("false", "true")
    padding = "x" * body
    return {
        "id": "i",
        "reference_id": "substr('' || (100 + i % 26), 2) || 'POST' || i",
        "number": "i",
        "created": MOMENT[vendor],
        "created_precision": "'minute'",
        "released": f"CASE WHEN i % 61 = 0 THEN {EMBARGO[vendor]}"
        f" ELSE {MOMENT[vendor]} END",
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
        "modified": MOMENT[vendor],
        "curated": "'[]'",
        "problems": """(CASE WHEN i % 41 = 0 THEN '[{"code": "bad_date"}]'"""
        f" ELSE '[]' END){'' if vendor == 'sqlite' else '::jsonb'}",
    }
