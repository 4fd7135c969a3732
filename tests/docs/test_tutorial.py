"""
Every shell block of the tutorial runs, in the tutorial's order, in a copy of the checkout
with databases of its own. A block that fails names its line.
"""

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from .shell_blocks import script_of

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial"
NAMES = ["readers", "editors", "operators"]
COPIED = ["archive_site", "cables", "sample", "templates", "manage.py"]
MOST_SECONDS = 300
SERVER = "postgres://archive:secret@localhost:5432/archive"
UV = """#!/bin/sh
[ "$1" = run ] || { echo "uv $1 is not for this test" >&2; exit 2; }
shift
[ "$1" = python ] && shift
exec "$PYTHON" "$@"
"""
#: Ends at the first fault, with its line. One server serves the blocks of all files.
PREAMBLE = """
set -eEuo pipefail
trap 'echo "line $LINENO: $BASH_COMMAND" >&2' ERR
ready() {
    curl -sf -o /dev/null "http://localhost:$PORT/-/ready"
}
serve() {
    ready && return
    "$@" --port "$PORT" &
    until ready; do
        kill -0 $!
        sleep 0.5
    done
}
"""
pytestmark = pytest.mark.skipif(
    not shutil.which("bash") or not shutil.which("curl"),
    reason="no bash or no curl on this machine's PATH",
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Copy what the commands of the tutorial run on, with a ``uv`` that is this Python."""
    folder = tmp_path_factory.mktemp("tutorial")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    tools = folder / "tools"
    tools.mkdir()
    (tools / "preamble.sh").write_text(PREAMBLE)
    (tools / "uv").write_text(UV)
    (tools / "uv").chmod(stat.S_IRWXU)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    started = []
    yield folder, port, started
    for group in started:
        end(group)


def run(script, checkout, name):
    """Run a script; return its exit code and what it said. Its server goes on."""
    folder, port, started = checkout
    path = folder / "tools" / f"{name}.md"
    path.write_text(script.replace("localhost:8000", f"localhost:{port}"))
    kept = {
        key: os.environ[key] for key in ("HOME", "LANG", "TMPDIR") if key in os.environ
    }
    environment = kept | {
        "PATH": f"{folder / 'tools'}:{os.environ['PATH']}",
        "PYTHON": sys.executable,
        "PORT": str(port),
    }
    with open(folder / "tools" / f"{name}.log", "w+") as said:
        running = subprocess.Popen(
            ["bash", path],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        started.append(running.pid)
        try:
            code = running.wait(timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            code = "too slow"
        said.seek(0)
        return code, said.read()


def end(group):
    """End what a script has left running."""
    for way in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(group, way)
        except ProcessLookupError:
            return
        if way is signal.SIGTERM:
            wait_for_end(group)


def wait_for_end(group, seconds=10):
    """Wait until nothing of a group of processes runs any more, or the time is up."""
    subprocess.run(
        ["bash", "-c", f"for _ in $(seq {seconds * 10}); do"
         f" kill -0 -- -{group} 2>/dev/null || exit 0; sleep 0.1; done"],
        check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.skipif(
    os.environ.get("TESTED_DATABASE") == "postgresql", reason="runs once, on SQLite"
)
def test_shell_blocks(checkout, name):
    text = (TUTORIAL / f"{name}.md").read_text(encoding="utf-8")
    script = script_of(text, first="source tools/preamble.sh")
    assert script, f"{name}.md has no shell block"
    code, said = run(script, checkout, name)
    assert code == 0, f"docs/tutorial/{name}.md, {said[-3000:]}"


@pytest.mark.skipif(
    os.environ.get("TESTED_DATABASE") != "postgresql", reason="wants PostgreSQL"
)
def test_shell_blocks_on_postgresql(checkout, own_database):
    text = (TUTORIAL / "operators.md").read_text(encoding="utf-8")
    assert SERVER in text
    text = text.replace(SERVER, own_database)
    script = script_of(text, kind="postgresql", first="source tools/preamble.sh")
    code, said = run(script, checkout, "postgresql")
    assert code == 0, f"docs/tutorial/operators.md, {said[-3000:]}"


@pytest.fixture
def own_database():
    """Make an empty database on the server of this run; give its address."""
    server = os.environ["DATABASE_URL"]
    name = f"tutorial_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        before, question, after = server.partition("?")
        yield f"{before.rpartition('/')[0]}/{name}{question}{after}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_fault_names_its_line(checkout):
    text = "# Title\n\n```sh\ntrue\n```\n\nWords.\n\n```sh\ntrue\nfalse | true\n```\n"
    code, said = run(
        script_of(text, first="source tools/preamble.sh"), checkout, "wrong"
    )
    assert code == 1
    assert said.startswith("line 11: ")


def test_blocks_by_kind():
    text = "# T\n```sh\none\n```\n<!-- test: postgresql -->\n```sh\ntwo\n```\n```\nno\n```\n"
    assert script_of(text).split() == ["one"]
    assert script_of(text, kind="postgresql").split() == ["two"]
    assert script_of("# T\n```python\none\n```\n") == ""
    assert script_of("# T\n<!-- test: serves -->\n\n```sh\ngo\n```\n").split() == [
        "serve",
        "go",
    ]
