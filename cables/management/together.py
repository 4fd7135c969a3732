"""Processes that end together: a server, and what works beside it."""

import ctypes
import signal
import subprocess
import sys

PR_SET_PDEATHSIG = 1
PATIENCE = 10  # seconds to end in


def run_together(server, *others, environment=None):
    """
    Run a server and the others until it ends, or until this process is told to; return
    the server's exit code. On Linux they end even when this process is killed outright.
    """
    for asked in (signal.SIGTERM, signal.SIGINT):  # which a shell's & has ignored
        signal.signal(asked, signal.default_int_handler)
    running = [_start(command, environment) for command in (server, *others)]
    try:
        return running[0].wait()
    except KeyboardInterrupt:
        return 130
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C leaves no orphan
        _end(running)


def _start(command, environment):
    # A group of its own: what a terminal's Ctrl-C does is decided here alone.
    return subprocess.Popen(
        command, env=environment, process_group=0, preexec_fn=_end_with_parent
    )


def _end_with_parent():
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(running):
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
