"""A Redis of the project's own on a unix socket, with an append-only file."""

import socket
import subprocess
import zlib

from . import places, processes
from .faults import failure

SOCKET = places.SOCKETS / "redis.sock"
PID_FILE = places.RUN / "redis.pid"
LOG = places.LOGS / "redis.log"
FOLDER = places.STATE / "redis"
DATABASES = 256
# Above a test run's number its processes use some more, for brokers that they break.
ROOM = 16
START_SECONDS = 30


def url(test_name: str = "") -> str:
    """In Celery's spelling. Number 0 belongs to `run`, each test database has one of its own."""
    number = 1 + zlib.crc32(test_name.encode()) % (DATABASES - ROOM - 1) if test_name else 0
    return f"redis+socket://{SOCKET}?virtual_host={number}"


def start() -> bool:
    """Return whether a server had to be started."""
    if answers():
        return False
    stop()  # a server whose socket was swept from /tmp lives on, deaf
    places.make_folder(FOLDER, 0o700)
    LOG.write_text("")
    done = subprocess.run(_command(), check=False, text=True, capture_output=True)
    if done.returncode or not processes.wait_until(answers, START_SECONDS):
        output = done.stdout + done.stderr + LOG.read_text(errors="replace")[-2000:]
        raise failure("启动 Redis", output)
    return True


def _command() -> list[str]:
    settings = {
        "port": "0",
        "unixsocket": str(SOCKET),
        "unixsocketperm": "700",
        "databases": str(DATABASES),
        "dir": str(FOLDER),
        # Without it a killed Redis forgets every queued message.
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "yes",
        "pidfile": str(PID_FILE),
        "logfile": str(LOG),
    }
    command = ["redis-server"]
    for name, value in settings.items():
        command += [f"--{name}", value]
    return command


def answers() -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            line.connect(str(SOCKET))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def stop() -> None:
    pid = processes.pid_in(PID_FILE)
    if pid and "redis-server" in processes.command_line(pid):
        processes.end(pid)
    SOCKET.unlink(missing_ok=True)
