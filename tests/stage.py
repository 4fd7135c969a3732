"""
Processes that start at once: one loads Django and a module, and forks a child for each
call. A child may end itself in any way, also by SIGKILL; the stage stays.
"""

import json
import os
import subprocess
import sys
import traceback


class Stage:
    """``Stage("tests.some.module", environment)`` runs that module's ``serve(main)``."""

    def __init__(self, module, environment):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        command = [sys.executable, "-m", module]
        self.process = subprocess.Popen(command, env=environment, **pipes)

    def run(self, *words):
        """Call ``main(*words)`` in a process of its own; return how that ended."""
        self.process.stdin.write(f"{json.dumps(list(map(str, words)))}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def close(self):
        self.process.communicate()


def serve(main):
    """Fork for each line of words; answer with the exit code, negative for a signal."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _be_the_child(main, json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _be_the_child(main, words):
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the answer alone goes there
    code = 1
    try:
        main(*words)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)
