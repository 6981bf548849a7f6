"""Processes as /proc shows them; starting children that do not outlive us."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None, use_errno=True)


def state_of(pid: int) -> str:
    """One letter of /proc/PID/stat; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return ""


def is_alive(pid: int) -> bool:
    """A zombie is dead: under a PID 1 that does not reap it stays in the table for ever."""
    return state_of(pid) not in ("", "Z", "X")


def command_line(pid: int) -> str:
    try:
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    except OSError:
        return ""


def pids_in_folder(folder: Path) -> Iterator[int]:
    """Processes whose working folder is `folder`: all backends of one PostgreSQL cluster."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if (entry / "cwd").resolve(strict=True) == folder.resolve():
                yield int(entry.name)
        except OSError:
            continue


def pid_in(path: Path) -> int | None:
    """The process id in the first line of a pid file."""
    try:
        return int(path.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def wait_until(condition: Callable[[], bool], seconds: float, step: float = 0.1) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


def end(pid: int, seconds: float = 10, first: signal.Signals = signal.SIGTERM) -> None:
    """Ask, wait, then kill."""
    for sign in (first, signal.SIGKILL):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        if wait_until(lambda: not is_alive(pid), seconds):
            return


def _die_with_parent() -> None:
    # Without this a `kill -9` of `make run` would leave workers behind that take tasks unseen.
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command: list[str], environment: dict[str, str], **options) -> subprocess.Popen:
    """A child in a session of its own (Ctrl-C reaches only us; we end it in order)."""
    return subprocess.Popen(
        command,
        env=environment,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - one call into libc, no threads here
        start_new_session=True,
        **options,
    )
