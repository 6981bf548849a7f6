"""The private file store: named by content, written beside, synced, then renamed (trap M11)."""

import contextlib
import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

TEMPORARY = ".tmp"
# Each app whose rows name files registers a query of their paths; the sweep spares those.
_registers: list[Callable[[], Iterable[str]]] = []


class StorageFull(Exception):
    """No room for the file: nothing was stored under its final name."""

    def __init__(self) -> None:
        super().__init__("存储空间不足，文件没有保存。您填写的内容还在，请联系管理员后再提交")


@dataclass(frozen=True)
class StoredFile:
    """`path` is relative to the store, `sha256` in hex, `size` in bytes."""

    path: str
    sha256: str
    size: int


def root() -> Path:
    return Path(settings.FILE_ROOT)


def store(content: bytes, *, suffix: str) -> StoredFile:
    """Keep `content` under its hash; the same content is one file. StorageFull when disk is full."""
    digest = hashlib.sha256(content).hexdigest()
    stored = StoredFile(f"{digest[:2]}/{digest}{suffix}", digest, len(content))
    target = root() / stored.path
    if target.exists():
        # A sweep must not take a file that is just being named by a new row.
        target.touch()
        return stored
    try:
        _write_beside(target, content)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull from error
        raise
    return stored


def read(path: str) -> bytes:
    return absolute(path).read_bytes()


def absolute(path: str) -> Path:
    """The place of a stored file; ValueError for a path that leads out of the store."""
    target = (root() / path).resolve()
    if not target.is_relative_to(root().resolve()):
        raise ValueError(f"{path} lies outside the file store")
    return target


def register_of_paths(function: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Decorator: `function` answers the paths of the stored files that an app's rows name."""
    _registers.append(function)
    return function


def named_paths() -> Iterator[str]:
    for register in _registers:
        yield from register()


def sweep_orphans(known: Iterable[str], *, older_than_seconds: int) -> list[str]:
    """Remove unfinished files, and finished ones that no row names; return what was removed."""
    named, limit = set(known), time.time() - older_than_seconds
    removed = []
    for file in _files():
        relative = str(file.relative_to(root()))
        if relative not in named and file.stat().st_mtime < limit:
            file.unlink()
            removed.append(relative)
    return removed


def _files() -> Iterator[Path]:
    return (p for p in root().rglob("*") if p.is_file())


def _write_beside(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
