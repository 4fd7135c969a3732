"""The site under its real server, for measurements over HTTP."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

PATIENCE = 60  # seconds until the first answer


@contextmanager
def served(variables, *, workers, port=0):
    """Serve the site with some processes; give its port. Ends what it started."""
    port = port or free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    command += ["--blocking-threads", "1", "--log-level", "warning"]
    command += ["archive_site.wsgi:application"]
    variables = os.environ | variables | {"SITE_URL": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen(command, env=variables)
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, server):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            sys.exit("the server did not start")
        try:
            if get(port, "/-/live")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"the server gave no answer in {PATIENCE} s")


def get(port, path, timeout=30):
    """Ask over a new connection; return (status, body)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()
