"""Plenary as the tests run it: one feed at a time, or serving on a free port of this machine."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request

# In absolute links. Not where the server listens, so that feeds are the same wherever it does.
BASE_URL = "https://plenary.example/"
DEADLINE = 60  # seconds


def render(binary, feeds, database, address):
    """The octets that `plenary render` writes for an address."""
    command = [binary, "render", "--feeds", feeds, "--database", database, address]
    run = subprocess.run(command, capture_output=True, env=environment(), timeout=DEADLINE)
    if run.returncode != 0:
        raise SystemExit(f"{address}: exit {run.returncode}\n{run.stderr.decode()}")
    return run.stdout


def environment():
    """The environment of this process without settings of Plenary, but for ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLENARY_")}
    return kept | {"PLENARY_BASE_URL": BASE_URL, "PLENARY_LOG": "warn"}


class Server:
    """A server that is ready where the block begins, and has to stop in good order at its end."""

    def __init__(self, binary, feeds, database, options=()):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            listen = f"127.0.0.1:{free.getsockname()[1]}"
        self.root = f"http://{listen}"
        self.command = [
            binary, "serve", "--feeds", feeds, "--database", database, "--listen", listen,
            "--base-url", BASE_URL, *options,
        ]  # fmt: skip

    def __enter__(self):
        # What it prints is for people; what it logs are warnings, if any.
        self.process = subprocess.Popen(
            self.command, env=environment(), stdout=subprocess.DEVNULL
        )
        try:
            self.wait_until_ready()
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        return self

    def wait_until_ready(self):
        end = time.monotonic() + DEADLINE
        while True:
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended with {self.process.returncode}")
            try:
                if self.get("/health/ready")[0] == 200:
                    return
            except OSError:
                pass  # not listening yet
            if time.monotonic() > end:
                raise SystemExit(f"the server is not ready after {DEADLINE} seconds")
            time.sleep(0.05)

    def get(self, address, **headers):
        """Status, headers and octets of the answer to a GET."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.root + address, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers, answer.read()

    def __exit__(self, *_):
        self.process.terminate()
        try:
            code = self.process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise SystemExit("the server does not stop on SIGTERM") from None
        if code != 0:
            raise SystemExit(f"the server ended with {code} on SIGTERM, expected 0")
