"""What Django has to know of a database, from its address."""

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from .folders import make_folder


def database(url, name):
    """Return Django's settings for a database address; raise with the setting's name."""
    shown = url if "@" not in url else f"{url.partition(':')[0]}:…"  # no password
    wrong = ImproperlyConfigured(
        f"{name} is {shown!r}: expected sqlite:///absolute/path or "
        "postgres://user:password@host:port/database"
    )
    if not url.startswith(("sqlite:", "postgres:", "postgresql:")):
        raise wrong
    try:
        settings = dj_database_url.parse(url)
    except ValueError as error:
        raise wrong from error
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        # Without these three, 8 of 200 parallel logins answered 500.
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            " PRAGMA foreign_keys=ON;",
        }
        make_folder(Path(settings["NAME"]).parent, name)
    else:
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings
