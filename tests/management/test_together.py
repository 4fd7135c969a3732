"""A server and its worker end together, however the command ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# One write for a line: two processes share the pipe.
SLEEP = """
import os, sys, time
os.write(1, f"{sys.argv[1]} {os.getpid()}\\n".encode())
time.sleep(600)
"""
COMMAND = f"""
import sys
from cables.management.together import run_together
sleep = [sys.executable, "-c", {SLEEP!r}]
sys.exit(run_together([*sleep, "server"], [*sleep, "worker"]))
"""


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_for_end(pids):
    for _ in range(200):
        if not any(map(is_alive, pids)):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def running():
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    children = {}
    try:
        for _ in range(2):
            name, pid = process.stdout.readline().split()
            children[name] = int(pid)
        yield process, children
    finally:
        for pid in filter(is_alive, children.values()):
            os.kill(pid, signal.SIGKILL)
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_orphan_is_left(running, how):
    process, children = running
    assert all(map(is_alive, children.values()))
    process.send_signal(how)
    assert wait_for_end([process.pid, *children.values()])


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_worker_ends_with_the_server(running):
    process, children = running
    os.kill(children["server"], signal.SIGTERM)
    assert wait_for_end([process.pid, *children.values()])
    assert process.wait() != 0
