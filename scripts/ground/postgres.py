"""A PostgreSQL cluster of the project's own: unix socket only, UTF-8, survives `kill -9`."""

import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

from . import places, processes
from .faults import StackError, failure

ROLE = "portal"
DATABASE = "portal"
SUPERUSER = "postgres"
SOCKET = places.SOCKETS / ".s.PGSQL.5432"
VERSIONS = Path("/usr/lib/postgresql")
START_SECONDS = 120  # crash recovery after a kill -9 may replay a lot of log

OPTIONS = {
    "listen_addresses": "''",  # no TCP, so no clash of ports
    "unix_socket_directories": str(places.SOCKETS),
    "unix_socket_permissions": "0770",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "jit": "off",  # compiling costs more than these short queries
    "log_lock_waits": "on",
}
# A test database is thrown away: it survives a kill -9 but need not survive a power cut.
IN_TESTS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def url() -> str:
    """Empty host in the address, the socket folder in the path: so django-environ reads it."""
    return f"postgres://{ROLE}@/{places.SOCKETS}/{DATABASE}"


def folder() -> Path:
    if places.am_root() and not _postgres_can_reach(places.STATE):
        places.make_folder(places.OUTSIDE_STATE)
        return places.OUTSIDE_STATE / "pg"
    return places.STATE / "pg"


def _postgres_can_reach(path: Path) -> bool:
    reach = subprocess.run(_as_owner(["test", "-x", str(path)]), cwd="/", check=False)
    return reach.returncode == 0


def _as_owner(command: list[str]) -> list[str]:
    """initdb and postgres refuse to run as root."""
    return ["runuser", "-u", SUPERUSER, "--", *command] if places.am_root() else command


def _programs(data: Path) -> Path:
    """The programs of the cluster's version, or the newest installed for a new cluster."""
    version_file = data / "PG_VERSION"
    if version_file.exists():
        wanted = VERSIONS / version_file.read_text().strip() / "bin"
    else:
        installed = [p for p in VERSIONS.glob("*/bin") if (p / "initdb").exists()]
        wanted = max(installed, key=lambda p: int(p.parent.name), default=VERSIONS / "15/bin")
    if not (wanted / "pg_ctl").exists():
        raise StackError(
            f"找不到 PostgreSQL 程序 {wanted}：请运行 scripts/setup.sh 安装 postgresql-15。"
        )
    return wanted


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(_as_owner(command), cwd="/", check=False, text=True, capture_output=True)
    if done.returncode:
        raise failure(what, done.stdout + done.stderr)


def start() -> bool:
    """Return whether a server had to be started."""
    data = folder()
    _require_own(data)
    if not (data / "PG_VERSION").exists():
        _create(data)
    started = not _is_running(data)
    if started:
        _clear_after_crash(data)
        _launch(data)
    _ensure_database(data)
    return started


def _require_own(data: Path) -> None:
    owner = pwd.getpwnam(SUPERUSER).pw_uid if places.am_root() else os.geteuid()
    if data.exists() and data.stat().st_uid != owner:
        raise StackError(
            f"{data} 属于另一个用户：请换回当初运行 make run 的用户，或由其运行 make clean。"
        )


def _create(data: Path) -> None:
    """initdb beside and renamed: a killed initdb leaves no half cluster under the final name."""
    beside = data.with_name("pg.new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o700)
    if places.am_root():
        shutil.chown(beside, SUPERUSER, SUPERUSER)
    initdb = [
        str(_programs(data) / "initdb"),
        "-D",
        str(beside),
        "-U",
        SUPERUSER,
        "-E",
        "UTF8",
    ]
    # Locale C would leave Chinese words without trigrams: no index, similarity 0.
    initdb += ["--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject"]
    _run(initdb, "初始化数据库")
    beside.rename(data)


def _postmaster(data: Path) -> int | None:
    """The living postmaster of this very folder (a reused process id does not count)."""
    pid = processes.pid_in(data / "postmaster.pid")
    if pid and processes.is_alive(pid) and str(data) in processes.command_line(pid):
        return pid
    return None


def _is_running(data: Path) -> bool:
    """A living server that is still recovering is waited for, never started twice."""
    # Its socket appears at once; a server whose socket was swept from /tmp will not hear us.
    if not processes.wait_until(lambda: SOCKET.exists() or not _postmaster(data), 5):
        return False
    if not processes.wait_until(lambda: _answers(data) or not _postmaster(data), START_SECONDS):
        raise StackError("数据库正在恢复，尚不能使用：请过几分钟再运行同一命令。")
    return _postmaster(data) is not None


def _answers(data: Path) -> bool:
    ready = [str(_programs(data) / "pg_isready"), "-q", "-h", str(places.SOCKETS)]
    return subprocess.run(ready, check=False).returncode == 0


def _clear_after_crash(data: Path) -> None:
    """Remove what a killed postmaster leaves behind: PostgreSQL itself believes in a zombie."""
    lock = SOCKET.with_suffix(".5432.lock")
    holder = processes.pid_in(lock)
    # Its data folder may have been deleted under a living server.
    if holder and str(places.SOCKETS) in processes.command_line(holder):
        processes.end(holder, first=signal.SIGQUIT)
    # Orphaned backends must be gone first: the pid file is their only lock on shared memory.
    for orphan in processes.pids_in_folder(data):
        processes.end(orphan, first=signal.SIGQUIT)
    for leftover in (data / "postmaster.pid", SOCKET, lock):
        leftover.unlink(missing_ok=True)


def _control(data: Path, arguments: str) -> list[str]:
    program = str(_programs(data) / "pg_ctl")
    return [program, "-D", str(data), "-s", "-w", "-t", str(START_SECONDS), *arguments.split()]


def _launch(data: Path) -> None:
    log = data / "server.log"
    told_before = log.stat().st_size if log.exists() else 0
    chosen = OPTIONS | (IN_TESTS if places.INSTANCE == "test" else {})
    options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
    try:
        _run([*_control(data, "start -l"), str(log), "-o", options], "启动数据库")
    except StackError as fault:
        told = log.read_bytes()[told_before:].decode(errors="replace") if log.exists() else ""
        raise failure("启动数据库", f"{fault} {told}") from None


def _psql(data: Path, sql: str) -> str:
    quiet = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "postgres", "-U"]
    command = [str(_programs(data) / "psql"), *quiet, SUPERUSER, "-h", str(places.SOCKETS)]
    done = subprocess.run([*command, "-c", sql], check=False, text=True, capture_output=True)
    if done.returncode:
        raise StackError(f"数据库拒绝执行：{done.stderr.strip()}")
    return done.stdout.strip()


def _ensure_database(data: Path) -> None:
    """An ordinary role, as in production: what needs a superuser shows at once."""
    if not _psql(data, f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"):
        _psql(data, f"CREATE ROLE {ROLE} LOGIN CREATEDB")
    if not _psql(data, f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):
        _psql(data, f"CREATE DATABASE {DATABASE} OWNER {ROLE}")


def stop() -> None:
    data = folder()
    if _postmaster(data) is not None:
        _run(_control(data, "stop -m fast"), "停止数据库")
