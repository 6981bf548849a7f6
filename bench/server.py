"""A gunicorn of the bench's own: two workers, settings of production, loopback."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from bench import cpu
from bench.places import PROJECT, environment

HOST = "127.0.0.1"
START_SECONDS = 60
# So that what a worker does after the answer is counted to its own request.
SETTLE_SECONDS = 0.004


@dataclass
class Server:
    database: str
    port: int
    process: subprocess.Popen

    def cost(self, path: str, cookie: str, *, is_changed: bool = False) -> float:
        """CPU milliseconds of the workers and their database backends for one request; with
        `is_changed` right after somebody has written something."""
        if is_changed:
            _write()
        pids = self._pids()
        before = cpu.seconds(pids)
        status = self.status(path, cookie)
        time.sleep(SETTLE_SECONDS)
        if status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path} answered {status}")
        return 1000 * (cpu.seconds(pids) - before)

    def status(self, path: str, cookie: str = "") -> int:
        link = http.client.HTTPConnection(HOST, self.port, timeout=60)
        link.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = link.getresponse()
        answer.read()
        link.close()
        return answer.status

    def _pids(self) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s", [self.database])
            backends = [pid for (pid,) in cursor.fetchall()]
        return cpu.children(self.process.pid) + backends

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.status("/account/login/")
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise RuntimeError(f"gunicorn over {self.database} does not answer")


def _write() -> None:
    """As any commit would: nothing that was found before holds any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")


@contextmanager
def serving(database: str) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", f"--bind={HOST}:{port}"]
    command += ["--workers=2", "--threads=4", "--log-level=error"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment(database))
    server = Server(database, port, process)
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
