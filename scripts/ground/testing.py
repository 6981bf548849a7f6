"""`make test`: everything that can be checked without running, then every test."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from . import places
from .faults import StackError

SETTINGS = "config.settings.test"
MOST_RUNS = 10
CHECKS = (
    "mypy",
    "ruff check .",
    "ruff format --check .",
    "djlint templates --lint --quiet",
    "lint-imports",
    "python manage.py check",
    "python manage.py makemigrations --check --dry-run",
)


def lint(variables: dict[str, str]) -> list[str]:
    """All checks, two at a time; return those that failed."""
    with ThreadPoolExecutor(2) as pool:
        passed = pool.map(lambda check: _passes(check, variables), CHECKS)
        return [check for check, good in zip(CHECKS, passed, strict=True) if not good]


def _passes(check: str, variables: dict[str, str]) -> bool:
    done = subprocess.run(check.split(), env=variables, check=False, text=True, capture_output=True)
    passed = done.returncode == 0
    report = f"✓ {check}" if passed else f"✗ {check}\n{done.stdout}{done.stderr}"
    print(report, flush=True)
    return passed


@contextmanager
def own_name() -> Iterator[str]:
    """A database name that no other test run uses now; a killed run's name comes back."""
    for number in range(MOST_RUNS):
        with (places.RUN / f"test-{number}.lock").open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield os.environ.get("TEST_DATABASE_NAME") or f"test_portal_{number}"
            return
    raise StackError(f"已有 {MOST_RUNS} 个测试在运行：请等其中一个结束。")


def run_all(arguments: list[str], name: str, variables: dict[str, str]) -> int:
    """One pytest run, browser included, so that its closing line speaks for all tests."""
    files = places.STATE / "test-files" / name
    shutil.rmtree(files, ignore_errors=True)
    own = {
        "TEST_DATABASE_NAME": name,
        "FILE_ROOT": str(files),
    }
    workers = os.environ.get("TEST_WORKERS", "2")
    command = [str(places.PYTHON), "-m", "pytest", "-n", workers, *arguments]
    with subprocess.Popen(command, env=variables | own) as child:
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            raise
