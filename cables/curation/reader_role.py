"""
The readers' database role (PostgreSQL): it may read the public tables, add proposals
and reports, and do nothing else. Whatever reader code were made to ask for, the sealed words stay shut.
"""

import re

from django.db import OperationalError, connection, transaction
from psycopg import sql
from psycopg.errors import DeadlockDetected

from cables.models import (
    Article,
    ArticleLink,
    Cable,
    CableTag,
    Change,
    Discussion,
    Mention,
    OldAddress,
    Paragraph,
    ParagraphAlias,
    Post,
    PostAlias,
    Proposal,
    PublicationEpoch,
    Publisher,
    ReaderReport,
    Recipient,
    Reference,
    ReleaseNote,
    SearchTask,
    SitePage,
    Tag,
    TagAlias,
    archive_name,
)

from .errors import CurationError

#: What readers' pages read.
READ = (
    *(Article, ArticleLink, Cable, CableTag, Change, Discussion, OldAddress, Paragraph),
    *(ParagraphAlias, Post, PostAlias, PublicationEpoch, Publisher, Recipient),
    *(Reference, ReleaseNote, SearchTask, SitePage, Tag, TagAlias),
)
#: What they add to, and cannot read.
ADDED = (Proposal, Mention, ReaderReport)
MIGRATIONS = "django_migrations"
#: A server that tidies its tables meanwhile wants the same rows in another order.
TRIES = 5
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_LIMITS = sql.SQL(
    "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"
)


class RoleRefused(CurationError):
    """A role with this name cannot be the readers'."""


def create_reader_role(*, name, password=None):
    """
    Make the role, or bring it to what it may do now; return the names of the tables that
    it may read and of those that it may add to.
    """
    if connection.vendor != "postgresql":
        raise RoleRefused(
            "SQLite has no roles: whoever can open the file can read all of it. Put the "
            "archive on PostgreSQL (DATABASE_URL) for a role that readers run under."
        )
    archive_name()  # readers could not write it
    read = sorted([*(model._meta.db_table for model in READ), MIGRATIONS])
    added = sorted(model._meta.db_table for model in ADDED)
    for left in reversed(range(TRIES)):
        try:
            _create(name, password, read, added)
            break
        except OperationalError as error:
            if not left or not isinstance(error.__cause__, DeadlockDetected):
                raise
    return read, added


@transaction.atomic
def _create(name, password, read, added):
    with connection.cursor() as cursor:
        _check_name(cursor, name)
        _make(cursor, name, password)
        _grant(cursor, name, read, added)
        _check_nothing_else(cursor, name, read, added)


def _check_name(cursor, name):
    if not _NAME.fullmatch(name):
        raise RoleRefused(
            f"{name!r} is no name for a role: use small letters, digits and _, and begin "
            "with a letter."
        )
    cursor.execute("SELECT current_user, session_user")
    if name in cursor.fetchone():
        raise RoleRefused(
            f"{name} is the role that this command runs under, which owns the archive. "
            "Choose another name."
        )
    cursor.execute(
        "SELECT rolsuper, EXISTS (SELECT 1 FROM pg_auth_members WHERE member = r.oid),"
        " EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relowner = r.oid AND nspname NOT LIKE 'pg_temp%%')"
        " FROM pg_roles r WHERE rolname = %s",
        [name],
    )
    wrong = ("is a superuser", "is a member of other roles", "owns tables")
    for found, words in zip(cursor.fetchone() or (), wrong, strict=False):
        if found:
            raise RoleRefused(f"{name} {words}. Choose another name.")


def _make(cursor, name, password):
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
    role = sql.Identifier(name)
    cursor.execute(sql.SQL("{} ROLE {} WITH {}").format(verb, role, _LIMITS))
    if password is not None:
        # The server, and its log, get a digest.
        digest = connection.connection.pgconn.encrypt_password(
            password.encode(), name.encode(), b"scram-sha-256"
        ).decode()
        cursor.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(digest))
        )


def _grant(cursor, name, read, added):
    role = sql.Identifier(name)
    cursor.execute("SELECT current_database(), current_schema()")
    database, schema = map(sql.Identifier, cursor.fetchone())

    def tables(names):
        return sql.SQL(", ").join(map(sql.Identifier, names))

    for text in (
        "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}",
        "REVOKE ALL ON SCHEMA {schema} FROM {role}",
        "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {role}",
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT ON {read} TO {role}",
        "GRANT INSERT ON {added} TO {role}",
    ):
        cursor.execute(
            sql.SQL(text).format(
                role=role,
                schema=schema,
                database=database,
                read=tables(read),
                added=tables(added),
            )
        )


def _check_nothing_else(cursor, name, read, added):
    """Grants to PUBLIC reach this role too: say so instead of believing in the list."""
    cursor.execute(
        "SELECT relname, right_name FROM pg_class CROSS JOIN unnest(ARRAY["
        "'SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS right_name"
        " WHERE relnamespace = current_schema()::regnamespace"
        " AND relkind IN ('r', 'v', 'm', 'p', 'f')"
        " AND (has_table_privilege(%s, oid, right_name)"
        " OR has_any_column_privilege(%s, oid, right_name))"
        " UNION SELECT relname, right_name FROM pg_class CROSS JOIN unnest(ARRAY["
        "'DELETE', 'TRUNCATE', 'TRIGGER']) AS right_name"
        " WHERE relnamespace = current_schema()::regnamespace"
        " AND relkind IN ('r', 'v', 'm', 'p', 'f')"
        " AND has_table_privilege(%s, oid, right_name)",
        [name, name, name],
    )
    expected = {(table, "SELECT") for table in read}
    expected |= {(table, "INSERT") for table in added}
    if beyond := sorted(set(cursor.fetchall()) - expected):
        table, right = beyond[0]
        raise RoleRefused(
            f"{name} could still {right} {table}, since everybody on this server may. "
            f"Take that away (REVOKE {right} ON {table} FROM PUBLIC), and run this again."
        )
