"""A disk that is soon full."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def one_megabyte(place: Path) -> Iterator[Path]:
    """A file system of its own at `place`; the test is skipped where mounting is not possible."""
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk is not possible here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def finished(place: Path) -> list[Path]:
    return [p for p in place.rglob("*") if p.is_file()]
