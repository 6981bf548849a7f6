"""Where everything lies. Nothing outside the project but the sockets (and one fallback)."""

import hashlib
import os
import shutil
import stat
from pathlib import Path

from .faults import StackError, disk_full

PROJECT = Path(__file__).resolve().parents[2]
# Another instance has servers of its own, which a drill may kill while `run` goes on.
INSTANCES = ("test", "bench", "drill")
INSTANCE = os.environ.get("STACK_INSTANCE", "")
STATE = PROJECT / ".data" / INSTANCE
RUN = STATE / "run"
LOGS = STATE / "logs"
VENV_BIN = PROJECT / ".venv" / "bin"
PYTHON = VENV_BIN / "python"

PATH_HASH = hashlib.sha256(f"{PROJECT}{INSTANCE}".encode()).hexdigest()[:10]
# A unix socket's path may have 107 bytes at most, so it cannot lie below the project.
SOCKETS = Path("/tmp") / f"portal-{PATH_HASH}"
# For a project that the user postgres cannot reach (below a 0700 home folder).
OUTSIDE_STATE = Path("/var/lib") / f"portal-{PATH_HASH}"

LEAST_FREE_BYTES = 500_000_000


def am_root() -> bool:
    return os.geteuid() == 0


def make_folder(path: Path, mode: int = 0o755) -> Path:
    """Create with this very mode, whatever the umask is."""
    if not path.is_dir():
        path.mkdir(parents=True)
        path.chmod(mode)
    return path


def prepare() -> None:
    for folder in (STATE, RUN, LOGS):
        make_folder(folder)
    require_space()


def prepare_sockets() -> None:
    """Only we and the server's own user get in: the sockets themselves ask for no password."""
    if not SOCKETS.is_dir():
        SOCKETS.mkdir(mode=0o700)
    found = SOCKETS.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise StackError(f"{SOCKETS} 属于另一个用户：请由该用户运行 make stop，再删除此目录。")
    if am_root():
        shutil.chown(SOCKETS, group="postgres")
        SOCKETS.chmod(0o770)
    else:
        SOCKETS.chmod(0o700)


def reachable_path() -> str:
    """PATH with the virtual environment in front."""
    return f"{VENV_BIN}:{os.environ.get('PATH', os.defpath)}"


def require_space() -> None:
    if shutil.disk_usage(STATE).free < LEAST_FREE_BYTES:
        raise disk_full()
