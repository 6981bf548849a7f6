"""PostgreSQL and Redis together: who starts them, who may stop them, how they are reached."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import places, postgres, redis

# Held shared by everybody who works with the servers: only the last one may stop them.
USERS_LOCK = places.RUN / "users.lock"
START_LOCK = places.RUN / "start.lock"
# Present when the servers were started by a `run` or `test` and are to end with it.
ENDS_WITH_USERS = places.RUN / "ends-with-users"
SECRET = places.STATE / "secret_key"


@contextmanager
def locked(path: Path, kind: int) -> Iterator[None]:
    with path.open("a") as handle:
        fcntl.flock(handle, kind)
        yield


@contextmanager
def servers(*, keep: bool) -> Iterator[None]:
    """Servers for the time of the block; `keep` leaves those that we started running."""
    places.prepare()
    with USERS_LOCK.open("a") as mine:
        fcntl.flock(mine, fcntl.LOCK_SH)
        _start(keep=keep)
        try:
            yield
        finally:
            fcntl.flock(mine, fcntl.LOCK_UN)
            _stop_if_last()


def _start(*, keep: bool) -> None:
    with locked(START_LOCK, fcntl.LOCK_EX):
        places.prepare_sockets()
        started = [server.start() for server in _own_servers()]
        if any(started):
            ENDS_WITH_USERS.unlink(missing_ok=True) if keep else ENDS_WITH_USERS.touch()


def _own_servers() -> list:
    """A server that the environment names is not ours to start."""
    named = {postgres: "DATABASE_URL", redis: "REDIS_URL"}
    return [server for server, variable in named.items() if not os.environ.get(variable)]


def _stop_if_last() -> None:
    if not ENDS_WITH_USERS.exists():
        return
    with locked(START_LOCK, fcntl.LOCK_EX), USERS_LOCK.open("a") as probe:
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        stop()


def stop() -> None:
    redis.stop()
    postgres.stop()
    shutil.rmtree(places.SOCKETS, ignore_errors=True)
    ENDS_WITH_USERS.unlink(missing_ok=True)


def environment(settings: str, test_name: str = "") -> dict[str, str]:
    """The process environment with everything that the settings read; what is set stays."""
    ours = {
        "DATABASE_URL": postgres.url(),
        "REDIS_URL": redis.url(test_name),
        "SECRET_KEY": _secret_key(),
        "DJANGO_SETTINGS_MODULE": settings,
    }
    path = f"{places.VENV_BIN}:{os.environ.get('PATH', os.defpath)}"
    return ours | {name: value for name, value in os.environ.items() if value} | {"PATH": path}


def _secret_key() -> str:
    """Made once and kept, so that sessions outlive a restart and none lies in the repository."""
    if not SECRET.exists():
        SECRET.touch(mode=0o600)
        SECRET.write_text(secrets.token_urlsafe(50))
    return SECRET.read_text()
