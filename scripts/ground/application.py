"""What `run` starts on top of the servers: database contents, worker, beat, web."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import places, processes
from .faults import StackError, failure

HOST = "127.0.0.1"
START_SECONDS = 60
# Warm shutdown: one PDF may take a while, its item is queued again if it takes longer.
STOP_SECONDS = 20
REVIVE_SECONDS = 3


def port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise StackError(f"PORT={text} 不是有效的端口号：请写 1 到 65535 之间的数字。")
    return int(text)


def require_free_port(number: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except PermissionError:
            raise StackError(
                f"普通用户不能使用端口 {number}：请换一个，例如 make run PORT=8001。"
            ) from None
        except OSError:
            raise StackError(
                f"端口 {number} 已被占用（port in use）：请停止占用它的程序，"
                f"或换一个端口，例如 make run PORT={number + 1}。"
            ) from None


def manage(*arguments: str, variables: dict[str, str]) -> None:
    python("manage.py", *arguments, variables=variables)


def python(*arguments: str, variables: dict[str, str]) -> None:
    command = [str(places.PYTHON), *arguments]
    done = subprocess.run(command, env=variables, check=False, text=True, stderr=subprocess.PIPE)
    if done.returncode:
        raise failure(f"{' '.join(arguments[:2])} ", done.stderr)


def commands(number: int) -> dict[str, list[str]]:
    celery = [str(places.PYTHON), "-m", "celery", "-A", "config"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return {
        "web": _web(number),
        "worker": [*celery, "worker", "--concurrency=2", "--loglevel=INFO", *quiet],
        # No pid file: one left by a kill -9 would keep beat from starting.
        "beat": [*celery, "beat", "--pidfile=", "--loglevel=INFO"],
    }


def _web(number: int) -> list[str]:
    """The server of production, so that development meets its limits; it reloads changed code.

    It does not watch templates by itself, and cached templates would otherwise go stale.
    """
    command = [str(places.PYTHON), "-m", "gunicorn", "config.wsgi", f"--bind={HOST}:{number}"]
    command += ["--workers=2", "--threads=4", "--reload", "--log-level=error"]
    templates = sorted(places.PROJECT.glob("templates/**/*.html"))
    return command + [f"--reload-extra-file={path}" for path in templates]


class Crew:
    """The running processes; one that dies is started again.

    There is no last attempt: a broken import ends the web server until the file is mended.
    """

    def __init__(self, commands: dict[str, list[str]], variables: dict[str, str]) -> None:
        self.commands = commands
        self.variables = variables
        self.running: dict[str, subprocess.Popen] = {}

    def start(self) -> None:
        for name in self.commands:
            self._log_of(name).write_text("")
            self._start_one(name)

    def _log_of(self, name: str) -> Path:
        return places.LOGS / f"{name}.log"

    def _start_one(self, name: str) -> None:
        # Errors of the web server belong on the terminal, the worker's chatter into a file.
        if name == "web":
            self.running[name] = processes.spawn(self.commands[name], self.variables)
            return
        with self._log_of(name).open("a") as log:
            self.running[name] = processes.spawn(
                self.commands[name], self.variables, stdout=log, stderr=subprocess.STDOUT
            )

    def watch(self) -> None:
        """Look after the processes until an exception (a signal) ends it."""
        while True:
            time.sleep(REVIVE_SECONDS)
            for name, child in self.running.items():
                if child.poll() is not None:
                    print(f"{name} 意外退出，正在重新启动（日志见 {places.LOGS}）。", flush=True)
                    kill_group(child.pid)
                    self._start_one(name)

    def stop(self) -> None:
        """All are asked at once, then each is waited for."""
        for child in self.running.values():
            child.terminate()
        for child in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(STOP_SECONDS)
            kill_group(child.pid)


def kill_group(leader: int) -> None:
    """What a killed leader left behind: it would hold the port, or take tasks unseen."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def status_of(address: str) -> int:
    """The HTTP status of a page; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as page:
            return page.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_for_page(crew: Crew, address: str) -> None:
    found = 0

    def settled() -> bool:
        nonlocal found
        found = status_of(address)
        return bool(found) or crew.running["web"].poll() is not None

    processes.wait_until(settled, START_SECONDS, step=0.3)
    if not 0 < found < 500:
        raise StackError(f"网页 {address} 没有正常打开（{found or '无响应'}）：请查看上面的输出。")
